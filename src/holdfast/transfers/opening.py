"""Opening a transfer of somebody on the people list: age and language come from there, the place from who opens it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from holdfast.config.clock import now
from holdfast.config.ids import new_id
from holdfast.directory.selectors import services_known
from holdfast.people.selectors import PersonView, is_hidden, person
from holdfast.protocol.calendars import local_date
from holdfast.protocol.codes import OPENERS, Need
from holdfast.protocol.commands import Command
from holdfast.protocol.errors import Malformed
from holdfast.protocol.facts import Party
from holdfast.protocol.parsing import parse
from holdfast.transfers.callers import Caller
from holdfast.transfers.gathering import Opening
from holdfast.transfers.models import Answered
from holdfast.transfers.scope import visible
from holdfast.transfers.services import Order, Outcome, handle


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Whom to open a transfer for, and what only the opener knows."""

    person_id: UUID
    case_id: str
    """The originating service's own case number."""
    payer: str
    """Who pays; `none` where nobody does."""
    need: Need
    """The need that is active in this encounter."""
    language: str | None = None
    """BCP 47 tag, where it is not the language that is known of the person."""
    package: str | None = None


def open_transfer(caller: Caller, wish: Wish, *, key: str = "") -> Outcome:
    """Open a transfer; the caller, who holds one of `OPENERS`, is its originator and first owner.

    Raises: Malformed, also where the person can't be transferred; KeyReused; Conflict.
    """
    found = _somebody(wish, caller.party)
    command = _command(wish, found, caller.party, now())
    opening = Opening(subject=found.id)  # of two rows of one person the one that was kept
    return handle(Order(new_id(), command, caller.party, key, opening=opening))


def opened_before(caller: Caller, key: str) -> UUID | None:
    """Return the transfer that the caller opened with this key, if they may see it; one statement."""
    opened = Answered.objects.filter(actor_id=caller.party.id, key=key).values("transfer_id")
    return visible(caller.asker, now()).filter(pk__in=opened).values_list("pk", flat=True).first()


def _somebody(wish: Wish, by: Party) -> PersonView:
    found = person(str(wish.person_id))
    if found is None or is_hidden(found.id, {assignment.service for assignment in by.assignments}):
        raise Malformed({"person_id": "nobody on the people list has this id"})
    if found.is_invented:
        raise Malformed({"person_id": "this person was made up for practice; a real transfer is for somebody real"})
    if found.is_deceased:
        raise Malformed({"person_id": "this person has died, as their record says; a transfer can't be opened"})
    return found


def _command(wish: Wish, found: PersonView, by: Party, at: datetime) -> Command:
    age = found.age_on(_today(by, at))
    if age is None:
        raise Malformed({"person_id": "this person's age is not known; have their date of birth put on record first"})
    brief = {"age": age, "language": wish.language or _language(found), "payer": wish.payer}
    return parse(
        "open_transfer",
        {"case_id": wish.case_id, "person": brief, "need_category": wish.need, "package": wish.package},
    )


def _today(by: Party, at: datetime) -> date:
    service = by.service_as(OPENERS) or ""
    zone = services_known([service]).get(service) or "UTC"
    return local_date(at, zone)


def _language(found: PersonView) -> str:
    if not found.language:
        raise Malformed({"language": "is not known of this person; ask them, and give it"})
    return found.language
