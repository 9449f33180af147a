"""API tokens of staff: shown once, kept as a digest."""

from __future__ import annotations

from django.db import models

from holdfast.accounts.models.base import Keyed
from holdfast.accounts.models.staff import Staff
from holdfast.config.clock import now


class ApiToken(Keyed):
    """A bearer secret with which a member of staff uses the API, until it expires or is revoked."""

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=100)
    prefix = models.CharField(max_length=16, unique=True)
    """Public: finds the row, and names the token in lists."""
    digest = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=now, editable=False)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    """To the minute: written at most once in that time."""
