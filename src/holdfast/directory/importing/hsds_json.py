"""The JSON form of HSDS 3.0: nested objects taken apart into rows. An object may stand in several places, if alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from holdfast.directory.importing.entries import Entry, Kind
from holdfast.directory.importing.hsds import entries
from holdfast.directory.importing.rows import Row
from holdfast.incoming.faults import Faults, Place
from holdfast.incoming.files import json_of

_MANY: dict[Kind, dict[str, Kind]] = {
    Kind.ORGANIZATION: {
        "locations": Kind.LOCATION, "contacts": Kind.CONTACT, "phones": Kind.PHONE, "programs": Kind.PROGRAM,
        "services": Kind.SERVICE,
    },
    Kind.SERVICE: {
        "service_at_locations": Kind.PLACE, "contacts": Kind.CONTACT, "phones": Kind.PHONE, "schedules": Kind.PERIOD,
    },
    Kind.PLACE: {"contacts": Kind.CONTACT, "phones": Kind.PHONE, "schedules": Kind.PERIOD},
    Kind.LOCATION: {
        "addresses": Kind.ADDRESS, "contacts": Kind.CONTACT, "phones": Kind.PHONE, "schedules": Kind.PERIOD,
    },
    Kind.CONTACT: {"phones": Kind.PHONE},
}  # fmt: skip
_ONE: dict[Kind, dict[str, Kind]] = {
    Kind.SERVICE: {"organization": Kind.ORGANIZATION, "program": Kind.PROGRAM},
    Kind.PLACE: {"service": Kind.SERVICE, "location": Kind.LOCATION},
}
_KIND_BY_NAME = (
    ("service_at_location", Kind.PLACE),
    ("service", Kind.SERVICE),
    ("location", Kind.LOCATION),
    ("organization", Kind.ORGANIZATION),
    ("taxonomy", Kind.CATEGORY),
)
_SHAPES = (
    ({"service", "location"}, Kind.PLACE),
    ({"location_type"}, Kind.LOCATION),
    ({"name", "status"}, Kind.SERVICE),
    ({"name", "services"}, Kind.ORGANIZATION),
    ({"name", "website"}, Kind.ORGANIZATION),
)
_ACCEPTED = (
    "an HSDS 3.0 service, organization, location, service_at_location, taxonomy or taxonomy_term, a list of them,"
    " or a page with such a list in `contents`"
)


class HsdsJson:
    """A set of HSDS 3.0 JSON files. All of it is held in memory: the size of each file is limited."""

    def __init__(self, paths: list[Path], faults: Faults) -> None:
        self._entries: dict[Kind, dict[str, Entry]] = {kind: {} for kind in Kind}
        for path in paths:
            value = json_of(path, faults)
            if value is not None:
                self._read_all(path, value, faults)

    def check(self, faults: Faults) -> Iterator[Entry]:
        """Yield every entry once, parents before children."""
        for kind in Kind:
            yield from self._entries[kind].values()

    def entries(self, kind: Kind) -> Iterator[Entry]:
        """Yield the entries of one kind."""
        yield from self._entries[kind].values()

    def _read_all(self, path: Path, value: object, faults: Faults) -> None:
        try:
            self._read(path, value, faults)
        except RecursionError:
            faults.add(Place(path.name, "$"), "", "the objects are nested too deep.", _ACCEPTED)

    def _read(self, path: Path, value: object, faults: Faults) -> None:
        place = Place(path.name, "$")
        if isinstance(value, dict) and "contents" in value:
            value, place = value["contents"], place.below("contents")
        listed = isinstance(value, list)
        for number, item in enumerate(value if isinstance(value, list) else [value]):
            at = place.below(number) if listed else place
            kind = _kind_of(path, item)
            if kind is None:
                faults.add(at, "", "is no object of HSDS that we read.", _ACCEPTED)
            else:
                self._walk(kind, item, at, faults, {})

    def _walk(self, kind: Kind, item: object, at: Place, faults: Faults, parent: Mapping[str, object]) -> None:
        if not isinstance(item, dict):
            faults.add(at, "", "is not an object.", f"an object: the {kind}")
            return
        own = {**item, **{name: key for name, key in parent.items() if not item.get(name)}}
        for name, child_kind in _ONE.get(kind, {}).items():
            child = item.get(name)
            if isinstance(child, dict):
                own.setdefault(f"{child_kind}_id", child.get("id"))
                self._walk(child_kind, child, at.below(name), faults, _passed_down(kind, child_kind, own))
        for entry in entries(kind, Row(own, at, faults, private=kind in (Kind.CONTACT, Kind.PHONE))):
            self._keep(entry, faults)
        for name, child_kind in _MANY.get(kind, {}).items():
            for child, child_at in Row(item, at, faults).objects(name):
                self._walk(child_kind, child, child_at, faults, _own_id(kind, own))

    def _keep(self, entry: Entry, faults: Faults) -> None:
        kept = self._entries[entry.kind]
        other = kept.get(entry.key)
        if other is None:
            kept[entry.key] = entry
            return
        if _differ(other.values, entry.values):
            wrong = f"the id stands already, with other content, at {other.place.column('')}."
            faults.add(entry.place, "id", wrong, "an id of its own, or the same content")
            return
        kept[entry.key] = _merged(other, entry)


def _kind_of(path: Path, item: object) -> Kind | None:
    if not isinstance(item, dict):
        return None
    for start, kind in _KIND_BY_NAME:
        if path.stem.startswith(start):
            return kind
    return next((kind for names, kind in _SHAPES if names <= set(item)), None)


def _own_id(kind: Kind, own: Mapping[str, object]) -> dict[str, object]:
    if kind is Kind.PLACE:  # what is said of a service at a place is kept at the service
        return {"service_id": own.get("service_id")}
    return {f"{kind}_id": own.get("id")}


def _passed_down(kind: Kind, child: Kind, own: Mapping[str, object]) -> dict[str, object]:
    if kind is Kind.SERVICE and child is Kind.PROGRAM:
        return {"organization_id": own.get("organization_id")}
    return {}


def _differ(one: dict[str, object], other: dict[str, object]) -> bool:
    for name in one.keys() & other.keys():
        a, b = one[name], other[name]
        if isinstance(a, dict) and isinstance(b, dict):
            if _differ(a, b):
                return True
        elif a != b:
            return True
    return False


def _merged(one: Entry, other: Entry) -> Entry:
    values = {**one.values, **other.values}
    for name, value in one.values.items():
        later = other.values.get(name)
        if isinstance(value, dict) and isinstance(later, dict):
            values[name] = {**value, **later}
    # The same phone may stand at a service, its location and a contact: it belongs to each of them.
    taken = {reference.field for reference in one.references}
    more = tuple(reference for reference in other.references if reference.field not in taken)
    return replace(one, values=values, references=one.references + more)
