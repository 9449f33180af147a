"""What is kept beside a live event, and is no evidence: an own video link, and who else is on the call.

A link and a name are there for the minutes of the event only; then they are blanked (`jobs.py`). Neither is logged.
"""

from __future__ import annotations

from enum import StrEnum

from django.db import models
from django.db.models import Q

from holdfast.config.clock import now
from holdfast.config.ids import new_id

LONGEST_LINK, LONGEST_NAME = 500, 40


class Company(StrEnum):
    """Who else may be on the call (protocol section 3.5)."""

    INTERPRETER = "interpreter"
    SUPPORTER = "supporter"
    COORDINATOR = "coordinator"
    PEER = "peer"
    SUPERVISOR = "supervisor"


class OfEvent(models.Model):
    """Base of rows about one live event of one transfer."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    transfer_id = models.UUIDField()
    event = models.PositiveIntegerField()
    """The number of the live event within the transfer."""

    class Meta:
        abstract = True


class VideoLink(OfEvent):
    """The organisation's own video call, as the originator gave it. Shown to the parties alone."""

    address = models.CharField(max_length=LONGEST_LINK, blank=True)
    """Blank once the event is over."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["transfer_id", "event"], name="live_one_link_an_event")]
        indexes = [models.Index(fields=["transfer_id"], name="live_links_kept", condition=~Q(address=""))]


class FurtherSeat(OfEvent):
    """Somebody on the call beside the three parties: a role, and where it helps a word to call them by."""

    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=LONGEST_NAME, blank=True)
    """What they are called on the call; blank once the event is over."""
    beside = models.CharField(max_length=20, blank=True)
    """The party whose device or line they share: one seat with two names. Blank for one of their own."""
    joined_at = models.DateTimeField(default=now, editable=False)
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=[each.value for each in Company]), name="live_seat_kind_known"),
        ]
        indexes = [
            models.Index(fields=["transfer_id", "event"], name="live_seats_of_event"),
            models.Index(fields=["transfer_id"], name="live_names_kept", condition=~Q(name="")),
        ]
