"""`replay(events)`: judges a log by the same controls that made it. What `verify` and `audit` run.

For each step, in the order of the code:
1. The step begins with an act, and time does not run backwards.
2. No deadline had fallen due before it without being passed.
3. The act is decided anew, from its own command and facts.
4. What comes is compared with what stands: the same act, the same control results, the same consequences.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from holdfast.protocol import events as e
from holdfast.protocol.clockwork import Due, is_due, next_due, passed_one
from holdfast.protocol.decide import judged
from holdfast.protocol.draft import Draft
from holdfast.protocol.errors import Malformed
from holdfast.protocol.state import INITIAL, State

_IMPOSSIBLE = (LookupError, ValueError, TypeError, AttributeError, AssertionError)
"""What deciding a made-up act can run into: facts that lack what the state names."""
_PASSINGS = (e.DeadlineMissed, e.EscalationRisen)
_ACTS = (e.StepFiled, e.AttemptRefused, *_PASSINGS)
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """The first event that the controls do not bear out: its place (from 0), what they give, what stands there."""

    place: int
    expected: str
    came: str


@dataclass(frozen=True, slots=True)
class Replayed:
    """What a log adds up to, and the first thing wrong with it, if anything is."""

    state: State
    contradiction: Contradiction | None


def replay(events: Sequence[e.Event]) -> Replayed:
    """Judge a whole log from its first event on."""
    state, place, clock = INITIAL, 0, _LONG_AGO
    while place < len(events):
        act = events[place]
        if not isinstance(act, _ACTS):
            return Replayed(state, Contradiction(place, "an act", _kind(act)))
        if act.facts.at < clock:
            return Replayed(state, Contradiction(place, f"an act at {clock.isoformat()} or later", str(act.facts.at)))
        clock = act.facts.at
        expected = _decided(state, act)
        if isinstance(expected, str):
            return Replayed(state, Contradiction(place, expected, _kind(act)))
        stood = list(events[place : place + len(expected.events)])
        if stood != expected.events:
            return Replayed(state, _first_difference(place, expected.events, stood, act))
        state = expected.state
        place += len(expected.events)
    return Replayed(state, None)


def _decided(state: State, act: e.Act) -> Draft | str:
    """Return what the controls give for this act, or why they give nothing."""
    due = next_due(state, act.facts) if is_due(state, act.facts.at) else None
    if isinstance(act, _PASSINGS):
        return _passed(state, due, act)
    if due is not None:
        return f"{due.name or due.control} fell due at {due.at.isoformat()} and was not passed"
    try:
        return judged(state, act.command, act.facts)
    except Malformed as wrong:
        return f"malformed: {', '.join(wrong.fields)}"
    except _IMPOSSIBLE as fault:
        return f"no such step can be taken here ({type(fault).__name__})"


def _passed(state: State, due: Due | None, act: e.DeadlineMissed | e.EscalationRisen) -> Draft | str:
    if due is None:
        return "nothing fell due"
    try:
        return passed_one(state, due, act.facts)
    except _IMPOSSIBLE as fault:
        return f"time can't be passed here ({type(fault).__name__})"


def _first_difference(place: int, expected: Sequence[e.Event], stood: Sequence[e.Event], act: e.Event) -> Contradiction:
    for offset, want in enumerate(expected):
        came = stood[offset] if offset < len(stood) else None
        if came != want:
            return Contradiction(place + offset, _kind(want), _kind(came) if came is not None else "nothing")
    return Contradiction(place, _kind(expected[0]), _kind(act))


def _kind(event: e.Event) -> str:
    """Say what an event is, without anything personal."""
    name = type(event).__name__
    if isinstance(event, e.StepFiled):
        return f"{name} {event.command.step} held {', '.join(event.held)}"
    if isinstance(event, e.AttemptRefused):
        return f"{name} {event.command.step} failed {', '.join(event.failed)}"
    parts = (getattr(event, part, None) for part in ("name", "control", "level", "owner", "due", "closed_as"))
    return " ".join([name, *(str(part) for part in parts if part is not None)])
