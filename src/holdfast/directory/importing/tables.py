"""CSV tables: finding out which table a file is, and reading its rows one by one. Wrong columns are faults."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from holdfast.directory.importing.rows import Row
from holdfast.incoming.faults import Faults, Place
from holdfast.incoming.files import opened
from holdfast.incoming.texts import shown, unsafe_character

csv.field_size_limit(1024 * 1024)


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a form: its name, the columns it must have and those it may have."""

    form: str
    name: str
    required: frozenset[str]
    optional: frozenset[str] = frozenset()
    others: bool = False
    """Whether columns beyond these may stand in the file (they are not read)."""

    def misfit(self, header: set[str]) -> tuple[int, int]:
        """Return how many columns are missing in a header, and how many it has that are not of this table."""
        return len(self.required - header), len(header - self.required - self.optional)

    @property
    def accepted(self) -> str:
        """The columns in words."""
        may = f"; may have: {', '.join(sorted(self.optional))}" if self.optional else ""
        return f"{self.name}.csv of the {self.form} form, with the columns {', '.join(sorted(self.required))}{may}"


@dataclass(frozen=True, slots=True)
class TableFile:
    """A CSV file that is a known table."""

    path: Path
    table: Table

    def rows(self, faults: Faults) -> Iterator[Row]:
        """Yield the rows, the first below the header being row 2. Adds faults for what is not a row of this table."""
        for number, cells in enumerate(_records(self.path, faults), start=1):
            if number == 1:
                header = [cell.strip() for cell in cells]
                continue
            place = Place(self.path.name, f"row {number}")
            if not any(cells):
                continue
            if len(cells) != len(header):
                faults.add(
                    place, "", f"has {len(cells)} cells.", f"{len(header)} cells, one for each column of the header"
                )
                continue
            yield Row(
                dict(zip(header, cells, strict=True)), place, faults, private=self.table.name in ("contacts", "phones")
            )


def table_files(paths: list[Path], forms: Sequence[Sequence[Table]], faults: Faults) -> list[TableFile]:
    """Return the files as the tables they are, all of the one form they fit best; faults for what does not fit."""
    headers = {path: header for path in paths if (header := _header(path, faults))}
    fits = [{path: _nearest(path, header, form) for path, header in headers.items()} for form in forms]
    chosen = min(fits, key=lambda fit: _misfit(fit, headers))
    found = (TableFile(path, table) for path, table in chosen.items())
    return [file for file in found if _columns_fit(file, headers[file.path], faults)]


def _nearest(path: Path, header: set[str], form: Sequence[Table]) -> Table:
    """Return the table a file is by its name, else the one its columns come nearest to."""
    named = [table for table in form if table.name == path.stem]
    return named[0] if named else min(form, key=lambda table: table.misfit(header))


def _misfit(fit: Mapping[Path, Table], headers: Mapping[Path, set[str]]) -> tuple[int, int]:
    each = [table.misfit(headers[path]) for path, table in fit.items()]
    # HSDS gives its files their names, so a file called otherwise is rather of another form.
    strange = sum(table.others and path.stem != table.name for path, table in fit.items())
    return strange + sum(missing for missing, _ in each), sum(unknown for _, unknown in each)


def _columns_fit(file: TableFile, header: set[str], faults: Faults) -> bool:
    place, before, table = Place(file.path.name, "row 1"), faults.count, file.table
    if table.misfit(header)[0] > len(table.required) / 2:
        faults.add(place, "", "the columns are those of no table we know; the nearest is named here.", table.accepted)
        return False
    for column in sorted(table.required - header):
        faults.add(place, column, "the column is missing.", table.accepted)
    for column in sorted(header - table.required - table.optional):
        if not table.others:
            faults.add(place, shown(column), "is not a column of this table.", table.accepted)
    return faults.count == before


def _header(path: Path, faults: Faults) -> set[str] | None:
    if not opened(path, faults):
        return None
    before = faults.count
    first = next(_records(path, faults), None)
    if faults.count > before:
        return None
    cells = [cell.strip() for cell in first or []]
    place = Place(path.name, "row 1")
    if not any(cells):
        faults.add(place, "", "there is no header.", "the names of the columns, with commas between")
    for twice in sorted({cell for cell in cells if cells.count(cell) > 1 or unsafe_character(cell)}):
        faults.add(place, shown(twice), "stands twice in the header, or has hidden characters.", "each column once")
    return set(cells) if faults.count == before else None


def _records(path: Path, faults: Faults) -> Iterator[list[str]]:
    number = 0
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            for record in csv.reader(lines, strict=True):
                number += 1
                yield record
    except UnicodeDecodeError:
        faults.add(
            Place(path.name, f"row {number + 1} or soon after"), "", "is not UTF-8.", "UTF-8; save the file as UTF-8"
        )
    except csv.Error as why:
        size = "limit" in str(why)
        wrong = "a cell has more than 1 MiB." if size else "the quotation marks of a cell do not close as they should."
        faults.add(
            Place(path.name, f"row {number + 1}"), "", wrong, "cells with commas or line breaks in double quotes"
        )
