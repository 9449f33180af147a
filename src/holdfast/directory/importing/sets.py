"""Finding out what a path holds (a folder or a file, Ohana or HSDS, CSV or JSON) and reading it as entries."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from holdfast.directory.importing import hsds, hsds_csv, ohana
from holdfast.directory.importing.entries import Entry, Kind, Reading
from holdfast.directory.importing.hsds_json import HsdsJson
from holdfast.directory.importing.tables import TableFile, table_files
from holdfast.incoming.faults import Faults, Place

_ACCEPTED = "a folder of Ohana or HSDS 3.0 .csv tables, a folder of HSDS 3.0 .json files, or one such file"


class OhanaTables:
    """A set of Ohana tables; each row is read from its file when it is asked for, so memory stays small."""

    def __init__(self, files: list[TableFile]) -> None:
        order = list(Kind)
        self._files = sorted(files, key=lambda file: order.index(ohana.KINDS[file.table.name][0]))

    def check(self, faults: Faults) -> Iterator[Entry]:
        """Yield every entry once, parents before children; adds the faults of the files."""
        for file in self._files:
            for row in file.rows(faults):
                yield from ohana.entries(file.table.name, row)

    def entries(self, kind: Kind) -> Iterator[Entry]:
        """Yield the entries of one kind, of files that were checked."""
        unheard = Faults()
        for file in self._files:
            if kind in ohana.KINDS[file.table.name]:
                rows = (entry for row in file.rows(unheard) for entry in ohana.entries(file.table.name, row))
                yield from (entry for entry in rows if entry.kind is kind)


class HsdsTables:
    """A set of HSDS 3.0 tables; rows are read when asked for, only the small folded tables are held in memory."""

    def __init__(self, files: list[TableFile], faults: Faults) -> None:
        order = list(Kind)
        self._folded = hsds_csv.Folded(files, faults)
        large = [file for file in files if hsds_csv.table_name(file) in hsds_csv.KINDS]
        self._files = sorted(large, key=lambda file: order.index(hsds_csv.KINDS[hsds_csv.table_name(file)]))

    def check(self, faults: Faults) -> Iterator[Entry]:
        """Yield every entry once, parents before children; adds the faults of the files."""
        for file in self._files:
            yield from self._of(file, faults)

    def entries(self, kind: Kind) -> Iterator[Entry]:
        """Yield the entries of one kind, of files that were checked."""
        for file in self._files:
            if hsds_csv.KINDS[hsds_csv.table_name(file)] is kind:
                yield from self._of(file, Faults())

    def _of(self, file: TableFile, faults: Faults) -> Iterator[Entry]:
        kind = hsds_csv.KINDS[hsds_csv.table_name(file)]
        for row in hsds_csv.folded_rows(file, self._folded, faults):
            yield from hsds.entries(kind, row)


def reading_of(path: Path, faults: Faults) -> tuple[Reading, str] | None:
    """Return what a path holds, ready to read, and the name of its form. None with faults where it cannot be read."""
    files = _files_of(path, faults)
    if not files or faults:
        return None
    if _suffix(files[0]) == ".json":
        found = HsdsJson(files, faults)
        return None if faults else (found, hsds.FORM)
    tables = table_files(files, (ohana.TABLES, hsds_csv.TABLES), faults)
    if faults or not tables:
        return None
    if tables[0].table.form == ohana.FORM:
        return OhanaTables(tables), ohana.FORM
    read = HsdsTables(tables, faults)
    return None if faults else (read, hsds.FORM)


def _suffix(path: Path) -> str:
    return path.suffix.lower() if path.suffix.lower() in (".csv", ".json") else ""


def _files_of(path: Path, faults: Faults) -> list[Path]:
    files = sorted(file for file in path.iterdir() if file.is_file()) if path.is_dir() else [path]
    if not path.exists():
        faults.add(Place(path.name), "", "there is no such file or folder.", _ACCEPTED)
        return []
    found = [file for file in files if _suffix(file) and not file.name.startswith(".")]
    if not found:
        wrong = "holds no .csv and no .json file." if path.is_dir() else "is neither a .csv nor a .json file."
        faults.add(Place(path.name), "", wrong, _ACCEPTED)
    if len(set(map(_suffix, found))) > 1:
        faults.add(Place(path.name), "", "holds .csv and .json files.", _ACCEPTED)
    return found
