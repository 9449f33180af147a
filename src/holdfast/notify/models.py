"""What is to be sent, to whom, and what became of it. Never a name, never what it is about, never a secret."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from holdfast.config.ids import new_id


class Sending(models.TextChoices):
    """What became of something that is to be sent."""

    WAITING = "waiting"
    SENT = "sent"
    REFUSED = "refused"
    """It was not to be sent, or not any more: no consent, the matter settled, the browser gone."""
    GIVEN_UP = "given_up"
    """It could not be delivered while it would have been of use."""


class ToSend(models.Model):
    """Base of what is sent at least once: claimed by a conditional write, tried with growing pauses (`trying`)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    status = models.CharField(max_length=10, choices=Sending, default=Sending.WAITING)
    reason = models.CharField(max_length=40, blank=True, default="")
    """Why it was refused or given up: a control's id, or a word."""
    useful_until = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    tries = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField()

    class Meta:
        abstract = True


class GuestLinkRequest(ToSend):
    """That a link be sent to a contact. A table of its own: the outbox of transfers is a read model of the ledger."""

    transfer_id = models.UUIDField()
    contact_id = models.UUIDField()
    live_event = models.PositiveIntegerField(null=True)
    asked_by = models.CharField(max_length=100)
    asked_at = models.DateTimeField()
    good_until = models.DateTimeField(null=True)
    """Until when the link can be opened again and again, where that was said; null: it works once."""

    class Meta:
        indexes = [models.Index(fields=["next_try_at"], name="notify_links_waiting", condition=Q(status="waiting"))]
        constraints = [
            # A double click asks once.
            models.UniqueConstraint(
                fields=["transfer_id", "contact_id", "live_event", "good_until"],
                condition=Q(status="waiting"),
                name="notify_one_link_waiting",
                nulls_distinct=False,
            ),
        ]


class Kind(models.TextChoices):
    """What a member of staff is told."""

    ESCALATION = "escalation"
    """A matter is before a level that they hold."""
    OWNER = "owner"
    """They own a transfer now."""
    BACKUP = "backup"
    """They stand in for a guest of their service who owns one."""
    DEADLINE = "deadline"
    """A deadline runs in a transfer whose receiving side is a guest."""
    MISSED = "missed"
    """Such a deadline was missed."""
    VACANCY = "vacancy"
    """Nobody holds a place of a ladder."""
    UNDELIVERED = "undelivered"
    """A message could not be delivered."""
    NO_BACKUP = "no_backup"
    """A guest owns a transfer, and nobody of their service stands in for them."""
    CALLED = "called"
    """They are asked to come to a live event that is open now."""
    VISIT = "visit"
    """A first visit waits for the word of their service."""
    VISIT_SILENT = "visit_silent"
    """The receiving side has said nothing of the first visit of somebody whom they stay with."""
    PERSON_SAYS = "person_says"
    """The person has said something on their own page: nobody came, a question, something to mend."""
    ASKED = "asked"
    """A colleague asks them for something by name, or answers what they asked: an offer, a decline, a summary."""


class Message(models.Model):
    """What one member of staff is told: shown in the product at once, and sent by the channels they have."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    staff = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind)
    transfer_id = models.UUIDField(null=True)
    seq = models.PositiveIntegerField(null=True)
    """The event of the transfer that brought it about."""
    about = models.CharField(max_length=100, blank=True, default="")
    """The control or deadline it is about; of what was not delivered, its row; of a vacancy, which place and day."""
    level = models.CharField(max_length=20, blank=True, default="")
    """The level that the matter was before when this was written; of a vacancy, the vacant one."""
    by_vacancy = models.BooleanField(default=False)
    """Whether it came to them because the place before theirs is vacant."""
    due_at = models.DateTimeField(null=True)
    zone = models.CharField(max_length=64, default="UTC")
    """The zone of the service it is about, for whoever has set none of their own."""
    is_harm = models.BooleanField(default=False)
    written_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    link_used_at = models.DateTimeField(null=True)
    """When the one-time link in it was used to acknowledge the matter."""

    class Meta:
        indexes = [
            models.Index(fields=["staff", "-written_at", "-id"], name="notify_messages_of_staff"),
            models.Index(fields=["staff"], name="notify_messages_unread", condition=Q(read_at__isnull=True)),
        ]
        constraints = [
            # An event that is worked off twice tells nobody twice.
            models.UniqueConstraint(
                fields=["staff", "kind", "transfer_id", "seq", "about"], name="notify_told_once", nulls_distinct=False
            ),
        ]


class PushSubscription(models.Model):
    """One browser of one member of staff, which the browser's maker wakes for us (RFC 8030, RFC 8291)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    staff = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    endpoint = models.CharField(max_length=1000, unique=True)
    """Where the browser's maker takes messages; who knows it and has our key could wake the browser."""
    p256dh = models.CharField(max_length=100)
    auth = models.CharField(max_length=50)
    subscribed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    """When its owner turned it off, or its maker said that it is gone."""

    class Meta:
        indexes = [
            models.Index(
                fields=["staff", "-subscribed_at"], name="notify_browsers_of_staff", condition=Q(ended_at__isnull=True)
            ),
        ]


class Channel(models.TextChoices):
    """By which way a message leaves the product."""

    EMAIL = "email"
    PUSH = "push"


class Dispatch(ToSend):
    """One message on one channel. Its id makes the Message-ID, so that what is sent twice can be known as one."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="dispatches")
    channel = models.CharField(max_length=10, choices=Channel)
    browser = models.ForeignKey(PushSubscription, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["next_try_at"], name="notify_waiting", condition=Q(status="waiting")),
            models.Index(fields=["-settled_at"], name="notify_given_up", condition=Q(status="given_up")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["message", "channel", "browser"], name="notify_sent_once_by_channel", nulls_distinct=False
            ),
        ]


class Backup(ToSend):
    """Who stands in for a guest who owns a transfer (protocol section 2, Who is the owner), and the letter to them.

    A member of staff gets a message instead, and so has no letter: `refused`, with the reason `staff`.
    """

    transfer_id = models.UUIDField()
    seq = models.PositiveIntegerField()
    """The event by which the guest became the owner."""
    owner_id = models.CharField(max_length=100)
    backup_id = models.CharField(max_length=100, blank=True, default="")
    """Of a member of staff or an intake contact; blank where nobody of that service could be named."""
    is_staff = models.BooleanField(default=False)
    named_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["next_try_at"], name="notify_backups_waiting", condition=Q(status="waiting"))]
        constraints = [models.UniqueConstraint(fields=["transfer_id", "seq"], name="notify_one_backup")]


class Say(models.TextChoices):
    """What a person can say on their own page that no command of the protocol takes."""

    NOT_CONTACTED = "not_contacted"
    """Nobody has contacted them as was promised."""
    QUESTION = "question"
    CORRECTION = "correction"
    """Something that is known of them is wrong."""
    SLOWER = "slower"
    """It goes too fast for them."""
    NEW_TIME = "new_time"
    """They need another time for the first visit."""
    IN_THE_WAY = "in_the_way"
    """Something may keep them from coming. What, stands on the record; a human hears that it was said."""
    WENT = "went"
    """How the first visit went, and whether it holds. It files no record: who calls them reads it."""


class PersonsWord(models.Model):
    """One thing that a person said on their own page, until somebody says that they have answered it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    transfer_id = models.UUIDField()
    kind = models.CharField(max_length=20, choices=Say)
    about = models.CharField(max_length=20, blank=True, default="")
    """Of a correction: which fact; a word of ours, never theirs."""
    sealed = models.TextField(blank=True, default="")
    """Their words, under the master key; blank where they said none."""
    sealed_answers = models.TextField(blank=True, default="", db_default="")
    """What they chose among answers of ours (JSON: question to answer), under the master key; blank where nothing."""
    said_at = models.DateTimeField()
    answered_by = models.CharField(max_length=100, blank=True, default="")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["transfer_id", "-said_at"], name="notify_persons_words")]


class News(models.TextChoices):
    """What the person is told outside their page: neutral words, never what it is about."""

    PAGE = "page"
    """The link to their own page."""
    REMINDER = "reminder"
    """That there is something soon."""
    CHANGED = "changed"
    """That something on their page has changed."""


class Report(models.IntegerChoices):
    """What a carrier said became of a text, in the order in which it can be: a further state is never undone."""

    NONE = 0
    TAKEN = 1
    """The carrier has it."""
    PASSED_ON = 2
    """The network has it."""
    FAILED = 3
    """It did not arrive."""
    ARRIVED = 4


class PersonsMessage(ToSend):
    """One text to the person of a transfer, told once for a `key`. Its words are made when it is sent, and not kept."""

    key = models.CharField(max_length=100, unique=True)
    transfer_id = models.UUIDField()
    news = models.CharField(max_length=20, choices=News)
    asked_by = models.CharField(max_length=100)
    """Of the member of staff, the person, or the clock."""
    asked_at = models.DateTimeField()
    number_digest = models.CharField(max_length=64, blank=True, default="")
    """Of the number it was sent to: what is answered from there belongs to this transfer."""
    carrier_id = models.CharField(max_length=64, blank=True, default="")
    """By which the carrier knows it."""
    report = models.PositiveSmallIntegerField(choices=Report, default=Report.NONE)
    reported_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["next_try_at"], name="notify_texts_waiting", condition=Q(status="waiting")),
            models.Index(fields=["transfer_id", "-asked_at"], name="notify_texts_of_transfer"),
            models.Index(fields=["number_digest", "-settled_at"], name="notify_texts_by_number"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["carrier_id"], name="notify_texts_by_carrier", condition=~Q(carrier_id="")),
        ]


class TextStop(models.Model):
    """That whoever has a number wants no texts of ours. The number itself is not kept."""

    number_digest = models.CharField(max_length=64, primary_key=True)
    stopped_at = models.DateTimeField()


class TextHeard(models.Model):
    """An answer that a carrier has given us, so that the same one heard again is known. Its words are not kept."""

    carrier_id = models.CharField(max_length=64, primary_key=True)
    heard_at = models.DateTimeField()
