"""The page *Coming to us*: what is routed to one's services, what was taken on and waits for its first visit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from holdfast.config.ids import new_id
from holdfast.protocol.chapters.visit.said import VisitSide
from holdfast.protocol.codes import Acceptance, DeadlineName, Need, RecordKind, Stage
from holdfast.protocol.state import State
from holdfast.transfers.callers import Caller
from holdfast.transfers.giving import barred_for
from holdfast.transfers.selectors import (
    Glimpse,
    Looked,
    Page,
    Paging,
    TransferView,
    looked_at,
    portrait,
    to_answer,
    to_visit,
    transfers_by_change,
    transfers_by_time,
    visited,
)
from holdfast.web.parts import Action, Count, Look, Pager, Tag, Tone
from holdfast.web.presenters.listing import Known, Timing, Who, known_of, pager_of, report_by, state_tags, timing_of
from holdfast.web.presenters.tables import TaskRow, TaskTable, cell
from holdfast.web.presenters.updates import Updates, updates_of_queues
from holdfast.web.presenters.visits import VisitWords, booked_acts, booked_seen, booked_tag, visit_words
from holdfast.web.words import times
from holdfast.web.words.codes import in_words

D = DeadlineName
REPORT = "report_first_action"
LATELY = timedelta(days=7)
MOST_VISITED = 10
VISITS_AFTER = "visits_after"
"""The parameter that says which page of the first visits is asked for."""


@dataclass(frozen=True, slots=True)
class VisitRow:
    """One person whose first visit we wait for. `report_url`: where one tap says that it was kept; blank if not ours.

    `key` keeps a second tap from counting.
    """

    timing: Timing
    who: Who
    visit: VisitWords
    owner: str
    url: str
    report_url: str
    otherwise_url: str
    move_url: str
    key: str
    tag: Tag | None = None
    """How the booked visit stands between the two sides; none where none is booked."""
    acts: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True)
class VisitedRow:
    """What became of a first visit lately."""

    who: Who
    visit: VisitWords
    came: Tag
    url: str


@dataclass(frozen=True, slots=True)
class ComingToUs:
    """What the page shows."""

    counts: tuple[Count, ...]
    table: TaskTable
    visits: tuple[VisitRow, ...]
    visits_pager: Pager
    visited: tuple[VisitedRow, ...]
    updates: Updates


def coming_page(caller: Caller, at: datetime, paging: Paging, asked: Mapping[str, str]) -> ComingToUs:
    """Return the page, in nine statements. Raises Malformed for a wrong `after`. Side effects: the access log."""
    asker = caller.asker
    answers = transfers_by_time(asker, at, to_answer(asker), paging)
    visits = transfers_by_time(asker, at, to_visit(asker), Paging(asked.get(VISITS_AFTER) or None))
    over = transfers_by_change(asker, at, visited(asker, at - LATELY), Paging(limit=MOST_VISITED))
    looked = looked_at(asker, [*answers.items, *visits.items, *over.items], at)
    known = known_of(caller, looked.values(), "coming-to-us", also=_people(looked.values()))
    rows = _Rows(caller, known)
    return ComingToUs(
        counts=_counts(answers, visits, looked), table=TaskTable(
            gettext("Handoffs on their way to us"), tuple(map(rows.coming, _of(answers, looked))),
            pager_of(answers.after, asked),
            gettext("Nothing is on its way to you. Services find you by what your routes say they can take now."),
        ),
        visits=tuple(map(rows.visit, _of(visits, looked))),
        visits_pager=pager_of(visits.after, asked, VISITS_AFTER), visited=tuple(map(rows.visited, _of(over, looked))),
        updates=updates_of_queues(at),
    )  # fmt: skip


def _of(page: Page[Glimpse], looked: Mapping[UUID, Looked]) -> list[Looked]:
    return [looked[each.transfer_id] for each in page.items if each.transfer_id in looked]


def _people(looked: Iterable[Looked]) -> set[str]:
    return {each.state.owner for each in looked}


def _counts(answers: Page[Glimpse], visits: Page[Glimpse], looked: Mapping[UUID, Looked]) -> tuple[Count, ...]:
    live = sum(each.state.live is not None and each.state.live.is_open for each in _of(answers, looked))
    return (
        Count(_number(answers), gettext("coming to us")),
        Count(live, ngettext("live call now", "live calls now", live)),
        Count(_number(visits), gettext("waiting for a first visit")),
    )


def _number(page: Page[Glimpse]) -> int | str:
    """Return how many there are; of a page that is not the last: "25 or more"."""
    return gettext("%(count)s or more") % {"count": len(page.items)} if page.after else len(page.items)


@dataclass(frozen=True, slots=True)
class _Rows:
    """Draws rows for one reader."""

    caller: Caller
    known: Known

    def coming(self, looked: Looked) -> TaskRow:
        """Return one handoff that waits for an answer, or will."""
        view = portrait(looked)
        return TaskRow(
            timing=_until_answer(looked, view), who=self.known.who(view, *state_tags(view)),
            cells=(
                cell(gettext("Need"), _need(view)),
                cell(gettext("From"), self.known.names.service(view.service_id)),
                cell(gettext("How far"), "", tag=stands(looked.state)),
            ),
            action=self._answer(looked, view), note=_waits_for_word(looked),
        )  # fmt: skip

    def visit(self, looked: Looked) -> VisitRow:
        """Return one person whose first visit is waited for."""
        view, may = portrait(looked), self._may(looked, REPORT)
        has_come = looked.state.first_action_at is None or looked.state.first_action_at <= looked.at
        return VisitRow(
            timing=_until_visit(looked, view), who=self.known.who(view), visit=visit_words(view),
            owner=self.known.names.of(view.owner_id), url=_page(view),
            report_url=reverse("visit_kept", args=[view.id]) if may and has_come else "",
            otherwise_url=reverse("command_give", args=[view.id, REPORT]) if may else "",
            move_url=reverse("command_give", args=[view.id, "reschedule_first_action"]) if may else "",
            key=str(new_id()), tag=_tag(looked), acts=booked_acts(looked, self.caller),
        )  # fmt: skip

    def visited(self, looked: Looked) -> VisitedRow:
        """Return what became of a first visit."""
        view = portrait(looked)
        return VisitedRow(self.known.who(view), visit_words(view), came_of(looked.state), _page(view))

    def _may(self, looked: Looked, step: str) -> bool:
        return not barred_for(self.caller, looked, step)

    def _answer(self, looked: Looked, view: TransferView) -> Action:
        is_open = view.live_event is not None and view.live_event.ended_at is None
        if is_open:
            return Action(gettext("Go to the live room"), reverse("live_room", args=[view.id]), Look.FILLED)
        if looked.state.connection and looked.state.accepted is None and self._may(looked, _B2):
            return Action(gettext("Give your answer"), reverse("record_file", args=[view.id, _B2]))
        return Action(gettext("Open"), _page(view))


_B2 = RecordKind.RECEIVING_ACCEPTANCE


def _tag(looked: Looked) -> Tag | None:
    visit = booked_seen(looked)
    return booked_tag(visit) if visit is not None else None


def _waits_for_word(looked: Looked) -> str:
    """Say that a first visit waits for the receiving side's word; blank where none does."""
    visit = booked_seen(looked)
    is_asked = visit is not None and visit.cancel is not None and visit.cancel.side is not VisitSide.RECEIVING
    if visit is None or not (visit.is_silent or is_asked):
        return ""
    return gettext("First visit %(time)s: it waits for your word.") % {"time": times.when(visit.at)}


def stands(state: State) -> Tag:
    """Return how far a handoff has come, for the receiving side."""
    if state.accepted is not None:
        return Tag(gettext("You accepted. Not yours yet."), Tone.GO)
    if state.has_declined:
        return Tag(gettext("You said no"))
    if state.answer is Acceptance.PENDING:
        return Tag(gettext("You said: not yet"), Tone.SOON)
    if state.connection is not None:
        return Tag(gettext("Waiting for your answer"), Tone.SOON)
    if state.stage is Stage.LIVE:
        return Tag(gettext("Ready for the call"), Tone.GO)
    return Tag(gettext("Authorized") if state.is_authorized else gettext("Being decided"))


def came_of(state: State) -> Tag:
    """Return what became of the first visit."""
    if state.is_first_action_kept:
        return Tag(gettext("Kept"), Tone.OK)
    if state.closed_as is not None:
        return Tag(in_words(state.closed_as))
    return Tag(gettext("Not waited for any more"))


def _until_answer(looked: Looked, view: TransferView) -> Timing:
    """Return the time left for the answer that was promised; else since when the call is on, or was asked for."""
    opened = looked.state.deadlines.get(D.ACCEPTANCE)
    if opened is not None:
        return timing_of(opened.opened_at, opened.due, looked.at)
    live = view.live_event
    if live is not None and live.ended_at is None:
        return Timing(gettext("Live now"), gettext("since %(time)s") % {"time": times.near(live.opened_at, looked.at)})
    asked_at = times.near(view.opened_at, looked.at)
    return Timing(gettext("No call yet"), gettext("opened %(time)s") % {"time": asked_at})


def _until_visit(looked: Looked, view: TransferView) -> Timing:
    """Return the time left to report the visit; where it did not happen, to agree on a new one."""
    deadlines = looked.state.deadlines
    opened = deadlines.get(D.FIRST_ACTION) or deadlines.get(D.REENGAGEMENT)
    if opened is not None:
        timing = timing_of(opened.opened_at, opened.due, looked.at)
        return report_by(timing, opened.due, looked.at) if D.FIRST_ACTION in deadlines else timing
    return Timing(gettext("Over"), gettext("Say what became of it."))


def _need(view: TransferView) -> str:
    return in_words(Need(view.need)) if view.need else gettext("Not shared")


def _page(view: TransferView) -> str:
    return reverse("transfer_page", args=[view.id])
