"""Whether an intake contact may be invited to a transfer: asked when a link or code is wanted, and when it is sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from holdfast.directory.selectors import contact_parties
from holdfast.protocol.codes import NEEDED_SCOPES
from holdfast.protocol.state import State
from holdfast.transfers import stream
from holdfast.transfers.disclosure import scopes_towards

WRONG_CONTACT, EVENT_OVER = "contact", "event-over"


@dataclass(frozen=True, slots=True)
class Invitation:
    """Whether a contact may be invited; `refused_by` is a control's id, or `contact` or `event-over`."""

    refused_by: str = ""
    is_owner: bool = False

    @property
    def is_allowed(self) -> bool:
        """Whether they may be."""
        return not self.refused_by


def invitation(
    transfer_id: UUID, contact_id: str, live_event: int | None, at: datetime, *, summary_until: datetime | None = None
) -> Invitation:
    """Return whether a contact may be invited now, to a practice nobody; three statements. Raises ErasedTransfer.

    `summary_until`: to a secure summary, and until when it was sent; it must be the one that stands.
    """
    state = stream.load(transfer_id).state
    is_owner = state.owner == contact_id
    if summary_until is not None and state.contact.summary_standing != (contact_id, summary_until):
        return Invitation("F.summary", is_owner=is_owner)
    return Invitation(_refused_by(state, contact_id, live_event, at, is_owner=is_owner), is_owner=is_owner)


def _refused_by(state: State, contact_id: str, live_event: int | None, at: datetime, *, is_owner: bool) -> str:
    service = state.receiving_service or ""
    contact = contact_parties([contact_id]).get(contact_id)
    if contact is None or state.is_practice or not (is_owner or contact.is_of(service)):
        return WRONG_CONTACT
    has_died = state.custody.died_on is not None
    if has_died or (state.is_closed and not is_owner):
        return "S.deceased" if has_died else "S.closed"
    if live_event is not None and not _is_open(state, live_event):
        return EVENT_OVER
    if is_owner:
        return ""
    if state.is_paused:
        return "S.stopped"
    return "" if scopes_towards(state, [service], at) >= NEEDED_SCOPES else "S.consent"


def _is_open(state: State, live_event: int) -> bool:
    return state.event is not None and state.event.is_open and state.event.number == live_event
