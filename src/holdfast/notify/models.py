"""Links that the server is to send to intake contacts. Never the secret: it is made when it is sent."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from holdfast.config.ids import new_id


class LinkStatus(models.TextChoices):
    """What became of a link that was asked for."""

    WAITING = "waiting"
    SENT = "sent"
    REFUSED = "refused"
    """It was not to be sent, or not any more: no consent, the event over."""
    GIVEN_UP = "given_up"
    """It could not be delivered while it would have been of use."""


class GuestLinkRequest(models.Model):
    """That a link be sent to a contact. A table of its own: the outbox of transfers is a read model of the ledger."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    transfer_id = models.UUIDField()
    contact_id = models.UUIDField()
    live_event = models.PositiveIntegerField(null=True)
    asked_by = models.CharField(max_length=100)
    asked_at = models.DateTimeField()
    useful_until = models.DateTimeField()
    status = models.CharField(max_length=10, choices=LinkStatus, default=LinkStatus.WAITING)
    reason = models.CharField(max_length=40, blank=True, default="")
    """Why it was refused: the control's id, or a word."""
    settled_at = models.DateTimeField(null=True)
    tries = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["next_try_at"], name="notify_links_waiting", condition=Q(status="waiting"))]
        constraints = [
            # A double click asks once.
            models.UniqueConstraint(
                fields=["transfer_id", "contact_id", "live_event"],
                condition=Q(status="waiting"),
                name="notify_one_link_waiting",
                nulls_distinct=False,
            ),
        ]
