"""Published times as the transfers know them: which are held, and what a booking is judged by."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, ExpressionWrapper, OuterRef, Q, QuerySet, UUIDField

from holdfast.directory.models import Slot
from holdfast.directory.slots import slots_ahead, slots_by_id, slots_kept, slots_withdraw, times_pictured
from holdfast.protocol.chapters.visit.said import VisitMode
from holdfast.protocol.facts import Facts, SlotPicture
from holdfast.protocol.needs import Needs
from holdfast.transfers.models import BookedVisit

MOST_OFFERED = 100
NEXT_FREE = 3
"""How many of the next free times are named where the one that was asked for is not."""


def slots_free(services: Collection[str], at: datetime, *, pathway: str | None = None) -> QuerySet[Slot]:
    """Return the published times of these services that lie ahead and that nobody holds, the next one first.

    With `pathway` only those that a handoff on it can hold; blank: on none yet, so only those kept for none.
    """
    free = slots_ahead(services, at).filter(~_is_held(), ~_is_held_anew())
    if pathway is None:
        return free
    return free.filter(Q(pathway=None) | Q(pathway=pathway) if pathway else Q(pathway=None))


@dataclass(frozen=True, slots=True)
class SlotView:
    """A published time that can be held. `starts_at` is an instant; blank words are not known.

    `pathway`: the one whose handoffs alone can hold it; blank: all.
    """

    id: UUID
    starts_at: datetime
    minutes: int
    mode: VisitMode
    place: str
    who: str
    languages: tuple[str, ...]
    pathway: str


def slots_offered(service_id: str, at: datetime) -> tuple[SlotView, ...]:
    """Return the next times of a service that can be held, at most `MOST_OFFERED`; one statement."""
    return tuple(
        SlotView(
            row.pk,
            row.starts_at,
            row.minutes,
            VisitMode(row.mode),
            row.place,
            who_sees(row),
            tuple(row.languages),
            str(row.pathway_id or ""),
        )
        for row in slots_free([service_id], at)[:MOST_OFFERED]
    )


def slot_withdraw(slot_id: UUID, services: Collection[str]) -> bool:
    """Withdraw a time of one of these services, unless somebody holds it; say whether it was."""
    with transaction.atomic():
        slots_kept([str(slot_id)])  # whoever books it, or withdraws it too, comes before or after
        if BookedVisit.objects.filter(slot_id=slot_id).exists():
            return False
        return slots_withdraw([slot_id], services) == 1


def slots_held(rows: Iterable[Slot]) -> set[UUID]:
    """Return the ids of those of some times that are held; one statement."""
    ids = {row.pk for row in rows}
    free = Slot.objects.filter(~_is_held(), ~_is_held_anew(), pk__in=ids).values_list("pk", flat=True)
    return ids - set(free) if ids else ids


def with_visit(facts: Facts, needs: Needs) -> Facts:
    """Return the facts with what a visit is judged by: the published time that is named, the service at that time.

    Where the published time is not free, with the next ones that are. Four statements at most.
    """
    named = {each.id: each for each in _pictured(needs.slots)}
    ats = {each.at for each in named.values()} | ({needs.visit_at} if needs.visit_at else set())
    taken = [
        each
        for each in named.values()
        if not each.is_free or each.is_withdrawn or each.pathway not in ("", needs.route)
    ]
    others = map(_picture, slots_free([needs.visited], facts.at, pathway=needs.route)[:NEXT_FREE]) if taken else ()
    return replace(
        facts, slots=named | {each.id: each for each in others}, times=times_pictured(needs.visited, sorted(ats))
    )


def _pictured(slot_ids: Collection[str]) -> list[SlotPicture]:
    return (
        [_picture(row) for row in slots_by_id(slot_ids).annotate(is_held=Q(_is_held()) | Q(_is_held_anew()))]
        if slot_ids
        else []
    )


def _picture(row: Slot) -> SlotPicture:
    return SlotPicture(
        id=str(row.pk), service=str(row.service_id), at=row.starts_at, minutes=row.minutes, mode=VisitMode(row.mode),
        place=row.place, who=who_sees(row), is_free=not getattr(row, "is_held", False),
        is_withdrawn=row.withdrawn_at is not None, pathway=str(row.pathway_id or ""),
    )  # fmt: skip


def who_sees(row: Slot) -> str:
    """Return who sees the person, in words; blank where nobody is named."""
    return row.who or (row.contact.name if row.contact else "")


def _is_held() -> Exists:
    return Exists(BookedVisit.objects.filter(slot_id=OuterRef("pk")))


def _is_held_anew() -> Exists:
    """Return whether one that was withdrawn while held is of the same one at the same time: it is held still."""
    same = Slot.objects.filter(
        _is_held(), service_id=OuterRef("service_id"), starts_at=OuterRef("starts_at"), withdrawn_at__isnull=False
    )
    mine = same.alias(mine=ExpressionWrapper(OuterRef("contact_id"), UUIDField()))
    nobody = Q(contact_id=None, mine__isnull=True, who=OuterRef("who"))
    return Exists(mine.filter(Q(contact_id=OuterRef("contact_id")) | nobody))
