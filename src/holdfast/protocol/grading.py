"""The evidence grade of the handoff: of the event in which was accepted, or of the latest if that is better."""

from __future__ import annotations

from datetime import datetime

from holdfast.protocol.codes import Grade
from holdfast.protocol.presence import LiveEvent, grade_of
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
    accepted = state.accepted
    if state.voice is not None or (accepted and accepted.by_voice):
        return Grade.CLAIMED
    events: list[LiveEvent | None] = [state.event]
    if accepted and state.accepted_in and accepted.in_event == state.accepted_in.number:
        events.append(state.accepted_in)
    if accepted:
        events = [event and event.with_receiver(accepted.by) for event in events]
    return min((grade_of(event, at, state.rules) for event in events), key=_BEST_FIRST.index)
