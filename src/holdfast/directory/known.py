"""What is known of pathways and services at a moment: what a named person confirmed last, else what the source says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import F, JSONField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, JSONObject

from holdfast.directory.closed_days import OwnClosure
from holdfast.directory.models import Confirmation, Pathway, Service
from holdfast.protocol.calendars import local_date

PATHWAY_ASPECTS = ("needs", "ages", "languages", "payers", "capacity", "intake_requirements")
SERVICE_ASPECTS = ("hours", "zone", "region", "staffed", "status")
NOT_SHOWN = ("search_text", "service__said", "service__described")
"""Long columns that no answer needs."""
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Known:
    """The aspects of one pathway and its service at one moment. `None` is unknown."""

    needs: tuple[str, ...] | None
    ages: tuple[int, int] | None
    languages: tuple[str, ...] | None
    payers: tuple[str, ...] | None
    capacity: str | None
    intake_requirements: tuple[str, ...] | None
    hours: str | None
    zone: str | None
    region: str | None
    staffed: bool | None
    status: str | None


def standing(pathways: Iterable[UUID], services: Iterable[UUID], day: date) -> list[Confirmation]:
    """Return the confirmations that may be in force on `day` (by UTC), in the order of recording: one statement."""
    of = Q(pathway__in=list(pathways)) | Q(service__in=list(services))
    # A day of grace, for zones where it is still yesterday; `known` asks again by the service's own date.
    lasting = Q(in_force_until__isnull=True) | Q(in_force_until__gte=day - A_DAY)
    return list(Confirmation.objects.filter(of & lasting, confirmed_on__lte=day).order_by("number"))


def known(pathway: Pathway, confirmations: Iterable[Confirmation], at: datetime) -> Known:
    """Return what is known of a pathway and its service at `at` (aware)."""
    service = pathway.service
    mine = [c for c in confirmations if c.pathway_id == pathway.pk or c.service_id == service.pk]
    day = local_day(service, mine, at)
    said = {name: getattr(pathway, name) for name in PATHWAY_ASPECTS} | _said(service)
    values = said | in_force(mine, day)
    lists = {name: _tuple(values[name]) for name in ("needs", "ages", "languages", "payers", "intake_requirements")}
    return Known(**{**values, **lists})


def known_service(service: Service, confirmations: Iterable[Confirmation], day: date) -> dict[str, object]:
    """Return the aspects of a service alone, on `day`."""
    return _said(service) | in_force([c for c in confirmations if c.service_id == service.pk], day)


def in_force(confirmations: Iterable[Confirmation], day: date) -> dict[str, object]:
    """Return the value of each aspect that the latest confirmation in force on `day` gives it."""
    return {c.aspect: c.value for c in confirmations if c.in_force_until is None or day <= c.in_force_until}


def local_day(service: Service, confirmations: Iterable[Confirmation], at: datetime) -> date:
    """Return the date at the service: a confirmation holds to the end of its last day there."""
    zone = in_force(confirmations, at.date()).get("zone", service.zone)
    return local_date(at, zone) if isinstance(zone, str) else at.date()


def now_known(aspect: str, of: str, key: str, *, on: date | None = None, said: str | None = None) -> Coalesce:
    """Return SQL for one aspect as `{"v": value}`: the latest confirmation (in force `on` a day), else the source's."""
    latest = Confirmation.objects.filter(**{of: OuterRef(key)}, aspect=aspect)
    if on is not None:
        lasting = Q(in_force_until__isnull=True) | Q(in_force_until__gte=on)
        latest = latest.filter(lasting, confirmed_on__lte=on)
    value = latest.order_by("-number").values(now=JSONObject(v=F("value")))[:1]
    return Coalesce(Subquery(value), JSONObject(v=F(said or aspect)), output_field=JSONField())


def own_closures(rows: Iterable[dict[str, str]]) -> tuple[OwnClosure, ...]:
    """Return closures from the rows that the database aggregates as JSON."""
    return tuple(
        OwnClosure(
            first=date.fromisoformat(row["first"]),
            last=date.fromisoformat(row["last"]),
            yearly=bool(row["yearly"]),
            in_force_from=_day(row["in_force_from"]),
            in_force_until=_day(row["in_force_until"]),
        )
        for row in rows
    )


def is_id(text: str) -> bool:
    """Say whether a text can be the id of an entry."""
    try:
        return str(UUID(text)) == text
    except (ValueError, AttributeError, TypeError):
        return False


def _said(service: Service) -> dict[str, object]:
    return {name: getattr(service, name) for name in SERVICE_ASPECTS}


def _tuple(value: list[object] | None) -> tuple[object, ...] | None:
    return None if value is None else tuple(value)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
