"""Reads of ladders and pools: as the protocol asks for them, and as administrators see and change them."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, time

from django.db import connection
from django.db.models import F, Q

from holdfast.accounts.ladder import Holder, Rung, holder_of
from holdfast.accounts.models import DeciderPool, LadderRung, RoleAssignment, RungHolder
from holdfast.accounts.rota import Window
from holdfast.protocol.codes import EscalationLevel, Role


@dataclass(frozen=True, slots=True)
class HolderRow:
    """Somebody who holds a level, at all hours or in a window."""

    id: uuid.UUID
    staff_id: uuid.UUID
    name: str
    is_active: bool
    since: datetime
    window: Window | None


@dataclass(frozen=True, slots=True)
class LevelRow:
    """One level: mapped or not, and whether anybody holds its place at the instant that was asked for."""

    level: EscalationLevel
    rung_id: uuid.UUID | None
    minutes: int | None
    next_level: EscalationLevel | None
    holders: tuple[HolderRow, ...]
    is_vacant: bool


@dataclass(frozen=True, slots=True)
class PoolRow:
    """Somebody of a service's pool of deciders."""

    service_id: uuid.UUID
    staff_id: uuid.UUID
    name: str
    since: datetime


@dataclass(frozen=True, slots=True)
class ReviewerRow:
    """Somebody who reviews: by their role they do so for every service of their jurisdiction."""

    staff_id: uuid.UUID
    name: str
    service_name: str


def ladder_for(organization_id: str | None, *, jurisdiction: str = "") -> dict[EscalationLevel, Rung]:
    """Return an organisation's ladder with the `regional` rung of `jurisdiction`, in two SQL statements.

    Where that jurisdiction has no rung of its own, the one that names no jurisdiction stands in. Somebody deactivated
    holds nothing, and so is left out; who holds a rung at an instant is for `accounts.ladder` to say.
    """
    asked = (organization_id or "", jurisdiction)
    return ladders_for([asked])[asked]


def ladders_for(asked: Iterable[tuple[str, str]]) -> dict[tuple[str, str], dict[EscalationLevel, Rung]]:
    """Return the ladder of each organisation (blank: of none) in its jurisdiction, in two SQL statements for all."""
    wanted = set(asked)
    ours = Q(organization=None, jurisdiction__in={"", *(jurisdiction for _, jurisdiction in wanted)})
    ours |= Q(organization_id__in={organization for organization, _ in wanted if organization})
    # The rung that names no jurisdiction comes first, so that the jurisdiction's own replaces it.
    rows = list(LadderRung.objects.filter(ours).order_by("jurisdiction"))
    holders: dict[uuid.UUID, list[Holder]] = {row.pk: [] for row in rows}
    for held in RungHolder.objects.filter(rung__in=list(holders), staff__is_active=True).order_by("held_from", "id"):
        holders[held.rung_id].append(_holder(held))
    return {each: _ladder(each, rows, holders) for each in wanted}


_AROUND = """
    SELECT r.id, r.level, r.minutes, r.next_level,
           h.staff_id, h.held_from, h.held_until, h.weekdays, h.starts, h.ends, h.zone
    FROM directory_service s
    LEFT JOIN directory_organization o ON o.id = s.organization_id
    JOIN accounts_ladderrung r ON r.organization_id = o.id
        OR (r.organization_id IS NULL AND r.jurisdiction IN ('', coalesce(o.jurisdiction, '')))
    LEFT JOIN (accounts_rungholder h JOIN accounts_staff t ON t.id = h.staff_id AND t.is_active) ON h.rung_id = r.id
    WHERE s.id = %(service)s ORDER BY r.jurisdiction, h.held_from, h.id
"""


def ladder_around(service_id: str) -> dict[EscalationLevel, Rung]:
    """Return the ladder that matters of a service go up, as `ladder_for` would, in one statement: for pages."""
    rungs: dict[EscalationLevel, tuple[uuid.UUID, int, str]] = {}
    holders: dict[uuid.UUID, list[Holder]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_AROUND, {"service": service_id})
        for rung_id, level, minutes, after, staff_id, since, until, *window in cursor.fetchall():
            rungs[EscalationLevel(level)] = (rung_id, minutes, after)
            if staff_id is not None:
                holders[rung_id].append(Holder(str(staff_id), since, until, _window(*window)))
    return {
        level: Rung(level, minutes, EscalationLevel(after) if after else None, tuple(holders[rung_id]))
        for level, (rung_id, minutes, after) in rungs.items()
    }


RISING = (
    EscalationLevel.SUPERVISORY, EscalationLevel.MANAGER, EscalationLevel.QUALITY, EscalationLevel.QUALITY_MANAGER,
    EscalationLevel.DIRECTOR, EscalationLevel.REGIONAL, EscalationLevel.EXECUTIVE,
)  # fmt: skip
"""Every level, from those that hear first to the top."""


def ladder_rows(organization_id: uuid.UUID, jurisdiction: str, at: datetime) -> tuple[LevelRow, ...]:
    """Return every level of the protocol for one organisation, rising, with `regional` of its jurisdiction.

    Two statements.

    Where the jurisdiction has no rung of its own, the one that names none stands in.
    """
    ours = Q(organization_id=organization_id) | Q(organization=None, jurisdiction__in={"", jurisdiction})
    rows = {row.level: row for row in LadderRung.objects.filter(ours).order_by("jurisdiction")}
    holders: dict[uuid.UUID, list[RungHolder]] = defaultdict(list)
    held = RungHolder.objects.filter(rung__in=list(rows.values()), held_until=None).select_related("staff")
    for each in held.order_by("held_from", "pk"):
        holders[each.rung_id].append(each)
    return tuple(_level(level, rows.get(level.value), holders, at) for level in RISING)


def pool_rows(services: Collection[uuid.UUID]) -> tuple[PoolRow, ...]:
    """Return the pools of deciders of these services; one statement."""
    rows = DeciderPool.objects.filter(service_id__in=list(services), held_until=None, staff__is_active=True)
    named = rows.annotate(name=F("staff__display_name")).order_by("name", "pk")
    return tuple(PoolRow(row.service_id, row.staff_id, row.name, row.held_from) for row in named)


def reviewer_rows(jurisdictions: Collection[str], organizations: Collection[uuid.UUID]) -> tuple[ReviewerRow, ...]:
    """Return who reviews for these organisations: reviewers of their own, or of their jurisdiction; one statement."""
    where = Q(service__organization_id__in=list(organizations))
    where |= Q(service__organization__jurisdiction__in=[each for each in jurisdictions if each])
    rows = RoleAssignment.objects.filter(
        where, role=Role.QUALITY_REVIEWER.value, held_until=None, staff__is_active=True
    ).annotate(name=F("staff__display_name"), service_name=F("service__name"))
    return tuple(ReviewerRow(row.staff_id, row.name, row.service_name) for row in rows.order_by("name", "pk"))


def _ladder(
    of: tuple[str, str], rows: list[LadderRung], holders: dict[uuid.UUID, list[Holder]]
) -> dict[EscalationLevel, Rung]:
    organization, jurisdiction = of
    mine = (
        row
        for row in rows
        if (str(row.organization_id) == organization if row.organization_id else row.jurisdiction in {"", jurisdiction})
    )
    return {rung.level: rung for rung in (_rung(row, holders[row.pk]) for row in mine)}


def _rung(row: LadderRung, holders: list[Holder]) -> Rung:
    after = EscalationLevel(row.next_level) if row.next_level else None
    return Rung(EscalationLevel(row.level), row.minutes, after, tuple(holders))


def _holder(row: RungHolder) -> Holder:
    window = _window(row.weekdays, row.starts, row.ends, row.zone)
    return Holder(str(row.staff_id), row.held_from, row.held_until, window)


def _window(weekdays: str, starts: time | None, ends: time | None, zone: str) -> Window | None:
    if starts is None or ends is None:
        return None
    return Window(frozenset(map(int, weekdays)), starts, ends, zone)


def _level(
    level: EscalationLevel, row: LadderRung | None, holders: dict[uuid.UUID, list[RungHolder]], at: datetime
) -> LevelRow:
    if row is None:
        return LevelRow(level, None, None, None, (), is_vacant=True)
    held = holders[row.pk]
    rung: Rung = _rung(row, [_holder(each) for each in held if each.staff.is_active])
    return LevelRow(
        level, row.pk, row.minutes, rung.next_level, tuple(map(_holder_row, held)),
        is_vacant=not holder_of({level: rung}, level, at),
    )  # fmt: skip


def _holder_row(row: RungHolder) -> HolderRow:
    return HolderRow(
        row.pk, row.staff_id, row.staff.display_name, row.staff.is_active, row.held_from, _holder(row).window
    )
