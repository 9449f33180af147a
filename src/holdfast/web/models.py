"""The tables of the pages themselves: what somebody has begun to fill in and not sent yet."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from holdfast.config.clock import now
from holdfast.config.ids import new_id


class HandoffDraft(models.Model):
    """A handoff, or a long form of one, that a member of staff has begun to write. What was typed stands sealed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    staff = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    transfer_id = models.UUIDField(null=True)
    """Of a form: of which transfer; null: a handoff that is not opened yet."""
    step = models.CharField(max_length=40, blank=True, default="", db_default="")
    """Of a form: which one; else blank."""
    sealed = models.TextField()
    begun_at = models.DateTimeField(default=now)
    changed_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["staff", "transfer_id", "step"],
                condition=Q(transfer_id__isnull=False),
                name="web_one_draft_of_a_form",
            ),
        ]
        indexes = [models.Index(fields=["staff", "-changed_at"], name="web_drafts_of_staff")]
