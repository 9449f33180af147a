"""Break-glass: that somebody outside a transfer's scope looked at it, why, and what a reviewer found."""

from __future__ import annotations

from enum import StrEnum

from django.db import models
from django.db.models import F, Q

from holdfast.accounts.models.base import Keyed, one_of
from holdfast.accounts.models.staff import Staff
from holdfast.config.clock import now


class GlassFinding(StrEnum):
    """What a reviewer found of a look by break-glass."""

    JUSTIFIED = "justified"
    NOT_JUSTIFIED = "not_justified"


class BreakGlass(Keyed):
    """One member of staff may look at one transfer from `opened_at` until `until` (not included), and at no other."""

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    transfer_id = models.UUIDField()
    reason = models.TextField()
    """As they typed it, sealed."""
    opened_at = models.DateTimeField(default=now, editable=False)
    until = models.DateTimeField()
    reviewed_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    finding = models.CharField(max_length=20, blank=True, default="")
    remark = models.TextField(blank=True, default="")
    """The reviewer's words, sealed."""

    class Meta:
        constraints = [
            one_of("finding", ["", *GlassFinding], table="glass"),
            models.CheckConstraint(condition=Q(until__gt=F("opened_at")), name="accounts_glass_ends_later"),
            models.CheckConstraint(condition=~Q(reason=""), name="accounts_glass_reason_given"),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True, reviewed_at__isnull=True, finding="", remark="")
                | (Q(reviewed_by__isnull=False, reviewed_at__isnull=False) & ~Q(finding="")),
                name="accounts_glass_review_whole",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("staff")), name="accounts_glass_not_own_review"
            ),
        ]
        indexes = [
            models.Index(fields=["staff", "transfer_id", "until"], name="accounts_glass_open"),
            models.Index(
                fields=["opened_at", "id"], name="accounts_glass_to_review", condition=Q(reviewed_at__isnull=True)
            ),
        ]
