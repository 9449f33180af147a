"""The tables of the pages themselves: what somebody has begun to fill in and not sent yet."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from holdfast.config.clock import now
from holdfast.config.ids import new_id


class HandoffDraft(models.Model):
    """A handoff that a member of staff has begun to write. Whom it is about and what was typed stand sealed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    staff = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    sealed = models.TextField()
    begun_at = models.DateTimeField(default=now)
    changed_at = models.DateTimeField(default=now)

    class Meta:
        indexes = [models.Index(fields=["staff", "-changed_at"], name="web_drafts_of_staff")]
