"""The page *To check*: first visits that a reviewer looks into, and records that wait for a countersign."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from holdfast.protocol.codes import DeadlineName, RecordKind
from holdfast.transfers.callers import Caller
from holdfast.transfers.giving import barred_for
from holdfast.transfers.selectors import (
    Looked,
    Page,
    Paging,
    Task,
    Unsigned,
    countersigns_due,
    exceptions_waiting,
    portrait,
    tasks_counted,
    tasks_owed,
)
from holdfast.web.parts import Action, Count, Look, Tag, Tone
from holdfast.web.presenters.listing import (
    AFTER,
    Known,
    Timing,
    holders_of,
    known_of,
    pager_of,
    state_tags,
    timing_of,
    timing_of_task,
)
from holdfast.web.presenters.tables import Cell, Line, TaskRow, TaskTable, cell
from holdfast.web.presenters.updates import Updates, updates_of_queues
from holdfast.web.presenters.visits import visit_words
from holdfast.web.words import times
from holdfast.web.words.codes import in_words

NAMES = (DeadlineName.VERIFICATION, DeadlineName.REVERIFICATION)
C1 = RecordKind.VERIFICATION
REVIEW = "review_exception"
EXCEPTIONS_AFTER = "exceptions_after"
"""The parameter that says which page of the emergency exceptions is asked for."""
SIGNS_AFTER = "signs_after"
"""The parameter that says which page of the countersigns is asked for."""


@dataclass(frozen=True, slots=True)
class ChecksDue:
    """What the page shows."""

    counts: tuple[Count, ...]
    table: TaskTable
    signs: TaskTable
    exceptions: TaskTable | None
    """Emergency exceptions that nobody has reviewed; none where there are none."""
    updates: Updates


@dataclass(frozen=True, slots=True)
class Countersigns:
    """What waits for the reader's countersign, whatever their role."""

    table: TaskTable
    updates: Updates


def countersigns_page(caller: Caller, at: datetime, paging: Paging, asked: Mapping[str, str]) -> Countersigns:
    """Return the page, in six statements. Raises Malformed for a wrong `after`. Side effects: the access log."""
    unsigned = countersigns_due(caller.asker, at, paging)
    looked = [each.looked for each in unsigned.items]
    known = known_of(caller, looked, "countersigns-due", also={each.filed_by for each in unsigned.items})
    return Countersigns(_signs(unsigned, known, asked, AFTER), updates_of_queues(at))


def checks_due_page(caller: Caller, at: datetime, paging: Paging, asked: Mapping[str, str]) -> ChecksDue:
    """Return the page, in eleven statements. Raises Malformed for a wrong `after`. Side effects: the access log."""
    page = tasks_owed(caller.asker, at, NAMES, paging)
    unsigned = countersigns_due(caller.asker, at, Paging(asked.get(SIGNS_AFTER) or None))
    excepted = exceptions_waiting(caller.asker, at, Paging(asked.get(EXCEPTIONS_AFTER) or None))
    looked = [task.looked for task in page.items] + [each.looked for each in unsigned.items] + list(excepted.items)
    people = holders_of(page.items) | {each.filed_by for each in unsigned.items} | _who_excepted(excepted)
    known = known_of(caller, looked, "checks-due", also=people)
    counted = tasks_counted(caller.asker, at, NAMES)
    return ChecksDue(
        counts=(
            Count(counted.waiting, ngettext("first visit to check", "first visits to check", counted.waiting)),
            Count(counted.over, gettext("over time")),
            Count(len(unsigned.items), gettext("to countersign")),
        ),
        table=_table(page, caller, known, asked),
        signs=_signs(unsigned, known, asked, SIGNS_AFTER),
        exceptions=_exceptions(excepted, caller, known, asked) if excepted.items else None,
        updates=updates_of_queues(at),
    )


def _table(page: Page[Task], caller: Caller, known: Known, asked: Mapping[str, str]) -> TaskTable:
    return TaskTable(
        caption=gettext("First visits to check, shortest time left first"),
        rows=tuple(_row(task, caller, known) for task in page.items), pager=pager_of(page.after, asked),
        empty=gettext("No first visit is to be checked. A check falls due when a handoff is released."),
        empty_action=Action(gettext("See all handoffs"), reverse("transfers_found")),
    )  # fmt: skip


def _row(task: Task, caller: Caller, known: Known) -> TaskRow:
    view = portrait(task.looked)
    route = (
        Line(known.names.service(view.service_id), gettext("From")),
        Line(known.names.service(view.receiving_service_id), gettext("To")),
    )
    visit = visit_words(view)
    seen_at = times.when(visit.at) if visit.at else ""
    note = why_not(task, caller)
    again = Tag(gettext("Checked before: not yet due"), Tone.WAIT) if task.looked.state.verification else None
    check = Action(gettext("Check"), reverse("record_file", args=[view.id, C1]))
    return TaskRow(
        timing=timing_of_task(task, known.names), who=known.who(view, *state_tags(view)),
        cells=(
            cell(gettext("First visit"), visit.what, seen_at, visit.place, tag=again),
            Cell(gettext("Route"), route),
        ),
        action=Action(gettext("Open"), reverse("transfer_page", args=[view.id])) if note else check, note=note,
    )  # fmt: skip


def why_not(task: Task, caller: Caller) -> str:
    """Return why the reader can't check this one; blank where they can."""
    barred = barred_for(caller, task.looked, C1)
    if "C1.independent" in barred:
        return gettext("You took part in this handoff. Somebody who did not checks it.")
    return gettext("A quality reviewer checks it.") if barred else ""


def _signs(page: Page[Unsigned], known: Known, asked: Mapping[str, str], after: str) -> TaskTable:
    return TaskTable(
        caption=gettext("Records that wait for your countersign"),
        rows=tuple(_sign(each, known) for each in page.items), pager=pager_of(page.after, asked, after),
        empty=gettext("No record waits for your countersign."),
    )  # fmt: skip


def _sign(unsigned: Unsigned, known: Known) -> TaskRow:
    view, looked = portrait(unsigned.looked), unsigned.looked
    filed = gettext("%(name)s, %(time)s") % {
        "name": known.names.of(unsigned.filed_by), "time": times.near(unsigned.filed_at, looked.at),
    }  # fmt: skip
    return TaskRow(
        timing=_review_timing(unsigned), who=known.who(view),
        cells=(cell(gettext("Record"), in_words(unsigned.kind)), cell(gettext("Filed by"), filed)),
        action=Action(gettext("Read"), reverse("record_page", args=[view.id, unsigned.kind]), Look.OUTLINE),
    )  # fmt: skip


def _who_excepted(page: Page[Looked]) -> set[str]:
    return {made.by for looked in page.items for made in looked.state.consent.unreviewed}


def _exceptions(page: Page[Looked], caller: Caller, known: Known, asked: Mapping[str, str]) -> TaskTable:
    return TaskTable(
        caption=gettext("Emergency exceptions that nobody has reviewed"),
        rows=tuple(_exception(looked, caller, known) for looked in page.items),
        pager=pager_of(page.after, asked, EXCEPTIONS_AFTER), empty="",
    )  # fmt: skip


def _exception(looked: Looked, caller: Caller, known: Known) -> TaskRow:
    view, made = portrait(looked), looked.state.consent.unreviewed[0]
    is_barred = bool(barred_for(caller, looked, REVIEW))
    url = reverse("transfer_page", args=[view.id]) if is_barred else reverse("command_give", args=[view.id, REVIEW])
    when = gettext("since %(time)s") % {"time": times.near(made.at, looked.at)}
    return TaskRow(
        timing=Timing(gettext("No deadline"), when), who=known.who(view, *state_tags(view)),
        cells=(cell(gettext("Why"), made.reason), cell(gettext("Who"), known.names.of(made.by))),
        action=Action(gettext("Open") if is_barred else gettext("Review"), url, Look.OUTLINE),
    )  # fmt: skip


def _review_timing(unsigned: Unsigned) -> Timing:
    state, at = unsigned.looked.state, unsigned.looked.at
    review = state.deadlines.get(DeadlineName.REVIEW)
    if review is not None and state.review_of is unsigned.kind:
        return timing_of(review.opened_at, review.due, at)
    return Timing(gettext("No deadline"), gettext("filed %(time)s") % {"time": times.near(unsigned.filed_at, at)})
