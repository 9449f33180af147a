"""The page *Until the first visit*: whom one stays with until the first visit is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from holdfast.notify.selectors import reminders_sent
from holdfast.protocol.codes import DeadlineName, Stage
from holdfast.protocol.state import State
from holdfast.transfers.callers import Caller
from holdfast.transfers.selectors import (
    Looked,
    Paging,
    deadlines_heard,
    followed_by,
    looked_at,
    portrait,
    transfers_by_time,
)
from holdfast.web.parts import Action, Tag, Tone
from holdfast.web.presenters.listing import Known, Timing, known_of, pager_of, report_by, state_tags, timing_of
from holdfast.web.presenters.tables import TaskRow, TaskTable, cell
from holdfast.web.presenters.updates import Updates, updates_of_queues
from holdfast.web.presenters.visits import VisitWords, booked_tag, visit_words
from holdfast.web.words import times
from holdfast.web.words.codes import in_words

D = DeadlineName


@dataclass(frozen=True, slots=True)
class PeopleFollowed:
    """What the page shows."""

    table: TaskTable
    updates: Updates


def people_followed_page(caller: Caller, at: datetime, paging: Paging, asked: Mapping[str, str]) -> PeopleFollowed:
    """Return the page, in seven statements. Raises Malformed for a wrong `after`. Side effects: the access log."""
    page = transfers_by_time(caller.asker, at, followed_by(caller.asker), paging)
    looked = looked_at(caller.asker, page.items, at)
    known = known_of(caller, looked.values(), "people-followed", also={each.state.owner for each in looked.values()})
    rows = (looked[each.transfer_id] for each in page.items if each.transfer_id in looked)
    sent = reminders_sent(looked)
    return PeopleFollowed(
        table=TaskTable(
            caption=gettext("You stay with them until the first visit is kept"),
            rows=tuple(_row(each, known, sent.get(each.transfer_id, 0)) for each in rows),
            pager=pager_of(page.after, asked),
            empty=gettext("You stay with nobody now. Whoever says that a handoff is ready names who stays."),
        ),
        updates=updates_of_queues(at),
    )  # fmt: skip


def _row(looked: Looked, known: Known, reminded: int) -> TaskRow:
    view, visit, booked = portrait(looked), visit_words(portrait(looked)), looked.state.visit.standing
    tag = booked_tag(booked) if booked is not None else None
    return TaskRow(
        timing=_timing(looked), who=known.who(view, *state_tags(view)),
        cells=(
            cell(gettext("First visit"), *_visit_lines(looked, visit, reminded), tag=tag),
            cell(gettext("Owner now"), known.names.of(view.owner_id), known.names.service(view.owner_service_id)),
            cell(gettext("How far"), "", tag=stands(looked.state)),
        ),
        action=Action(gettext("Open"), reverse("transfer_page", args=[view.id])), note=_next_act(looked),
    )  # fmt: skip


def _visit_lines(looked: Looked, visit: VisitWords, reminded: int) -> tuple[str, ...]:
    """Return what is agreed or booked, and how often the person was reminded of it."""
    booked = looked.state.visit.standing
    sent = ngettext("%(count)s reminder sent", "%(count)s reminders sent", reminded) % {"count": reminded}
    lines = (visit.what, times.when(visit.at) if visit.at else "", visit.place)
    if booked is not None and booked.at != visit.at:
        lines = (booked.who, times.when(booked.at), booked.place)
    return (*lines, sent if booked is not None else "")


def _next_act(looked: Looked) -> str:
    """Say what is to be done next for the visit, and that it is theirs; blank where nothing is."""
    state, visit = looked.state, looked.state.visit.standing
    if D.REENGAGEMENT in state.deadlines:
        return gettext("This is yours: reach the person, and book a new visit.")
    if visit is None:
        return ""
    if visit.is_silent and looked.at - visit.booked_at >= timedelta(seconds=state.rules.numbers.get(*_SILENT)):
        return gettext("The receiving service has said nothing. Call them.")
    return gettext("You come along to this visit.") if visit.companion else ""


_SILENT = ("visit.silent", 86_400)


def _timing(looked: Looked) -> Timing:
    """Return what falls due next in the handoff, whatever it is, in words."""
    opened = sorted(deadlines_heard(looked.state, looked.sight), key=lambda each: each[1].due)
    if not opened:
        return Timing(gettext("Nothing due"), gettext("Look whether the visit happened."))
    name, deadline = opened[0]
    timing = timing_of(deadline.opened_at, deadline.due, looked.at)
    if name is D.FIRST_ACTION:
        return report_by(timing, deadline.due, looked.at)
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
