"""Schedules that a service delegates (section 3.2): who may book in its name, until when; given, ended, asked for."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from holdfast.config.clock import now
from holdfast.directory.known import is_id
from holdfast.directory.models import ServiceDelegation
from holdfast.protocol.errors import Malformed

MOST = 50
"""How many delegations of a service are listed."""


@dataclass(frozen=True, slots=True)
class Delegation:
    """One that is in force. `to`: the id of a member of staff, or of a service."""

    id: UUID
    to: str
    until: datetime | None


def delegation_give(service_id: UUID, to: str, until: datetime | None, *, by: str) -> UUID:
    """Let `to` book with a service's schedule until an instant (none: until further notice); given twice, it is one.

    Raises Malformed for an end that has passed, or an id that is none.
    """
    at = now()
    if not is_id(to):
        raise Malformed({"to": "must be the id of a member of staff or of a service"})
    if until is not None and until <= at:
        raise Malformed({"until": "has passed; choose a later end, or leave it out"})
    fields = {"until": until, "given_by": by, "given_at": at}
    try:
        with transaction.atomic():
            return ServiceDelegation.objects.create(service_id=service_id, to=to, **fields).pk
    except IntegrityError:
        standing = ServiceDelegation.objects.filter(service_id=service_id, to=to, ended_at=None)
        standing.update(**fields)
        return standing.values_list("pk", flat=True).get()


def delegation_end(delegation_id: UUID, services: Collection[str]) -> bool:
    """End a delegation of one of these services; say whether one ended."""
    mine = ServiceDelegation.objects.filter(pk=delegation_id, service_id__in=list(services), ended_at=None)
    return mine.update(ended_at=now()) == 1


def delegations_of(service_id: str, at: datetime) -> tuple[Delegation, ...]:
    """Return who may book with a service's schedule at `at`, the latest first; at most `MOST`, by one statement."""
    rows = _in_force(service_id, at).order_by("-given_at", "-pk")[:MOST] if is_id(service_id) else ()
    return tuple(Delegation(row.pk, row.to, row.until) for row in rows)


def has_delegated(service_id: str, to: Iterable[str], at: datetime) -> bool:
    """Say whether a service lets one of these (staff, services) book with its schedule at `at`; one statement."""
    return is_id(service_id) and _in_force(service_id, at).filter(to__in=list(to)).exists()


def _in_force(service_id: str, at: datetime) -> QuerySet[ServiceDelegation]:
    return ServiceDelegation.objects.filter(
        Q(until=None) | Q(until__gt=at), service_id=service_id, ended_at=None, given_at__lte=at
    )
