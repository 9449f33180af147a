"""What is wrong with a field, in the reader's words, with what to do: the protocol's own sentences are for programs."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.utils.translation import gettext as _

from holdfast.protocol.fields import FIRST_YEAR, LAST_YEAR
from holdfast.web.forms.shapes import MOMENTS, Kind, Shape
from holdfast.web.words.claims import CLAIMS

_CHARACTER = re.compile(r"U\+[0-9A-F]{4,6}")
_TOO_MANY = re.compile(r"at most ([0-9]+) item")
_CHOSEN = (Kind.CODE, Kind.CODES, Kind.WORD, Kind.ID)


def explained(shape: Shape, label: str, text: str, sentence: str) -> str:
    """Return what to do about a field whose `text` the form refused with `sentence` (of `Malformed`)."""
    if sentence in CLAIMS:
        return str(CLAIMS[sentence])
    for is_so, words in _RULES:
        if is_so(shape, text, sentence):
            return words(shape, text, sentence) % {"label": label}
    return _filled_in_wrong(shape) % {"label": label}


def missing(shape: Shape) -> str:
    """Return how to fill in a field that was left blank, with a place for its label."""
    if shape.kind is Kind.YES_NO:
        return _("Say yes or no to “%(label)s”.")
    if shape.kind in _CHOSEN:
        return _("Choose an answer to “%(label)s”.")
    if shape.kind is Kind.INSTANT:
        return _("Give the day and the time for “%(label)s”.")
    if shape.kind in MOMENTS:
        return _("Give the day for “%(label)s”.")
    if shape.kind is Kind.NUMBER:
        return _number(shape)
    return _("Fill in “%(label)s”.")


def _filled_in_wrong(shape: Shape) -> str:
    if shape.kind in _CHOSEN:
        return _("Choose one of the answers to “%(label)s”. What was sent is none of them.")
    if shape.kind in MOMENTS:
        return _("Write the day and the time for “%(label)s” like 2026-11-18 and 14:00.")
    if shape.kind is Kind.NUMBER:
        return _number(shape)
    return missing(shape)


def _number(shape: Shape) -> str:
    words = _("Give a whole number from {least} to {most} for “%(label)s”.")
    return words.format(least=shape.least, most=shape.most)


def _too_long(shape: Shape, text: str, sentence: str) -> str:
    words = _("Shorten “%(label)s” to {most} characters or fewer. It has {length}.")
    return words.format(most=shape.most, length=len(text))


def _too_many(shape: Shape, text: str, sentence: str) -> str:
    return _("Keep at most {most} in “%(label)s”.").format(most=shape.most)


def _unsafe(shape: Shape, text: str, sentence: str) -> str:
    found = _CHARACTER.search(sentence)
    words = _("Take the character {code} out of “%(label)s”. It can hide or change text.")
    return words.format(code=found[0] if found else "")


def _needed(shape: Shape, text: str, sentence: str) -> str:
    return " ".join((missing(shape), _("Your other answers need it.")))


def _not_fitting(shape: Shape, text: str, sentence: str) -> str:
    if shape.kind in _CHOSEN and shape.is_required:
        return _("Choose another answer to “%(label)s”. This one does not go with the page.")
    return _("Leave “%(label)s” empty. It does not go with your other answers.")


def _out_of_range(shape: Shape, text: str, sentence: str) -> str:
    words = _("Give a day between the years {first} and {last} for “%(label)s”.")
    return words.format(first=FIRST_YEAR, last=LAST_YEAR)


def _unknown(shape: Shape, text: str, sentence: str) -> str:
    return _("Choose another answer to “%(label)s”. The one that was sent is not known any more.")


def _time_of_day(shape: Shape, text: str, sentence: str) -> str:
    return _("Write a time of day for “%(label)s”, like 5:30 PM or 17:30.")


def _time_zone(shape: Shape, text: str, sentence: str) -> str:
    return _("Write a time zone for “%(label)s”, like America/Chicago, or leave it empty.")


_Rule = tuple[Callable[[Shape, str, str], bool], Callable[[Shape, str, str], str]]
_RULES: tuple[_Rule, ...] = (
    (lambda shape, text, said: said.startswith("must be given") and not text, _needed),
    (lambda shape, text, said: said.startswith("must be given"), _not_fitting),
    (lambda shape, text, said: bool(_TOO_MANY.search(said)), _too_many),
    (lambda shape, text, said: not text.strip() and shape.kind not in MOMENTS, lambda shape, _t, _s: missing(shape)),
    (lambda shape, text, said: "should have at most" in said, _too_long),
    (lambda shape, text, said: "can hide or change text" in said, _unsafe),
    (lambda shape, text, said: "between the years" in said, _out_of_range),
    (lambda shape, text, said: "has this id" in said, _unknown),
    (lambda shape, text, said: "must be a time of day" in said, _time_of_day),
    (lambda shape, text, said: "is no time zone" in said, _time_zone),
    (lambda shape, text, said: said == "Field required", lambda shape, _t, _s: missing(shape)),
)
"""By what the protocol says, the first that fits: what is said to people."""
