"""What other rooms ask the directory: what is known and confirmed, each answer in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from holdfast.directory.closed_days import Calendar
from holdfast.directory.contacts import (
    contact_email_known,
    contact_parties,
    contacts_to_call,
    contacts_to_invite,
    services_called,
)
from holdfast.directory.hours import LOOKED_AHEAD, changes_at, is_open
from holdfast.directory.keeping import (
    ClosureRow,
    Fact,
    OrganizationName,
    ServicePage,
    ServiceRow,
    ServiceSheet,
    organizations_named,
    service_sheet,
    services_choosable,
    services_kept,
    services_named,
)
from holdfast.directory.known import (
    NOT_SHOWN,
    PATHWAY_ASPECTS,
    SERVICE_ASPECTS,
    Known,
    is_id,
    known,
    known_service,
    local_day,
    now_known,
    own_closures,
    standing,
)
from holdfast.directory.models import Confirmation, Pathway, Service, ServiceStatus
from holdfast.directory.naming import names_known, payers_known
from holdfast.directory.nearest import contacts_nearest
from holdfast.directory.reading import closures_of, services_with_closures
from holdfast.directory.search import pathway_card, pathways_by_need, pathways_found, routes_to_choose
from holdfast.directory.views import (
    ContactView,
    InviteView,
    OpeningView,
    Page,
    PathwayCard,
    PhoneView,
    PicturedPathway,
    RouteName,
)
from holdfast.protocol.calendars import local_date
from holdfast.protocol.codes import Capacity
from holdfast.protocol.errors import HoldfastError
from holdfast.protocol.facts import PathwayPicture, ServicePicture

__all__ = [
    "ClosureRow", "ContactView", "Fact", "InviteView", "OpeningView", "OrganizationName", "Page", "PathwayCard",
    "PhoneView", "PicturedPathway", "RouteName", "ServicePage", "ServiceRow", "ServiceSheet", "ZoneUnknown",
    "contact_email_known", "contact_parties", "contacts_nearest", "contacts_to_call", "contacts_to_invite", "is_open",
    "names_known", "organizations_named", "organizations_of", "pathway_card", "pathway_facts", "pathway_picture",
    "pathways_found", "pathways_pictured", "payers_known", "routes_pictured", "routes_to_choose",
    "service_organization", "service_picture", "service_sheet", "services_called", "services_choosable",
    "services_kept", "services_known", "services_named", "services_open",
]  # fmt: skip


_OF_HOURS = ("hours", "zone", "region")


class ZoneUnknown(HoldfastError):  # noqa: N818 - says what is missing
    """A service's time zone is unknown, so nothing can be due by its clock. Confirm its `zone` first."""


def pathway_picture(pathway_id: str, *, at: datetime) -> PathwayPicture | None:
    """Return what is known and confirmed of a pathway at `at` (aware; A2.supported), in two statements.

    None where there is no such pathway, or its service is not active: such a one is never offered.
    """
    found = pathways_pictured([pathway_id], at=at).get(pathway_id)
    return found.picture if found else None


def pathways_pictured(pathway_ids: Iterable[str], *, at: datetime) -> dict[str, PicturedPathway]:
    """Return, by their ids, pathways with their names and what is known of each at `at` (aware), in two statements."""
    ids = {pathway_id for pathway_id in pathway_ids if is_id(pathway_id)}
    found = Pathway.objects.filter(pk__in=ids).select_related("service").defer(*NOT_SHOWN)
    rows = list(found.annotate(closed=closures_of("service_id"))) if ids else []
    confirmations = standing([row.pk for row in rows], [row.service_id for row in rows], at.date()) if rows else []
    return {str(row.pk): PicturedPathway(row.name, row.service.name, _pictured(row, confirmations, at)) for row in rows}


def routes_pictured(*, at: datetime, need: str, text: str = "", most: int = 200) -> tuple[PicturedPathway, ...]:
    """Return pathways of active services with what is known of each at `at`, in two statements, however many.

    Those known to serve `need` come first, then those of unknown needs; `text`: how words of theirs begin.
    """
    found = pathways_by_need(at=at, need=need, text=text).select_related("service").defer(*NOT_SHOWN)
    rows = list(found.annotate(closed=closures_of("service_id"))[:most])
    confirmations = standing([row.pk for row in rows], [row.service_id for row in rows], at.date()) if rows else []
    return tuple(PicturedPathway(row.name, row.service.name, _pictured(row, confirmations, at)) for row in rows)


def _pictured(pathway: Pathway, confirmations: list[Confirmation], at: datetime) -> PathwayPicture | None:
    now = known(pathway, confirmations, at)
    if now.status != ServiceStatus.ACTIVE:
        return None
    closed: list[dict[str, str]] = pathway.closed  # type: ignore[attr-defined]  # annotated by `pathways_pictured`
    return PathwayPicture(
        id=str(pathway.pk),
        service=str(pathway.service_id),
        zone=now.zone or "",
        needs=_set(now.needs),
        ages=now.ages,
        languages=_set(now.languages),
        payers=_set(now.payers),
        capacity=Capacity(now.capacity or Capacity.UNKNOWN),
        open_now=_open_now(now, Calendar(now.region, own_closures(closed)), at),
        intake_requirements=now.intake_requirements or (),
    )


def pathway_facts(pathway_id: str, *, at: datetime) -> tuple[Fact, ...]:
    """Return every aspect of a pathway and of its service at `at`, each with its ground; two statements.

    None at all where there is no such pathway.
    """
    found = Pathway.objects.filter(pk=pathway_id) if is_id(pathway_id) else Pathway.objects.none()
    row = found.select_related("service").defer(*NOT_SHOWN).first()
    if row is None:
        return ()
    confirmations = standing([row.pk], [row.service_id], at.date())
    now, day = known(row, confirmations, at), local_day(row.service, confirmations, at)
    by = {c.aspect: c for c in confirmations if c.in_force_until is None or day <= c.in_force_until}
    return tuple(_fact(name, getattr(now, name), by.get(name)) for name in (*PATHWAY_ASPECTS, *SERVICE_ASPECTS))


def _fact(aspect: str, value: object, by: Confirmation | None) -> Fact:
    if by is None:
        return Fact(aspect, value)
    return Fact(aspect, value, by.confirmed_by, by.confirmed_on, by.in_force_until, by.ground)


def service_picture(service_id: str, *, first: date, last: date) -> ServicePicture | None:
    """Return a service as an accountable site: its zone, and its closed days from `first` to `last`; two statements.

    None where there is no such service. Raises ZoneUnknown; ValueError where the span is longer than ten years.
    """
    service = services_with_closures([service_id]).first()
    if service is None:
        return None
    # What is confirmed only since `first` counts all the same: `first` may lie in the past.
    now = known_service(service, standing((), [service.pk], date.max), first)
    if not isinstance(now["zone"], str):
        raise ZoneUnknown("The time zone of this service is not known: ask someone who knows it and confirm its zone.")
    region = now["region"] if isinstance(now["region"], str) else None
    calendar = Calendar(region, own_closures(service.closed))
    return ServicePicture(str(service.pk), now["zone"], calendar.closed(first, last), calendar.version)


def services_open(service_ids: Iterable[str], *, at: datetime) -> dict[str, OpeningView]:
    """Return, by service, whether it is open at `at` (aware) and when that changes, in two statements.

    Left out is a service of which nobody knows.
    """
    rows = list(services_with_closures(service_ids))
    confirmations = standing((), [row.pk for row in rows], at.date()) if rows else []
    openings = {str(row.pk): _opening(row, confirmations, at) for row in rows}
    return {pk: opening for pk, opening in openings.items() if opening is not None}


def _opening(service: Service, confirmations: list[Confirmation], at: datetime) -> OpeningView | None:
    mine = [each for each in confirmations if each.service_id == service.pk]
    now = known_service(service, mine, local_day(service, mine, at))
    hours, zone, region = ((value if isinstance(value, str) else None) for value in map(now.get, _OF_HOURS))
    if now["staffed"] is False:
        return OpeningView(is_open=False, changes_at=None)
    if zone is None:
        return None
    calendar, day = Calendar(region, own_closures(service.closed)), local_date(at, zone)  # type: ignore[attr-defined]
    days = calendar.holidays(day, day + LOOKED_AHEAD), calendar.own_days(day, day + LOOKED_AHEAD)
    is_now = is_open(hours, zone, at, *days)
    return None if is_now is None else OpeningView(is_now, changes_at(hours, zone, at, *days))


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
