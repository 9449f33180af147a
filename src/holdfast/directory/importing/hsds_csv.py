"""The CSV (tabular) form of HSDS 3.0: its tables. Small ones of a service or location are folded into it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from holdfast.directory.importing.entries import Kind
from holdfast.directory.importing.hsds import FORM
from holdfast.directory.importing.rows import Part, Row
from holdfast.directory.importing.tables import Table, TableFile
from holdfast.incoming.faults import Faults

_COLUMNS = {
    "organizations": "id name",
    "programs": "id organization_id name",
    "locations": "id location_type",
    "addresses": "id location_id address_1 city state_province postal_code country address_type",
    "taxonomies": "id name",
    "taxonomy_terms": "id name",
    "services": "id organization_id name status",
    "service_at_locations": "id service_id location_id",
    "contacts": "id",
    "phones": "id number",
    "schedules": "id",
    "languages": "id",
    "required_documents": "id service_id document",
    "attributes": "id link_id link_entity taxonomy_term_id",
    "service_capacity": "id service_id available",
}
_ALSO_CALLED = {"service_at_location": "service_at_locations", "service_capacities": "service_capacity"}
KINDS = {
    "organizations": Kind.ORGANIZATION,
    "programs": Kind.PROGRAM,
    "locations": Kind.LOCATION,
    "addresses": Kind.ADDRESS,
    "taxonomies": Kind.CATEGORY,
    "taxonomy_terms": Kind.CATEGORY,
    "services": Kind.SERVICE,
    "service_at_locations": Kind.PLACE,
    "contacts": Kind.CONTACT,
    "phones": Kind.PHONE,
    "schedules": Kind.PERIOD,
}


def _table(name: str, columns: str) -> Table:
    return Table(FORM, name, frozenset(columns.split()), others=True)


TABLES = tuple(
    [_table(name, columns) for name, columns in _COLUMNS.items()]
    + [_table(other, _COLUMNS[name]) for other, name in _ALSO_CALLED.items()]
)


def table_name(file: TableFile) -> str:
    """Return the table's name in the plural HSDS uses, whichever the file has."""
    return _ALSO_CALLED.get(file.table.name, file.table.name)


class Folded:
    """The small tables by what they belong to: languages, documents, terms, capacities, and places of services."""

    def __init__(self, files: list[TableFile], faults: Faults) -> None:
        self._lists: dict[tuple[str, str, str], list[Part]] = defaultdict(list)
        self._service_of: dict[str, str] = {}
        self._tables = {table_name(file) for file in files}
        rows = {table_name(file): list(file.rows(faults)) for file in files if table_name(file) not in _LARGE}
        terms = {str(row.cells["id"]): row for row in rows.get("taxonomy_terms", [])}
        self._fold(rows, terms)

    def _fold(self, rows: dict[str, list[Row]], terms: dict[str, Row]) -> None:
        for row in rows.get("languages", []):
            for owner in ("service", "location"):
                self._add(owner, row.text(f"{owner}_id"), "languages", row)
        for row in rows.get("required_documents", []):
            self._add("service", row.text("service_id", required=True), "required_documents", row)
        for row in rows.get("service_capacity", []):
            self._add("service", row.text("service_id", required=True), "capacities", row)
        for row in rows.get("attributes", []):
            self._add_term(row, terms)
        self._service_of = {row.text("id"): row.text("service_id") for row in rows.get("service_at_locations", [])}

    def _add(self, owner: str, key: str, name: str, row: Row) -> None:
        if key:
            self._lists[owner, key, name].append(Part(row.cells, row.place))

    def _add_term(self, row: Row, terms: dict[str, Row]) -> None:
        term = terms.get(row.text("taxonomy_term_id", required=True))
        if term is None:
            row.fault(
                "taxonomy_term_id", "names a term that is not in these files.", "the id of a row of taxonomy_terms.csv"
            )
        elif row.text("link_entity") == "service":
            key = row.text("link_id", required=True)
            part = Part({"taxonomy_term": Part(term.cells, term.place)}, row.place)
            self._lists["service", key, "attributes"].append(part)

    def complete(self, kind: Kind, row: Row) -> Row:
        """Return the row with what is folded into it. What stands at a service at a location belongs to the service."""
        key = str(row.cells["id"]).strip()
        more: dict[str, object] = {}
        for name, table in _FOLDED.get(kind, {}).items():
            if table in self._tables:
                more[name] = self._lists.get((str(kind), key, name), [])
        place = row.text("service_at_location_id") if row.has("service_at_location_id") else ""
        if place and not row.text("service_id"):
            more["service_id"] = self._service_of.get(place, place)
        return Row({**row.cells, **more}, row.place, row.faults, private=row.private)


_LARGE = frozenset(KINDS) - {"taxonomy_terms", "service_at_locations"}
_FOLDED = {
    Kind.SERVICE: {
        "languages": "languages",
        "required_documents": "required_documents",
        "attributes": "attributes",
        "capacities": "service_capacity",
    },
    Kind.LOCATION: {"languages": "languages"},
}


def folded_rows(file: TableFile, folded: Folded, faults: Faults) -> Iterator[Row]:
    """Yield the rows of a table that becomes entries, each complete."""
    kind = KINDS[table_name(file)]
    for row in file.rows(faults):
        yield folded.complete(kind, row)
