"""Who can be named in a record: staff of the services concerned, and of the levels over them. Bounded."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from holdfast.accounts.models import RoleAssignment
from holdfast.config.clock import now
from holdfast.protocol.codes import Role

MOST = 400
"""Places that are looked at, at most; whoever is not among them is found by their name."""
MOST_WORDS = 5
NO_PART = (Role.AUDITOR, Role.ADMINISTRATOR)
"""Roles that have no part in transfers."""


@dataclass(frozen=True, slots=True)
class Colleague:
    """A member of staff at one of their places: the one that comes first among those asked for."""

    id: str
    name: str
    role: Role
    service_id: str
    service_name: str
    services: frozenset[str] = frozenset()
    """All of the services asked for at which they work."""


@dataclass(frozen=True, slots=True)
class Colleagues:
    """Staff in order of name. `is_all`: whether nobody was left out for their number."""

    people: tuple[Colleague, ...] = ()
    is_all: bool = True


def colleagues(
    services: Collection[str], *, over: Collection[str] = (), roles_over: Iterable[Role] = (), words: str = ""
) -> Colleagues:
    """Return staff of `services`, and those who hold one of `roles_over` in the organisations of the services `over`.

    Only those whose names have all `words`. One statement, at most 400 places.
    """
    if not services and not over:
        return Colleagues()
    at = now()
    places = Q(service__in=services) | Q(role__in=list(roles_over), service__organization__services__in=over)
    held = Q(held_from__lte=at) & (Q(held_until=None) | Q(held_until__gt=at))
    found = RoleAssignment.objects.filter(places, held, staff__is_active=True).exclude(role__in=NO_PART)
    for word in words.split()[:MOST_WORDS]:
        found = found.filter(staff__display_name__icontains=word)
    rows = found.order_by("staff__display_name", "staff_id", "held_from", "pk").values_list(
        "staff_id", "staff__display_name", "role", "service_id", "service__name"
    )
    places_found = list(rows[: MOST + 1])
    return Colleagues(_each_once(places_found[:MOST]), is_all=len(places_found) <= MOST)


def _each_once(rows: Sequence[tuple[UUID, str, str, UUID, str]]) -> tuple[Colleague, ...]:
    at: dict[str, set[str]] = {}
    for staff_id, _name, _role, service_id, _service in rows:
        at.setdefault(str(staff_id), set()).add(str(service_id))
    first = {str(row[0]): row for row in reversed(rows)}
    return tuple(
        Colleague(who, first[who][1], Role(first[who][2]), str(first[who][3]), first[who][4], frozenset(at[who]))
        for who in at
    )
