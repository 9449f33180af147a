"""What counts as a word of danger, and what the person's own page shows meanwhile: that nothing has happened."""

from __future__ import annotations

from dataclasses import replace
from unicodedata import combining, normalize

from holdfast.protocol.codes import YesNoUnknown
from holdfast.protocol.commands import CheckSafety
from holdfast.protocol.state import SafetyAnswer, State

SPOKEN_OF_DANGER = frozenset({"check_safety", "duress"})
"""Steps after which a live event ends only because the person spoke of danger; their own page does not say so."""


_APOSTROPHES = frozenset(
    "'`\N{ACUTE ACCENT}\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}\N{MODIFIER LETTER APOSTROPHE}"
)


def is_word_of_danger(state: State, check: CheckSafety) -> bool:
    """Say whether an answer holds the code word or the phrase of the plan: alone, or anywhere in what was said."""
    kept = state.safety.plan
    signs = (kept.plan.code_word, kept.plan.duress_phrase) if kept is not None else ()
    said = [_spoken(each) for each in (check.word, check.contact_method) if each]
    return any(sign and f" {_spoken(sign)} " in f" {each} " for sign in signs for each in said)


def _spoken(text: str) -> str:
    """Return a text as it sounds: its words, without case, accents, marks and spaces; however it was typed."""
    parts = normalize("NFKD", "".join(char for char in text if char not in _APOSTROPHES))
    bare = "".join(char for char in parts if not combining(char)).casefold()
    return " ".join("".join(char if char.isalnum() else " " for char in bare).split())


def has_cut_call(state: State) -> bool:
    """Say whether the last live event ended because the person spoke of danger, which nobody has settled yet."""
    kept, live = state.safety, state.live
    return kept.duress_at is not None and live is not None and kept.event_cut == live.number and not live.is_open


def as_the_person_sees(state: State) -> State:
    """Return the state as the person's own page shows it: a live event that their danger ended is open there still.

    Whoever looks over their shoulder sees the page that a safe answer leads to.
    """
    kept, live = state.safety, state.live
    if kept.duress_at is None:
        return state.changed(safety=replace(kept, in_danger_at=None)) if kept.in_danger_at is not None else state
    seen = state.changed(
        safety=replace(kept, duress_at=None, in_danger_at=None, event_cut=0),
        safety_by_person=SafetyAnswer(YesNoUnknown.YES, kept.duress_at),
    )
    if live is None or not has_cut_call(state):
        return seen
    seats = tuple(replace(seat, left_at=None) if seat.left_at == live.ended_at else seat for seat in live.seats)
    return seen.changed(live=replace(live, ended_at=None, seats=seats))
