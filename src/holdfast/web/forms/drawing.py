"""Draws the shapes of a form as fields: what was typed, what is wrong with it, and what there is to choose."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from holdfast.protocol.codes import (
    Acceptance,
    Channel,
    FailureCategory,
    FirstActionStatus,
    PersonHeard,
    PersonReport,
    RetellingSource,
    Urgency,
)
from holdfast.web.forms import moments
from holdfast.web.forms.explaining import explained
from holdfast.web.forms.field_words import ANSWERS, FIELDS, naming
from holdfast.web.forms.fields import FieldView, Moment, Option, Widget
from holdfast.web.forms.reading import MOST_ROWS, Clock, Typed, last, rows_of
from holdfast.web.forms.shapes import LANGUAGE, MOMENTS, Kind, Shape
from holdfast.web.forms.versions import NUMBERS
from holdfast.web.words import codes, times
from holdfast.web.words.parts import Words
from holdfast.web.words.tongues import language_shown

RADIOS_AT_MOST = 6
_LONGEST_SHOWN = 40
_WIDGETS = {
    Kind.LINE: Widget.LINE, Kind.TEXT: Widget.AREA, Kind.NOTE: Widget.AREA, Kind.NUMBER: Widget.NUMBER,
    Kind.YES_NO: Widget.RADIOS, Kind.CODES: Widget.CHECKBOXES, Kind.ID: Widget.SELECT, Kind.WORD: Widget.RADIOS,
    Kind.PARTS: Widget.GROUP, Kind.ROWS: Widget.ROWS,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Offered:
    """What there is to choose, by dotted name: ids with names, codes that fit this handoff, days, what may be typed."""

    options: Mapping[str, Sequence[Option]] = field(default_factory=dict)
    fitting: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Codes that fit; the others stand below them. A field that is not here has no such difference."""
    quick: Mapping[str, Sequence[Option]] = field(default_factory=dict)
    suggestions: Mapping[str, Sequence[Option]] = field(default_factory=dict)
    has_more: bool = False
    """Whether more people could be named than are offered, so that they are looked for by name."""


@dataclass(frozen=True, slots=True)
class Paper:
    """On what a form is drawn: what was typed, what the protocol said of it, what is offered, and where and when.

    `problems`: by dotted name, a sentence of `Malformed`; `said`: one that is in the reader's words already.
    """

    typed: Typed
    clock: Clock
    offered: Offered = field(default_factory=Offered)
    problems: Mapping[str, str] = field(default_factory=dict)
    said: Mapping[str, str] = field(default_factory=dict)
    focused: str = ""
    """The row that was just added."""


def draw(shapes: Iterable[Shape], paper: Paper) -> tuple[FieldView, ...]:
    """Return the fields of a form."""
    return tuple(_Drawing(paper).field(shape, shape.name, ()) for shape in shapes)


@dataclass(frozen=True, slots=True)
class _Drawing:
    paper: Paper

    def field(self, shape: Shape, name: str, above: tuple[str, ...], words: Words | None = None) -> FieldView:
        """Draw one field; `above`: the labels of the fields that it is a part of."""
        words = words or naming(shape)
        path = (*above, str(words.label))
        view = FieldView(
            name=name, label=str(words.label), hint=str(words.hint), widget=_widget(shape),
            error=self._error(shape, name, path),
        )  # fmt: skip
        if shape.kind in MOMENTS:
            return replace(view, moment=self._moment(shape, name))
        if shape.kind is Kind.PARTS:
            return replace(view, parts=tuple(self.field(p, f"{name}.{p.name}", path) for p in shape.parts))
        if shape.kind is Kind.ROWS:
            return self._rows(view, shape, above)
        return self._plain(view, shape)

    def _plain(self, view: FieldView, shape: Shape) -> FieldView:
        text = last(self.paper.typed, view.name)
        if view.widget is Widget.CHECKBOXES:
            return replace(view, options=self._options(shape, view.name, set(self.paper.typed.get(view.name, ()))))
        if view.widget in (Widget.RADIOS, Widget.SELECT):
            options = self._options(shape, view.name, {text})
            return replace(view, value=text, options=_with_unknown(view.widget, options, text))
        widget = Widget.AREA if "\n" in text and view.widget is Widget.LINE else view.widget
        suggestions = tuple(self.paper.offered.suggestions.get(view.name, ()))
        value = language_shown(text) if shape.name == LANGUAGE else text
        return replace(view, value=value, widget=widget, suggestions=suggestions)

    def _options(self, shape: Shape, name: str, chosen: set[str]) -> tuple[Option, ...]:
        options = self.paper.offered.options.get(name)
        if options is None:
            options = _own_options(shape)
        fitting = self.paper.offered.fitting.get(name)
        return tuple(
            replace(
                option, is_chosen=option.value in chosen,
                is_further=option.is_further or (fitting is not None and option.value not in fitting),
            )
            for option in options
            if shape.codes is not Channel or self._is_carried(option.value, fitting, chosen)
        )  # fmt: skip

    def _is_carried(self, channel: str, fitting: frozenset[str] | None, chosen: set[str]) -> bool:
        """Say whether a call can be carried like this: in the built-in room only where the open one is (by an API)."""
        return channel != Channel.ROOM or channel in chosen or channel in (fitting or ())

    def _rows(self, view: FieldView, shape: Shape, above: tuple[str, ...]) -> FieldView:
        assert shape.row is not None
        one = str(FIELDS[f"{shape.of}.{shape.name}.row"].label)
        numbers = rows_of(self.paper.typed, view.name) or [0]
        rows = []
        for place, number in enumerate(numbers, 1):
            name = f"{view.name}.{number}"
            words = Words(_("%(what)s %(number)s") % {"what": one, "number": place})
            row = self.field(shape.row, name, (*above, view.label), words)
            rows.append(replace(row, number=place, is_focused=name == self.paper.focused))
        more = _("Add another") if len(rows) < MOST_ROWS - 1 else ""
        return replace(view, rows=tuple(rows), more=more, next_id=f"{view.id}-{numbers[-1] + 1}")

    def _moment(self, shape: Shape, name: str) -> Moment:
        typed, clock = self.paper.typed, self.paper.clock
        quick, day, time, offset = (last(typed, f"{name}.{part}") for part in moments.PARTS)
        options = tuple(self.paper.offered.quick.get(_unnumbered(name), ()))
        if quick and quick != moments.OTHER and quick not in {option.value for option in options}:
            day, _at, time = quick.partition("T")  # offered yesterday, say
            quick = moments.OTHER
        if options:
            other = Option(moments.OTHER, _("Another day") if shape.kind is Kind.DAY else _("Another day and time"))
            chosen = quick or (moments.OTHER if day or time else "")
            options = tuple(replace(each, is_chosen=each.value == chosen) for each in (*options, other))
        return Moment(
            quick=options, day=day, time=time, has_time=shape.kind is not Kind.DAY,
            is_native=moments.browser_takes(time), zone=times.zone_name(ZoneInfo(clock.zone)),
            offsets=_offsets(moments.twice(day, time, clock.zone), offset),
            own_clock="" if shape.kind is Kind.DAY else _own_clock(day, time, clock.zone),
        )  # fmt: skip

    def _error(self, shape: Shape, name: str, path: tuple[str, ...]) -> str:
        if name in self.paper.said:
            return f"{': '.join(path)}. {self.paper.said[name]}" if shape.kind in MOMENTS else self.paper.said[name]
        sentence = self._sentence(shape, name)
        if sentence is None:
            return ""
        return explained(shape, ": ".join(path), last(self.paper.typed, name), sentence)

    def _sentence(self, shape: Shape, name: str) -> str | None:
        """Return what the protocol says of a field; of several codes, what it says of the first that is wrong."""
        problems = self.paper.problems
        among = (said for key, said in problems.items() if shape.kind is Kind.CODES and key.startswith(f"{name}."))
        return problems.get(name) or next(among, None)


def _widget(shape: Shape) -> Widget:
    if shape.kind is Kind.NUMBER and shape.name in NUMBERS:
        return Widget.HIDDEN
    if shape.kind in MOMENTS:
        return Widget.MOMENT
    if shape.kind is Kind.CODE:
        assert shape.codes is not None
        return Widget.RADIOS if len(shape.codes) <= RADIOS_AT_MOST else Widget.SELECT
    return _WIDGETS[shape.kind]


def _own_options(shape: Shape) -> tuple[Option, ...]:
    """Return the answers that the field itself knows, in the reader's language."""
    if shape.kind is Kind.YES_NO:
        return (Option("yes", _("Yes")), Option("no", _("No")))
    if shape.codes is None:
        own = f"{shape.of}.{shape.name}"
        return tuple(Option(value, str(w.label), str(w.hint)) for (of, value), w in ANSWERS.items() if of == own)
    offered = (code for code in shape.codes if code is not _REFUSED.get(type(code)))
    return tuple(Option(code.value, codes.in_words(code), codes.explained(code)) for code in offered)


_REFUSED: dict[type[StrEnum], StrEnum] = {
    type(code): code
    for code in (
        Urgency.NOT_RATED, Acceptance.UNDECIDED, PersonHeard.ASSUMED, FirstActionStatus.UNKNOWN,
        FailureCategory.UNSPECIFIED, PersonReport.NOT_ASKED, RetellingSource.STAFF,
    )
}  # fmt: skip
"""The answer of each list that says nothing and is refused in every case: no form offers it. An API may send it."""


def _with_unknown(widget: Widget, options: tuple[Option, ...], text: str) -> tuple[Option, ...]:
    """Keep in a list what was sent and is not among its answers; what is no answer at all is not drawn as a radio."""
    if widget is not Widget.SELECT or not text or any(option.value == text for option in options):
        return options
    shown = text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"
    return (*options, Option(text, _("Not in this list: %(value)s") % {"value": shown}, is_chosen=True))


def _own_clock(day: str, time: str, zone: str) -> str:
    """Return what the reader's own clock says where it is not the one in which is typed; blank where it is."""
    named = {"zone": times.zone_name(ZoneInfo(zone)), "own": times.zone_name()}
    if named["zone"] == named["own"]:
        return ""
    try:
        at = datetime.fromisoformat(moments.instant_text(day, time, zone))
    except ValueError:
        return _("This is %(zone)s, not your %(own)s.") % named
    return _("For you: %(when)s, %(own)s.") % {**named, "when": times.when(at)}


def _offsets(both: tuple[datetime, datetime] | None, chosen: str) -> tuple[Option, ...]:
    if both is None:
        return ()
    words = (_("The first, before the clocks go back"), _("The second, after the clocks went back"))
    offsets = (moments.offset_of(each) for each in both)
    return tuple(Option(o, said, is_chosen=o == chosen) for o, said in zip(offsets, words, strict=True))


def _unnumbered(name: str) -> str:
    """Return a field's name without the numbers of rows: each row is offered the same."""
    return ".".join(part for part in name.split(".") if not part.isdecimal())
