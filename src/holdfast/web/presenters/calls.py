"""The page *Calls to make*: whom to ask whether it held, and in the same call, where one may, whether it happened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from holdfast.protocol.codes import DeadlineName, RecordKind
from holdfast.protocol.controls.gates import REVIEWERS
from holdfast.transfers.callers import Caller
from holdfast.transfers.giving import barred_for, is_part_of
from holdfast.transfers.selectors import Looked, Paging, Task, portrait, tasks_counted, tasks_owed
from holdfast.web.parts import Action, Count, Tag, Tone
from holdfast.web.presenters.listing import Known, holders_of, known_of, pager_of, state_tags, timing_of_task
from holdfast.web.presenters.tables import TaskRow, TaskTable, cell
from holdfast.web.presenters.updates import Updates, updates_of_queues
from holdfast.web.presenters.visits import visit_words
from holdfast.web.words import times
from holdfast.web.words.tongues import language_name

D, C1, C3 = DeadlineName, RecordKind.VERIFICATION, RecordKind.ASSURANCE_FOLLOWUP


@dataclass(frozen=True, slots=True)
class CallsDue:
    """What the page shows."""

    counts: tuple[Count, ...]
    table: TaskTable
    updates: Updates


def calls_due_page(caller: Caller, at: datetime, paging: Paging, asked: Mapping[str, str]) -> CallsDue:
    """Return the page, in seven statements. Raises Malformed for a wrong `after`. Side effects: the access log."""
    names = names_for(caller)
    page = tasks_owed(caller.asker, at, names, paging)
    known = known_of(caller, [task.looked for task in page.items], "calls-due", also=holders_of(page.items))
    counted = tasks_counted(caller.asker, at, names)
    return CallsDue(
        counts=(
            Count(counted.waiting, ngettext("call to make", "calls to make", counted.waiting)),
            Count(counted.over, gettext("over time")),
        ),
        table=TaskTable(
            caption=gettext("Calls to make, shortest time left first"),
            rows=tuple(_row(task, caller, known) for task in page.items), pager=pager_of(page.after, asked),
            empty=gettext("No call is to be made. One falls due when a first visit was found to have happened."),
        ),
        updates=updates_of_queues(at),
    )  # fmt: skip


def names_for(caller: Caller) -> tuple[DeadlineName, ...]:
    """Return what the reader's calls answer: how it held, and for reviewers also whether the first visit happened."""
    checks = (D.VERIFICATION, D.REVERIFICATION) if caller.party.holds(REVIEWERS) else ()
    return (D.ASSURANCE_FOLLOWUP, *checks)


def may_do_both(looked: Looked, caller: Caller) -> bool:
    """Say whether one call of the reader may answer both questions: C1 is theirs to file now, and C3 is their part."""
    return not barred_for(caller, looked, C1) and is_part_of(caller, looked, C3)


def _row(task: Task, caller: Caller, known: Known) -> TaskRow:
    view = portrait(task.looked)
    visit, person = visit_words(view), known.person(view)
    is_check = task.name is not D.ASSURANCE_FOLLOWUP
    may = may_do_both(task.looked, caller) if is_check else not barred_for(caller, task.looked, C3)
    language = language_name(view.language or (person.language if person else "")) or gettext("Language not known")
    asks = Tag(gettext("Did it happen, and did it hold?"), Tone.GO) if is_check else Tag(gettext("Did it hold?"))
    call = Action(gettext("Call"), reverse("call", args=[view.id]))
    return TaskRow(
        timing=timing_of_task(task, known.names), who=known.who(view, *state_tags(view)),
        cells=(
            cell(gettext("First visit"), visit.what, times.when(visit.at) if visit.at else "", visit.place),
            cell(gettext("Language"), language),
            cell(gettext("To ask"), "", tag=asks),
        ),
        action=call if may else Action(gettext("Open"), reverse("transfer_page", args=[view.id])),
        note="" if may else gettext("Somebody who took no part makes this call."),
    )  # fmt: skip
