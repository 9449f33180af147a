"""What other rooms ask the directory: what is known and confirmed, each answer in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q
from django.db.models.functions import JSONObject

from holdfast.directory.closed_days import Calendar
from holdfast.directory.contacts import contact_email_known, contact_parties, contacts_to_call
from holdfast.directory.hours import is_open
from holdfast.directory.known import NOT_SHOWN, Known, is_id, known, known_service, now_known, own_closures, standing
from holdfast.directory.models import Closure, Pathway, Service, ServiceStatus
from holdfast.directory.search import pathway_card, pathways_found
from holdfast.directory.views import ContactView, Page, PathwayCard, PhoneView
from holdfast.protocol.calendars import local_date
from holdfast.protocol.codes import Capacity
from holdfast.protocol.errors import HoldfastError
from holdfast.protocol.facts import PathwayPicture, ServicePicture

__all__ = [
    "ContactView", "Page", "PathwayCard", "PhoneView", "ZoneUnknown", "contact_email_known", "contact_parties",
    "contacts_to_call", "is_open", "organizations_of", "pathway_card", "pathway_picture", "pathways_found",
    "service_organization", "service_picture", "services_known",
]  # fmt: skip


class ZoneUnknown(HoldfastError):  # noqa: N818 - says what is missing
    """A service's time zone is unknown, so nothing can be due by its clock. Confirm its `zone` first."""


def pathway_picture(pathway_id: str, *, at: datetime) -> PathwayPicture | None:
    """Return what is known and confirmed of a pathway at `at` (aware; A2.supported), in two statements.

    None where there is no such pathway, or its service is not active: such a one is never offered.
    """
    found = Pathway.objects.filter(pk=pathway_id) if is_id(pathway_id) else Pathway.objects.none()
    pathway = found.select_related("service").defer(*NOT_SHOWN).annotate(closed=_closures("service_id")).first()
    if pathway is None:
        return None
    now = known(pathway, standing([pathway.pk], [pathway.service_id], at.date()), at)
    if now.status != ServiceStatus.ACTIVE:
        return None
    return PathwayPicture(
        id=str(pathway.pk),
        service=str(pathway.service_id),
        zone=now.zone or "",
        needs=_set(now.needs),
        ages=now.ages,
        languages=_set(now.languages),
        payers=_set(now.payers),
        capacity=Capacity(now.capacity or Capacity.UNKNOWN),
        open_now=_open_now(now, Calendar(now.region, own_closures(pathway.closed)), at),
        intake_requirements=now.intake_requirements or (),
    )


def service_picture(service_id: str, *, first: date, last: date) -> ServicePicture | None:
    """Return a service as an accountable site: its zone, and its closed days from `first` to `last`; two statements.

    None where there is no such service. Raises ZoneUnknown; ValueError where the span is longer than ten years.
    """
    found = Service.objects.filter(pk=service_id) if is_id(service_id) else Service.objects.none()
    service = found.defer("said", "described").annotate(closed=_closures("pk")).first()
    if service is None:
        return None
    # What is confirmed only since `first` counts all the same: `first` may lie in the past.
    now = known_service(service, standing((), [service.pk], date.max), first)
    if not isinstance(now["zone"], str):
        raise ZoneUnknown("The time zone of this service is not known: ask someone who knows it and confirm its zone.")
    region = now["region"] if isinstance(now["region"], str) else None
    calendar = Calendar(region, own_closures(service.closed))
    return ServicePicture(str(service.pk), now["zone"], calendar.closed(first, last), calendar.version)


def services_known(service_ids: Iterable[str]) -> dict[str, str]:
    """Return those of the ids that are services, with their time zones (blank while unknown): one statement."""
    ids = [service_id for service_id in service_ids if is_id(service_id)]
    if not ids:
        return {}
    zones = Service.objects.filter(pk__in=ids).annotate(zone_now=now_known("zone", "service", "pk"))
    return {str(pk): zone["v"] or "" for pk, zone in zones.values_list("pk", "zone_now")}


def service_organization(service_id: str) -> tuple[str, str]:
    """Return the organisation of a service and its jurisdiction, blank where there is none; one statement."""
    return organizations_of([service_id]).get(service_id, ("", ""))


def organizations_of(service_ids: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Return, of those services that have one, the organisation and its jurisdiction (blank: none); one statement."""
    found = Service.objects.filter(pk__in={service_id for service_id in service_ids if is_id(service_id)})
    rows = found.exclude(organization=None).values_list("pk", "organization_id", "organization__jurisdiction")
    return {str(pk): (str(of), jurisdiction or "") for pk, of, jurisdiction in rows}


def _closures(service: str) -> ArraySubquery:
    at_its_places = Q(location__places__service=OuterRef(service))
    fields = ("first", "last", "yearly", "in_force_from", "in_force_until")
    rows = Closure.objects.filter(Q(service=OuterRef(service)) | at_its_places).order_by("pk").distinct()
    return ArraySubquery(rows.values(closure=JSONObject(**{name: F(name) for name in fields})))


def _open_now(now: Known, calendar: Calendar, at: datetime) -> bool | None:
    """Say whether the service is open and staffed; a no of either is a no, else an unknown of either is unknown."""
    if now.zone is None:
        return False if now.staffed is False else None
    day = local_date(at, now.zone)
    days = calendar.holidays(day, day), calendar.own_days(day, day)
    both = (is_open(now.hours, now.zone, at, *days), now.staffed)
    return False if False in both else None if None in both else True


def _set(values: tuple[str, ...] | None) -> frozenset[str] | None:
    return None if values is None else frozenset(values)
