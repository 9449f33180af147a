"""Guests: the links and codes that let somebody without an account take part in one transfer (protocol section 5)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from holdfast.accounts.models.base import Keyed, one_of
from holdfast.config.clock import now
from holdfast.protocol.codes import Identity, Seat

MAX_WRONG_TRIES = 5
"""After so many wrong tries a link or code is void; and so is a link whose short code was guessed at so often."""

_SEATS = (
    Q(identity=Identity.DIRECTORY_LINK.value, party=Seat.RECEIVER.value)
    | Q(identity=Identity.PERSON_LINK.value, party=Seat.PERSON.value)
    | Q(identity=Identity.READ_OUT_CODE.value, party__in=[Seat.PERSON.value, Seat.RECEIVER.value])
)


class GuestGrant(Keyed):
    """A link or code for one party of one transfer.

    `subject_id` is who it was made for: an intake contact of the directory (receiver), or the person.
    """

    transfer_id = models.UUIDField(db_index=True)
    live_event = models.PositiveIntegerField(null=True, blank=True)
    """The number of the live event within the transfer, where the grant opens that event only."""
    party = models.CharField(max_length=20)
    identity = models.CharField(max_length=20)
    subject_id = models.UUIDField()
    spoken = models.BooleanField(default=False)
    """A code of digits, to be said or typed; else a link."""
    one_time = models.BooleanField(default=True)
    reference = models.CharField(max_length=16, unique=True)
    digest = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=now, editable=False)
    expires_at = models.DateTimeField()
    redeemed_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveIntegerField(default=0)
    """Every attempt that named this grant, right or wrong, also when it was void already."""
    wrong_tries = models.PositiveIntegerField(default=0)
    code_digest = models.CharField(max_length=64, blank=True, default="", db_default="")
    """Of the short code behind which the page stands (safe mode, protocol 3.1); blank where it needs none."""
    code_tries = models.PositiveIntegerField(default=0, db_default=0)
    """Wrong tries of the short code since it was last right."""

    language = models.CharField(max_length=10, blank=True, default="", db_default="")
    """In which language its pages are read (BCP 47), as was chosen on them; blank: as the browser asks."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(code_digest="") | Q(party=Seat.PERSON.value),
                name="accounts_grant_short_code_is_persons",
            ),
            one_of("identity", [each for each in Identity if each is not Identity.ACCOUNT], table="grant"),
            models.CheckConstraint(condition=_SEATS, name="accounts_grant_identity_fits_party"),
            models.CheckConstraint(
                condition=Q(one_time=True) | Q(live_event__isnull=True, spoken=False),
                name="accounts_grant_event_or_code_once",
            ),
            models.CheckConstraint(
                condition=~Q(identity=Identity.READ_OUT_CODE.value) | Q(spoken=True),
                name="accounts_grant_read_out_is_code",
            ),
        ]


class SessionSet(models.QuerySet["GuestSession"]):
    """Sessions of guests."""

    def still_open(self) -> SessionSet:
        """Leave only those that are good now: not expired, not revoked, their grant not revoked."""
        return self.filter(revoked_at=None, expires_at__gt=now(), grant__revoked_at=None).select_related("grant")


class GuestSession(Keyed):
    """A guest's sign-in, for what its grant names and nothing else. Short, renewable, revocable."""

    grant = models.ForeignKey(GuestGrant, on_delete=models.PROTECT, related_name="sessions")
    prefix = models.CharField(max_length=16, unique=True)
    digest = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=now, editable=False)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    code_passed_at = models.DateTimeField(null=True, blank=True)
    """When the short code was given in it; until then a session whose link needs one opens nothing."""
    device = models.CharField(max_length=60, blank=True, default="", db_default="")
    """Of the browser that opened it, where somebody had signed in there before; blank: a device of its own."""

    objects = SessionSet.as_manager()
