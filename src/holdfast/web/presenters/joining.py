"""What stands where a link has ended: never why, but whom to call."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from holdfast.accounts.selectors import grant_known
from holdfast.config.clock import now
from holdfast.directory.selectors import PhoneView, services_called
from holdfast.protocol.codes import Seat
from holdfast.protocol.errors import HoldfastError
from holdfast.protocol.facts import PERSON, Party
from holdfast.transfers.selectors import Asker, transfer_looked_at
from holdfast.web.presenters.names import names_of


@dataclass(frozen=True, slots=True)
class Team:
    """A service with the numbers on which it answers."""

    name: str
    numbers: tuple[PhoneView, ...]


@dataclass(frozen=True, slots=True)
class EndedPage:
    """`team`: who began the handoff; none where the link is not known."""

    team: Team | None


def ended_page(secret: str, transfer_id: UUID | None = None) -> EndedPage:
    """Return the page; only the whole secret of a link, or of a session, leads to its team.

    `transfer_id`: what the session that has ended was for; none where it is not known.
    """
    known = grant_known(secret) or transfer_id
    return EndedPage(_team_of(known) if known else None)


def team(service_id: str) -> Team:
    """Return a service with its numbers, by two statements; never a fax number."""
    return Team(names_of((), [service_id]).service(service_id), services_called([service_id]).get(service_id, ()))


def _team_of(transfer_id: UUID) -> Team | None:
    try:
        looked = transfer_looked_at(Asker(Party(PERSON), transfer_id, Seat.PERSON), transfer_id, now())
    except HoldfastError:
        return None
    return team(looked.state.service)
