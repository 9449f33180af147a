"""Passing time: every deadline that has fallen due is missed, in order, and every matter nobody answered rises.

What follows from a miss counts from the instant that was missed, so it is the same whenever the clock is looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from holdfast.protocol.codes import DeadlineName, EscalationLevel
from holdfast.protocol.commands import Tick
from holdfast.protocol.deadlines import DEADLINES
from holdfast.protocol.draft import Draft
from holdfast.protocol.events import DeadlineMissed, EscalationRisen, Event, InstructionEnded, RiseCalledOff
from holdfast.protocol.facts import Facts
from holdfast.protocol.ladder import acknowledge_by, landing, leads_to, next_level
from holdfast.protocol.situation import Situation
from holdfast.protocol.state import State

_PLACE = {name: place for place, name in enumerate(DeadlineName)}


@dataclass(frozen=True, slots=True)
class Due:
    """Something that falls due: a deadline, or the rise of the matter `control` to `level`."""

    at: datetime
    place: int
    name: DeadlineName | None = None
    control: str = ""
    level: EscalationLevel | None = None


def next_due(state: State, facts: Facts | None = None) -> Due | None:
    """Return what falls due first, or none. Ties go in the order of the protocol's table, rises last."""
    return min(_pending(state, facts), key=lambda due: (due.at, due.place, due.control), default=None)


def is_due(state: State, at: datetime) -> bool:
    """Say whether anything has fallen due by `at`; asked at every act, so without listing what is pending."""
    for deadline in state.deadlines.values():
        if deadline.due <= at:
            return True
    for rise in state.rises.values():
        if rise.due <= at:
            return True
    for escalation in state.escalations.values():
        if escalation.acknowledge_by is not None and escalation.acknowledge_by <= at:
            return True
    return False


def _pending(state: State, facts: Facts | None) -> Iterator[Due]:
    for name, deadline in state.deadlines.items():
        yield Due(deadline.due, _PLACE[name], name)
    for control, rise in state.rises.items():
        yield Due(rise.due, len(_PLACE), control=control, level=rise.level)
    for control, escalation in state.escalations.items():
        if escalation.acknowledge_by is not None:
            above = next_level(facts.ladder, escalation.level) if facts else None
            yield Due(escalation.acknowledge_by, len(_PLACE) + 1, control=control, level=above)


def pass_time(state: State, facts: Facts) -> tuple[Event, ...]:
    """Return the events of everything that has fallen due by `facts.at`; at that very instant it is missed."""
    events: list[Event] = []
    while is_due(state, facts.at) and (due := next_due(state, facts)) is not None:
        draft = passed_one(state, due, facts)
        events += draft.events
        state = draft.state
    return tuple(events)


def passed_one(state: State, due: Due, facts: Facts) -> Draft:
    """Return the draft of one thing that fell due: the events, and the state that they add up to."""
    draft = Draft(Situation(state, Tick(), facts))
    if due.name is not None:
        _miss(draft, due.name, due.at)
    else:
        _rise(draft, due)
    return draft


def _rise(draft: Draft, due: Due) -> None:
    ladder = draft.situation.facts.ladder
    known = draft.state.escalations[due.control]
    landed = landing(ladder, due.level or known.level)
    until = acknowledge_by(ladder, landed.level, draft.at)
    draft.add(EscalationRisen(due.control, landed.level, due.at, draft.situation.facts, until, landed.vacant))
    _call_off_rise(draft, due.control)


def _call_off_rise(draft: Draft, control: str) -> None:
    """Call off a rise to a level that already has the matter, or one above it: nobody hears of it twice."""
    planned, known = draft.state.rises.get(control), draft.state.escalations[control]
    if planned is not None and leads_to(draft.situation.facts.ladder, planned.level, known.level):
        draft.add(RiseCalledOff(control))


def _miss(draft: Draft, name: DeadlineName, due: datetime) -> None:
    had_access_pending = draft.state.access_by != ""
    draft.add(DeadlineMissed(name, due, draft.situation.facts))
    rule = DEADLINES[name]
    draft.escalate(rule.escalates_as, rule.level)
    _call_off_rise(draft, rule.escalates_as)
    if name is DeadlineName.FIRST_ACTION and DeadlineName.REENGAGEMENT not in draft.state.deadlines:
        draft.open_by_urgency(DeadlineName.REENGAGEMENT, "reengagement", due)
    elif name is DeadlineName.CORRECTIVE_ACTION:
        draft.add(InstructionEnded())
        draft.open_determination(due)
    elif name is DeadlineName.ACCEPTANCE and had_access_pending:
        draft.open_determination(due)
