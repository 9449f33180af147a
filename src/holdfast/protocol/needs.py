"""Which facts a command needs, so that the write path fetches just those."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from holdfast.protocol import commands as c
from holdfast.protocol.calendars import local_date
from holdfast.protocol.chapters.strength.said import ConfirmProxy
from holdfast.protocol.chapters.visit.said import VisitTime
from holdfast.protocol.clockwork import next_due
from holdfast.protocol.codes import OPENERS, Acceptance, RecordKind
from holdfast.protocol.facts import CLOCK, Party
from holdfast.protocol.fields import NamedThing
from holdfast.protocol.parsing import named_ids
from holdfast.protocol.state import State

_ON_BUSINESS_DAYS = frozenset(
    {
        RecordKind.HANDOFF_CLOSURE, RecordKind.VERIFICATION, RecordKind.CORRECTIVE_DETERMINATION,
        RecordKind.ASSURANCE_FOLLOWUP, "report_first_action", "complete_corrective", "confirm_access", "person_stops",
        "answer_cancel", "withdraw_death",
    }
)  # fmt: skip
_ON_THE_ROUTE = frozenset({RecordKind.AUTHORIZATION_DECISION})
_HORIZON = timedelta(days=45)
"""Further than any deadline in business days reaches."""


@dataclass(frozen=True, slots=True)
class Needs:
    """Ids to look up, and the days for which the originating service's calendar is asked."""

    people: frozenset[str] = frozenset()
    pathways: frozenset[str] = frozenset()
    services: frozenset[str] = frozenset()
    slots: frozenset[str] = frozenset()
    visit_at: datetime | None = None
    """The time that is proposed for a visit; what the directory knows of it is asked."""
    delegates_of: str = ""
    """The service whose delegates are asked for, where a proxy confirms."""
    visited: str = ""
    """The service that is visited, where a visit is to be booked."""
    route: str = ""
    """The pathway on which it is booked; blank for none."""
    site: str = ""
    """The originating service, where its zone or calendar is needed."""
    first: date | None = None
    last: date | None = None
    is_acceptance: bool = False
    """Whether another transfer might stand accepted for this person's same need (S.one_acceptance)."""


def needs(state: State, command: c.Command, by: Party, at: datetime) -> Needs:
    """Return what `decide` will look at for this command."""
    named = named_ids(command).values()
    pathways = {value for thing, value in named if thing is NamedThing.PATHWAY}
    if command.step in _ON_THE_ROUTE and state.route is not None:
        pathways.add(state.route.id)
    people = {value for thing, value in named if thing is NamedThing.PERSON}
    if isinstance(command, c.Reassign) and by.id == CLOCK:
        people.add(state.owner)
    site, first, last = _site(state, command, by), None, None
    if site and state.opened_at is not None:
        first, last = _days(state, at)
    return Needs(
        people=frozenset(people),
        pathways=frozenset(pathways),
        services=frozenset(value for thing, value in named if thing is NamedThing.SERVICE),
        slots=frozenset(value for thing, value in named if thing is NamedThing.SLOT),
        **_of_visit(state, command), site=site, first=first, last=last,
        is_acceptance=_is_acceptance(command),
        delegates_of=(state.receiving_service or "") if isinstance(command, ConfirmProxy) else "",
    )  # fmt: skip


def _of_visit(state: State, command: c.Command) -> dict[str, Any]:
    if not isinstance(command, VisitTime):
        return {}
    route = state.route.id if state.route else ""
    return {"visit_at": command.at, "visited": state.receiving_service or "", "route": route}


def _is_acceptance(command: c.Command) -> bool:
    if isinstance(command, c.FileRecord):
        return getattr(command.record, "acceptance", None) is Acceptance.ACCEPTED
    return isinstance(command, c.ConfirmVoiceAcceptance | c.ConfirmAccess)


def needs_of_time(state: State, at: datetime) -> Needs | None:
    """Return what passing time will look at; none where nothing has fallen due."""
    due = next_due(state)
    if due is None or due.at > at:
        return None
    first, last = _days(state, at)
    return Needs(site=state.service, first=first, last=last)


def _site(state: State, command: c.Command, by: Party) -> str:
    if isinstance(command, c.OpenTransfer):
        return by.service_as(OPENERS) or (by.assignments[0].service if by.assignments else "")
    return state.service if command.step in _ON_BUSINESS_DAYS else ""


def _days(state: State, at: datetime) -> tuple[date, date]:
    """Return the days that business-day deadlines can touch: from the first thing due or the first action on."""
    due, action = next_due(state), state.first_action_at
    instants = [at, *([due.at] if due else []), *([action] if action else [])]
    return local_date(min(instants), state.zone), local_date(max(instants), state.zone) + _HORIZON
