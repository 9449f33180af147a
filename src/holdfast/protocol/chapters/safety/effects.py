"""Safe contact: what each command brings about."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from holdfast.protocol.chapters.safety import said
from holdfast.protocol.codes import DeadlineName, EscalationLevel
from holdfast.protocol.draft import Draft

DURESS = "S.duress"
"""What the escalation of a word of danger goes by."""
REVIEWED_WITHIN = 3 * 86400
"""Seconds; of a transfer whose policy is from before there were reviews of welfare."""


def _in_danger(d: Draft) -> None:
    d.end_live_event()
    d.escalate(DURESS, EscalationLevel.SUPERVISORY)


def _safety_checked(d: Draft) -> None:
    """A check in which the word of danger was said brings about what danger does, and nothing else does."""
    if d.state.safety.in_danger_at != d.situation.state.safety.in_danger_at:
        _in_danger(d)


def _welfare_taken(d: Draft) -> None:
    if DeadlineName.WELFARE_REVIEW not in d.state.deadlines:
        seconds = d.state.rules.numbers.get("welfare.review", REVIEWED_WITHIN)
        d.open(DeadlineName.WELFARE_REVIEW, d.at + timedelta(seconds=seconds))


def heard(d: Draft) -> None:
    """Bring about what danger does where a word of it was heard in what the person said with any other step."""
    if d.situation.command.step not in EFFECTS:
        _safety_checked(d)


EFFECTS: dict[str, Callable[[Draft], None]] = {
    said.Duress.do: _in_danger,
    "check_safety": _safety_checked,
    said.WelfareStep.do: _welfare_taken,
    said.ReviewWelfare.do: lambda d: d.meet(DeadlineName.WELFARE_REVIEW),
}
