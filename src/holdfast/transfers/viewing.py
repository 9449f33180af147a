"""Reads of the access log: who saw a transfer or a person. For reviewers and administrators, and for the person."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Cast

from holdfast.accounts.models import AccessLogEntry, ActorKind, GuestSession, RoleAssignment
from holdfast.accounts.selectors import Look, SeenBy, look_shown, looks_found, roles_at, seats_of, staff_named
from holdfast.directory.models import Service
from holdfast.protocol.codes import Seat
from holdfast.transfers.models import Transfer
from holdfast.transfers.paging import Paging, paged
from holdfast.transfers.scope import REAL, Asker, overseen, visible
from holdfast.transfers.views import Page

NEWEST = ("-at", "-id")


@dataclass(frozen=True, slots=True)
class AccessView:
    """One view: when, by whom and in which role then, by which way in, and what for (a code). A guest has no name."""

    at: datetime
    kind: ActorKind
    name: str
    seen_by: SeenBy
    purpose: str
    adapter: str
    transfer_id: UUID | None


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose views are asked for: of one transfer, or of one person."""

    transfer_id: UUID | None = None
    person_id: UUID | None = None


def access_views(
    asker: Asker, organizations: Collection[UUID], at: datetime, subject: Subject, paging: Paging
) -> Page[AccessView]:
    """Return who saw a transfer or person, the latest first, as far as the asker may know; at most four statements.

    They may know of transfers that they see, of those that services of `organizations` opened, which they administer,
    and of whatever staff of those organisations looked at. Raises Malformed for a wrong `after`.
    """
    found = _of(subject).filter(_known_to(asker, organizations, at))
    return paged(found, NEWEST, paging, _drawn)


def person_seen_by(asker: Asker, paging: Paging) -> Page[AccessView]:
    """Return who saw the person, or this transfer of theirs, to the person themselves: roles and services, no names.

    What they looked at themselves is left out. Nothing for anybody who does not sit in the person's seat.
    """
    if asker.seat is not Seat.PERSON or asker.only is None:
        return Page((), None)
    person_id = Transfer.objects.filter(pk=asker.only).values_list("person_id", flat=True).first()
    mine = Q(transfer_id=asker.only)
    if person_id is not None:
        mine |= Q(person_id=person_id)
    own = GuestSession.objects.filter(pk=OuterRef("actor_id"), grant__party=Seat.PERSON.value)
    found = AccessLogEntry.objects.filter(mine).exclude(Exists(own))
    return paged(found, NEWEST, paging, lambda rows: [_view(row, {}, seen) for row, seen in _seen(rows)])


def looks_shown(asker: Asker, paging: Paging, *, reviewed: bool) -> Page[Look]:
    """Return looks by break-glass at transfers that the asker oversees, reviewed or waiting for it; one statement.

    The oldest that wait come first, the latest that were reviewed. Raises Malformed for a wrong `after`.
    """
    found = looks_found().filter(reviewed_at__isnull=not reviewed, transfer_id__in=overseen(asker).values("pk"))
    keys = ("-opened_at", "-id") if reviewed else ("opened_at", "id")
    return paged(found, keys, paging, lambda rows: [look_shown(row) for row in rows])


def look_known(asker: Asker, glass_id: UUID) -> Look | None:
    """Return one look that the asker may review or has a part in overseeing; one statement."""
    found = looks_found().filter(pk=glass_id, transfer_id__in=overseen(asker).values("pk")).first()
    return look_shown(found) if found else None


def transfer_of_case(case_id: str) -> UUID | None:
    """Return the transfer of a case that changed last, an open one first, whoever asks; `None` where there is none.

    For break-glass alone: it tells its asker an id, and nothing more.
    """
    found = Transfer.objects.filter(REAL, case_id=case_id.strip(), is_erased=False).exclude(case_id="")
    return found.order_by(F("closed_at").desc(nulls_first=True), "-changed_at").values_list("pk", flat=True).first()


def case_sought(asker: Asker, organizations: Collection[UUID], case_id: str) -> UUID | None:
    """Return the transfer of a case that changed last, an open one first, to who sees it whole.

    To administrators as well, where services of their `organizations` opened it: they know the number already.
    """
    text = case_id.strip()
    named = Q(case_id__in={text, text.upper(), text.lower()}) & ~Q(case_id="")
    theirs = Q(pk__in=overseen(asker).values("pk"))
    theirs |= _opened_by(organizations) if organizations else Q()
    found = Transfer.objects.filter(named & theirs, is_erased=False)
    return found.order_by(F("closed_at").desc(nulls_first=True), "-changed_at").values_list("pk", flat=True).first()


def cases_known(asker: Asker, ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the case numbers of those of these transfers that the asker sees whole; one statement."""
    return dict(overseen(asker).filter(pk__in=set(ids)).exclude(case_id="").values_list("pk", "case_id"))


def erased_among(transfer_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Return which of these transfers were erased, whoever asks, so that nothing is kept of them; one statement."""
    return frozenset(Transfer.objects.filter(pk__in=set(transfer_ids), is_erased=True).values_list("pk", flat=True))


def transfer_exists(transfer_id: UUID) -> bool:
    """Say whether there is such a transfer, whoever asks; for break-glass alone."""
    return Transfer.objects.filter(REAL, pk=transfer_id, is_erased=False).exists()


def _of(subject: Subject) -> QuerySet[AccessLogEntry]:
    if subject.transfer_id is not None:
        return AccessLogEntry.objects.filter(transfer_id=subject.transfer_id)
    theirs = Transfer.objects.filter(person_id=subject.person_id).exclude(person_id=None).values("pk")
    return AccessLogEntry.objects.filter(Q(person_id=subject.person_id) | Q(transfer_id__in=theirs))


def _known_to(asker: Asker, organizations: Collection[UUID], at: datetime) -> Q:
    seen = Q(transfer_id__in=visible(asker, at).values("pk"))
    if not organizations:
        return seen
    opened = Transfer.objects.filter(_opened_by(organizations)).values("pk")
    staff = RoleAssignment.objects.filter(service__organization_id__in=list(organizations)).values("staff_id")
    return seen | Q(transfer_id__in=opened) | Q(actor_kind=ActorKind.STAFF.value, actor_id__in=staff)


def _opened_by(organizations: Collection[UUID]) -> Q:
    services = Service.objects.filter(organization_id__in=list(organizations)).annotate(key=Cast("pk", CharField()))
    return REAL & Q(service_id__in=services.values("key"))


def _drawn(rows: list[AccessLogEntry]) -> list[AccessView]:
    names = staff_named(row.actor_id for row in rows if row.actor_kind == ActorKind.STAFF and row.actor_id)
    return [_view(row, names, seen) for row, seen in _seen(rows)]


def _seen(rows: list[AccessLogEntry]) -> list[tuple[AccessLogEntry, SeenBy]]:
    staff = {(row.actor_id, row.at) for row in rows if row.actor_kind == ActorKind.STAFF and row.actor_id}
    guests = {row.actor_id for row in rows if row.actor_kind == ActorKind.GUEST and row.actor_id}
    stood, sat = roles_at(staff) if staff else {}, seats_of(guests) if guests else {}
    return [(row, _as(row, stood, sat)) for row in rows]


def _as(row: AccessLogEntry, stood: dict[tuple[UUID, datetime], SeenBy], sat: dict[UUID, SeenBy]) -> SeenBy:
    if row.actor_id is None:
        return SeenBy()
    return stood.get((row.actor_id, row.at)) or sat.get(row.actor_id) or SeenBy()


def _view(row: AccessLogEntry, names: dict[str, str], seen: SeenBy) -> AccessView:
    name = names.get(str(row.actor_id), "")
    return AccessView(row.at, ActorKind(row.actor_kind), name, seen, row.purpose, row.adapter, row.transfer_id)
