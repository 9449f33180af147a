"""Faults of outside files, and the count that ends an import. A fault says where, what is wrong, what is accepted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from holdfast.incoming.texts import shown
from holdfast.protocol.errors import HoldfastError

MOST_KEPT = 200
"""Faults that are kept and printed; those after are counted only, so that a broken file cannot fill the memory."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: a file, and in it a row (`row 3`) or a JSON path (`$.entry[0].resource`)."""

    file: str
    at: str = ""

    def below(self, step: str | int) -> Place:
        """Return the place one JSON step down."""
        return Place(self.file, f"{self.at}[{step}]" if isinstance(step, int) else f"{self.at}.{step}")

    def column(self, name: str) -> str:
        """Return this place in words, with a column of the row or a property of the object."""
        if self.at.startswith("$"):
            return f"{shown(self.file, 120)}: {self.at}{'.' + name if name else ''}"
        parts = [shown(self.file, 120), self.at, f"column {name}" if name else ""]
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in a file."""

    place: Place
    column: str
    wrong: str
    accepted: str

    def __str__(self) -> str:
        """Return the fault as one line for the one who mends the file."""
        return f"{self.place.column(self.column)}: {self.wrong} Accepted: {self.accepted}"


@dataclass(slots=True)
class Faults:
    """The faults of one import. `refused` counts the rows (or JSON objects) that have at least one."""

    kept: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    _rows: set[tuple[str, str]] = field(default_factory=set)
    count: int = 0

    def add(self, place: Place, column: str, wrong: str, accepted: str) -> None:
        """Put one fault on the list."""
        self.count += 1
        self._rows.add((place.file, place.at))
        if len(self.kept) < MOST_KEPT:
            self.kept.append(Fault(place, column, wrong, accepted))

    def note(self, place: Place, column: str, sentence: str) -> None:
        """Remember something that is left unknown, and why; it refuses nothing."""
        if len(self.notes) < MOST_KEPT:
            self.notes.append(f"{place.column(column)}: {sentence}")

    def __bool__(self) -> bool:
        """Say whether there is any fault."""
        return self.count > 0

    @property
    def refused(self) -> int:
        """How many rows have a fault."""
        return len(self._rows)

    def lines(self) -> Iterator[str]:
        """Yield one line for each fault kept, and one that says how many more there are."""
        yield from map(str, self.kept)
        if self.count > len(self.kept):
            yield f"... and {self.count - len(self.kept)} more faults."


class FileRefused(HoldfastError):  # noqa: N818 - a refused file is what it is
    """A file with faults: nothing of the run is imported."""

    def __init__(self, faults: Faults) -> None:
        super().__init__(f"{faults.count} faults")
        self.faults = faults


@dataclass(slots=True)
class Tally:
    """What an import did, in entries."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0

    def __str__(self) -> str:
        """Return the line that ends every import."""
        return f"{self.added} added, {self.changed} changed, {self.unchanged} unchanged, {self.refused} refused"
