"""What a week brought that leaders talk about: the parts of its agenda, each with how many and the latest of them.

Case numbers and services only: whoever needs to know whom it is about opens the transfer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Count, Model, Q, QuerySet, Window

from holdfast.protocol.codes import DeadlineName
from holdfast.transfers.models import Deadline, DeadlineStatus, Escalation, Failure
from holdfast.transfers.paging import Paging, paged
from holdfast.transfers.scope import Asker, overseen, seen_of_whole
from holdfast.transfers.views import Page

CONCERN = "C3.failed"
"""The matter of a residual concern, and of continuity that did not hold."""


class Part(StrEnum):
    """The parts of the weekly agenda, in the order in which they are talked about (protocol section 3.8)."""

    CONCERNS = "concerns"
    FAILED_CHECKS = "failed-checks"
    OPEN_MATTERS = "open-matters"
    MISSED = "missed"
    REFUSALS = "refusals"
    EMERGENCIES = "emergencies"


@dataclass(frozen=True, slots=True)
class Span:
    """From when, included, until when, not included."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Point:
    """One row of the agenda. `about`: control ids or a deadline's name; `level`: before which level it is now."""

    transfer_id: UUID
    case_id: str
    service_id: str
    at: datetime
    about: tuple[str, ...]
    step: str = ""
    is_breach: bool = False
    level: str = ""
    right: str = ""
    """The `Right` by which somebody of another organisation sees it; blank for everybody else."""


@dataclass(frozen=True, slots=True)
class Talk:
    """A part of the agenda: how many there were, and the latest."""

    part: Part
    count: int
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class _Rule:
    """Where a part's rows come from. `at`: the field by which they are of the week, and in order."""

    model: type[Model]
    at: str
    of: Q
    point: Callable[[Any], Point]
    is_of_week: bool = True


def week_talks(asker: Asker, span: Span, most: int) -> tuple[Talk, ...]:
    """Return every part of the agenda with its latest rows, at most `most` of each; one statement a part."""
    return tuple(_talk(asker, span, part, most) for part in Part)


def week_points(asker: Asker, span: Span, part: Part, paging: Paging) -> Page[Point]:
    """Return all rows of one part, the latest first; one statement. Raises Malformed for a wrong `after`."""
    rule = _RULES[part]
    keys = (f"-{rule.at}", "-transfer_id", "-seq")
    return paged(_rows(asker, span, rule), keys, paging, lambda rows: [rule.point(row) for row in rows])


def _talk(asker: Asker, span: Span, part: Part, most: int) -> Talk:
    rule = _RULES[part]
    counted = _rows(asker, span, rule).annotate(whole=Window(Count("seq")))
    rows = list(counted.order_by(f"-{rule.at}", "-transfer_id", "-seq")[:most])
    return Talk(part, rows[0].whole if rows else 0, tuple(rule.point(row) for row in rows))


def _rows(asker: Asker, span: Span, rule: _Rule) -> QuerySet[Any]:
    theirs = overseen(asker).filter(is_erased=False).values("pk")
    of_week = Q(**{f"{rule.at}__gte": span.start, f"{rule.at}__lt": span.end}) if rule.is_of_week else Q()
    rows = rule.model._default_manager.filter(rule.of, of_week, transfer__in=theirs).select_related("transfer")
    seen: QuerySet[Any] = rows.annotate(**seen_of_whole(asker))
    return seen


def _of_deadline(row: Deadline) -> Point:
    return _point(row, row.opened_at, (row.name,))


def _of_miss(row: Deadline) -> Point:
    return _point(row, row.due_at, (row.name,))


def _of_matter(row: Escalation) -> Point:
    return _point(row, row.raised_at, (row.control,), level=row.level)


def _of_failure(row: Failure) -> Point:
    return _point(row, row.at, tuple(row.controls), step=row.step, is_breach=row.is_breach)


def _point(row: Deadline | Escalation | Failure, at: datetime, about: tuple[str, ...], **more: Any) -> Point:
    right: str = row.right  # type: ignore[union-attr]  # annotated by `_rows`
    return Point(row.transfer_id, row.transfer.case_id, row.transfer.service_id, at, about, right=right, **more)


_RULES: dict[Part, _Rule] = {
    Part.CONCERNS: _Rule(Escalation, "raised_at", Q(control=CONCERN), _of_matter),
    Part.FAILED_CHECKS: _Rule(Deadline, "opened_at", Q(name=DeadlineName.DETERMINATION), _of_deadline),
    Part.OPEN_MATTERS: _Rule(Escalation, "raised_at", Q(resolved_at=None), _of_matter, is_of_week=False),
    Part.MISSED: _Rule(Deadline, "due_at", Q(status=DeadlineStatus.MISSED), _of_miss),
    Part.REFUSALS: _Rule(Failure, "at", Q(), _of_failure),
    Part.EMERGENCIES: _Rule(Deadline, "opened_at", Q(name=DeadlineName.EMERGENCY_PAPERWORK), _of_deadline),
}
