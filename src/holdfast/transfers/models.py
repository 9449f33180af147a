"""Read models of transfers: what queues, boards and people look at. Every row can be rebuilt from the ledger.

`projection` says what the rows are and `statements` writes them; nothing else does.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q


class Transfer(models.Model):
    """One transfer as it stands. No name, note or contact is kept here: those are encrypted on the ledger."""

    id = models.UUIDField(primary_key=True, editable=False)
    seq = models.PositiveIntegerField()
    """The last event that is in this row."""
    case_id = models.CharField(max_length=300)
    person_id = models.UUIDField(null=True)
    linked_from = models.UUIDField(null=True)
    practised_by = models.CharField(max_length=100, db_default="")
    """Who practises in it (protocol section 3.8); blank: it is real. Lists, counts and measures leave practice out."""
    need = models.CharField(max_length=60)
    urgency = models.CharField(max_length=20)
    mode = models.CharField(max_length=20)
    is_elevated = models.BooleanField()
    is_emergency = models.BooleanField()
    is_paused = models.BooleanField()
    is_event_open = models.BooleanField()
    stage = models.CharField(max_length=20)
    warmth = models.CharField(max_length=20)
    grade = models.CharField(max_length=10)
    closed_as = models.CharField(max_length=40)
    originator_id = models.CharField(max_length=100)
    service_id = models.CharField(max_length=100)
    zone = models.CharField(max_length=64)
    pathway_id = models.CharField(max_length=100)
    receiving_service_id = models.CharField(max_length=100)
    owner_id = models.CharField(max_length=100)
    owner_service_id = models.CharField(max_length=100)
    continuity_lead_id = models.CharField(max_length=100)
    policy_version = models.CharField(max_length=100)
    opened_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    next_due_at = models.DateTimeField(null=True)
    """When something next falls due; the sweep looks here."""
    named = ArrayField(models.CharField(max_length=100), db_default=[])
    """Everybody who is named in it: they see it, whatever their service (`disclosure.named_in`)."""
    seated = ArrayField(models.CharField(max_length=100), db_default=[])
    """Who holds a seat in its live event now: their sign-ins are held meanwhile."""
    owed = ArrayField(models.CharField(max_length=30), db_default=[])
    """The deadlines whose act is still to be done: the open ones, and those missed and not made up for."""
    consent_until = models.DateTimeField(null=True)
    """Until when, not included, a consent towards the receiving service holds."""
    consent_scopes = ArrayField(models.CharField(max_length=40), db_default=[])
    emergency_until = models.DateTimeField(null=True)
    is_erased = models.BooleanField(default=False, db_default=False)

    class Meta:
        indexes = [
            models.Index(fields=["next_due_at"], name="transfers_due", condition=Q(next_due_at__isnull=False)),
            models.Index(fields=["service_id", "-changed_at", "-id"], name="transfers_of_service"),
            models.Index(fields=["receiving_service_id", "-changed_at", "-id"], name="transfers_to_service"),
            models.Index(fields=["owner_id", "-changed_at", "-id"], name="transfers_of_owner"),
            models.Index(fields=["-changed_at", "-id"], name="transfers_latest"),
            models.Index(fields=["person_id"], name="transfers_of_person"),
            models.Index(fields=["case_id"], name="transfers_of_case"),
            models.Index(fields=["id"], name="transfers_live_now", condition=Q(is_event_open=True)),
            models.Index(
                fields=["practised_by", "-changed_at", "-id"],
                name="transfers_of_learner",
                condition=~Q(practised_by=""),
            ),
            GinIndex(fields=["named"], name="transfers_naming"),
            GinIndex(fields=["owed"], name="transfers_owing"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Claim(models.Model):
    """That a worker is passing time for a transfer, until when; another leaves it alone. Not rebuilt: it is no fact."""

    transfer_id = models.UUIDField(primary_key=True, editable=False)
    until = models.DateTimeField()


class OfTransfer(models.Model):
    """Base of rows that one event of one transfer brought about."""

    pk = models.CompositePrimaryKey("transfer_id", "seq")
    transfer = models.ForeignKey(Transfer, models.DO_NOTHING, db_constraint=False, related_name="+")
    seq = models.PositiveIntegerField()

    class Meta:
        abstract = True


class Ownership(OfTransfer):
    """Who owned the transfer, from when until when. The database lets exactly one be open (section 1)."""

    owner_id = models.CharField(max_length=100)
    service_id = models.CharField(max_length=100)
    is_guest = models.BooleanField()
    owned_from = models.DateTimeField()
    owned_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["transfer"], condition=Q(owned_until__isnull=True), name="transfers_one_open_owner"
            ),
        ]


class DeadlineStatus(models.TextChoices):
    """What became of a deadline."""

    OPEN = "open"
    MET = "met"
    MISSED = "missed"
    VOIDED = "voided"


class Deadline(OfTransfer):
    """A deadline, computed once (section 4). At most one of each name is open for a transfer."""

    name = models.CharField(max_length=30)
    due_at = models.DateTimeField()
    opened_at = models.DateTimeField()
    zone = models.CharField(max_length=64)
    calendar = models.CharField(max_length=200)
    status = models.CharField(max_length=10, choices=DeadlineStatus)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["transfer", "name"], condition=Q(status="open"), name="transfers_one_open_deadline"
            ),
        ]
        indexes = [
            models.Index(fields=["name", "due_at"], name="transfers_open_deadlines", condition=Q(status="open")),
            models.Index(fields=["due_at"], name="transfers_missed_deadlines", condition=Q(status="missed")),
            models.Index(
                fields=["name", "opened_at"],
                name="transfers_talked_about",
                condition=Q(name__in=["determination", "emergency_paperwork"]),
            ),
        ]


class Escalation(OfTransfer):
    """A matter before a level. One open for a transfer and control; further failures are counted in it."""

    control = models.CharField(max_length=40)
    level = models.CharField(max_length=20)
    asked = models.CharField(max_length=20)
    """The level the protocol names; another than `level` where it rose, or where that place was vacant."""
    is_vacancy = models.BooleanField()
    """Whether a vacant or unmapped place was met on the way: itself reported (section 3.9)."""
    count = models.PositiveIntegerField()
    raised_at = models.DateTimeField()
    acknowledge_by = models.DateTimeField(null=True)
    acknowledged_by = models.CharField(max_length=100)
    acknowledged_at = models.DateTimeField(null=True)
    resolved_by = models.CharField(max_length=100)
    resolved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["transfer", "control"], condition=Q(resolved_at__isnull=True), name="transfers_one_escalation"
            ),
        ]
        indexes = [
            models.Index(
                fields=["level", "raised_at"], name="transfers_open_escalations", condition=Q(resolved_at__isnull=True)
            ),
            models.Index(fields=["control", "raised_at"], name="transfers_matters_raised"),
        ]


class FiledRecord(OfTransfer):
    """A record in its archive. Its fields stay on the ledger; here is what a queue shows."""

    kind = models.CharField(max_length=30)
    filed_by = models.CharField(max_length=100)
    filed_at = models.DateTimeField()
    reviewer_id = models.CharField(max_length=100)
    is_correction = models.BooleanField()
    is_standing = models.BooleanField()
    countersigned_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["kind", "-filed_at"], name="transfers_archive"),
            models.Index(
                fields=["reviewer_id", "-filed_at"],
                name="transfers_to_countersign",
                condition=Q(countersigned_at__isnull=True, is_standing=True),
            ),
        ]


class Failure(OfTransfer):
    """An attempt that was refused, or a breach: for the weekly review."""

    step = models.CharField(max_length=40)
    by = models.CharField(max_length=100)
    at = models.DateTimeField()
    controls = models.JSONField()
    is_breach = models.BooleanField()

    class Meta:
        indexes = [models.Index(fields=["-at"], name="transfers_failures")]


class Outbox(OfTransfer):
    """What somebody must hear of. Written with the event, delivered at least once; ids only, never a name."""

    kind = models.CharField(max_length=40)
    """`escalation`, `owner`; `deadline` and `missed`, for a continuity lead (`notify.addressing` knows them)."""
    to = models.CharField(max_length=100)
    """A level, or the id of a person or contact."""
    about = models.CharField(max_length=100)
    """The control, deadline or record it is about."""
    written_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)
    """When it was made into messages to those whom it concerns."""
    tries = models.PositiveIntegerField(default=0, db_default=0)
    next_try_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["next_try_at"], name="transfers_undelivered", condition=Q(delivered_at__isnull=True)),
        ]


class Answered(models.Model):
    """What a command with an idempotency key came to: the same key again gets the same answer, not a second filing."""

    pk = models.CompositePrimaryKey("actor_id", "key")
    actor_id = models.CharField(max_length=100)
    key = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64)
    """SHA-256 of what was asked."""
    transfer_id = models.UUIDField()
    first_seq = models.PositiveIntegerField()
    last_seq = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["at"], name="transfers_answered_at")]
