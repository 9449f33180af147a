"""Matters before a level: who holds each now by the organisation's ladder, and who is told next, and when."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from holdfast.accounts.ladder import Climb, Rungs, climb, standing
from holdfast.accounts.selectors import ladder_around, ladders_for
from holdfast.directory.selectors import organizations_of
from holdfast.protocol.codes import HOLDERS, EscalationLevel
from holdfast.protocol.facts import Party
from holdfast.protocol.ladder import next_level
from holdfast.protocol.state import State
from holdfast.transfers.cast import RUNGS
from holdfast.transfers.looking import Glimpse, looked_at
from holdfast.transfers.models import Escalation
from holdfast.transfers.paging import Paging, paged
from holdfast.transfers.portrait import Looked
from holdfast.transfers.scope import Asker, overseen, seen_of_whole
from holdfast.transfers.views import Page


@dataclass(frozen=True, slots=True)
class Place:
    """A level as it is held now: ids of the staff; nobody where the whole way up is vacant."""

    level: EscalationLevel
    holders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Matter:
    """A matter before a level. `held` by whom now; `next` is told after `acknowledge_by`, none at the top."""

    control: str
    asked: EscalationLevel
    is_vacancy: bool
    count: int
    raised_at: datetime
    acknowledge_by: datetime | None
    acknowledged_by: str
    acknowledged_at: datetime | None
    resolved_by: str
    resolved_at: datetime | None
    held: Place
    next: Place | None
    looked: Looked


def levels_of(party: Party) -> tuple[EscalationLevel, ...]:
    """Return the levels that somebody's roles can hold, in the order of the protocol."""
    return tuple(level for level in EscalationLevel if party.holds(HOLDERS[level]))


def rungs_around(state: State) -> Rungs:
    """Return the ladder that matters of a transfer go up, of a practice its cast's; at most one statement."""
    return RUNGS if state.is_practice else ladder_around(state.service)


def matters_before(  # noqa: PLR0913 - who asks, when, which page, and three ways to narrow it
    asker: Asker,
    at: datetime,
    paging: Paging,
    levels: Collection[EscalationLevel],
    *,
    is_open: bool = True,
    control: str = "",
) -> Page[Matter]:
    """Return the matters before `levels` in the transfers that `asker` oversees, the oldest first; five statements.

    Resolved ones come the latest first. `control`: of this one alone. Raises Malformed for a wrong `after`.
    """
    found = Escalation.objects.filter(
        transfer__in=overseen(asker).filter(is_erased=False).values("pk"), level__in=levels,
        resolved_at__isnull=is_open,
    ).annotate(**seen_of_whole(asker)).select_related("transfer")  # fmt: skip
    if control:
        found = found.filter(control=control)
    keys = ("raised_at", "transfer_id", "seq") if is_open else ("-raised_at", "-transfer_id", "-seq")
    return paged(found, keys, paging, lambda rows: _matters(rows, asker, at))


def _matters(rows: list[Escalation], asker: Asker, at: datetime) -> list[Matter]:
    looked = looked_at(asker, map(Glimpse.whole, rows), at)
    organizations = organizations_of(row.transfer.service_id for row in rows)
    ladders = ladders_for(set(organizations.values()))
    return [
        _matter(row, looked[row.transfer_id], ladders.get(organizations.get(row.transfer.service_id, ("", "")), {}))
        for row in rows
        if row.transfer_id in looked
    ]


def _matter(row: Escalation, looked: Looked, rungs: Rungs) -> Matter:
    held = _Ladder(rungs, looked)
    level = EscalationLevel(row.level)
    return Matter(
        control=row.control, asked=EscalationLevel(row.asked), is_vacancy=row.is_vacancy, count=row.count,
        raised_at=row.raised_at, acknowledge_by=row.acknowledge_by, acknowledged_by=row.acknowledged_by,
        acknowledged_at=row.acknowledged_at, resolved_by=row.resolved_by, resolved_at=row.resolved_at,
        held=Place(level, held.by(level).holders), next=held.above(level) if row.acknowledge_by else None,
        looked=looked,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Ladder:
    """An organisation's ladder at an instant, for a transfer whose originators hold no matter of their own."""

    rungs: Rungs
    looked: Looked

    def by(self, level: EscalationLevel) -> Climb:
        """Return who holds what is before `level`."""
        return climb(self.rungs, level, self.looked.at, without=self._without)

    def above(self, level: EscalationLevel) -> Place | None:
        """Return who is told when `level` does not answer."""
        after = next_level(standing(self.rungs, self.looked.at, without=self._without), level)
        if after is None:
            return None
        landed = self.by(after)
        return Place(landed.level or after, landed.holders)

    @property
    def _without(self) -> frozenset[str]:
        return frozenset(self.looked.state.originators)
