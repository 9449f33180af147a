"""What is owed, by when and by whom: the tasks of each queue with their transfers, the oldest due first.

A deadline that was missed stays in its queue, over time, until its act is done. Each list is a fixed number of
statements, whatever its length.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, Window
from django.db.models.functions import Coalesce

from holdfast.protocol.codes import DeadlineName, Stage
from holdfast.protocol.controls.gates import services_decided_for
from holdfast.transfers.looking import Glimpse, looked_at, seen_in
from holdfast.transfers.models import Deadline, DeadlineStatus
from holdfast.transfers.paging import Paging, paged
from holdfast.transfers.portrait import Looked
from holdfast.transfers.scope import Asker, visible
from holdfast.transfers.views import Page

_ORDER = ("due_at", "transfer_id", "seq")
_STANDING = (DeadlineStatus.OPEN, DeadlineStatus.MISSED)


@dataclass(frozen=True, slots=True)
class Task:
    """Something that is owed in a transfer. `looked`: the transfer as the asker sees it."""

    name: DeadlineName
    opened_at: datetime
    due_at: datetime
    missed_at: datetime | None
    """When the miss was put on the ledger, and somebody told; none while the deadline is open."""
    looked: Looked


@dataclass(frozen=True, slots=True)
class Counted:
    """How much is owed, and how much of it is over time; how many live events are open in the same transfers."""

    waiting: int
    over: int
    live: int


def to_decide(asker: Asker) -> Q:
    """Return the transfers whose requests are the asker's to decide, pools included (A2.independent)."""
    return Q(service_id__in=sorted(services_decided_for(asker.party))) & ~Q(originator_id=asker.party.id)


def to_answer(asker: Asker) -> Q:
    """Return the transfers that are routed to the asker's services and have not been handed to them."""
    return _received(asker) & Q(stage__in=[Stage.AUTHORIZATION, Stage.LIVE])


def to_visit(asker: Asker) -> Q:
    """Return the transfers that the asker's services have taken on, and whose first action is still to be done."""
    return _received(asker) & Q(stage=Stage.ASSURANCE, owed__overlap=[DeadlineName.FIRST_ACTION])


def visited(asker: Asker, since: datetime) -> Q:
    """Return the transfers of the asker's services that changed since, and whose first action is not waited for."""
    is_over = Q(stage__in=[Stage.ASSURANCE, Stage.CLOSED], changed_at__gte=since)
    return _received(asker) & is_over & ~Q(owed__overlap=[DeadlineName.FIRST_ACTION])


def followed_by(asker: Asker) -> Q:
    """Return the transfers in which the asker stays with the person until the first visit is kept."""
    me = asker.party.id
    return Q(named__contains=[me], continuity_lead_id=me, owed__overlap=[DeadlineName.FIRST_ACTION])


def _received(asker: Asker) -> Q:
    return Q(receiving_service_id__in=asker.services)


def tasks_owed(
    asker: Asker, at: datetime, names: Collection[DeadlineName], paging: Paging, among: Q | None = None
) -> Page[Task]:
    """Return what is owed by these names in the transfers that `asker` may see, the oldest due first; two statements.

    `among`: a condition of `Transfer`, for those that are the asker's to do. Raises Malformed for a wrong `after`.
    """
    found = _owed(asker, at, names, among).annotate(**seen_in(asker)).select_related("transfer")
    return paged(found, _ORDER, paging, lambda rows: _tasks(rows, asker, at))


@dataclass(frozen=True, slots=True)
class Opening:
    """The first page of a queue, counted, and further transfers that were to be looked at with it."""

    page: Page[Task]
    counted: Counted
    beside: Mapping[UUID, Looked]


def tasks_opening(
    asker: Asker, at: datetime, names: Collection[DeadlineName], among: Q, beside: Iterable[Glimpse] = ()
) -> Opening:
    """Return the first page of `tasks_owed`, counted, with further transfers of the asker's; three statements at most.

    Two where anything is owed.
    """
    live = visible(asker, at).filter(among, is_event_open=True).order_by().values(one=Value(1))
    found = _owed(asker, at, names, among).annotate(
        **seen_in(asker), waiting=Window(Count("seq")), over=Window(Count("seq", filter=Q(due_at__lte=at))),
        live=Coalesce(Subquery(live.annotate(n=Count("*")).values("n")), 0),
    ).select_related("transfer")  # fmt: skip
    rows: list[Deadline] = []
    shown = paged(found, _ORDER, Paging(), lambda page: _kept(rows, page))
    further = list(beside)
    looked = looked_at(asker, [*map(Glimpse.by, rows), *further], at)
    tasks = tuple(_task(row, looked[row.transfer_id]) for row in rows if row.transfer_id in looked)
    return Opening(
        Page(tasks, shown.after), _counted(rows[0]) if rows else tasks_counted(asker, at, names, among),
        {each.transfer_id: looked[each.transfer_id] for each in further if each.transfer_id in looked},
    )  # fmt: skip


def _kept(rows: list[Deadline], page: Sequence[Deadline]) -> list[Deadline]:
    rows.extend(page)
    return rows


def _counted(row: Deadline) -> Counted:
    return Counted(row.waiting, row.over, row.live)  # type: ignore[attr-defined]  # annotated by `tasks_opening`


def tasks_counted(asker: Asker, at: datetime, names: Collection[DeadlineName], among: Q | None = None) -> Counted:
    """Count what `tasks_owed` lists, and the live events that are open in the transfers of `among`; one statement."""
    still_open = Deadline.objects.filter(
        transfer=OuterRef("pk"), name__in=names, status=DeadlineStatus.OPEN, due_at__gt=at
    )
    is_owed = Q(owed__overlap=[*names])
    found = visible(asker, at).filter(among or Q(), closed_at=None, is_erased=False)
    counted = found.annotate(in_time=Exists(still_open)).aggregate(
        waiting=Count("pk", filter=is_owed),
        over=Count("pk", filter=is_owed & Q(in_time=False)),
        live=Count("pk", filter=Q(is_event_open=True)),
    )
    return Counted(**counted)


def queue_grown(asker: Asker, at: datetime, deadline: DeadlineName, since: datetime) -> int:
    """Return how many tasks of one name, of those that are the asker's to do, were opened after `since`."""
    mine = _MINE[deadline](asker) if deadline in _MINE else None
    return _owed(asker, at, [deadline], mine).filter(opened_at__gt=since).count()


def _owed(asker: Asker, at: datetime, names: Collection[DeadlineName], among: Q | None) -> QuerySet[Deadline]:
    """Return, of each transfer and name, the deadline that counts now: the latest, open or missed and not made up."""
    theirs = visible(asker, at).filter(among or Q(), owed__overlap=[*names], is_erased=False)
    later = Deadline.objects.filter(transfer_id=OuterRef("transfer_id"), name=OuterRef("name"), seq__gt=OuterRef("seq"))
    return Deadline.objects.filter(
        ~Exists(later), name__in=names, status__in=_STANDING, transfer__in=theirs.values("pk"),
        transfer__owed__contains=[F("name")],
    )  # fmt: skip


def _tasks(rows: Sequence[Deadline], asker: Asker, at: datetime) -> list[Task]:
    looked = looked_at(asker, map(Glimpse.by, rows), at)
    return [_task(row, looked[row.transfer_id]) for row in rows if row.transfer_id in looked]


def _task(row: Deadline, looked: Looked) -> Task:
    missed_at = row.ended_at if row.status == DeadlineStatus.MISSED else None
    return Task(DeadlineName(row.name), row.opened_at, row.due_at, missed_at, looked)


_MINE = {DeadlineName.AUTHORIZATION_DECISION: to_decide}
"""The queues that show less than may be seen: only what is the asker's own to do."""
