"""Administration of services: facts with their ground, and the calendar of closed days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from holdfast.directory.selectors import (
    ClosureRow,
    Fact,
    ServicePage,
    ServiceRow,
    ServiceSheet,
    ZoneUnknown,
    service_picture,
)
from holdfast.web.forms.administration_services import FACT_NAMES, STATUSES, ClosureForm
from holdfast.web.parts import Pager, Tag, Tone
from holdfast.web.words import times
from holdfast.web.words.hours import hours_words, region_words, zone_words

AHEAD = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """A service in the list; `lacks`: what nobody knows of it yet."""

    name: str
    organization: str
    url: str
    status: Tag
    zone: str
    lacks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ServicesPage:
    """The list."""

    lines: tuple[ServiceLine, ...]
    pager: Pager


@dataclass(frozen=True, slots=True)
class FactLine:
    """One fact: what is so, on what ground, and where it is confirmed anew."""

    label: str
    value: str
    ground: str
    url: str


@dataclass(frozen=True, slots=True)
class ClosureLine:
    """Days on which it is closed."""

    id: UUID
    days: str
    reason: str
    may_end: bool


@dataclass(frozen=True, slots=True)
class ServiceKept:
    """One service."""

    name: str
    organization: str
    facts: tuple[FactLine, ...]
    closures: tuple[ClosureLine, ...]
    closed_days: tuple[date, ...]
    routes: tuple[tuple[str, str], ...]
    closure: ClosureForm
    schedule_url: str
    """Where it is said who may book with its schedule."""


def services_page(found: ServicePage, *, is_later: bool) -> ServicesPage:
    """Return the list of services."""
    following = f"?{urlencode({'after': found.after})}" if found.after else ""
    return ServicesPage(tuple(map(_line, found.rows)), Pager(following, reverse("admin_services") if is_later else ""))


def service_kept(sheet: ServiceSheet, at: datetime, closure: ClosureForm) -> ServiceKept:
    """Return one service, with the closed days ahead; two statements."""
    return ServiceKept(
        sheet.name, sheet.organization.name, tuple(_fact(sheet.id, each) for each in sheet.facts),
        tuple(map(_closure, sheet.closures)), _closed_days(sheet, at.date()),
        tuple((name, reverse("directory_pathway", args=[pk])) for pk, name in sheet.pathways), closure,
        reverse("admin_schedule", args=[sheet.id]),
    )  # fmt: skip


def value_words(aspect: str, value: object) -> str:
    """Return a fact's value in words."""
    if value is None:
        return _("Not known")
    if aspect == "staffed":
        return _("Yes") if value else _("No")
    if aspect == "status":
        return str(STATUSES.get(str(value), _("Not known")))
    saying = _SAYING.get(aspect)
    return saying(str(value)) if saying else str(value)


_SAYING = {"hours": hours_words, "zone": zone_words, "region": region_words}


def _line(row: ServiceRow) -> ServiceLine:
    runs = row.facts["status"] == "active"
    lacks = tuple(str(FACT_NAMES[name]) for name in FACT_NAMES if row.facts[name] is None)
    status = Tag(value_words("status", row.facts["status"]), Tone.OK if runs else Tone.WAIT)
    zone = value_words("zone", row.facts["zone"]) if row.facts["zone"] else ""
    return ServiceLine(row.name, row.organization.name, reverse("admin_service", args=[row.id]), status, zone, lacks)


def _fact(service_id: UUID, fact: Fact) -> FactLine:
    url = reverse("admin_fact", args=[service_id, fact.aspect])
    return FactLine(str(FACT_NAMES[fact.aspect]), value_words(fact.aspect, fact.value), _ground(fact), url)


def _ground(fact: Fact) -> str:
    if not fact.confirmed_by or fact.confirmed_on is None:
        return _("As the directory's source says") if fact.value is not None else _("Nobody has confirmed it")
    said: Mapping[str, str] = {
        "name": fact.confirmed_by, "day": times.date_in_full(fact.confirmed_on), "ground": fact.ground,
        "until": times.date_in_full(fact.until) if fact.until else "",
    }  # fmt: skip
    if fact.until:
        return _("%(name)s, %(day)s, until %(until)s: %(ground)s") % said
    return _("%(name)s, %(day)s: %(ground)s") % said


def _closure(row: ClosureRow) -> ClosureLine:
    first, last = times.date_in_full(row.first), times.date_in_full(row.last)
    days = first if row.first == row.last else _("%(first)s to %(last)s") % {"first": first, "last": last}
    return ClosureLine(
        row.id, _("%(days)s, every year") % {"days": days} if row.yearly else days, row.reason, row.is_own
    )


def _closed_days(sheet: ServiceSheet, today: date) -> tuple[date, ...]:
    try:
        picture = service_picture(str(sheet.id), first=today, last=today + AHEAD)
    except ZoneUnknown:
        return ()
    return tuple(sorted(picture.closed)) if picture else ()


def wrong_words(field: str) -> str:
    """Return what is wrong with a field that the directory did not take, and what it takes."""
    said = {
        "value": _("This cannot be read. Write hours such as Mo-Fr 09:00-17:00, and a state such as US-CA."),
        "on": _("Say a day that has come."),
        "until": _("Say a day after the one on which it was confirmed."),
        "last": _("Say a day that is not before the first, and at most ten years after it."),
    }
    return said.get(field, _("Use plain text of at most 300 characters."))
