"""HSDS 3.0: entries from its objects. Rows of the CSV form and objects of the JSON form are read by the same functions.

Beyond HSDS, terms of the taxonomies `holdfast-need`, `holdfast-payer`, `holdfast-capacity`, `holdfast-zone` and
`holdfast-staffed` say in our codes what HSDS has no field for. What is not said stays unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from holdfast.directory.hours import zone_fault
from holdfast.directory.importing.entries import Entry, Kind, Reference
from holdfast.directory.importing.rows import LONGEST, Row, address_values, references
from holdfast.directory.importing.schedules import Rule, recurring
from holdfast.directory.languages import language_code
from holdfast.incoming.texts import shown
from holdfast.protocol.codes import Capacity, Need

FORM = "hsds"
STATUSES = {name: name for name in ("active", "inactive", "defunct", "temporarily closed")}
PHONES = {
    "voice": "voice", "fax": "fax", "cell": "cell", "text": "sms", "textphone": "tty", "video": "video",
    "pager": "pager", "hotline": "hotline", "tty": "tty", "sms": "sms",
}  # fmt: skip
LOCATIONS = {name: name for name in ("physical", "postal", "virtual")}
OLDEST = 150
DESCRIBED = (
    "description alternate_name eligibility_description fees_description application_process interpretation_services"
    " wait_time alert"
).split()
_OURS = {
    "holdfast-need": "needs",
    "holdfast-payer": "payers",
    "holdfast-capacity": "capacity",
    "holdfast-zone": "zone",
    "holdfast-staffed": "staffed",
}
_STAFFED = {"yes": True, "no": False}


def entries(kind: Kind, row: Row) -> Iterator[Entry]:
    """Yield the entries that one object of a kind gives; where it names no key, a fault."""
    key = row.key("id")
    yield _READERS[kind](key, row)


def _organization(key: str, row: Row) -> Entry:
    values = _texts(row, "alternate_name", "website") | {"name": row.text("name", required=True)}
    if row.has("email"):
        values["email"] = row.email("email")
    if row.has("description"):
        values["description"] = row.text("description", most=LONGEST)
    return Entry(Kind.ORGANIZATION, key, values, row.place)


def _program(key: str, row: Row) -> Entry:
    values = _texts(row, "alternate_name") | {"name": row.text("name", required=True)}
    return Entry(Kind.PROGRAM, key, values, row.place, _named(row, Kind.ORGANIZATION, required=True))


def _location(key: str, row: Row) -> Entry:
    values = _texts(row, "name")
    row.text("location_type", required=True)
    values["kind"] = row.choice("location_type", LOCATIONS, default="")
    if row.has("languages"):
        values["languages"] = _languages(row)
    return Entry(Kind.LOCATION, key, values, row.place, _named(row, Kind.ORGANIZATION))


def _address(key: str, row: Row) -> Entry:
    values = address_values(row, row.choice("address_type", LOCATIONS, default="physical"))
    return Entry(Kind.ADDRESS, key, values, row.place, _named(row, Kind.LOCATION, required=True))


def _category(key: str, row: Row) -> Entry:
    # A parent outside the set is no fault: HSDS examples name terms that they do not carry.
    values = _texts(row, "taxonomy", "code") | {"name": row.text("name", required=True)}
    return Entry(Kind.CATEGORY, key, values, row.place)


def _service(key: str, row: Row) -> Entry:
    row.text("status", required=True)
    if row.has("email"):
        row.email("email")
    values: dict[str, object] = {
        "name": row.text("name", required=True),
        "status": row.choice("status", STATUSES, default="unknown"),
        "said": _said(row),
        "described": {name: row.text(name, most=LONGEST) for name in DESCRIBED if row.has(name)},
    }
    named = _named(row, Kind.ORGANIZATION, required=True) + _named(row, Kind.PROGRAM)
    return Entry(Kind.SERVICE, key, values, row.place, named)


def _said(row: Row) -> dict[str, object]:
    said: dict[str, object] = {}
    if row.has("languages"):
        said["languages"] = _languages(row)
    if row.has("minimum_age") or row.has("maximum_age"):
        least, most = row.number("minimum_age", 0, OLDEST), row.number("maximum_age", 0, OLDEST)
        if least is not None and most is not None and most < least:
            row.fault("maximum_age", "is lower than minimum_age.", "an age not lower than minimum_age")
        # One bound alone leaves the other unknown, and so the whole.
        said["ages"] = None if least is None or most is None else [least, most]
    if row.has("required_documents"):
        documents = [
            Row(item, at, row.faults).text("document", most=1000) for item, at in row.objects("required_documents")
        ]
        said["intake_requirements"] = [text for text in documents if text] or None
    return said | _in_our_codes(row) | _free_units(row)


def _in_our_codes(row: Row) -> dict[str, object]:
    found: dict[str, list[object]] = {}
    for item, at in row.objects("attributes"):
        term = item.get("taxonomy_term")
        term_at = getattr(term, "place", at.below("taxonomy_term"))
        term_row = Row(term if isinstance(term, dict) else {}, term_at, row.faults)
        field = _OURS.get(term_row.text("taxonomy"))
        if field:
            found.setdefault(field, []).append(_our_code(field, term_row))
    single = {field: codes[-1] for field, codes in found.items() if field not in ("needs", "payers")}
    many = {field: sorted({str(c) for c in codes}) for field, codes in found.items() if field in ("needs", "payers")}
    return {**single, **many}


def _our_code(field: str, term: Row) -> object:
    code = term.text("code", required=True)
    if field == "needs":
        return term.choice("code", {str(need): str(need) for need in Need}, default="")
    if field == "capacity":
        return term.choice("code", {str(state): str(state) for state in Capacity}, default=str(Capacity.UNKNOWN))
    if field == "staffed":
        return _STAFFED.get(term.choice("code", {"yes": "yes", "no": "no"}, default=""))
    if field == "zone" and zone_fault(code):
        term.fault("code", f"{term.quoted(code)} is not a time zone.", "an IANA time zone, like America/New_York")
    return code.casefold() if field == "payers" else code


def _free_units(row: Row) -> dict[str, object]:
    free = [Row(item, at, row.faults).number("available", 0, 10**6) for item, at in row.objects("capacities")]
    known = [units for units in free if units is not None]
    return {"capacity": str(Capacity.OPEN if any(known) else Capacity.CLOSED)} if known else {}


def _languages(row: Row) -> list[str] | None:
    codes = set()
    for item, at in row.objects("languages"):
        language = Row(item, at, row.faults)
        name = language.text("code") or language.text("name")
        code = language_code(name) or language_code(language.text("name"))
        if code:
            codes.add(code)
        elif name:
            row.faults.note(at, "", f"“{shown(name)}” is no language we know; it is left out.")
    return sorted(codes) or None


def _place(key: str, row: Row) -> Entry:
    named = _named(row, Kind.SERVICE, required=True) + _named(row, Kind.LOCATION, required=True)
    return Entry(Kind.PLACE, key, {}, row.place, named)


def _contact(key: str, row: Row) -> Entry:
    values = _texts(row, "name", "title", "department")
    if row.has("email"):
        values["email"] = row.email("email")
    return Entry(Kind.CONTACT, key, values, row.place, _of_any(row, Kind.SERVICE, Kind.LOCATION, Kind.ORGANIZATION))


def _phone(key: str, row: Row) -> Entry:
    values: dict[str, object] = {
        "number": row.phone("number"),
        "extension": row.text("extension", most=20),
        "kind": row.choice("type", PHONES, default="unknown"),
        "label": row.text("description", most=LONGEST),
    }
    return Entry(
        Kind.PHONE, key, values, row.place, _of_any(row, Kind.CONTACT, Kind.SERVICE, Kind.LOCATION, Kind.ORGANIZATION)
    )


def _schedule(key: str, row: Row) -> Entry:
    columns = ("freq", "interval", "byday", "byweekno", "bymonthday", "byyearday", "count")
    first, last = row.day("valid_from") or row.day("dtstart"), row.day("valid_to") or row.day("until")
    if any(row.text(column).endswith(("Z", "z")) for column in ("opens_at", "closes_at")):
        rule = Rule(unsound="its times are in UTC, which moves against the clock of the place")
    else:
        times = row.clock("opens_at"), row.clock("closes_at")
        rule = recurring({column: row.text(column) for column in columns}, *times, first=first, last=last)
    if rule.unsound:
        row.faults.note(row.place, "", f"{rule.unsound}; the hours are unknown until a named person confirms them.")
    values: dict[str, object] = {"rule": rule.text, "unsound_because": rule.unsound}
    return Entry(Kind.PERIOD, key, values, row.place, _of_any(row, Kind.SERVICE, Kind.LOCATION))


def _texts(row: Row, *columns: str) -> dict[str, object]:
    lengths = {"website": 2000, "code": 200}
    return {column: row.text(column, most=lengths.get(column, 300)) for column in columns if row.has(column)}


def _named(row: Row, kind: Kind, *, required: bool = False) -> tuple[Reference, ...]:
    if required and not row.text(f"{kind}_id"):
        accepted = f"the id of the {kind} it belongs to, or that {kind} itself in the JSON form"
        row.fault(f"{kind}_id", "is missing.", accepted)
    return tuple(references(row, kind))


def _of_any(row: Row, *kinds: Kind) -> tuple[Reference, ...]:
    row.first_of([f"{kind}_id" for kind in kinds])
    return tuple(references(row, *kinds))


_READERS: Mapping[Kind, Callable[[str, Row], Entry]] = {
    Kind.ORGANIZATION: _organization,
    Kind.PROGRAM: _program,
    Kind.LOCATION: _location,
    Kind.ADDRESS: _address,
    Kind.CATEGORY: _category,
    Kind.SERVICE: _service,
    Kind.PLACE: _place,
    Kind.CONTACT: _contact,
    Kind.PHONE: _phone,
    Kind.PERIOD: _schedule,
}
