"""Consent and disclosure: what each command brings about."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from holdfast.protocol import commands as c
from holdfast.protocol.chapters.consent.said import UNASKED
from holdfast.protocol.codes import DeadlineName, EscalationLevel
from holdfast.protocol.draft import Draft

REVIEWED_WITHIN = 3 * 86400
"""Seconds; of a transfer whose policy says nothing of it. No longer than an exception lasts."""


def _consented(d: Draft) -> None:
    """Put an exception before quality at once, and see that it is reviewed; one of before there was a ground is not."""
    if d.situation.given(c.GiveConsent).ground is None:
        return
    d.escalate(UNASKED, EscalationLevel.QUALITY)
    if DeadlineName.EXCEPTION_REVIEW not in d.state.deadlines:
        seconds = d.state.rules.numbers.get("consent.exception_review", REVIEWED_WITHIN)
        d.open(DeadlineName.EXCEPTION_REVIEW, d.at + timedelta(seconds=seconds))


def _reviewed(d: Draft) -> None:
    if not d.state.consent.unreviewed:
        d.meet(DeadlineName.EXCEPTION_REVIEW)


EFFECTS: dict[str, Callable[[Draft], None]] = {
    "give_consent": _consented,
    "review_exception": _reviewed,
}
