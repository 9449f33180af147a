"""Practice (protocol section 3.8): transfers on the same write path in which nobody real has a part.

A practice is flagged when it is opened, and for ever: the learner plays every part of its cast, one after the other.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from holdfast.config.clock import now
from holdfast.config.ids import new_id
from holdfast.directory.selectors import services_known
from holdfast.people.selectors import age_on
from holdfast.people.services import INVENTED_BORN, person_invent
from holdfast.protocol.calendars import local_date
from holdfast.protocol.codes import Need
from holdfast.protocol.errors import Malformed
from holdfast.protocol.parsing import parse
from holdfast.transfers.callers import Caller, Play
from holdfast.transfers.cast import Part, played
from holdfast.transfers.gathering import Opening
from holdfast.transfers.models import Transfer
from holdfast.transfers.paging import Paging, paged
from holdfast.transfers.services import Order, Outcome, handle
from holdfast.transfers.views import Page

GIVEN = ("Alex", "Dana", "Jamie", "Kim", "Lee", "Robin", "Sam", "Toni")
CASE = "PRACTICE-"


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeWish:
    """What a learner wants to practise: for which need, with a person of which language, paid for by whom."""

    need: Need
    language: str = "en"
    """BCP 47 tag."""
    payer: str = "medicaid"


@dataclass(frozen=True, slots=True)
class Practice:
    """One of a learner's own practices."""

    transfer_id: UUID
    case_id: str
    need: str
    stage: str
    warmth: str
    opened_at: datetime
    changed_at: datetime


@transaction.atomic
def practice_open(learner: Caller, wish: PracticeWish, *, key: str = "") -> Outcome:
    """Open a practice at the learner's first service, with somebody made up; the cast's clinician is its originator.

    Raises: Malformed, also where the learner has no place at a service; KeyReused; Conflict.
    """
    service = next((a.service for a in learner.party.assignments), "")
    if not service:
        raise Malformed({"service": "you have a place at no service; ask an administrator for one"})
    made_for = hashlib.sha256(f"{learner.id}:{key or new_id()}".encode()).hexdigest()
    person_id = person_invent(made_for, GIVEN[_number(learner)], wish.language)
    zone = services_known([service]).get(service) or "UTC"
    brief = {
        "age": age_on(INVENTED_BORN, local_date(now(), zone)), "language": wish.language, "payer": wish.payer,
    }  # fmt: skip
    command = parse("open_transfer", {
        "case_id": f"{CASE}{person_id.hex[:6].upper()}", "person": brief, "need_category": wish.need, "package": None,
    })  # fmt: skip
    opening = Opening(subject=str(person_id), practised_by=learner.party.id)
    clinician = played(Part.CLINICIAN, service, "")
    return handle(Order(new_id(), command, clinician, f"{learner.id}:{key}" if key else "", opening=opening))


def practices_of(learner: Caller, paging: Paging) -> Page[Practice]:
    """Return a learner's own practices, the latest first; one statement. Raises Malformed for a wrong `after`."""
    return paged(_of(learner), ("-changed_at", "-id"), paging, lambda rows: [_practice(row) for row in rows])


def playing(learner: Caller, transfer_id: UUID, part: Part) -> Caller | None:
    """Return the learner as a part of a practice of their own, on a device of its own; none where there is no such.

    One statement.
    """
    row = _of(learner).filter(pk=transfer_id).only("service_id", "receiving_service_id").first()
    if row is None:
        return None
    return replace(
        learner, party=played(part, row.service_id, row.receiving_service_id), device=f"practice:{part}",
        play=Play(learner, transfer_id, part),
    )  # fmt: skip


def _of(learner: Caller) -> QuerySet[Transfer]:
    return Transfer.objects.filter(practised_by=learner.party.id, is_erased=False)


def _number(learner: Caller) -> int:
    """Return which of the names is next for a learner, so that their practices can be told apart."""
    return Transfer.objects.filter(practised_by=learner.party.id).count() % len(GIVEN)


def _practice(row: Transfer) -> Practice:
    return Practice(row.pk, row.case_id, row.need, row.stage, row.warmth, row.opened_at, row.changed_at)
