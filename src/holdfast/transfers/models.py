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
    consent_ends_at = models.DateTimeField(null=True)
    """The instant at which the person had it end, where they named one: it ends then for an owner too."""
    consent_basis = models.CharField(max_length=60, db_default="")
    """The id of that consent, or that it is an emergency exception: what a disclosure names as its basis."""
    emergency_until = models.DateTimeField(null=True)
    exceptions_open = models.PositiveSmallIntegerField(db_default=0)
    """How many emergency exceptions no reviewer has looked at yet."""
    is_erased = models.BooleanField(default=False, db_default=False)
    is_protected = models.BooleanField(default=False, db_default=False)
    """Whether the person is protected from a violent partner: shared lists show no name (standards 2.5)."""
    retold = models.PositiveIntegerField(default=0, db_default=0)
    """How often the person had to tell their story again, or was asked to (section 3.7)."""

    class Meta:
        indexes = [
            models.Index(fields=["next_due_at"], name="transfers_due", condition=Q(next_due_at__isnull=False)),
            models.Index(fields=["service_id", "-changed_at", "-id"], name="transfers_of_service"),
            models.Index(fields=["receiving_service_id", "-changed_at", "-id"], name="transfers_to_service"),
            models.Index(fields=["owner_id", "-changed_at", "-id"], name="transfers_of_owner"),
            models.Index(fields=["-changed_at", "-id"], name="transfers_latest"),
            models.Index(fields=["person_id"], name="transfers_of_person"),
            models.Index(fields=["linked_from"], name="transfers_linked", condition=Q(linked_from__isnull=False)),
            models.Index(fields=["case_id"], name="transfers_of_case"),
            models.Index(fields=["id"], name="transfers_live_now", condition=Q(is_event_open=True)),
            models.Index(
                fields=["practised_by", "-changed_at", "-id"],
                name="transfers_of_learner",
                condition=~Q(practised_by=""),
            ),
            models.Index(fields=["changed_at", "id"], name="transfers_excepted", condition=Q(exceptions_open__gt=0)),
            GinIndex(fields=["named"], name="transfers_naming"),
            GinIndex(fields=["owed"], name="transfers_owing"),
            models.Index(fields=["person_id"], name="transfers_protected", condition=Q(is_protected=True)),
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


class BookedVisit(models.Model):
    """The visit of one transfer as it stands, and the published time that it holds. Nobody else can hold that."""

    transfer = models.OneToOneField(
        Transfer, models.DO_NOTHING, primary_key=True, db_constraint=False, related_name="booked_visit"
    )
    number = models.PositiveIntegerField()
    """Counts bookings and moves: what was sent of another time is known by it."""
    slot_id = models.UUIDField(null=True)
    """The published time that is held; null: none, or not any more."""
    starts_at = models.DateTimeField()
    booked_at = models.DateTimeField()
    is_silent = models.BooleanField()
    """Whether the receiving side has neither confirmed nor acknowledged it."""
    has_ended = models.BooleanField()
    cancel_asked_at = models.DateTimeField(null=True)
    """Since when the other side owes an answer to who asked to cancel; null: nobody asked."""
    cancel_side = models.CharField(max_length=20, blank=True, default="", db_default="")
    """Which side asked (`VisitSide`); blank: nobody did."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["slot_id"], condition=Q(slot_id__isnull=False), name="transfers_slot_held_once"
            ),
        ]
        indexes = [
            models.Index(fields=["starts_at"], name="transfers_visits_to_come", condition=Q(has_ended=False)),
            models.Index(
                fields=["booked_at"], name="transfers_visits_silent", condition=Q(is_silent=True, has_ended=False)
            ),
            models.Index(
                fields=["cancel_asked_at"],
                name="transfers_visits_asked",
                condition=Q(cancel_asked_at__isnull=False, has_ended=False),
            ),
        ]


class Custody(models.Model):
    """Who answers for the person beside the owner, and whether an acceptance stands. There is none for practice."""

    transfer = models.OneToOneField(
        Transfer, models.DO_NOTHING, primary_key=True, db_constraint=False, related_name="custody"
    )
    person_id = models.UUIDField(null=True)
    need = models.CharField(max_length=60)
    is_accepted = models.BooleanField()
    """Whether an acceptance stands, and nothing corrective is open (S.one_acceptance)."""
    is_taking = models.BooleanField()
    """Whether an acceptance stands that has not failed since: for one need of a person at most one can."""
    stand_ins = models.JSONField()
    """Covers: each with `for_whom`, `colleague` and `until`; they end by themselves."""
    offered_to = models.CharField(max_length=100)
    """The colleague to whom the owner offers the person; blank for none."""
    offered_until = models.DateTimeField(null=True)
    escalation_owner_id = models.CharField(max_length=100)
    """Who sees to it that somebody answers, after a failed contact; blank for nobody."""
    died_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person_id", "need"], condition=Q(is_taking=True), name="transfers_one_acceptance"
            ),
        ]
        indexes = [
            models.Index(fields=["person_id", "need"], condition=Q(is_accepted=True), name="transfers_accepted_needs"),
            models.Index(
                fields=["offered_to", "offered_until"], condition=~Q(offered_to=""), name="transfers_custody_offered"
            ),
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
    """`escalation`, `owner`, `asked`, `summary`; `deadline`, `missed` for a continuity lead (`notify.addressing`)."""
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
