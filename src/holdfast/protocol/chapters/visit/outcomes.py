"""The first visit: controls of what is said to have come of it, and of an acceptance beside it. One time, never two."""

from __future__ import annotations

from holdfast.protocol.chapters.visit.said import AnswerCancel
from holdfast.protocol.chapters.visit.standing import OF_ITS_TIME, is_first_action, is_receivers_word
from holdfast.protocol.codes import Acceptance, FirstActionOutcome, RecordKind
from holdfast.protocol.commands import ReportFirstAction
from holdfast.protocol.controls.registry import control
from holdfast.protocol.situation import Situation


@control(
    "V.kept",
    "A visit is reported as kept or as missed when its time has come, not before.",
    mend="Report it once its time has come; where it took place earlier, move the visit to that time first; where it "
    "was called off, cancel it.",
    steps=("report_first_action", "answer_cancel"),
)
def kept(s: Situation) -> bool:
    """Say whether a visit that is said to have been kept, or missed, can have been; whose word it is, V.answer asks."""
    visit = s.state.visit.standing
    given = s.command if isinstance(s.command, AnswerCancel | ReportFirstAction) else None
    if visit is None or given is None or given.outcome not in OF_ITS_TIME:
        return True
    is_answer = isinstance(given, AnswerCancel)
    is_said = is_receivers_word(s.state, s.by) if is_answer else is_first_action(s.state, visit)
    return not is_said or visit.at <= s.at


@control(
    "V.called_off",
    "While one side asks to cancel a visit, the other side's answer cancels it, and nothing else.",
    mend="Let the other side answer; until then the visit stands.",
    steps=("report_first_action",),
)
def called_off(s: Situation) -> bool:
    """Say whether nobody waits for an answer that a report would go around."""
    visit = s.state.visit.standing
    if visit is None or visit.cancel is None or not is_first_action(s.state, visit):
        return True
    return s.given(ReportFirstAction).outcome is not FirstActionOutcome.CANCELLED


@control(
    "V.one_time",
    "Where a visit is confirmed, the first action that is accepted is at its time: there is never a second one.",
    mend="Name the time of the visit, or move the visit first.",
    steps=(RecordKind.RECEIVING_ACCEPTANCE, "voice_acceptance"),
)
def one_time(s: Situation) -> bool:
    """Say whether an acceptance names the time of the visit that is held; a correction moves no time."""
    visit, action = s.state.visit.standing, s.answer.first_action
    if s.answer.acceptance is not Acceptance.ACCEPTED or action is None or s.state.accepted is not None:
        return True
    if visit is None or not visit.is_confirmed or visit.at < s.at:
        return True
    return action.at == visit.at
