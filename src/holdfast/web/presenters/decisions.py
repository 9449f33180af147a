"""The page *Decisions due*: requests that wait for a decision, the shortest time left first, and what was decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from statistics import median
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from holdfast.protocol.codes import DeadlineName, Decision, Need, RecordKind, RiskIndicator
from holdfast.protocol.state import State
from holdfast.protocol.suitability import Aspect, Fit, fits
from holdfast.transfers.callers import Caller
from holdfast.transfers.selectors import (
    Counted,
    Decided,
    Looked,
    Page,
    Paging,
    Task,
    decisions_made,
    portrait,
    tasks_opening,
    tasks_owed,
    to_decide,
)
from holdfast.web.parts import Action, Count, LogLine, Look, Pace
from holdfast.web.presenters.claiming import claim_in_list, claims_on
from holdfast.web.presenters.listing import (
    Known,
    Timing,
    holders_of,
    known_of,
    pager_of,
    state_tags,
    timing_of_task,
)
from holdfast.web.presenters.tables import Cell, Line, TaskRow, TaskTable, cell
from holdfast.web.presenters.updates import Notice, Updates, notice_of, updates_of_queues
from holdfast.web.words import lengths, times
from holdfast.web.words.aspects import lack_words
from holdfast.web.words.codes import in_words
from holdfast.web.words.times import NO_BREAK

NAMES = (DeadlineName.AUTHORIZATION_DECISION,)
DECISION = RecordKind.AUTHORIZATION_DECISION
LATELY = timedelta(hours=1)
MOST_DECIDED = 10


@dataclass(frozen=True, slots=True)
class DecisionsDue:
    """What the page shows."""

    counts: tuple[Count, ...]
    table: TaskTable
    decided: tuple[LogLine, ...]
    updates: Updates
    notice: Notice


def decisions_due_page(caller: Caller, at: datetime, paging: Paging, asked: Mapping[str, str]) -> DecisionsDue:
    """Return the page, in at most ten statements; what is counted and what was decided stand on the first one.

    Raises Malformed for a wrong `after`. Side effects: the access log.
    """
    mine, asker = to_decide(caller.asker), caller.asker
    if paging.after is not None:
        page = tasks_owed(asker, at, NAMES, paging, mine)
        return _drawn(_Found(page, (), {}, None), caller, at, asked)
    made = decisions_made(asker, at, min(_midnight(at), at - LATELY), mine)
    lately = [each for each in made if each.at > at - LATELY][:MOST_DECIDED]
    opening = tasks_opening(
        asker, at, NAMES, mine, {each.glimpse.transfer_id: each.glimpse for each in lately}.values()
    )
    return _drawn(_Found(opening.page, tuple(made), opening.beside, opening.counted), caller, at, asked)


@dataclass(frozen=True, slots=True)
class _Found:
    """What the page is made of. `beside`: the transfers of the latest decisions; `counted`: of the first page."""

    page: Page[Task]
    made: tuple[Decided, ...]
    beside: Mapping[UUID, Looked]
    counted: Counted | None


def _drawn(found: _Found, caller: Caller, at: datetime, asked: Mapping[str, str]) -> DecisionsDue:
    tasks = found.page.items
    claims = claims_on((task.looked.transfer_id for task in tasks), DECISION, caller, at) if tasks else {}
    seen = [*(task.looked for task in tasks), *found.beside.values()]
    named = holders_of(tasks) | {str(claim.staff_id) for claim in claims.values()}
    known = known_of(caller, seen, "decisions-due", also=named, at=at)
    lately = (each for each in found.made[:MOST_DECIDED] if each.at > at - LATELY)
    return DecisionsDue(
        counts=_counts(found, at) if found.counted else (),
        table=TaskTable(
            caption=gettext("Waiting for a decision, shortest time left first"),
            rows=tuple(
                replace(
                    _row(task, known, at, is_first=not n),
                    note=claim_in_list(claims, task.looked.transfer_id, known.names),
                )
                for n, task in enumerate(_in_order(tasks, at))
            ),
            pager=pager_of(found.page.after, asked), empty=_empty(found.made, at),
            empty_action=Action(gettext("See what is escalated"), reverse("escalations")),
        ),
        decided=tuple(
            _line(each, found.beside[each.glimpse.transfer_id], known)
            for each in lately
            if each.glimpse.transfer_id in found.beside
        ),
        updates=updates_of_queues(at), notice=notice_of(DeadlineName.AUTHORIZATION_DECISION, at),
    )  # fmt: skip


def _midnight(at: datetime) -> datetime:
    """Return when the day began, by the reader's clocks."""
    return timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)


def _counts(found: _Found, at: datetime) -> tuple[Count, ...]:
    assert found.counted is not None
    counted, took = found.counted, [each.took for each in found.made if each.at >= _midnight(at)]
    middle = lengths.short(timedelta(seconds=median(each.total_seconds() for each in took))) if took else "–"
    return (
        Count(counted.waiting, gettext("waiting for you")),
        Count(counted.over, gettext("over time")),
        Count(middle.replace(NO_BREAK, " "), gettext("median time today")),
        Count(counted.live, ngettext("live call on your team", "live calls on your team", counted.live)),
    )


def _in_order(tasks: tuple[Task, ...], at: datetime) -> list[Task]:
    """Return what is over first, then what is elevated, then the rest; each by time left."""
    return sorted(tasks, key=lambda task: (task.due_at > at, not task.looked.state.is_elevated, task.due_at))


def _row(task: Task, known: Known, at: datetime, *, is_first: bool) -> TaskRow:
    view, state = portrait(task.looked), task.looked.state
    route = (Line(known.names.service(view.service_id), gettext("From")), Line(known.route(view), gettext("To")))
    return TaskRow(
        timing=_timing(task, known, at), who=known.who(view, *state_tags(view)),
        cells=(
            cell(gettext("Why now"), why_now(state)),
            Cell(gettext("Route"), route),
            cell(gettext("Open needs"), _open_needs(state, known)),
        ),
        action=Action(gettext("Review"), decision_url(view.id), Look.FILLED if is_first else Look.OUTLINE),
    )  # fmt: skip


def decision_url(transfer_id: UUID) -> str:
    """Return where a request is decided."""
    return reverse("record_file", args=[transfer_id, DECISION])


def _timing(task: Task, known: Known, at: datetime) -> Timing:
    timing = timing_of_task(task, known.names)
    if not task.looked.state.is_elevated or timing.pace is Pace.OVER:
        return timing
    waiting = gettext("waiting %(length)s, %(due)s") % {
        "length": lengths.short(at - task.opened_at), "due": timing.under,
    }  # fmt: skip
    return Timing(gettext("Decide now"), waiting, timing.deadline, timing.told, is_pressing=True)


def why_now(state: State) -> str:
    """Return what calls for the handoff, and the signs of risk that were seen; for readers who see the whole of it."""
    request = state.request
    if request is None:
        return ""
    trigger = in_words(Need(request.transfer_trigger))
    signs = ", ".join(in_words(RiskIndicator(sign)) for sign in request.risk_indicators)
    return gettext("%(trigger)s. Signs: %(signs)s.") % {"trigger": trigger, "signs": signs} if signs else trigger


def _open_needs(state: State, known: Known) -> str:
    """Return what of the route does not fit today, by what the directory knows now."""
    pictured = known.pathways.get(state.request.receiving_pathway) if state.request else None
    if pictured is None or pictured.picture is None or state.person is None:
        return gettext("The route is not offered any more.")
    found = fits(state.person, state.need, pictured.picture)
    lacking = [lack_words(Aspect(aspect), fit) for aspect, fit in found.items() if fit is not Fit.FITS]
    if not lacking:
        return gettext("None open")
    return gettext("%(count)s open: %(what)s") % {"count": len(lacking), "what": ", ".join(lacking)}


def _line(decided: Decided, looked: Looked, known: Known) -> LogLine:
    view, decision = portrait(looked), looked.state.decision
    leads = {Decision.AUTHORIZE: gettext("Authorized"), Decision.BLOCK: gettext("Blocked")}
    lead = leads[decision.decision] if decision else gettext("Decided")
    words = gettext("in %(length)s: %(person)s to %(route)s.") % {
        "length": lengths.short(decided.took), "person": known.who(view).name, "route": known.route(view),
    }  # fmt: skip
    elevated = gettext("Elevated.") if view.is_elevated else ""
    waits = decision.unresolved_dependencies if decision else ()
    needs = gettext("Open: %(what)s.") % {"what": ", ".join(waits)} if waits else ""
    return LogLine(decided.at, " ".join(filter(None, (words, elevated, needs))), lead)


def _empty(made: tuple[Decided, ...], at: datetime) -> str:
    if made:
        return gettext("No decisions are waiting. Last one: %(time)s.") % {"time": times.near(made[0].at, at)}
    return gettext("No decisions are waiting.")
