"""The first visit: what each command brings about. There is one clock of the first action, and it moves with it."""

from __future__ import annotations

from collections.abc import Callable

from holdfast.protocol.chapters.visit.said import AnswerCancel, CancelAnswer
from holdfast.protocol.chapters.visit.standing import is_first_action
from holdfast.protocol.codes import DeadlineName, FirstActionOutcome
from holdfast.protocol.draft import Draft
from holdfast.protocol.effects import first_action_came, first_action_opened


def _taken(d: Draft) -> None:
    """Open the clock anew where the visit takes the place of a first action that was moved or did not come about."""
    before, now = d.situation.state, d.state
    visit = now.visit.standing
    if visit is None or not visit.is_confirmed or not is_first_action(now, visit):
        return
    if now.first_action_at == before.first_action_at and DeadlineName.REENGAGEMENT not in now.deadlines:
        return
    d.meet(DeadlineName.REENGAGEMENT)
    first_action_opened(d)


def _cancel_answered(d: Draft) -> None:
    visit = d.situation.state.visit.standing
    answer = d.situation.given(AnswerCancel)
    if visit is None or not is_first_action(d.situation.state, visit):
        return
    if answer.answer is CancelAnswer.CONFIRMED:
        first_action_came(d, FirstActionOutcome.CANCELLED)
    elif answer.outcome is not None:
        first_action_came(d, answer.outcome)


EFFECTS: dict[str, Callable[[Draft], None]] = {
    "book_visit": _taken,
    "confirm_visit": _taken,
    "reschedule_visit": _taken,
    "answer_cancel": _cancel_answered,
}
