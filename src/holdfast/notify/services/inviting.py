"""Inviting guests to a transfer: a link that the server sends, a code to be spoken, the person's own link.

One way for every adapter. Who may be invited is asked here; who may invite is the originating side.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from holdfast.accounts.selectors import persons_link_needs_code
from holdfast.accounts.services import GrantOrder, grant_issue, grants_revoke, short_code_set
from holdfast.directory.selectors import contact_email_known
from holdfast.notify.errors import NotInvited
from holdfast.notify.models import GuestLinkRequest
from holdfast.notify.paths import join_link
from holdfast.notify.services.links import EVENT_LINK_LASTS, LinkOrder, link_refuse, link_request
from holdfast.protocol.chapters.safety.reach import is_guarded
from holdfast.protocol.codes import OPENERS, Identity, Seat
from holdfast.protocol.controls.gates import DECIDERS
from holdfast.protocol.errors import Malformed
from holdfast.protocol.state import State
from holdfast.transfers.callers import Caller
from holdfast.transfers.selectors import Looked, Sight, invitation

PERSONS_LINK_LASTS = timedelta(days=90)
INVITERS = OPENERS | DECIDERS
"""Who invites guests for the service at which they work."""
AFTER_CLOSING = timedelta(days=30)
"""How long the person's own link lasts after the transfer has closed (section 3.1)."""


@dataclass(frozen=True, slots=True)
class MadeCode:
    """A code to be spoken on the call, with the reference that goes with it."""

    reference: str
    code: str = field(repr=False)
    expires_at: datetime
    short_code: str = field(repr=False, default="")
    """Behind which the person's page stands; blank where it needs none."""


@dataclass(frozen=True, slots=True)
class MadeLink:
    """The person's own link: for their hand, and nobody else's. `secret` is what stands in it.

    `code`: the short code behind which the page stands, to be said to them and never sent; blank where it needs none.
    """

    secret: str = field(repr=False)
    link: str = field(repr=False)
    expires_at: datetime
    code: str = field(repr=False, default="")
    grant_id: UUID | None = None


def may_invite(caller: Caller, looked: Looked) -> bool:
    """Say whether somebody may invite guests: who opens handoffs or decides at the originating service, or has a part.

    Parts are those of the originators and of the owner. To work there in another role, as its administrator does, is
    not enough: the person's own link opens their page. Nobody is invited to a practice: the learner plays every part.
    """
    state, party = looked.state, caller.party
    is_originating = party.holds(INVITERS, state.service) or party.id in (*state.originators, state.owner)
    is_theirs = caller.guest is None and caller.may_write and looked.sight is Sight.WHOLE and is_originating
    return is_theirs and not state.is_practice


def link_ask(looked: Looked, contact_id: UUID, *, by: str, live_event: int | None = None) -> GuestLinkRequest:
    """Have the server send a link to the address that the directory has for an intake contact.

    Raises: Malformed; NotInvited, and the attempt is written down.
    """
    order = LinkOrder(looked.transfer_id, contact_id, by, live_event)
    _may_be_invited(looked, order)
    if not contact_email_known(str(contact_id)):
        raise Malformed({"contact_id": "the directory has no email address for this contact; use a read-out code"})
    return link_request(order, looked.at)


def code_make(
    looked: Looked, party: Seat, contact_id: UUID | None = None, *, by: str, needs_code: bool | None = None
) -> MadeCode:
    """Make a code for the person or for a receiver; whoever hears it could use it, so it proves little.

    `needs_code`: as for the person's own link. Raises: Malformed; NotInvited, and the attempt is written down.
    Side effects: with a short code, the person's links and codes without one end now.
    """
    number = _open_event(looked)
    if party is Seat.ORIGINATOR:
        raise Malformed({"party": "must be person or receiver; the originator signs in"})
    if party is Seat.RECEIVER:
        if contact_id is None:
            raise Malformed({"contact_id": "must be given for a receiver: an intake contact of the service"})
        _may_be_invited(looked, LinkOrder(looked.transfer_id, contact_id, by, number))
    subject = contact_id if party is Seat.RECEIVER and contact_id else _person_of(looked.state)
    order = GrantOrder(
        transfer_id=looked.transfer_id, party=party, identity=Identity.READ_OUT_CODE, subject_id=subject,
        expires_at=looked.at + EVENT_LINK_LASTS, live_event=number, spoken=True,
    )  # fmt: skip
    with transaction.atomic():
        grant, code = grant_issue(order)
        is_safe = party is Seat.PERSON and _is_safe(looked.transfer_id, looked.state, needs_code)
        return MadeCode(grant.reference, code, grant.expires_at, short_code_set(grant) if is_safe else "")


def own_link_make(looked: Looked, *, into_event: bool = False, needs_code: bool | None = None) -> MadeLink:
    """Make the person's own link: to their page, until 30 days after closing; or into the open event, once.

    `needs_code`: whether the page stands behind a short code (safe mode, protocol 3.1); none: as their latest link.
    Raises: Malformed, where the transfer names nobody of the people list, or no event is open.
    Side effects: with a code, the person's links without one end now.
    """
    number = _open_event(looked) if into_event else None
    if into_event and number is None:
        raise Malformed({"live_event": "no live event is open; open one first"})
    return own_link_at(looked.transfer_id, looked.state, looked.at, live_event=number, needs_code=needs_code)


@transaction.atomic
def own_link_at(
    transfer_id: UUID, state: State, at: datetime, *, live_event: int | None = None, needs_code: bool | None = None
) -> MadeLink:
    """Make the person's own link, of a transfer as it stands at an instant; the rest is as for `own_link_make`."""
    page_until = state.closed_at + AFTER_CLOSING if state.closed_at else at + PERSONS_LINK_LASTS
    if page_until <= at:
        raise Malformed({"party": "the person's page ends 30 days after closing"})
    into_event = live_event is not None
    order = GrantOrder(
        transfer_id=transfer_id, party=Seat.PERSON, identity=Identity.PERSON_LINK, subject_id=_person_of(state),
        expires_at=at + EVENT_LINK_LASTS if into_event else page_until, live_event=live_event, one_time=into_event,
    )  # fmt: skip
    is_safe = _is_safe(transfer_id, state, needs_code)
    grant, secret = grant_issue(order)
    code = short_code_set(grant) if is_safe else ""
    return MadeLink(secret, join_link(secret), grant.expires_at, code, grant.pk)


def own_links_end(looked: Looked) -> int:
    """End every link, code and session of the person of a transfer now, as when a phone is lost; return how many."""
    return grants_revoke(looked.transfer_id, party=Seat.PERSON)


def _may_be_invited(looked: Looked, order: LinkOrder) -> None:
    """Raise where the contact may not be invited; a refusal is written down."""
    asked = invitation(order.transfer_id, str(order.contact_id), order.live_event, looked.at)
    if asked.is_allowed:
        return
    if asked.refused_by == "contact":
        raise Malformed({"contact_id": "is no intake contact of the service that this transfer goes to"})
    if asked.refused_by == "event-over":
        raise Malformed({"live_event": "is not the live event that is open now"})
    link_refuse(order, looked.at, reason=asked.refused_by)
    raise NotInvited(asked.refused_by)


def _is_safe(transfer_id: UUID, state: State, needs_code: bool | None) -> bool:
    """Say whether a link of the person stands behind a code: what their plan asks for nobody can wave."""
    asked = persons_link_needs_code(transfer_id) if needs_code is None else needs_code
    return asked or is_guarded(state)


def _open_event(looked: Looked) -> int | None:
    event = looked.state.event
    return event.number if event is not None and event.is_open else None


def _person_of(state: State) -> UUID:
    if not state.subject:
        raise Malformed({"party": "this transfer names nobody of the people list, so they can't be invited"})
    return UUID(state.subject)
