"""What counts as a word of danger, and what the person's own page shows meanwhile: that nothing has happened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from unicodedata import combining, normalize

from holdfast.protocol.command import Command
from holdfast.protocol.commands import CheckSafety
from holdfast.protocol.facts import Party
from holdfast.protocol.state import State

ANSWERED = frozenset({"check_safety", "duress"})
"""Steps that answer whether it is safe, or seem to."""
WORDS: Mapping[str, str] = {
    "person_confirms": "in_own_words", "correct_story": "words", "confirm_read_back": "words", "name_barrier": "note",
    "agree_small_step": "words", "report_retelling": "missing", "protect_person": "wish",
    "lift_protection": "in_own_words",
}  # fmt: skip
"""Every other step that carries the person's own words, whoever writes them down, and in which field."""
OWN_WORDS: Mapping[str, str] = {**WORDS, "ask_cancel_visit": "reason"}
"""Those of the person's own device."""
SPOKEN_OF_DANGER = ANSWERED | OWN_WORDS.keys()
"""Steps after which a live event ends only because the person spoke of danger; their own page does not say so."""
_APOSTROPHES = frozenset(
    "'`\N{ACUTE ACCENT}\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}\N{MODIFIER LETTER APOSTROPHE}"
)


def is_word_of_danger(state: State, check: CheckSafety) -> bool:
    """Say whether an answer holds the code word or the phrase of the plan: alone, or anywhere in what was said."""
    return speaks_of_danger(state, check.word or "", check.contact_method)


def is_spoken(state: State, command: Command, by: Party) -> bool:
    """Say whether the person's own words in any other step than a safety check hold the code word or the phrase."""
    if state.safety.plan is None:
        return False
    name = (OWN_WORDS if by.is_person else WORDS).get(command.step)
    return name is not None and speaks_of_danger(state, getattr(command, name) or "")


def speaks_of_danger(state: State, *texts: str) -> bool:
    """Say whether any of these texts holds the code word or the phrase of the plan, however it was typed."""
    kept = state.safety.plan
    signs = [_spoken(sign or "") for sign in (kept.plan.code_word, kept.plan.duress_phrase)] if kept is not None else []
    said = [_spoken(text) for text in texts]
    return any(sign and f" {sign} " in f" {each} " for sign in signs for each in said)


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
    hidden = replace(kept, duress_at=None, in_danger_at=None, event_cut=0, duress_by="", answer_shown=None)
    seen = state.changed(safety=hidden, safety_by_person=kept.answer_shown)
    if live is None or not has_cut_call(state):
        return seen
    seats = tuple(replace(seat, left_at=None) if seat.left_at == live.ended_at else seat for seat in live.seats)
    return seen.changed(live=replace(live, ended_at=None, seats=seats))
