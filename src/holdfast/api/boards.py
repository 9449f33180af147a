"""Boards: queues of open deadlines, archives of records, escalations, and what was refused or breached."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from holdfast.accounts.services import Viewed
from holdfast.api.answers import shown
from holdfast.api.callers import staff_of
from holdfast.api.documents import documented
from holdfast.api.queries import EscalationQuery, PageQuery
from holdfast.config.clock import now
from holdfast.protocol.codes import DeadlineName, RecordKind
from holdfast.transfers.selectors import (
    ArchiveRow,
    EscalationRow,
    FailureRow,
    Page,
    Queue,
    QueueRow,
    archive_rows,
    disclosed_in,
    escalation_rows,
    failure_rows,
    queue_rows,
    queues_open,
)

router = Router(tags=["boards"])
LISTING = (401, 403, 422)
_OPEN = {"open": True, "resolved": False, "all": None}


@dataclass(frozen=True, slots=True)
class Queues:
    """The queues that have open deadlines; the one with the oldest first."""

    queues: tuple[Queue, ...]


@router.get("/queues", **documented("queues_list", "Open deadlines, counted by queue", gives=Queues, may=(401, 403)))
def queues_list(request: HttpRequest) -> HttpResponse:
    """Return the queues with their counts."""
    return shown(Queues(queues_open(staff_of(request).asker, now())))


@router.get("/queues/{deadline}", **documented("queue_read", "One queue", gives=Page[QueueRow], may=LISTING))
def queue_read(request: HttpRequest, deadline: DeadlineName, query: Query[PageQuery]) -> HttpResponse:
    """Return the open deadlines of one name, the oldest due first."""
    caller = staff_of(request)
    page = queue_rows(caller.asker, now(), deadline, query.paging)
    rows = {row.transfer_id: row for row in page.items}
    caller.note((Viewed(each, disclosed=disclosed_in(caller.asker, row)) for each, row in rows.items()), "queue")
    return shown(page)


@router.get("/archives/{kind}", **documented("archive_read", "One archive", gives=Page[ArchiveRow], may=LISTING))
def archive_read(request: HttpRequest, kind: RecordKind, query: Query[PageQuery]) -> HttpResponse:
    """Return the filed records of one kind, the latest first. What is in them is asked for at the transfer."""
    return shown(archive_rows(staff_of(request).asker, now(), kind, query.paging))


@router.get(
    "/escalations", **documented("escalations_list", "Matters before a level", gives=Page[EscalationRow], may=LISTING)
)
def escalations_list(request: HttpRequest, query: Query[EscalationQuery]) -> HttpResponse:
    """Return matters with who holds them now by the ladder, the oldest first."""
    asker = staff_of(request).asker
    page = escalation_rows(asker, now(), query.paging, level=query.level, is_open=_OPEN[query.state])
    return shown(page)


@router.get(
    "/failures", **documented("failures_list", "Refused attempts and breaches", gives=Page[FailureRow], may=LISTING)
)
def failures_list(request: HttpRequest, query: Query[PageQuery]) -> HttpResponse:
    """Return what was refused or breached, the latest first."""
    return shown(failure_rows(staff_of(request).asker, query.paging))
