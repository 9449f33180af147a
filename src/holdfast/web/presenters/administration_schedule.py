"""Who may book with a service's schedule, as its administration shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext

from holdfast.directory.delegations import Delegation, delegations_of
from holdfast.directory.selectors import ServiceSheet
from holdfast.protocol.calendars import instant
from holdfast.web.forms.administration_schedule import DelegationForm
from holdfast.web.presenters.names import Names, names_of
from holdfast.web.words import times

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DelegationLine:
    """One who may book."""

    id: UUID
    name: str
    until: str


@dataclass(frozen=True, slots=True)
class SchedulePage:
    """The page."""

    name: str
    url: str
    lines: tuple[DelegationLine, ...]
    form: DelegationForm


def schedule_page(sheet: ServiceSheet, at: datetime, form: DelegationForm) -> SchedulePage:
    """Return the page; three statements, for the delegations and their names."""
    given = delegations_of(str(sheet.id), at)
    names = names_of((each.to for each in given), (each.to for each in given))
    lines = tuple(_line(each, names, zone_of(sheet)) for each in given)
    return SchedulePage(sheet.name, reverse("admin_service", args=[sheet.id]), lines, form)


def zone_of(sheet: ServiceSheet) -> str:
    """Return the service's zone; UTC while it is not known."""
    known = next((fact.value for fact in sheet.facts if fact.aspect == "zone"), None)
    return str(known) if known else "UTC"


def end_of_day(sheet: ServiceSheet, day: date) -> datetime:
    """Return the end of a day by the clocks of the service."""
    return instant(day + ONE_DAY, time(0), zone_of(sheet)).astimezone(UTC)


def _line(given: Delegation, names: Names, zone: str) -> DelegationLine:
    name = names.people.get(given.to) or names.services.get(given.to) or gettext("Somebody who is not known any more")
    if given.until is None:
        return DelegationLine(given.id, name, gettext("until further notice"))
    last = (given.until - timedelta(seconds=1)).astimezone(ZoneInfo(zone)).date()
    return DelegationLine(given.id, name, gettext("until %(day)s") % {"day": times.date_in_full(last)})
