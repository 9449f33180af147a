"""Who is to hear of a matter now: the holders of its level, by ladder and rota; where all is vacant, by role."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from holdfast.accounts.ladder import climb
from holdfast.accounts.models import RoleAssignment
from holdfast.accounts.selectors import ladder_for
from holdfast.directory.selectors import service_organization
from holdfast.protocol.codes import HOLDERS, EscalationLevel, Role
from holdfast.protocol.ladder import LAST_RESORT
from holdfast.transfers.models import Custody, Transfer

ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})


@dataclass(frozen=True, slots=True)
class Hearers:
    """Who hears of a matter, and the levels met on the way whose place is vacant or not mapped: itself reported."""

    staff: tuple[str, ...]
    vacant: tuple[EscalationLevel, ...] = ()


def hearers_of(transfer: Transfer, level: EscalationLevel, at: datetime) -> Hearers:
    """Return who holds a matter of `transfer` that was sent to `level`, at the instant `at`; never its originator.

    Where nobody holds any place of the ladder, those hear of it whose role could hold the level, at the service, else
    in the organisation, else the last resort's. It is never nobody while anybody has such a role.
    """
    organization, jurisdiction = service_organization(transfer.service_id)
    rungs = ladder_for(organization or None, jurisdiction=jurisdiction)
    landed = climb(rungs, level, at, without=frozenset({transfer.originator_id}))
    if landed.holders:
        return Hearers(landed.holders, landed.vacant)
    places = _places(transfer.service_id, organization)
    for asked in dict.fromkeys((level, *LAST_RESORT)):
        for place in places:
            found = staff_with(HOLDERS[asked], at, place, without=transfer.originator_id)
            if found:
                return Hearers(found, (level,))
    return Hearers((), (level,))


def with_stand_ins(staff_ids: Iterable[str], transfer_id: UUID, at: datetime) -> tuple[str, ...]:
    """Return these and whoever stands in for one of them in a transfer now: both are told."""
    told = tuple(staff_ids)
    covers = Custody.objects.filter(pk=transfer_id).values_list("stand_ins", flat=True).first() or []
    in_force = [each for each in covers if datetime.fromisoformat(each["until"]) > at and each["for_whom"] in told]
    return tuple(dict.fromkeys((*told, *(each["colleague"] for each in in_force))))


def administrators_of(organization: str, at: datetime) -> tuple[str, ...]:
    """Return who administers an organisation; where nobody does, who administers any."""
    theirs = staff_with(ADMINISTRATORS, at, Q(service__organization=organization)) if organization else ()
    return theirs or staff_with(ADMINISTRATORS, at, Q())


def staff_with(roles: Iterable[Role], at: datetime, place: Q, *, without: str = "") -> tuple[str, ...]:
    """Return the ids of active staff who hold one of `roles` at `place` at the instant `at`, the longest first."""
    in_office = Q(held_from__lte=at) & (Q(held_until__isnull=True) | Q(held_until__gt=at))
    found = RoleAssignment.objects.filter(in_office, place, role__in=sorted(roles), staff__is_active=True)
    ids = (str(staff_id) for staff_id in found.order_by("held_from", "id").values_list("staff_id", flat=True))
    return tuple(dict.fromkeys(each for each in ids if each != without))


def _places(service_id: str, organization: str) -> tuple[Q, ...]:
    here = Q(service=service_id)
    return (here, Q(service__organization=organization)) if organization else (here,)
