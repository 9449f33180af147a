"""Organisations and services as their administrators keep them: names, facts with their ground, own closures."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from holdfast.directory.known import SERVICE_ASPECTS, is_id, known_service, local_day, standing
from holdfast.directory.models import Closure, Confirmation, Organization, Pathway, Service

USUAL = 25


@dataclass(frozen=True, slots=True)
class OrganizationName:
    """An organisation, and its jurisdiction (blank while unknown)."""

    id: UUID
    name: str
    jurisdiction: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One aspect of a service as it stands. `confirmed_by` is blank where only the source says so."""

    aspect: str
    value: object
    confirmed_by: str = ""
    confirmed_on: date | None = None
    until: date | None = None
    ground: str = ""


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """A service in a list, with its facts as they stand."""

    id: UUID
    name: str
    organization: OrganizationName
    facts: dict[str, object]


@dataclass(frozen=True, slots=True)
class ServicePage:
    """Some services in order of name; `after` asks for those that follow."""

    rows: tuple[ServiceRow, ...]
    after: UUID | None


@dataclass(frozen=True, slots=True)
class ClosureRow:
    """Days on which a service is closed. `is_own`: a person recorded it, and may end it."""

    id: UUID
    first: date
    last: date
    yearly: bool
    reason: str
    told_by: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class ServiceSheet:
    """One service with what is known of it, on what ground, when it is closed, and its routes."""

    id: UUID
    name: str
    organization: OrganizationName
    facts: tuple[Fact, ...]
    closures: tuple[ClosureRow, ...]
    pathways: tuple[tuple[UUID, str], ...]


def services_named(service_ids: Iterable[str]) -> dict[str, str]:
    """Return the names of services by their ids; one statement."""
    ids = {service_id for service_id in service_ids if is_id(service_id)}
    return {str(pk): name for pk, name in Service.objects.filter(pk__in=ids).values_list("pk", "name")} if ids else {}


def organizations_named(ids: Collection[UUID]) -> tuple[OrganizationName, ...]:
    """Return organisations in order of name; one statement."""
    return tuple(map(_organization, Organization.objects.filter(pk__in=list(ids)).order_by("name", "pk")))


def services_kept(
    organizations: Collection[UUID], at: datetime, *, after: UUID | None = None, limit: int = USUAL
) -> ServicePage:
    """Return services of these organisations in order of name, with their facts at `at`; two statements."""
    found = _of(organizations)
    if after is not None:
        last = Service.objects.filter(pk=after).values("name")[:1]
        found = found.filter(Q(name__gt=last) | Q(name=last, pk__gt=after))
    rows = list(found.order_by("name", "pk")[: limit + 1])
    page = rows[:limit]
    confirmed = standing((), [row.pk for row in page], at.date())
    return ServicePage(tuple(_row(row, confirmed, at) for row in page), page[-1].pk if len(rows) > limit else None)


def services_choosable(organizations: Collection[UUID]) -> tuple[tuple[UUID, str], ...]:
    """Return ids and names of the services of these organisations, in order of name; one statement."""
    return tuple(_of(organizations).order_by("name", "pk").values_list("pk", "name"))


def service_sheet(service_id: UUID, organizations: Collection[UUID], at: datetime) -> ServiceSheet | None:
    """Return one service of these organisations, in four statements; `None` where it is none of theirs."""
    service = _of(organizations).filter(pk=service_id).first()
    if service is None or service.organization is None:
        return None
    confirmed = standing((), [service.pk], at.date())
    closures = Closure.objects.filter(Q(service=service) | Q(location__places__service=service)).distinct()
    lasting = closures.filter(Q(in_force_until__isnull=True) | Q(in_force_until__gte=at.date()))
    routes = Pathway.objects.filter(service=service).order_by("name", "pk").values_list("pk", "name")
    return ServiceSheet(
        service.pk, service.name, _organization(service.organization), tuple(_facts(service, confirmed, at)),
        tuple(map(_closure, lasting.order_by("first", "pk"))), tuple(routes),
    )  # fmt: skip


def _of(organizations: Collection[UUID]) -> QuerySet[Service]:
    found = Service.objects.filter(organization_id__in=list(organizations)).select_related("organization")
    return found.defer("said", "described")


def _organization(row: Organization) -> OrganizationName:
    return OrganizationName(row.pk, row.name, row.jurisdiction)


def _row(row: Service, confirmed: Iterable[Confirmation], at: datetime) -> ServiceRow:
    assert row.organization is not None
    mine = [each for each in confirmed if each.service_id == row.pk]
    facts = known_service(row, mine, local_day(row, mine, at))
    return ServiceRow(row.pk, row.name, _organization(row.organization), facts)


def _facts(service: Service, confirmed: list[Confirmation], at: datetime) -> Iterable[Fact]:
    day = local_day(service, confirmed, at)
    values = known_service(service, confirmed, day)
    in_force = {c.aspect: c for c in confirmed if c.in_force_until is None or day <= c.in_force_until}
    for aspect in SERVICE_ASPECTS:
        by = in_force.get(aspect)
        if by is None:
            yield Fact(aspect, values[aspect])
        else:
            yield Fact(aspect, values[aspect], by.confirmed_by, by.confirmed_on, by.in_force_until, by.ground)


def _closure(row: Closure) -> ClosureRow:
    return ClosureRow(row.pk, row.first, row.last, row.yearly, row.reason, row.told_by, not row.source)
