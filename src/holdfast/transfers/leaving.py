"""Deactivating an account: its people pass to its supervisor in the same transaction (protocol section 2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import CharField, Count, Q, QuerySet
from django.db.models.functions import Cast

from holdfast.accounts.errors import NotAllowed
from holdfast.accounts.ladder import climb
from holdfast.accounts.models import Staff
from holdfast.accounts.selectors import ladder_for, party, staff_holding
from holdfast.accounts.services import staff_deactivate
from holdfast.config.clock import now
from holdfast.directory.selectors import service_organization
from holdfast.protocol.codes import EscalationLevel, Role
from holdfast.protocol.commands import Reassign
from holdfast.protocol.facts import CLOCK, Party
from holdfast.transfers.errors import NobodyTakesOver
from holdfast.transfers.models import Transfer
from holdfast.transfers.services import Order, handle

REASON = "The account of the owner was deactivated."


@dataclass(frozen=True, slots=True)
class Leaving:
    """What somebody's deactivation would pass on, and what would stay without them."""

    owned: int
    """Open transfers that they own."""
    named: int
    """Other open transfers that name them: as continuity lead, reviewer, or otherwise."""


def leaving(staff_id: UUID) -> Leaving:
    """Return what hangs on somebody, for whoever thinks of deactivating them; one statement."""
    is_owned, is_named = Q(owner_id=str(staff_id)), Q(named__contains=[str(staff_id)])
    open_ones = Transfer.objects.filter(is_owned | is_named, closed_at=None, is_erased=False)
    return Leaving(**open_ones.aggregate(owned=Count("pk", filter=is_owned), named=Count("pk", filter=~is_owned)))


@transaction.atomic
def account_deactivate(staff_id: UUID, by: UUID | None = None) -> int:
    """Deactivate an account, and give each person whom it owns to the supervisor of that service; return how many.

    Where the service has no supervisor left, whoever holds the `supervisory` level of the ladder takes over, or the
    level it falls to. All of it or nothing. `by`: the administrator.
    Raises: accounts' NotFound, where there is no such active account; NotAllowed, for one's own; NobodyTakesOver.
    Side effects: as `handle`, for each transfer.
    """
    if staff_id == by:
        raise NotAllowed("Nobody deactivates their own account: another administrator does it.")
    # Held, so that two administrators at once do not both look for heirs.
    Staff.objects.select_for_update().filter(pk=staff_id).first()
    staff_deactivate(staff_id)
    owned = list(_open_of(str(staff_id)).values_list("pk", "owner_service_id").order_by("pk"))
    for transfer_id, service_id in owned:
        _pass_on(transfer_id, service_id, str(staff_id))
    return len(owned)


def left_behind(limit: int = 100) -> int:
    """Pass on people whose owner was deactivated while somebody else was filing for them; return how many.

    What filed at the same instant may have made the account an owner after its people were counted.
    """
    gone = Staff.objects.filter(is_active=False).annotate(key=Cast("pk", CharField())).values("key")
    theirs = Transfer.objects.filter(closed_at=None, is_erased=False, owner_id__in=gone)
    rows = list(theirs.values_list("pk", "owner_service_id", "owner_id")[:limit])
    for transfer_id, service_id, owner_id in rows:
        _pass_on(transfer_id, service_id, owner_id)
    return len(rows)


def heir_of(service_id: str, leaver: str, at: datetime) -> str | None:
    """Return who takes over the people of `leaver` at a service; `None` where nobody holds any place above it."""
    supervisors = [each for each in staff_holding(Role.SUPERVISOR, service_id) if each != leaver]
    if supervisors:
        return supervisors[0]
    organization, jurisdiction = service_organization(service_id)
    rungs = ladder_for(organization or None, jurisdiction=jurisdiction)
    held = climb(rungs, EscalationLevel.SUPERVISORY, at, without=frozenset({leaver}))
    working = party(*held.holders)
    return next((each for each in held.holders if each in working and working[each].is_staff), None)


def _open_of(staff_id: str) -> QuerySet[Transfer]:
    return Transfer.objects.filter(owner_id=staff_id, closed_at=None, is_erased=False)


def _pass_on(transfer_id: UUID, service_id: str, leaver: str) -> None:
    heir = heir_of(service_id, leaver, now())
    if heir is None:
        raise NobodyTakesOver
    outcome = handle(Order(transfer_id, Reassign(to=heir, reason=REASON), Party(CLOCK)))
    if not outcome.is_filed and outcome.state.owner == leaver and not outcome.state.is_closed:
        raise NobodyTakesOver
