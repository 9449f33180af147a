"""What was typed into a form, to the fields of a record or command: nothing is guessed, what is blank stays out. Pure.

What was typed is a mapping from dotted names to texts, as a browser posts it: `first_action.kind`, `evidence.0.grade`,
a moment in parts (`review_date.day`). It is kept as it is, to be shown again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from holdfast.protocol.fields import LIST_LENGTH
from holdfast.web.forms import moments
from holdfast.web.forms.shapes import LANGUAGE, MOMENTS, Kind, Shape
from holdfast.web.words.tongues import language_tag

Typed = Mapping[str, Sequence[str]]
"""Texts by dotted name, in the order in which they were sent."""
MOST_ROWS = LIST_LENGTH + 1
"""One more than a list may have, so that the form can say that there are too many."""
_INTEGER = re.compile(r"[+-]?[0-9]{1,9}")
_YES_NO = {"yes": True, "no": False}


class _Blank:
    """That nothing was typed."""


BLANK = _Blank()


@dataclass(frozen=True, slots=True)
class Clock:
    """Where and when a form is filled in: `zone` (IANA) is that of the transfer, `at` the server's clock."""

    zone: str
    at: datetime


@dataclass(slots=True)
class Reading:
    """What a form came to: its fields as the protocol takes them, and what could not be read, by dotted name."""

    fields: dict[str, Any] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)


def last(typed: Typed, name: str) -> str:
    """Return the one text that stands under a name: the last, as browsers and Django have it; blank for none."""
    texts = typed.get(name) or ("",)
    return texts[-1].replace("\r\n", "\n")


def rows_of(typed: Typed, name: str) -> list[int]:
    """Return the numbers of the rows that were typed under a list's name, in order; at most one too many."""
    found = re.compile(rf"{re.escape(name)}\.([0-9]{{1,3}})(?:\.|$)")
    numbers = {int(match[1]) for match in map(found.match, typed) if match}
    return sorted(numbers)[:MOST_ROWS]


def under(typed: Typed, name: str) -> dict[str, Sequence[str]]:
    """Return what was typed under a name: its own text and that of its parts."""
    return {key: texts for key, texts in typed.items() if key == name or key.startswith(f"{name}.")}


def is_blank(typed: Typed, name: str) -> bool:
    """Say whether nothing at all was typed under a name; that the other day is meant is nothing by itself."""
    return not any(text for key, texts in under(typed, name).items() for text in texts if not _is_idle(key, text))


def tidied(shapes: Iterable[Shape], typed: Typed) -> dict[str, Sequence[str]]:
    """Return what was typed without rows that are blank; those that stay are numbered from nought."""
    tidy = dict(typed)
    for shape in shapes:
        if shape.kind is not Kind.ROWS:
            continue
        kept = [under(typed, row) for row in _rows(typed, shape.name) if not is_blank(typed, row)]
        for key in under(typed, shape.name):
            del tidy[key]
        for number, row in enumerate(kept):
            tidy.update({_renumbered(key, shape.name, number): texts for key, texts in row.items()})
    return tidy


def read(shapes: Iterable[Shape], typed: Typed, clock: Clock) -> Reading:
    """Return the fields that were typed. Rows are counted as they stand: give what `tidied` returns."""
    reading = Reading()
    reading.fields = _Reader(typed, clock, reading.problems).form(shapes, "")
    return reading


def _is_idle(key: str, text: str) -> bool:
    return key.endswith(f".{moments.QUICK}") and text == moments.OTHER


def _rows(typed: Typed, name: str) -> list[str]:
    return [f"{name}.{number}" for number in rows_of(typed, name)]


def _renumbered(key: str, name: str, number: int) -> str:
    rest = key[len(name) + 1 :].partition(".")[2]
    return f"{name}.{number}.{rest}" if rest else f"{name}.{number}"


@dataclass(slots=True)
class _Reader:
    typed: Typed
    clock: Clock
    problems: dict[str, str]

    def form(self, shapes: Iterable[Shape], prefix: str) -> dict[str, Any]:
        fields = {}
        for shape in shapes:
            value = self.value(shape, f"{prefix}{shape.name}")
            if not isinstance(value, _Blank):
                fields[shape.name] = value
            elif shape.is_required and shape.is_nullable:
                fields[shape.name] = None
        return fields

    def value(self, shape: Shape, name: str) -> Any:
        if shape.kind in MOMENTS:
            return self.moment(shape, name)
        if shape.kind is Kind.PARTS:
            is_nothing = (shape.is_nullable or not shape.is_required) and is_blank(self.typed, name)
            return BLANK if is_nothing else self.form(shape.parts, f"{name}.")
        if shape.kind is Kind.ROWS:
            return self.rows(shape, name)
        if shape.kind is Kind.CODES:
            return [text for text in self.typed.get(name, ()) if text]
        text = last(self.typed, name)
        return _plain(shape, text)

    def rows(self, shape: Shape, name: str) -> Any:
        assert shape.row is not None
        values = [(row, self.value(shape.row, row)) for row in _rows(self.typed, name)]
        # A row that could not be read keeps its place, so that others are named by theirs.
        given = [
            None if isinstance(value, _Blank) else value
            for row, value in values
            if row in self.problems or not isinstance(value, _Blank)
        ]
        return given if given or not shape.is_nullable else BLANK

    def moment(self, shape: Shape, name: str) -> Any:
        quick, day, time, offset = (last(self.typed, f"{name}.{part}") for part in moments.PARTS)
        if quick not in ("", moments.OTHER):
            if day or time:
                return self._problem(name, _("You chose a day from the list and typed another. Keep only one of them."))
            if quick == moments.NOW:
                return self.clock.at.isoformat()
            day, _at, time = quick.partition("T")
        if not day and not time:
            return BLANK
        if shape.kind is Kind.DAY or (shape.kind is Kind.DAY_OR_INSTANT and not time):
            return day
        return self.instant(name, day, time, offset)

    def instant(self, name: str, day: str, time: str, offset: str) -> Any:
        if not time:
            return self._problem(name, _("Add the time."))
        if not day:
            return self._problem(name, _("Add the day."))
        try:
            return moments.instant_text(day, time, self.clock.zone, offset)
        except moments.TimeSkipped:
            return self._problem(name, _("The clocks go forward over this time on that day. Choose another time."))
        except moments.TimeTwice:
            return self._problem(name, _("The clocks go back on that day, so this time comes twice. Say which one."))

    def _problem(self, name: str, words: str) -> _Blank:
        self.problems[name] = words
        return BLANK


def _plain(shape: Shape, text: str) -> Any:
    """Return a text as the form wants it; what is none of what is asked for is left to the form to refuse."""
    if shape.kind is Kind.NOTE:
        return text
    if not text:
        return BLANK
    if shape.kind is Kind.NUMBER and _INTEGER.fullmatch(text):
        return int(text)
    if shape.kind is Kind.YES_NO:
        return _YES_NO.get(text, text)
    if shape.name == LANGUAGE:
        return language_tag(text) or text
    return text
