"""The types of fields: text that is safe to keep, ids that must exist, instants and dates."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StringConstraints

NOTE_LENGTH = 4000
LINE_LENGTH = 300
LIST_LENGTH = 50
FIRST_YEAR, LAST_YEAR = 2000, 2200

UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
"""Characters that can hide or change text: controls, NUL, direction overrides, lone surrogates."""
_INSTANT = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?([Zz]|[+-]\d\d:\d\d)")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")


class Form(BaseModel):
    """Base of everything that comes in: frozen, and a field it does not know is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


def unsafe_character(text: str) -> str | None:
    """Name the first character that can hide or change text, or return None."""
    found = UNSAFE.search(text)
    return f"U+{ord(found[0]):04X}" if found else None


def _safe_text(value: str) -> str:
    found = unsafe_character(value)
    if found:
        raise ValueError(f"has the character {found}, which can hide or change text; leave it out")
    return value


def _not_blank(value: str) -> str:
    if not value.strip():
        raise ValueError("is blank; write it out")
    return value


def _instant(value: object) -> object:
    if isinstance(value, datetime):
        return value
    if isinstance(value, str) and _INSTANT.fullmatch(value):
        return value
    raise ValueError("must be an instant with an offset, like 2026-11-18T14:00:00-05:00")


def _instant_in_range(value: datetime) -> datetime:
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise ValueError(f"must be between the years {FIRST_YEAR} and {LAST_YEAR}")
    return value.astimezone(UTC)


def _day(value: object) -> object:
    if isinstance(value, str) and _DATE.fullmatch(value):
        return value
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    raise ValueError("must be a date, like 2026-11-18")


def _day_in_range(value: date) -> date:
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise ValueError(f"must be between the years {FIRST_YEAR} and {LAST_YEAR}")
    return value


class NamedThing(StrEnum):
    """What an id in a field names; ids that nobody has are malformed."""

    PERSON = "person"
    PATHWAY = "pathway"
    SERVICE = "service"
    SLOT = "slot"


@dataclass(frozen=True, slots=True)
class Names:
    """Marks a field whose value is an id of the directory or the staff list."""

    thing: NamedThing
    or_kind: bool = False
    """Whether a kind (`mailbox:intake`, `team:night`) may stand in its place: well formed, for a control to refuse."""


Note = Annotated[str, StringConstraints(max_length=NOTE_LENGTH), AfterValidator(_safe_text)]
"""Free text, may be empty."""
Line = Annotated[
    str, StringConstraints(max_length=LINE_LENGTH, strict=True), AfterValidator(_safe_text), AfterValidator(_not_blank)
]
"""A short text that says something."""
Text = Annotated[
    str, StringConstraints(max_length=NOTE_LENGTH, strict=True), AfterValidator(_safe_text), AfterValidator(_not_blank)
]
"""A longer text that says something."""
Answer = Annotated[str, StringConstraints(max_length=LINE_LENGTH, strict=True), AfterValidator(_safe_text)]
"""A short text inside an object whose parts may be missing: a control, not the form, asks for it."""

Instant = Annotated[datetime, BeforeValidator(_instant), AfterValidator(_instant_in_range)]
"""An instant with an offset; kept in UTC."""
Day = Annotated[date, BeforeValidator(_day), AfterValidator(_day_in_range)]
"""A calendar date."""
DayOrInstant = Day | Instant
"""A bare date means that day's close in the originating service's zone (protocol section 4)."""

_Id = Annotated[str, StringConstraints(max_length=100, min_length=1, strict=True), AfterValidator(_safe_text)]

PartyId = Annotated[_Id, Names(NamedThing.PERSON)]
"""The id of a named person."""
PartyOrKind = Annotated[_Id, Names(NamedThing.PERSON, or_kind=True)]
"""The id of a named person, or a kind that is none: `mailbox:`, `queue:`, `team:`."""
PathwayId = Annotated[_Id, Names(NamedThing.PATHWAY, or_kind=True)]
"""The id of one concrete service route. `kind:...` names a kind of service, never a route (A1.pathway)."""
ServiceId = Annotated[_Id, Names(NamedThing.SERVICE)]
"""The id of a service of the directory."""
SlotId = Annotated[_Id, Names(NamedThing.SLOT)]
"""The id of a time that a service published."""


def names_a_kind(value: str) -> bool:
    """Say whether an id field holds a kind (`mailbox:intake`, `kind:outpatient`) in place of one named thing."""
    return ":" in value


class FieldsMissing(ValueError):  # noqa: N818 - carries the names that the form lacks
    """A field that may be null is null where the rest of the form asks for it."""

    def __init__(self, fields: tuple[str, ...], because: str) -> None:
        super().__init__(f"must be given, since {because}")
        self.fields = fields


def require(form: Form, names: tuple[str, ...], *, because: str) -> None:
    """Raise `FieldsMissing` where a field of `names` is null."""
    missing = tuple(name for name in names if getattr(form, name) is None)
    if missing:
        raise FieldsMissing(missing, because)
