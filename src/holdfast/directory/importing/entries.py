"""Entries: what every form of directory is read into, before anything is stored. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from holdfast.incoming.faults import Faults, Place


class Kind(StrEnum):
    """The kinds of entry, parents before children: the order they are stored in."""

    ORGANIZATION = "organization"
    PROGRAM = "program"
    LOCATION = "location"
    ADDRESS = "address"
    CATEGORY = "category"
    SERVICE = "service"
    PLACE = "service_at_location"
    CONTACT = "contact"
    PHONE = "phone"
    PERIOD = "schedule"
    CLOSURE = "closure"


@dataclass(frozen=True, slots=True)
class Reference:
    """That an entry names another one, or with a blank key that it names none.

    `field` is where it is kept (None: it is only checked), `column` where the source says so.
    """

    field: str | None
    kind: Kind
    key: str
    column: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One row to be: its kind, the key its source gives it, its values by field, and what it names."""

    kind: Kind
    key: str
    values: dict[str, object]
    place: Place
    references: tuple[Reference, ...] = ()
    counted: bool = True
    """False where it is only a part of another entry's row."""


class Reading(Protocol):
    """A set of files as entries."""

    def check(self, faults: Faults) -> Iterator[Entry]:
        """Yield every entry once, parents before children, and add the faults that are met on the way."""
        ...

    def entries(self, kind: Kind) -> Iterator[Entry]:
        """Yield the entries of one kind; only after a check that found no fault."""
        ...
