"""The Ohana form of a directory (CSV tables of the Ohana API, an older HSDS): its tables, and entries from their rows.

A schedule row of a service stands over those of its location. A row whose times cannot be believed makes the hours
unknown; `accepted_payments` are means of payment, not payers, so payers stay unknown.
"""

from __future__ import annotations

from collections.abc import Iterator

from holdfast.directory.importing.cells import EVERY_YEAR
from holdfast.directory.importing.entries import Entry, Kind, Reference
from holdfast.directory.importing.rows import LONGEST, Row, address_values, references
from holdfast.directory.importing.schedules import WEEKDAYS, Rule, dated, weekly
from holdfast.directory.importing.tables import Table
from holdfast.directory.languages import language_code
from holdfast.incoming.texts import shown

FORM = "ohana"
LEAP_YEAR = 2000


def _table(name: str, required: str, optional: str = "") -> Table:
    return Table(FORM, name, frozenset(required.split()), frozenset(optional.split()))


TABLES = (
    _table(
        "organizations",
        "id accreditations alternate_name date_incorporated description email funding_sources legal_status licenses"
        " name tax_id tax_status website",
    ),
    _table("programs", "id organization_id name alternate_name"),
    _table(
        "locations",
        "id organization_id accessibility admin_emails alternate_name description email languages latitude longitude"
        " name transportation virtual website",
        "short_desc",
    ),
    _table("addresses", "id location_id address_1 address_2 city state_province postal_code country"),
    _table("mail_addresses", "id location_id attention address_1 address_2 city state_province postal_code country"),
    _table("taxonomy", "taxonomy_id name parent_id parent_name"),
    _table(
        "services",
        "id location_id program_id accepted_payments alternate_name application_process description eligibility email"
        " fees funding_sources keywords languages name required_documents service_areas status wait_time website",
        "audience interpretation_services taxonomy_ids",
    ),
    _table("contacts", "id location_id organization_id service_id name title email department"),
    _table(
        "phones",
        "id contact_id location_id organization_id service_id country_prefix department extension number number_type"
        " vanity_number",
    ),
    _table("regular_schedules", "id location_id service_id weekday opens_at closes_at"),
    _table("holiday_schedules", "id location_id service_id start_date end_date closed opens_at closes_at"),
)
STATUSES = {"active": "active", "inactive": "inactive", "defunct": "defunct"}
PHONES = {kind: kind for kind in ("voice", "fax", "hotline", "sms", "tty", "cell", "video", "pager")}
DESCRIBED = (
    "description audience eligibility fees application_process interpretation_services wait_time service_areas"
    " accepted_payments alternate_name keywords"
).split()


def entries(table: str, row: Row) -> Iterator[Entry]:
    """Yield the entries that one row of a table gives."""
    return _READERS[table](row)


def known_languages(row: Row, column: str) -> list[str] | None:
    """Return the codes of a cell's languages, None where it names none; notes those that have no code."""
    names = row.listed(column)
    for name in names:
        if language_code(name) is None:
            row.faults.note(row.place, column, f"“{shown(name)}” is no language we know; it is left out.")
    return sorted({code for code in map(language_code, names) if code}) or None


def _organization(row: Row) -> Iterator[Entry]:
    row.day("date_incorporated")
    values = {
        "name": row.text("name", required=True),
        "alternate_name": row.text("alternate_name"),
        "email": row.email("email"),
        "website": row.text("website", most=2000),
        "description": row.text("description", most=LONGEST),
    }
    yield Entry(Kind.ORGANIZATION, row.key("id"), dict(values), row.place)


def _program(row: Row) -> Iterator[Entry]:
    values: dict[str, object] = {"name": row.text("name", required=True), "alternate_name": row.text("alternate_name")}
    yield Entry(Kind.PROGRAM, row.key("id"), values, row.place, _parents(row, ("organization_id",)))


def _location(row: Row) -> Iterator[Entry]:
    row.email("email")
    values: dict[str, object] = {
        "name": row.text("name", required=True),
        "kind": "virtual" if row.flag("virtual") else "physical",
        "languages": known_languages(row, "languages"),
    }
    yield Entry(Kind.LOCATION, row.key("id"), values, row.place, _parents(row, ("organization_id",)))


def _address(row: Row) -> Iterator[Entry]:
    key = row.key("id")
    yield Entry(Kind.ADDRESS, key, address_values(row, "physical"), row.place, _parents(row, ("location_id",)))


def _mail_address(row: Row) -> Iterator[Entry]:
    key = "mail:" + row.key("id")
    yield Entry(Kind.ADDRESS, key, address_values(row, "postal"), row.place, _parents(row, ("location_id",)))


def _category(row: Row) -> Iterator[Entry]:
    key = row.key("taxonomy_id")
    parent = Reference("parent", Kind.CATEGORY, row.text("parent_id"), "parent_id")
    values: dict[str, object] = {"taxonomy": FORM, "code": key, "name": row.text("name", required=True)}
    yield Entry(Kind.CATEGORY, key, values, row.place, (parent,))


def _service(row: Row) -> Iterator[Entry]:
    key = row.key("id")
    row.email("email")
    said: dict[str, object] = {
        "languages": known_languages(row, "languages"),
        "intake_requirements": row.listed("required_documents") or None,
    }
    categories = row.listed("taxonomy_ids")
    described: dict[str, object] = {name: row.text(name, most=LONGEST) for name in DESCRIBED if row.has(name)}
    values: dict[str, object] = {
        "name": row.text("name", required=True),
        "status": row.choice("status", STATUSES, default="unknown"),
        "said": said,
        "described": described | {"categories": categories},
    }
    named = (Reference(None, Kind.CATEGORY, category, "taxonomy_ids") for category in categories)
    yield Entry(Kind.SERVICE, key, values, row.place, (*references(row, Kind.PROGRAM), *named))
    row.text("location_id", required=True)
    at = (Reference("service", Kind.SERVICE, key, "id"), *references(row, Kind.LOCATION))
    yield Entry(Kind.PLACE, f"of:{key}", {}, row.place, at, counted=False)


def _contact(row: Row) -> Iterator[Entry]:
    values: dict[str, object] = {
        "name": row.text("name", required=True),
        "title": row.text("title"),
        "department": row.text("department"),
        "email": row.email("email"),
    }
    parents = _parents(row, ("service_id", "location_id", "organization_id"))
    yield Entry(Kind.CONTACT, row.key("id"), values, row.place, parents)


def _phone(row: Row) -> Iterator[Entry]:
    values: dict[str, object] = {
        "number": row.phone("number"),
        "extension": row.text("extension", most=20),
        "kind": row.choice("number_type", PHONES, default="unknown"),
        "label": row.text("department"),
    }
    parents = _parents(row, ("contact_id", "service_id", "location_id", "organization_id"))
    yield Entry(Kind.PHONE, row.key("id"), values, row.place, parents)


def _regular_schedule(row: Row) -> Iterator[Entry]:
    day = row.choice("weekday", WEEKDAYS, default="")
    for column in ("weekday", "opens_at", "closes_at"):
        row.text(column, required=True)
    rule = weekly(day, row.clock("opens_at"), row.clock("closes_at"))
    yield _period(row, row.key("id"), rule, special=False)


def _holiday_schedule(row: Row) -> Iterator[Entry]:
    key = "holiday:" + row.key("id")
    first, last = row.day("start_date", yearly=True), row.day("end_date", yearly=True)
    closed = row.flag("closed")
    row.text("start_date", required=True), row.text("end_date", required=True), row.text("closed", required=True)
    if first is None or last is None or closed is None:
        return
    if (first.year == EVERY_YEAR) != (last.year == EVERY_YEAR) or (first.year != EVERY_YEAR and last < first):
        row.fault(
            "end_date", "does not go with start_date.", "a day not before start_date, of every year where that is"
        )
    elif closed:
        yearly = first.year == EVERY_YEAR
        days = [day.replace(year=LEAP_YEAR) if yearly else day for day in (first, last)]
        values: dict[str, object] = {"first": days[0], "last": days[1], "yearly": yearly}
        yield Entry(Kind.CLOSURE, key, values, row.place, _parents(row, ("service_id", "location_id")))
    else:
        row.text("opens_at", required=True), row.text("closes_at", required=True)
        yield _period(row, key, dated(first, last, row.clock("opens_at"), row.clock("closes_at")), special=True)


def _period(row: Row, key: str, rule: Rule, *, special: bool) -> Entry:
    if rule.unsound:
        row.faults.note(row.place, "", f"{rule.unsound}; the hours are unknown until a named person confirms them.")
    values: dict[str, object] = {"rule": rule.text, "special": special, "unsound_because": rule.unsound}
    return Entry(Kind.PERIOD, key, values, row.place, _parents(row, ("service_id", "location_id")))


def _parents(row: Row, columns: tuple[str, ...]) -> tuple[Reference, ...]:
    row.first_of(columns)
    return tuple(references(row, *(Kind(column.removesuffix("_id")) for column in columns)))


_READERS = {
    "organizations": _organization,
    "programs": _program,
    "locations": _location,
    "addresses": _address,
    "mail_addresses": _mail_address,
    "taxonomy": _category,
    "services": _service,
    "contacts": _contact,
    "phones": _phone,
    "regular_schedules": _regular_schedule,
    "holiday_schedules": _holiday_schedule,
}
KINDS = {
    "organizations": (Kind.ORGANIZATION,),
    "programs": (Kind.PROGRAM,),
    "locations": (Kind.LOCATION,),
    "addresses": (Kind.ADDRESS,),
    "mail_addresses": (Kind.ADDRESS,),
    "taxonomy": (Kind.CATEGORY,),
    "services": (Kind.SERVICE, Kind.PLACE),
    "contacts": (Kind.CONTACT,),
    "phones": (Kind.PHONE,),
    "regular_schedules": (Kind.PERIOD,),
    "holiday_schedules": (Kind.PERIOD, Kind.CLOSURE),
}
