"""The page *Failed checks*: handoffs that failed and wait for an instruction, and instructions that are running."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from holdfast.protocol.codes import DeadlineName, EscalationLevel, FirstActionStatus, Instruction, RecordKind, Risk
from holdfast.protocol.state import State
from holdfast.transfers.callers import Caller
from holdfast.transfers.giving import barred_for
from holdfast.transfers.selectors import (
    Counted,
    Matter,
    Page,
    Paging,
    Task,
    levels_of,
    matters_before,
    portrait,
    tasks_counted,
    tasks_owed,
)
from holdfast.web.parts import Action, Count, Look, Tag, Tone
from holdfast.web.presenters.listing import (
    Known,
    Timing,
    holders_of,
    known_of,
    pager_of,
    state_tags,
    timing_of,
    timing_of_task,
)
from holdfast.web.presenters.tables import TaskRow, TaskTable, cell
from holdfast.web.presenters.updates import Updates, updates_of_queues
from holdfast.web.words import times
from holdfast.web.words.codes import in_words

NAMES = (DeadlineName.DETERMINATION, DeadlineName.CORRECTIVE_ACTION)
C2 = RecordKind.CORRECTIVE_DETERMINATION
OPEN_NEEDS = "A2.dependencies"
"""The matter of an authorization that was asked for while something was in the way."""
HELD_UP_AFTER = "held_after"
"""The parameter that says which page of the open needs is asked for."""


@dataclass(frozen=True, slots=True)
class FailedChecks:
    """What the page shows. `held_up`: for directors, decisions that wait because something is in the way."""

    counts: tuple[Count, ...]
    table: TaskTable
    held_up: TaskTable | None
    updates: Updates


def failed_checks_page(caller: Caller, at: datetime, paging: Paging, asked: Mapping[str, str]) -> FailedChecks:
    """Return the page, in at most ten statements, twelve for directors.

    Raises Malformed for a wrong `after`. Side effects: the access log.
    """
    page = tasks_owed(caller.asker, at, NAMES, paging)
    matters = _matters(caller, at, asked)
    looked = [task.looked for task in page.items] + [matter.looked for matter in (matters.items if matters else ())]
    people = holders_of(page.items) | {task.looked.state.owner for task in page.items}
    known = known_of(caller, looked, "failed-checks", also=people | _holders(matters))
    counted = tasks_counted(caller.asker, at, [DeadlineName.DETERMINATION])
    return FailedChecks(
        counts=_counts(counted, page),
        table=TaskTable(
            caption=gettext("Handoffs that failed, shortest time left first"),
            rows=tuple(_row(task, caller, known) for task in page.items), pager=pager_of(page.after, asked),
            empty=gettext("No handoff has failed its check. One stands here as soon as it does."),
            empty_action=Action(gettext("See what is escalated"), reverse("escalations")),
        ),
        held_up=_held_up(matters, known, asked) if matters else None, updates=updates_of_queues(at),
    )  # fmt: skip


def _counts(counted: Counted, page: Page[Task]) -> tuple[Count, ...]:
    running = sum(task.name is DeadlineName.CORRECTIVE_ACTION for task in page.items)
    return (
        Count(counted.waiting, gettext("without an instruction")),
        Count(counted.over, gettext("over time, owned by nobody")),
        Count(running, ngettext("instruction running", "instructions running", running)),
    )


def _row(task: Task, caller: Caller, known: Known) -> TaskRow:
    view, state = portrait(task.looked), task.looked.state
    is_owed = task.name is DeadlineName.DETERMINATION
    may = is_owed and not barred_for(caller, task.looked, C2)
    return TaskRow(
        timing=timing_of_task(task, known.names), who=known.who(view, *state_tags(view)),
        cells=(
            cell(gettext("What failed"), what_failed(state), residual_words(state)),
            cell(gettext("Owner now"), known.names.of(state.owner), known.names.service(view.owner_service_id)),
            cell(gettext("Instruction"), "", tag=instruction_tag(task)),
        ),
        action=_action(task, may=may), note=gettext("A manager or director gives it.") if is_owed and not may else "",
    )  # fmt: skip


def _action(task: Task, *, may: bool) -> Action:
    transfer_id = task.looked.transfer_id
    if may:
        return Action(gettext("Give the instruction"), reverse("record_file", args=[transfer_id, C2]))
    return Action(gettext("Open"), reverse("transfer_page", args=[transfer_id]))


def what_failed(state: State) -> str:
    """Return why a correction is owed: what the check found, what the person said, or what they wish."""
    c1, report = state.verification, state.report
    if report is not None and (report.residual_concern or "C3.failed" in state.escalations):
        return gettext("The person says that it did not hold, or that a concern remains.")
    if c1 is not None and c1.first_action_status is FirstActionStatus.NOT_COMPLETED:
        return gettext("The first visit did not happen.")
    if c1 is None or c1.first_action_status is not FirstActionStatus.COMPLETED:
        return gettext("The person asked for another service, or the last correction did not help.")
    return gettext("A correction is owed again.")


def residual_words(state: State) -> str:
    """Return the risk that remains, or that nobody has rated it."""
    if state.residual_risk is None:
        return gettext("Remaining risk: not rated, so it counts as high.")
    return gettext("Remaining risk: %(risk)s.") % {"risk": in_words(Risk(state.residual_risk))}


def instruction_tag(task: Task) -> Tag:
    """Return the one instruction that is running, or that there is none."""
    corrective = task.looked.state.corrective
    if corrective is not None:
        return Tag(in_words(Instruction(corrective.instruction)), Tone.GO)
    return Tag(gettext("Unowned"), Tone.LATE) if task.missed_at else Tag(gettext("None yet"), Tone.SOON)


def _matters(caller: Caller, at: datetime, asked: Mapping[str, str]) -> Page[Matter] | None:
    mine = [level for level in levels_of(caller.party) if level is EscalationLevel.DIRECTOR]
    if not mine:
        return None
    paging = Paging(asked.get(HELD_UP_AFTER) or None)
    return matters_before(caller.asker, at, paging, mine, control=OPEN_NEEDS)


def _holders(matters: Page[Matter] | None) -> set[str]:
    return {who for matter in (matters.items if matters else ()) for who in (matter.acknowledged_by,) if who}


def _held_up(matters: Page[Matter], known: Known, asked: Mapping[str, str]) -> TaskTable:
    return TaskTable(
        caption=gettext("Held up by open needs, brought before you"),
        rows=tuple(_held_up_row(matter, known) for matter in matters.items),
        pager=pager_of(matters.after, asked, HELD_UP_AFTER),
        empty=gettext("No decision is held up by an open need."),
    )  # fmt: skip


def _held_up_row(matter: Matter, known: Known) -> TaskRow:
    view, at = portrait(matter.looked), matter.looked.at
    since = gettext("since %(time)s") % {"time": times.near(matter.raised_at, at)}
    waits = matter.acknowledge_by
    timing = timing_of(matter.raised_at, waits, at) if waits else Timing(gettext("With a director"), since)
    tries = ngettext("Asked once", "Asked %(count)s times", matter.count) % {"count": matter.count}
    route = [known.names.service(each) for each in (view.service_id, view.receiving_service_id)]
    return TaskRow(
        timing=timing, who=known.who(view, *state_tags(view)),
        cells=(
            cell(gettext("Route"), *route),
            cell(gettext("Asked"), tries, since),
        ),
        action=Action(gettext("Open"), reverse("transfer_page", args=[view.id]), Look.OUTLINE),
    )  # fmt: skip
