"""One row of a table, or one JSON object: asked for its cells by name, it gives a sound answer or a fault. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import date

from holdfast.directory.importing.cells import CLOCK_FORMS, DATE_FORMS, EVERY_YEAR, clock_of, day_of
from holdfast.directory.importing.entries import Kind, Reference
from holdfast.incoming.faults import Faults, Place
from holdfast.incoming.texts import shown, unsafe_character

LINE = 300
LONGEST_KEY = 200
FEWEST_DIGITS, MOST_DIGITS = 3, 15
LONGEST = 20_000
_EMAIL = re.compile(r"[^\s@,;<>\"]{1,64}@[^\s@,;<>\"]{1,185}\.[^\s@,;<>\".]{1,63}")
_YES = {"true": True, "yes": True, "t": True, "1": True, "false": False, "no": False, "f": False, "0": False}


class Part(dict[str, object]):
    """The cells of a row of another table that belongs to a row, with its own place."""

    def __init__(self, cells: Mapping[str, object], place: Place) -> None:
        super().__init__(cells)
        self.place = place


class Row:
    """The cells of one row. `private`: its cells are about a named human and are not shown in a fault."""

    def __init__(self, cells: Mapping[str, object], place: Place, faults: Faults, *, private: bool = False) -> None:
        self.cells = cells
        self.place = place
        self.faults = faults
        self.private = private

    def fault(self, column: str, wrong: str, accepted: str) -> None:
        """Add a fault at one column of this row."""
        self.faults.add(self.place, column, wrong, accepted)

    def has(self, column: str) -> bool:
        """Say whether the source has this column (or property) at all."""
        return column in self.cells

    def quoted(self, value: object) -> str:
        """Return the cell as a fault may show it."""
        return "what stands here" if self.private else f"“{shown(value)}”"

    def text(self, column: str, *, required: bool = False, most: int = LINE) -> str:
        """Return a cell's text without the blanks round it; blank where there is none."""
        value = self.cells.get(column)
        if value is None or value == "":
            text = ""
        elif isinstance(value, str):
            text = value.strip()
        elif isinstance(value, int | float) and not isinstance(value, bool):
            text = str(value)
        else:
            self.fault(column, "is not text.", "text")
            return ""
        return self._sound(column, text, required=required, most=most)

    def key(self, column: str) -> str:
        """Return the key that the source gives the row."""
        return self.text(column, required=True, most=LONGEST_KEY)

    def _sound(self, column: str, text: str, *, required: bool, most: int) -> str:
        unsafe = unsafe_character(text)
        if required and not text:
            self.fault(column, "is missing.", f"a text of 1 to {most} characters")
        elif unsafe:
            self.fault(column, f"has the character {unsafe}, which can hide or change text.", "text without it")
        elif len(text) > most:
            self.fault(column, f"has {len(text)} characters.", f"at most {most} characters")
        else:
            return text
        return ""

    def choice(self, column: str, accepted: Mapping[str, str], *, default: str) -> str:
        """Return what one of the accepted words stands for; `default` where the cell is blank."""
        word = self.text(column).casefold()
        if not word:
            return default
        if word not in accepted:
            self.fault(column, f"{self.quoted(word)} is not known here.", ", ".join(accepted))
            return default
        return accepted[word]

    def number(self, column: str, least: int, most: int) -> int | None:
        """Return a whole number in a range, None where the cell is blank."""
        text = self.text(column)
        if not text:
            return None
        if not re.fullmatch(r"-?\d{1,9}(\.0+)?", text, re.ASCII) or not least <= int(float(text)) <= most:
            self.fault(column, f"{self.quoted(text)} is not such a number.", f"a whole number from {least} to {most}")
            return None
        return int(float(text))

    def flag(self, column: str) -> bool | None:
        """Return yes or no, None where the cell is blank."""
        value = self.cells.get(column)
        word = str(value).casefold() if isinstance(value, bool) else self.text(column).casefold()
        if word and word not in _YES:
            self.fault(column, f"{self.quoted(word)} is neither true nor false.", "true or false")
        return _YES.get(word)

    def day(self, column: str, *, yearly: bool = False) -> date | None:
        """Return a date, None where the cell is blank. `yearly`: the year 1 (`January 01, 0001`) means every year."""
        text = self.text(column)
        found = day_of(text)
        if text and (found is None or (found.year == EVERY_YEAR and not yearly)):
            self.fault(column, f"{self.quoted(text)} is not a date we can read.", DATE_FORMS)
            return None
        return found

    def clock(self, column: str) -> int | None:
        """Return a time of day in minutes from midnight (24:00 is 1440); None where the cell is blank."""
        text = self.text(column)
        found = clock_of(text)
        if text and found is None:
            self.fault(column, f"{self.quoted(text)} is not a time we can read.", CLOCK_FORMS)
        return found

    def email(self, column: str) -> str:
        """Return an e-mail address, blank where there is none."""
        text = self.text(column, most=254)
        if text and not _EMAIL.fullmatch(text):
            self.fault(column, f"{self.quoted(text)} is not an e-mail address.", "one address, like intake@example.org")
            return ""
        return text

    def phone(self, column: str) -> str:
        """Return a phone number as it is written, without quotation marks round it."""
        text = self.text(column, required=True, most=50).strip("\"'“” ")
        digits = sum(c in "0123456789" for c in text)
        if text and not (re.fullmatch(r"\+?[0-9 ().\-/]+", text) and FEWEST_DIGITS <= digits <= MOST_DIGITS):
            self.fault(
                column, f"{self.quoted(text)} is not a phone number.", "3 to 15 digits with + ( ) . - / or blanks"
            )
        return text

    def listed(self, column: str, most: int = LONGEST) -> list[str]:
        """Return the parts of a cell that holds a list with commas, in order, each once."""
        parts = (part.strip() for part in self.text(column, most=most).split(","))
        return list(dict.fromkeys(part for part in parts if part))

    def objects(self, column: str) -> list[tuple[Mapping[str, object], Place]]:
        """Return the JSON objects of a list, each with its place; a fault where it is not such a list."""
        value = self.cells.get(column)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.fault(column, "is not a list of objects.", "a list of objects, or leave it out")
            return []
        places = (self.place.below(column).below(n) for n in range(len(value)))
        return [(item, getattr(item, "place", place)) for item, place in zip(value, places, strict=True)]

    def first_of(self, columns: Collection[str]) -> bool:
        """Say whether at least one of the columns is filled in; else add a fault that names them all."""
        if any(self.text(column) for column in columns):
            return True
        many = f"one of {', '.join(columns)}" if len(columns) > 1 else next(iter(columns))
        self.fault("", f"has no parent: {many} must be filled in.", f"an id in {many}")
        return False


def address_values(row: Row, kind: str) -> dict[str, object]:
    """Return the values of an address, which Ohana and HSDS write alike."""
    return {
        "kind": kind,
        "attention": row.text("attention"),
        "line_1": row.text("address_1", required=True),
        "line_2": row.text("address_2"),
        "city": row.text("city", required=True, most=200),
        "state": row.text("state_province", required=True, most=200),
        "postal_code": row.text("postal_code", required=True, most=50),
        "country": row.text("country", required=True, most=100),
    }


def references(row: Row, *kinds: Kind) -> Iterator[Reference]:
    """Yield what a row names in its columns `location_id`, `service_id` and so on: those columns that it has."""
    for kind in kinds:
        column = f"{kind}_id"
        if row.has(column):
            yield Reference(kind.value, kind, row.text(column), column)
