"""Reads of break-glass: what is open, and what waits for a reviewer."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import QuerySet

from holdfast.accounts.models import BreakGlass, GlassFinding
from holdfast.ledger.errors import LedgerError
from holdfast.ledger.sealed import unseal


@dataclass(frozen=True, slots=True)
class Look:
    """One look by break-glass. `reason` and `remark` are blank where they can't be opened any more."""

    id: uuid.UUID
    transfer_id: uuid.UUID
    staff_id: uuid.UUID
    staff_name: str
    opened_at: datetime
    until: datetime
    reason: str = field(repr=False)
    finding: GlassFinding | None = None
    reviewer_name: str = ""
    reviewed_at: datetime | None = None
    remark: str = field(default="", repr=False)


def glass_open(staff_id: str, at: datetime) -> QuerySet[BreakGlass]:
    """Return the looks that are open to somebody at `at`; nobody's for an id that is no account's."""
    try:
        known = uuid.UUID(staff_id)
    except ValueError:
        return BreakGlass.objects.none()
    return BreakGlass.objects.filter(staff_id=known, opened_at__lte=at, until__gt=at)


def glass_until(staff_id: str, transfer_id: uuid.UUID, at: datetime) -> datetime | None:
    """Return until when (not included) somebody may look at one transfer by break-glass; `None` where they may not."""
    return glass_open(staff_id, at).filter(transfer_id=transfer_id).values_list("until", flat=True).first()


def looks_found() -> QuerySet[BreakGlass]:
    """Return all looks with who looked and who reviewed; `look_shown` draws them. The caller scopes them."""
    return BreakGlass.objects.select_related("staff", "reviewed_by")


def look_shown(row: BreakGlass) -> Look:
    """Return one look for those who may review it, or who did it."""
    return Look(
        row.pk, row.transfer_id, row.staff_id, row.staff.display_name, row.opened_at, row.until,
        reason=_words(row.pk, row.reason), finding=GlassFinding(row.finding) if row.finding else None,
        reviewer_name=row.reviewed_by.display_name if row.reviewed_by else "", reviewed_at=row.reviewed_at,
        remark=_words(row.pk, row.remark),
    )  # fmt: skip


def _words(place: uuid.UUID, sealed: str) -> str:
    try:
        return unseal(place, sealed) if sealed else ""
    except LedgerError:
        return ""
