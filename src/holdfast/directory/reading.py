"""How services are read with the days on which they are closed: one query for every answer that needs them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

from holdfast.directory.known import is_id
from holdfast.directory.models import Closure, Service


def closures_of(service: str) -> ArraySubquery:
    """Return SQL for the own closures of a service and of its places; `service` is the column that names it."""
    at_its_places = Q(location__places__service=OuterRef(service))
    fields = ("first", "last", "yearly", "in_force_from", "in_force_until")
    rows = Closure.objects.filter(Q(service=OuterRef(service)) | at_its_places).order_by("pk").distinct()
    return ArraySubquery(rows.values(closure=JSONObject(**{name: F(name) for name in fields})))


def services_with_closures(service_ids: Iterable[str]) -> QuerySet[Any]:
    """Return services with their own closures as `closed`, without the long columns that no answer needs."""
    ids = {service_id for service_id in service_ids if is_id(service_id)}
    found = Service.objects.filter(pk__in=ids).defer("said", "described")
    return found.annotate(closed=closures_of("pk"))
