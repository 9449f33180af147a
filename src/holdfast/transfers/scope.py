"""Who may see which transfers, said once: as a condition of the database, for one transfer and for lists alike."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Case, CharField, Exists, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Cast

from holdfast.accounts.selectors import glass_open
from holdfast.directory.models import Service
from holdfast.people.selectors import protected_of
from holdfast.protocol.codes import OVERSEES_JURISDICTION, Role, Seat
from holdfast.protocol.facts import Party
from holdfast.protocol.state import State
from holdfast.transfers.disclosure import Sight
from holdfast.transfers.models import Ownership, Transfer

OVERSEES_ORGANIZATION = frozenset(
    {
        Role.SUPERVISOR, Role.COORDINATION_LEAD, Role.QUALITY_REVIEWER, Role.QUALITY_MANAGER, Role.SERVICE_MANAGER,
        Role.COORDINATION_DIRECTOR, Role.DIRECTOR, Role.FOLLOW_UP_LEAD, Role.NAVIGATOR, Role.EXECUTIVE,
        Role.GOVERNANCE, Role.AUDITOR, Role.REGIONAL_LEAD,
    }
)  # fmt: skip
"""Roles that see every transfer that a service of their own organisation opened."""
NOTHING = Q(pk__in=[])


class Right(StrEnum):
    """By which right somebody sees a transfer whole whose originating service is of another organisation than theirs.

    Without one it is no consent that opens it to them, so each look stands in the accounting of disclosures.
    """

    POOL = "pool"
    """They decide for the originating service, in a pool that it shares."""
    OVERSIGHT = "oversight"
    """They oversee the jurisdiction that it is in."""
    OPENED = "opened"
    """They were its originator, and work somewhere else now."""
    BREAK_GLASS = "break-glass"
    """They opened it by break-glass, with a reason that is reviewed."""


REAL = Q(practised_by="")
"""Transfers that are no practice: all that any list, count or search is made of (protocol section 3.8)."""


@dataclass(frozen=True, slots=True)
class Practising:
    """That somebody plays a part in a practice of their own: who, and in which one."""

    learner: str
    transfer_id: UUID


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks. A guest asks for one transfer only, from one seat; a member of staff for what their places let them.

    Who plays a part in a practice asks for that one only, and nobody else asks for it.
    """

    party: Party
    only: UUID | None = None
    seat: Seat | None = None
    practising: Practising | None = None

    @property
    def services(self) -> list[str]:
        """The services at which the asker works."""
        return sorted({assignment.service for assignment in self.party.assignments})


def visible(asker: Asker, at: datetime) -> QuerySet[Transfer]:
    """Return the transfers that `asker` may see at `at`; `is_whole` of each says whether from the originating side.

    Erased transfers are among them, as bare rows; practice is not, but for who plays a part in it.
    """
    if asker.practising is not None:
        return _with_sight(_practised(asker.practising), _ours_in_practice(asker), Value(""))
    if asker.only is not None and asker.seat is Seat.PERSON:
        return _with_sight(Transfer.objects.filter(pk=asker.only), NOTHING, Value(""))
    received = _received(asker, at)
    if asker.only is not None:
        return _with_sight(Transfer.objects.filter(received, pk=asker.only), NOTHING, Value(""))
    ours = _ours(asker)
    return _with_sight(Transfer.objects.filter(REAL, ours | received), ours, right_in(asker))


def through_glass(asker: Asker, at: datetime) -> QuerySet[Transfer]:
    """Return the transfers outside their scope that a member of staff may look at now, by break-glass; to look only.

    They are in no list and nothing may be done there: only who asks to look at that very one is shown it, whole.
    """
    if asker.only is not None or asker.practising is not None:
        return Transfer.objects.none()
    opened = Q(pk__in=glass_open(asker.party.id, at).values("transfer_id"))
    right = Case(
        When(service_id__in=_house(asker), then=Value("")), default=Value(Right.BREAK_GLASS.value),
        output_field=CharField(),
    )  # fmt: skip
    return _with_sight(Transfer.objects.filter(REAL, opened), opened, right)


def is_of_originating_side(asker: Asker, state: State) -> bool:
    """Say whether a transfer is plainly the asker's own, so that `visible` need not be asked; a part of `_ours`."""
    party = asker.party
    mine = party.is_of(state.service) or state.service in party.pools or party.id == state.originator
    return asker.only is None and asker.practising is None and not state.is_practice and mine


def names_shown(is_protected: bool, holders: Iterable[str], asker: Asker) -> bool:
    """Say whether a list may name the person of a transfer: one who is protected only to who holds them.

    `holders`: ids of the owner, the originators, and who stays with the person.
    """
    return not is_protected or asker.seat is not None or asker.party.id in holders


def sight_of(row: Transfer, asker: Asker) -> Sight:
    """Return how much `asker` sees of a transfer that `visible` found for them."""
    if asker.seat is Seat.PERSON:
        return Sight.PERSON
    is_whole: bool = row.is_whole  # type: ignore[attr-defined]  # annotated by `visible`
    return Sight.WHOLE if is_whole else Sight.RECEIVING


def right_of(row: Transfer) -> str:
    """Return the `Right` by which a transfer is seen whole that `visible` found; blank where none was needed."""
    right: str = row.right  # type: ignore[attr-defined]  # annotated by `visible`
    return right


def right_in(asker: Asker, of: str = "") -> Case:
    """Return SQL for the `Right` by which `asker` sees a transfer whole; blank where it is their own organisation's.

    `of`: the way to the transfer from the rows that are asked for, such as `transfer__`.
    """
    service = f"{of}service_id__in"
    return Case(
        When(Q(**{service: asker.services}) | Q(**{service: _house(asker)}), then=Value("")),
        When(Q(**{service: sorted(asker.party.pools)}), then=Value(Right.POOL.value)),
        When(_overseeing(asker, of), then=Value(Right.OVERSIGHT.value)),
        default=Value(Right.OPENED.value), output_field=CharField(),
    )  # fmt: skip


def seen_of_whole(asker: Asker) -> dict[str, Any]:
    """Return what is annotated to rows of transfers that `overseen` holds: by which right, and who is protected."""
    right = Value("") if asker.practising is not None else right_in(asker, "transfer__")
    return {"right": right, "is_shielded": protected_of("transfer__person_id")}


def overseen(asker: Asker) -> QuerySet[Transfer]:
    """Return the transfers that `asker` sees whole: whose escalations and failures are theirs to know."""
    if asker.only is not None:
        return Transfer.objects.none()
    if asker.practising is not None:
        return _practised(asker.practising).filter(_ours_in_practice(asker))
    return Transfer.objects.filter(REAL, _ours(asker))


def _practised(practising: Practising) -> QuerySet[Transfer]:
    return Transfer.objects.filter(pk=practising.transfer_id, practised_by=practising.learner)


def _ours_in_practice(asker: Asker) -> Q:
    """Everybody sees a practice whole, but for the receiver: what the person agreed to, as in earnest."""
    return Q(service_id__in=asker.services) if asker.party.assignments else Q(pk__isnull=False)


def _with_sight(found: QuerySet[Transfer], ours: Q, right: Case | Value) -> QuerySet[Transfer]:
    """Return the transfers with how much is seen of each, by which right, and whether its person is protected."""
    return found.annotate(
        is_whole=Case(When(ours, then=Value(True)), default=False, output_field=BooleanField()),
        right=Case(When(ours, then=right), default=Value(""), output_field=CharField()),
        is_shielded=protected_of("person_id"),
    )


def _ours(asker: Asker) -> Q:
    """Originating service (or a pool that decides for it), oversight; of its organisation also who owns or is named.

    Whoever owns it, or is named in it, at a service of another organisation sees what the receiving side would.
    """
    mine, me = asker.services, asker.party.id
    originating = Q(service_id__in=[*mine, *sorted(asker.party.pools)])
    concerned = Q(owner_service_id__in=mine) | Q(named__contains=[me])
    near = concerned & ~Q(receiving_service_id__in=mine) & Q(service_id__in=_house(asker))
    return originating | near | _overseeing(asker) | Q(originator_id=me)


def _house(asker: Asker) -> QuerySet[Service, str]:
    """Return a query of the ids of all services of the organisations at which the asker works; it is not run here."""
    organizations = Service.objects.filter(pk__in=asker.services).values("organization")
    found = Service.objects.filter(organization__in=organizations).annotate(key=Cast("pk", CharField()))
    return found.values_list("key", flat=True)


def services_overseen(asker: Asker) -> QuerySet[Service]:
    """Return the services whose transfers the asker sees by oversight: of their organisation, or their jurisdiction."""
    held = asker.party.assignments
    near = sorted({a.service for a in held if a.role in OVERSEES_ORGANIZATION | OVERSEES_JURISDICTION})
    far = sorted({a.service for a in held if a.role in OVERSEES_JURISDICTION})
    if not near:
        return Service.objects.none()
    of = Q(organization__in=Service.objects.filter(pk__in=near).values("organization"))
    if far:
        jurisdictions = Service.objects.filter(pk__in=far).exclude(organization__jurisdiction="")
        of |= Q(organization__jurisdiction__in=jurisdictions.values("organization__jurisdiction"))
    return Service.objects.filter(of)


def _overseeing(asker: Asker, of: str = "") -> Q:
    if not any(a.role in OVERSEES_ORGANIZATION | OVERSEES_JURISDICTION for a in asker.party.assignments):
        return NOTHING
    services = services_overseen(asker).annotate(key=Cast("pk", CharField())).values("key")
    return Q(**{f"{of}service_id__in": services})


def _received(asker: Asker, at: datetime) -> Q:
    """Routed to them: while the person agrees or in the emergency window, and always once they have owned it.

    Also what they own now, or are named in, without being of the receiving service.
    """
    mine = asker.services
    disclosed = Q(is_paused=False) & (Q(consent_until__gt=at) | Q(emergency_until__gt=at))
    has_owned = Exists(Ownership.objects.filter(transfer=OuterRef("pk"), service_id__in=mine))
    routed = Q(receiving_service_id__in=mine) & (disclosed | Q(has_owned))
    return routed | Q(owner_service_id__in=mine) | Q(named__contains=[asker.party.id])
