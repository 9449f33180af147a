"""What counts as a word of danger, and what the person's own page shows meanwhile: that nothing has happened."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from unicodedata import category, combining, name, normalize

from holdfast.protocol.codes import Closure, Wish
from holdfast.protocol.command import Command
from holdfast.protocol.commands import CheckSafety
from holdfast.protocol.facts import Party
from holdfast.protocol.state import State

ANSWERED = frozenset({"check_safety", "duress"})
"""Steps that answer whether it is safe, or seem to."""
WORDS: Mapping[str, str] = {
    "person_confirms": "in_own_words", "correct_story": "words", "confirm_read_back": "words", "name_barrier": "note",
    "agree_small_step": "words", "report_retelling": "missing", "protect_person": "wish",
    "lift_protection": "in_own_words", "tell_story": "person_agreed",
}  # fmt: skip
"""Every other step that carries the person's own words, whoever writes them down, and in which field."""
OWN_WORDS: Mapping[str, str] = {**WORDS, "ask_cancel_visit": "reason"}
"""Those of the person's own device."""
SPOKEN_OF_DANGER = ANSWERED | OWN_WORDS.keys()
"""Steps after which a live event ends only because the person spoke of danger; their own page does not say so."""
OF_THE_CALL = frozenset({"join_live_event", "leave_live_event", "attest_presence"})
"""What somebody does in a live event."""
_APOSTROPHES = frozenset(
    "'`\N{ACUTE ACCENT}\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}\N{MODIFIER LETTER APOSTROPHE}"
)
_POSSESSIVE = re.compile(rf"[{''.join(sorted(_APOSTROPHES))}]s\b", re.IGNORECASE)
_JOINED = frozenset(
    {
        "CJK", "HIRAGANA", "KATAKANA", "BOPOMOFO", "HANGUL", "THAI", "LAO", "KHMER", "MYANMAR", "TIBETAN", "YI",
        "ARABIC", "HEBREW", "SYRIAC",
    }
)  # fmt: skip
"""Scripts, by the names of their letters, in which a word stands joined to others."""


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
    signs = [sign for sign in (kept.plan.code_word, kept.plan.duress_phrase) if sign] if kept is not None else []
    return any(_holds(text, sign) for sign in signs for text in texts)


def can_be_heard(sign: str) -> bool:
    """Say whether a code word or a phrase has anything that can be heard: a letter, a digit, or a picture."""
    return _sounds(sign) != ""


def _holds(text: str, sign: str) -> bool:
    """Say whether a text holds a sign: as a word, or anywhere in it where its script joins words together."""
    sought = _sounds(sign)
    if sought == "":
        return False
    pictures = not _spoken(sign)
    own, bare = _spoken(text, pictures=pictures), _spoken(_POSSESSIVE.sub("", text), pictures=pictures)
    if any(f" {sought} " in f" {said} " for said in (own, bare)):
        return True
    return _is_joined(sought) and sought.replace(" ", "") in own.replace(" ", "")


def _is_joined(sought: str) -> bool:
    """Say whether words of this script stand without blanks between them, or with others before and behind them."""
    return any(name(char, "").split(" ")[0].split("-")[0] in _JOINED for char in sought)


def _sounds(sign: str) -> str:
    """Return a sign as it sounds; one of pictures alone is those pictures."""
    return _spoken(sign) or _spoken(sign, pictures=True)


def _spoken(text: str, *, pictures: bool = False) -> str:
    """Return a text as it sounds: its words, without case, accents, marks and spaces; however it was typed.

    `pictures`: each picture in it is a word too.
    """
    parts = normalize("NFKD", "".join(char for char in text if char not in _APOSTROPHES))
    bare = "".join(char for char in parts if not combining(char) and category(char) != "Cf").casefold()
    return " ".join("".join(_heard(char, pictures) for char in bare).split())


def _heard(char: str, pictures: bool) -> str:
    if char.isalnum() or (category(char) in ("Mn", "Mc") and not name(char, "").startswith("VARIATION")):
        return char
    return f" {char} " if pictures and category(char) == "So" else " "


def is_held_open(state: State, wish: Wish) -> bool:
    """Say whether a withdrawal closes nothing: whoever watches the person's screen can make them tap it.

    It is filed, all stands still, and the owner stays until the danger is settled with the person alone.
    """
    return wish is Wish.WITHDRAW and state.safety.is_in_duress and not state.is_closed


def has_cut_call(state: State) -> bool:
    """Say whether the last live event ended because the person spoke of danger, which nobody has settled yet."""
    kept, live = state.safety, state.live
    is_cut = live is not None and kept.event_cut == live.number and not live.is_open
    return kept.duress_at is not None and kept.withdrew_at is None and is_cut


def as_the_person_sees(state: State) -> State:
    """Return the state as the person's own page shows it: a live event that their danger ended is open there still.

    Whoever looks over their shoulder sees the page that a safe answer leads to.
    """
    kept, live = state.safety, state.live
    if kept.duress_at is None:
        return state.changed(safety=replace(kept, in_danger_at=None)) if kept.in_danger_at is not None else state
    hidden = replace(
        kept, duress_at=None, in_danger_at=None, event_cut=0, duress_by="", answer_shown=None, withdrew_at=None
    )  # fmt: skip
    seen = state.changed(safety=hidden, safety_by_person=kept.answer_shown)
    if kept.withdrew_at is not None and not state.is_closed:
        ended = {"closed_as": Closure.PERSON_WITHDREW, "closed_at": kept.withdrew_at, "is_paused": False}
        return seen.changed(deadlines={}, **ended)
    if live is None or not has_cut_call(state):
        return seen
    seats = tuple(replace(seat, left_at=None) if seat.left_at == live.ended_at else seat for seat in live.seats)
    return seen.changed(live=replace(live, ended_at=None, seats=seats))
