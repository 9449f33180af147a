"""Reads of the access log that need nothing but accounts: in which role somebody looked."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from holdfast.accounts.models import AccessLogEntry, ActorKind, GuestSession, RoleAssignment
from holdfast.protocol.codes import Role, Seat


@dataclass(frozen=True, slots=True)
class SeenBy:
    """As what somebody looked: in a role at a service, or as a guest from a seat."""

    role: Role | None = None
    service_name: str = ""
    seat: Seat | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """The latest look of a member of staff at something for one purpose."""

    staff_id: uuid.UUID
    at: datetime


def opened_since(
    transfer_ids: Iterable[uuid.UUID], purpose: str, since: datetime, *, without: uuid.UUID
) -> dict[uuid.UUID, Opened]:
    """Return which member of staff looked last at each of these transfers for `purpose` since then; one statement.

    `without`: who asks; their own looks are left out.
    """
    looks = AccessLogEntry.objects.filter(
        transfer_id__in=list(transfer_ids), purpose=purpose, at__gt=since, actor_kind=ActorKind.STAFF.value
    )
    latest = looks.exclude(actor_id=without).order_by("transfer_id", "-at").distinct("transfer_id")
    found = latest.values_list("transfer_id", "actor_id", "at")
    return {transfer: Opened(actor, at) for transfer, actor, at in found if transfer and actor}


def roles_at(looks: Collection[tuple[uuid.UUID, datetime]]) -> dict[tuple[uuid.UUID, datetime], SeenBy]:
    """Return in which role each of these staff stood at that instant, the one held longest; one statement."""
    terms: dict[uuid.UUID, list[RoleAssignment]] = defaultdict(list)
    rows = RoleAssignment.objects.filter(staff_id__in={staff_id for staff_id, _ in looks})
    for row in rows.annotate(service_name=F("service__name")).order_by("held_from", "pk"):
        terms[row.staff_id].append(row)
    return {(staff_id, at): _stood(terms[staff_id], at) for staff_id, at in looks}


def seats_of(session_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, SeenBy]:
    """Return from which seat each of these guests looked; one statement."""
    rows = GuestSession.objects.filter(pk__in=session_ids).values_list("pk", "grant__party")
    return {pk: SeenBy(seat=Seat(party)) for pk, party in rows}


def _stood(terms: list[RoleAssignment], at: datetime) -> SeenBy:
    held = (t for t in terms if t.held_from <= at and (t.held_until is None or t.held_until > at))
    term = next(held, None)
    if term is None:
        return SeenBy()
    service_name: str = term.service_name  # type: ignore[attr-defined]  # annotated
    return SeenBy(Role(term.role), service_name)
