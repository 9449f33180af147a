"""The parts that a form is drawn of: frozen values, made by `drawing` and drawn by `components/field.html`.

Every text is in the reader's language already. Values are as they were typed, whatever is wrong with them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from holdfast.web.parts import ControlNote, ErrorSummary, LogLine


class Widget(StrEnum):
    """With what a field is filled in; each has a partial `components/field_<widget>.html`."""

    LINE = "line"
    AREA = "area"
    NUMBER = "number"
    RADIOS = "radios"
    SELECT = "select"
    CHECKBOXES = "checkboxes"
    MOMENT = "moment"
    """A day, an instant or either: quick choices, then day and time by native controls."""
    GROUP = "group"
    ROWS = "rows"
    HIDDEN = "hidden"
    """What a form carries and nobody types: the number of the version that it speaks of."""


@dataclass(frozen=True, slots=True)
class Option:
    """One of several answers. `is_further`: not among those that fit this handoff, so it stands below them."""

    value: str
    label: str
    hint: str = ""
    is_chosen: bool = False
    is_further: bool = False


@dataclass(frozen=True, slots=True)
class Moment:
    """The parts of a day or instant as they were typed, and what is said around them.

    `offsets`: which of the two is meant, on the day on which the clocks go back; else blank.
    """

    quick: tuple[Option, ...]
    day: str
    time: str
    has_time: bool
    is_native: bool
    """Whether a native time control can hold the time; one with microseconds is typed as text."""
    zone: str
    offsets: tuple[Option, ...] = ()
    own_clock: str = ""
    """What the reader's own clock says, where it is in another zone."""


@dataclass(frozen=True, slots=True)
class FieldView:
    """One field. `name` is what is posted (dotted), `id` what links and labels name."""

    name: str
    label: str
    widget: Widget
    hint: str = ""
    error: str = ""
    value: str = ""
    options: tuple[Option, ...] = ()
    suggestions: tuple[Option, ...] = ()
    """Of a line: what may be typed, as a native list."""
    moment: Moment | None = None
    parts: tuple[FieldView, ...] = ()
    rows: tuple[FieldView, ...] = ()
    more: str = ""
    """Of a list, the words of the button that adds a row; blank where no more may be added."""
    number: int = 0
    """Of a row, its number from one; nought for what is none."""
    is_focused: bool = False
    """Whether it is the row that was just added, though nothing is typed into it yet."""
    next_id: str = ""
    """Of a list, the id of the row that the button adds: there the page opens."""

    @property
    def id(self) -> str:
        """The id of its first control, where a link to the field leads."""
        return f"id_{self.name.replace('.', '-')}"

    @property
    def template(self) -> str:
        """The partial that draws it."""
        return f"components/field_{self.widget}.html"

    @property
    def described_by(self) -> str:
        """The ids of its hint and error, for `aria-describedby`; blank where it has neither."""
        told = (f"{self.id}-hint" if self.hint else "", f"{self.id}-error" if self.error else "")
        return " ".join(filter(None, told))

    @property
    def part(self) -> Mapping[str, FieldView]:
        """Its parts by the last part of their names."""
        return {part.name.rpartition(".")[2]: part for part in self.parts}

    @property
    def near(self) -> tuple[Option, ...]:
        """The options that fit this handoff; all of them where none does."""
        return tuple(option for option in self.options if not option.is_further) or self.options

    @property
    def further(self) -> tuple[Option, ...]:
        """The other options."""
        return tuple(option for option in self.options if option.is_further and option not in self.near)

    @property
    def is_further_chosen(self) -> bool:
        """Whether one of those that stand below is chosen, so that they must be in sight."""
        return any(option.is_chosen for option in self.further)


@dataclass(frozen=True, slots=True)
class Raised:
    """Before whom a matter was brought, and when: the level in words, and who holds it now (none where not shown)."""

    level: str
    at: datetime
    holders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Failed:
    """A control that does not hold: its rule, how to mend it, where (`url`, a page or a field of this one)."""

    id: str
    sentence: str
    mend: str
    url: str = ""
    action: str = ""
    """The words of the link."""
    field: str = ""
    """The field of this form in which it is mended; blank where that is another page."""
    raised: Raised | None = None

    @property
    def note(self) -> ControlNote:
        """Why it is asked."""
        return ControlNote.of(self.id)


@dataclass(frozen=True, slots=True)
class Keeping:
    """How a long form is kept until it is sent. `url`: where it is kept, as it is typed, by who has scripts."""

    url: str
    begun_at: datetime | None = None
    """When something else was begun, that is offered to go on with; none where nothing is offered."""
    go_on_url: str = ""
    kept_at: datetime | None = None
    """When what stands in the form was kept last."""


@dataclass(frozen=True, slots=True)
class Alert:
    """What stands above everything else of a form: it is not safe for the person."""

    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class FormPage:
    """Everything that a page of one step draws. Templates compute nothing.

    A page of your own draws `{% include "components/form.html" %}`, or between `components/form_head.html` and the
    submit button the fields that it wants: `{% include "components/field.html" with field=page.field.urgency %}`.
    """

    step: str
    title: str
    """Without names; with `Error: ` before it in `heading` where something is wrong."""
    intro: str
    submit: str
    fields: tuple[FieldView, ...]
    hidden: tuple[tuple[str, str], ...]
    """Names and values that are sent along: the idempotency key, the last event seen, the record that is corrected."""
    errors: ErrorSummary | None = None
    refused: tuple[Failed, ...] = ()
    """The controls that refused what was sent."""
    blocked: tuple[Failed, ...] = ()
    """The controls that would refuse it now, whatever is typed: the lock over the form."""
    news: tuple[LogLine, ...] = ()
    """What others filed since the form was opened."""
    controls: tuple[ControlNote, ...] = ()
    is_correction: bool = False
    back_url: str = ""
    case: str = ""
    """The case number, where it may be shown."""
    is_wrong: bool = False
    claimed: str = ""
    """Who else has the form open, in a sentence."""
    finds: str | None = None
    """The name by which somebody was looked for; none where everybody is offered anyway."""
    alert: Alert | None = None
    """What must be known before anybody goes on: it is not safe for the person."""
    keeping: Keeping | None = None
    """How it is kept until it is sent; none for a short form, and for guests."""

    @property
    def field(self) -> Mapping[str, FieldView]:
        """The fields by their names."""
        return {each.name: each for each in self.fields}


def walk(fields: tuple[FieldView, ...]) -> Iterator[FieldView]:
    """Yield every field of a form, parts and rows included."""
    for each in fields:
        yield each
        yield from walk(each.parts)
        yield from walk(each.rows)
