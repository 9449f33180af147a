"""The page *Until the first visit*: whom one stays with until the first visit is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext

from holdfast.protocol.codes import DeadlineName, Stage
from holdfast.protocol.state import State
from holdfast.transfers.callers import Caller
from holdfast.transfers.selectors import Looked, Paging, followed_by, looked_at, portrait, transfers_by_time
from holdfast.web.parts import Action, Tag, Tone
from holdfast.web.presenters.listing import Known, Timing, known_of, pager_of, state_tags, timing_of
from holdfast.web.presenters.tables import TaskRow, TaskTable, cell
from holdfast.web.presenters.updates import Updates, updates_of_queues
from holdfast.web.presenters.visits import visit_words
from holdfast.web.words import times
from holdfast.web.words.codes import in_words

D = DeadlineName


@dataclass(frozen=True, slots=True)
class PeopleFollowed:
    """What the page shows."""

    table: TaskTable
    updates: Updates


def people_followed_page(caller: Caller, at: datetime, paging: Paging, asked: Mapping[str, str]) -> PeopleFollowed:
    """Return the page, in six statements. Raises Malformed for a wrong `after`. Side effects: the access log."""
    page = transfers_by_time(caller.asker, at, followed_by(caller.asker), paging)
    looked = looked_at(caller.asker, page.items, at)
    known = known_of(caller, looked.values(), "people-followed", also={each.state.owner for each in looked.values()})
    rows = (looked[each.transfer_id] for each in page.items if each.transfer_id in looked)
    return PeopleFollowed(
        table=TaskTable(
            caption=gettext("You stay with them until the first visit is kept"),
            rows=tuple(_row(each, known) for each in rows), pager=pager_of(page.after, asked),
            empty=gettext("You stay with nobody now. Whoever says that a handoff is ready names who stays."),
        ),
        updates=updates_of_queues(at),
    )  # fmt: skip


def _row(looked: Looked, known: Known) -> TaskRow:
    view, visit = portrait(looked), visit_words(portrait(looked))
    return TaskRow(
        timing=_timing(looked), who=known.who(view, *state_tags(view)),
        cells=(
            cell(gettext("First visit"), visit.what, times.when(visit.at) if visit.at else "", visit.place),
            cell(gettext("Owner now"), known.names.of(view.owner_id), known.names.service(view.owner_service_id)),
            cell(gettext("How far"), "", tag=stands(looked.state)),
        ),
        action=Action(gettext("Open"), reverse("transfer_page", args=[view.id])),
    )  # fmt: skip


def _timing(looked: Looked) -> Timing:
    """Return what falls due next in the handoff, whatever it is, in words."""
    opened = sorted(looked.state.deadlines.items(), key=lambda each: each[1].due)
    if not opened:
        return Timing(gettext("Nothing due"), gettext("Look whether the visit happened."))
    name, deadline = opened[0]
    timing = timing_of(deadline.opened_at, deadline.due, looked.at)
    under = gettext("%(due)s: %(what)s") % {"due": timing.under, "what": in_words(name)}
    return Timing(timing.lead, under, timing.deadline)


def stands(state: State) -> Tag:
    """Return how far it has come, for who stays with the person."""
    if state.corrective is not None or state.is_determination_owed:
        return Tag(gettext("It failed and is put right"), Tone.SOON)
    if D.REENGAGEMENT in state.deadlines:
        return Tag(gettext("The visit did not happen: agree on a new one"), Tone.SOON)
    if state.stage is Stage.ASSURANCE:
        return Tag(gettext("Handed over"), Tone.OK)
    return Tag(gettext("Accepted, not handed over") if state.accepted else gettext("Before the call"))
