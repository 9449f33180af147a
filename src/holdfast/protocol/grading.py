"""The evidence grade of the handoff: of the event in which was accepted, or of the latest if that is better."""

from __future__ import annotations

from datetime import datetime

from holdfast.protocol.codes import Grade
from holdfast.protocol.presence import Lack, LiveEvent, grade_of, lack_of
from holdfast.protocol.state import State

_BEST_FIRST = tuple(Grade)


def grade_at(state: State, at: datetime) -> Grade:
    """Return the grade of the transfer at `at`: the one kept by B3, else that of the events so far."""
    if state.handoff is not None and not state.is_reopened:
        return state.handoff.grade
    return grade_of_events(state, at)


def grade_of_events(state: State, at: datetime) -> Grade:
    """Return the grade that a handoff at `at` would keep: once somebody has accepted, of their own presence.

    An acceptance by voice is `claimed` (section 5).
    """
    if _is_by_voice(state):
        return Grade.CLAIMED
    return min((grade_of(event, at, state.rules) for event in _events(state)), key=_BEST_FIRST.index)


def lack_at(state: State, at: datetime) -> Lack | None:
    """Return what the handoff still lacks to be attested at `at`, of the event that counts; none where it is."""
    if grade_at(state, at) in (Grade.MEASURED, Grade.ATTESTED):
        return None
    return Lack.BY_VOICE if _is_by_voice(state) else lack_of(_events(state)[0], at, state.rules)


def _is_by_voice(state: State) -> bool:
    return state.voice is not None or (state.accepted is not None and state.accepted.by_voice)


def _events(state: State) -> list[LiveEvent | None]:
    """Return the events that can be evidence of the handoff, the latest first."""
    accepted = state.accepted
    events: list[LiveEvent | None] = [state.event]
    if accepted and state.accepted_in and accepted.in_event == state.accepted_in.number:
        events.append(state.accepted_in)
    return [event and event.with_receiver(accepted.by) for event in events] if accepted else events
