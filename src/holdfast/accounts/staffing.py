"""Who works for the organisations that somebody administers: lists and sheets, each in a fixed number of statements."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, Subquery

from holdfast.accounts.factors import factors_of
from holdfast.accounts.models import DeciderPool, Invitation, RoleAssignment, RungHolder, SignIn, Staff
from holdfast.config.clock import now
from holdfast.protocol.codes import Role

USUAL = 25


class Standing(StrEnum):
    """How far an account is."""

    READY = "ready"
    """They can sign in."""
    INVITED = "invited"
    NOT_INVITED = "not_invited"
    DEACTIVATED = "deactivated"


@dataclass(frozen=True, slots=True)
class Held:
    """A role, or a place in a pool (without role), that somebody holds at a service now."""

    service_id: uuid.UUID
    service_name: str
    since: datetime
    role: Role | None = None


@dataclass(frozen=True, slots=True)
class StaffRow:
    """A member of staff in a list, with what they hold at the services that the asker administers."""

    id: uuid.UUID
    name: str
    email: str
    standing: Standing
    held: tuple[Held, ...]
    seen_at: datetime | None


@dataclass(frozen=True, slots=True)
class StaffPage:
    """Some staff in order of name; `after` asks for those who follow."""

    rows: tuple[StaffRow, ...]
    after: uuid.UUID | None


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation that is open. `sent_at`: none while it waits to be sent."""

    id: uuid.UUID
    sent_at: datetime | None
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class StaffSheet:
    """One member of staff, for whoever administers a service at which they work or worked."""

    row: StaffRow
    pools: tuple[Held, ...]
    levels: tuple[str, ...]
    """Levels of ladders that they hold."""
    invitation: Invited | None
    second_factors: tuple[str, ...]
    open_sign_ins: int
    works_elsewhere: bool
    """Whether they hold roles at organisations that the asker does not administer."""


def staff_listed(
    organizations: Collection[uuid.UUID], *, words: str = "", after: uuid.UUID | None = None, limit: int = USUAL
) -> StaffPage:
    """Return staff of these organisations, in order of name, whose name or email has all `words`; two statements."""
    found = _with_standing(_of(organizations))
    for word in words.split():
        found = found.filter(Q(display_name__icontains=word) | Q(email__icontains=word))
    if after is not None:
        last = Staff.objects.filter(pk=after).values("display_name")
        found = found.filter(Q(display_name__gt=Subquery(last)) | Q(display_name=Subquery(last), pk__gt=after))
    rows = list(found.order_by("display_name", "pk")[: limit + 1])
    page = rows[:limit]
    held = _held(organizations, [row.pk for row in page])
    more = page[-1].pk if len(rows) > limit else None
    return StaffPage(tuple(_row(row, held[row.pk]) for row in page), more)


def staff_sheet(staff_id: uuid.UUID, organizations: Collection[uuid.UUID]) -> StaffSheet | None:
    """Return one member of staff of these organisations, in eight statements; `None` where they are none."""
    staff = _with_standing(_of(organizations)).filter(pk=staff_id).first()
    if staff is None:
        return None
    open_one = Invitation.objects.filter(staff=staff, used_at=None, revoked_at=None, expires_at__gt=now()).first()
    levels = RungHolder.objects.filter(staff=staff, held_until=None).order_by("rung__level")
    current = RoleAssignment.objects.filter(staff=staff, held_until=None)
    return StaffSheet(
        row=_row(staff, _held(organizations, [staff.pk])[staff.pk]),
        pools=tuple(_pools(organizations, staff.pk)),
        levels=tuple(levels.values_list("rung__level", flat=True).distinct()),
        invitation=Invited(open_one.pk, open_one.sent_at, open_one.expires_at) if open_one else None,
        second_factors=tuple(sorted(factors_of(staff.pk))),
        open_sign_ins=SignIn.objects.filter(staff=staff, ended_at=None).count(),
        works_elsewhere=current.exclude(service__organization_id__in=list(organizations)).exists(),
    )


def staff_named(ids: Iterable[uuid.UUID | str]) -> dict[str, str]:
    """Return the names of staff by their ids, as colleagues see them; one statement."""
    wanted = {str(each) for each in ids}
    if not wanted:
        return {}
    found = Staff.objects.filter(pk__in=wanted).values_list("pk", "display_name")
    return {str(pk): name for pk, name in found}


def invitations_open(organizations: Collection[uuid.UUID]) -> int:
    """Return how many invitations of staff of these organisations are open; one statement."""
    found = Invitation.objects.filter(used_at=None, revoked_at=None, expires_at__gt=now())
    return found.filter(staff__in=_of(organizations)).count()


def staff_choosable(organizations: Collection[uuid.UUID]) -> list[tuple[uuid.UUID, str]]:
    """Return ids and names of active staff who hold a role at these organisations now; one statement."""
    held = RoleAssignment.objects.filter(
        staff=OuterRef("pk"), held_until=None, service__organization_id__in=list(organizations)
    )
    found = Staff.objects.filter(Exists(held), is_active=True).order_by("display_name", "pk")
    return list(found.values_list("pk", "display_name"))


def staff_holding(role: Role, service_id: str) -> list[str]:
    """Return the ids of active staff who hold a role at a service now, who held it longest first; one statement."""
    held = RoleAssignment.objects.filter(role=role, service_id=service_id, held_until=None, staff__is_active=True)
    return [str(pk) for pk in held.order_by("held_from", "pk").values_list("staff_id", flat=True)]


def _of(organizations: Collection[uuid.UUID]) -> QuerySet[Staff]:
    theirs = RoleAssignment.objects.filter(staff=OuterRef("pk"), service__organization_id__in=list(organizations))
    return Staff.objects.filter(Exists(theirs))


def _with_standing(found: QuerySet[Staff]) -> QuerySet[Staff]:
    passkey = Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.WEBAUTHN)
    invited = Invitation.objects.filter(staff=OuterRef("pk"), used_at=None, revoked_at=None, expires_at__gt=now())
    seen = SignIn.objects.filter(staff=OuterRef("pk")).order_by().values("staff").annotate(last=Max("seen_at"))
    return found.annotate(
        has_passkey=Exists(passkey), is_invited=Exists(invited), last_seen_at=Subquery(seen.values("last"))
    )


def _held(organizations: Collection[uuid.UUID], staff_ids: list[uuid.UUID]) -> dict[uuid.UUID, list[Held]]:
    held: dict[uuid.UUID, list[Held]] = defaultdict(list)
    rows = RoleAssignment.objects.filter(
        staff_id__in=staff_ids, held_until=None, service__organization_id__in=list(organizations)
    ).annotate(service_name=F("service__name"))
    for row in rows.order_by("service__name", "role"):
        held[row.staff_id].append(Held(row.service_id, row.service_name, row.held_from, Role(row.role)))
    return held


def _pools(organizations: Collection[uuid.UUID], staff_id: uuid.UUID) -> Iterable[Held]:
    rows = DeciderPool.objects.filter(
        staff_id=staff_id, held_until=None, service__organization_id__in=list(organizations)
    ).annotate(service_name=F("service__name"))
    return [Held(row.service_id, row.service_name, row.held_from) for row in rows.order_by("service__name")]


def _row(staff: Staff, held: Iterable[Held]) -> StaffRow:
    last_seen_at: datetime | None = staff.last_seen_at  # type: ignore[attr-defined]  # annotated
    return StaffRow(staff.pk, staff.display_name, staff.email, _standing(staff), tuple(held), last_seen_at)


def _standing(staff: Staff) -> Standing:
    if not staff.is_active:
        return Standing.DEACTIVATED
    has_passkey, is_invited = staff.has_passkey, staff.is_invited  # type: ignore[attr-defined]  # annotated
    if has_passkey or not staff.password.startswith(UNUSABLE_PASSWORD_PREFIX):
        return Standing.READY
    return Standing.INVITED if is_invited else Standing.NOT_INVITED
