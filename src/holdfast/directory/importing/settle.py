"""After an import: works out hours, zone, region and organisation of each service of the source, and makes its pathway.

What several places of one service say differently is unknown, and so is what no row says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from holdfast.directory.importing.schedules import joined
from holdfast.directory.importing.store import upsert
from holdfast.directory.models import (
    Address,
    Category,
    Location,
    OpeningPeriod,
    Organization,
    Pathway,
    Service,
    source_id,
)
from holdfast.directory.places import region_of, state_zone
from holdfast.incoming.texts import searchable
from holdfast.protocol.codes import Capacity

_Value = TypeVar("_Value")
BATCH = 500
MOST_HOURS = 1000


@dataclass(frozen=True, slots=True)
class Assumed:
    """What the one who imports says of the whole source, for services of which it says nothing itself."""

    zone: str | None = None
    region: str | None = None


def settle(source: str, assumed: Assumed) -> None:
    """Bring every service of a source and its pathway up to date, in batches with a fixed number of statements."""
    last = None
    while batch := _next_services(source, last):
        last = batch[-1].pk
        names = _category_names(batch, source)
        before = [_settled(service) for service in batch]
        for service in batch:
            _settle_one(service, assumed)
        upsert(Service, [s for s, was in zip(batch, before, strict=True) if _settled(s) != was])
        _make_pathways(batch, names, source)
    _settle_jurisdictions(source)


def _next_services(source: str, after: object) -> list[Service]:
    found = Service.objects.filter(source=source).order_by("pk")
    if after is not None:
        found = found.filter(pk__gt=after)
    related = ("periods", "locations__addresses", "locations__periods", "locations__organization", "organization")
    return list(found.prefetch_related(*related)[:BATCH])


def _settled(service: Service) -> tuple[object, ...]:
    return (
        service.organization_id, service.hours, service.hours_note, service.zone, service.region, service.staffed
    )  # fmt: skip


def _settle_one(service: Service, assumed: Assumed) -> None:
    locations = sorted(service.locations.all(), key=lambda location: str(location.pk))
    if service.organization_id is None:
        service.organization = _only(location.organization for location in locations)
    service.hours, service.hours_note = _hours(service, locations)
    service.region = _only(_region(location) for location in locations) or assumed.region
    said_zone = service.said.get("zone")
    service.zone = said_zone or state_zone(service.region) or assumed.zone
    service.staffed = service.said.get("staffed")


def _only(values: Iterable[_Value | None]) -> _Value | None:
    found = set(values)
    return found.pop() if len(found) == 1 else None


def _region(location: Location) -> str | None:
    addresses: list[Address] = sorted(location.addresses.all(), key=lambda address: address.kind)
    # A service is where its physical address is; a postal one counts only where there is no other.
    physical = [address for address in addresses if address.kind == "physical"] or addresses
    return _only(region_of(address.state, address.country) for address in physical)


def _hours(service: Service, locations: list[Location]) -> tuple[str | None, str]:
    own = list(service.periods.all())
    if own:
        return _hours_of(own)
    each = {_hours_of(list(location.periods.all())) for location in locations}
    if len(each) == 1:
        return each.pop()
    return None, "its locations keep different hours" if each else "no schedule is given"


def _hours_of(periods: list[OpeningPeriod]) -> tuple[str | None, str]:
    if not periods:
        return None, "no schedule is given"
    unsound = [period.unsound_because for period in periods if period.unsound_because]
    if unsound:
        return None, unsound[0]
    ordered = sorted(periods, key=lambda period: (len(period.source_key), period.source_key))
    weekly = [period.rule for period in ordered if not period.special]
    if not weekly:
        return None, "only special days are given"
    text = joined(weekly, [period.rule for period in ordered if period.special])
    return (text, "") if len(text) <= MOST_HOURS else (None, "the schedule is too long")


def _category_names(services: list[Service], source: str) -> dict[str, str]:
    keys = {key for service in services for key in service.described.get("categories", [])}
    return dict(Category.objects.filter(source=source, source_key__in=keys).values_list("source_key", "name"))


def _make_pathways(services: list[Service], names: dict[str, str], source: str) -> None:
    wanted = [_pathway(service, names, source) for service in services]
    stored = Pathway.objects.in_bulk([pathway.pk for pathway in wanted])
    upsert(Pathway, [pathway for pathway in wanted if _content(stored.get(pathway.pk)) != _content(pathway)])


def _pathway(service: Service, names: dict[str, str], source: str) -> Pathway:
    said = service.said
    languages = said.get("languages") or _only_languages(service)
    return Pathway(
        id=source_id(source, "pathway", service.source_key),
        service=service,
        name=service.name,
        needs=said.get("needs"),
        ages=said.get("ages"),
        languages=languages,
        payers=said.get("payers"),
        capacity=said.get("capacity") or Capacity.UNKNOWN,
        intake_requirements=said.get("intake_requirements"),
        search_text=_search_text(service, names),
    )


def _only_languages(service: Service) -> list[str] | None:
    return list(_only(tuple(location.languages or ()) for location in service.locations.all()) or ()) or None


def _search_text(service: Service, names: dict[str, str]) -> str:
    described = service.described
    texts = [service.name, service.organization.name if service.organization else ""]
    texts += [str(described.get(name, "")) for name in ("alternate_name", "keywords", "description")]
    texts += [names.get(key, "") for key in described.get("categories", [])]
    return searchable(" ".join(texts))[:20_000]


def _content(pathway: Pathway | None) -> dict[str, object]:
    return {f.attname: getattr(pathway, f.attname) for f in Pathway._meta.concrete_fields} if pathway else {}


def _settle_jurisdictions(source: str) -> None:
    changed = []
    for organization in _organizations(source):
        region = _only({service.region for service in organization.services.all()}) or ""
        if organization.jurisdiction != region:
            organization.jurisdiction = region
            changed.append(organization)
    upsert(Organization, changed)


def _organizations(source: str) -> Iterator[Organization]:
    found = Organization.objects.filter(source=source).prefetch_related("services")
    yield from found.iterator(chunk_size=BATCH)
