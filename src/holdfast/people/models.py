"""The person as a table: what their source says of them. Null and blank are unknown. No rule lives here."""

from __future__ import annotations

import uuid

from django.contrib.postgres.indexes import GinIndex
from django.db import models

from holdfast.config.ids import new_id

PRACTICE = "practice"
"""The source of people who were made up to practise on: no import may call itself so, and no list names them."""
ADDED = "added"
"""The source of people whom staff wrote down themselves."""
_SOURCES = uuid.UUID("0d6f3f5e-9a57-4f0c-8f43-1a8a8f6b5c11")


def person_id(source: str, key: str) -> uuid.UUID:
    """Return the id of a person who comes from a source: always the same for the same key there."""
    return uuid.uuid5(_SOURCES, f"{source}\n{key}")


class Person(models.Model):
    """One person. Race and ethnicity are what they themselves reported; they are strata of equity and nothing else."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    source = models.CharField(max_length=100, blank=True, default="")
    source_key = models.CharField(max_length=64, blank=True, default="")
    name = models.TextField(blank=True, default="")
    family = models.CharField(max_length=200, blank=True, default="")
    given = models.TextField(blank=True, default="")
    other_names = models.JSONField(default=list)
    born = models.CharField(max_length=10, blank=True, default="")
    """A date, or only a month (`1985-03`) or a year, as far as it is known."""
    is_deceased = models.BooleanField(default=False)
    died = models.CharField(max_length=40, blank=True, default="")
    gender = models.CharField(max_length=10, blank=True, default="")
    language = models.CharField(max_length=200, blank=True, default="")
    """BCP 47 tag of the language to be spoken to in: the preferred one, or the only one given."""
    languages = models.JSONField(default=list)
    race = models.JSONField(default=list)
    ethnicity = models.JSONField(default=list)
    telecom = models.JSONField(default=list)
    addresses = models.JSONField(default=list)
    identifiers = models.JSONField(default=list)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged", db_index=False)
    """Who they really are, where somebody stood on the list twice: this row stays, and no list names it any more."""

    class Meta:
        verbose_name_plural = "people"
        indexes = [
            models.Index(fields=["family", "id"], name="people_person_family"),
            models.Index(
                fields=["merged_into"], name="people_person_merged", condition=models.Q(merged_into__isnull=False)
            ),
            GinIndex(models.Func("name", "family", "given", function="people_name_words"), name="people_person_words"),
            GinIndex(models.Func("telecom", function="people_phone_ends"), name="people_person_phones"),
        ]


class EpisodeSource(models.TextChoices):
    """Where an episode comes from."""

    STAFF = "staff"
    EPISODE_OF_CARE = "EpisodeOfCare"
    ENCOUNTER = "Encounter"


class Episode(models.Model):
    """A stretch in which one service is with a person: a crisis, or care (protocol section 3.6).

    It ends by `closed_at` only, which asks for a completed handoff or a reason; `over_at` is when its source says that
    the service was done. What is over and not closed is a silent cold referral until somebody says otherwise.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="episodes")
    service_id = models.CharField(max_length=100)
    kind = models.CharField(max_length=10)
    source = models.CharField(max_length=20, choices=EpisodeSource)
    source_key = models.CharField(max_length=170, blank=True, default="")
    began_at = models.DateTimeField()
    over_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=100, blank=True, default="")
    handoff_id = models.UUIDField(null=True)
    none_needed = models.CharField(max_length=30, blank=True, default="")

    class Meta:
        indexes = [
            models.Index(fields=["service_id", "-began_at", "-id"], name="people_episodes_of_service"),
            models.Index(fields=["over_at", "id"], name="people_episodes_cold", condition=models.Q(closed_at=None)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "source_key"], name="people_episode_once", condition=~models.Q(source_key="")
            ),
            models.UniqueConstraint(
                fields=["person", "service_id", "kind"],
                name="people_one_open_episode",
                condition=models.Q(closed_at=None, source="staff"),
            ),
            models.CheckConstraint(
                name="people_episode_ends_with_something",
                condition=models.Q(closed_at=None) | models.Q(handoff_id__isnull=False) | ~models.Q(none_needed=""),
            ),
        ]


class EpisodeAct(models.Model):
    """What was done with an episode, refusals included: written once, never changed."""

    episode = models.ForeignKey(Episode, models.PROTECT, related_name="acts")
    at = models.DateTimeField()
    by = models.CharField(max_length=100)
    act = models.CharField(max_length=20)
    refused = models.CharField(max_length=60, blank=True, default="")
    """The ids of the rules that did not hold; blank where it was done."""
    sealed = models.TextField(blank=True, default="")
    """What was said in words, under the master key."""

    class Meta:
        indexes = [models.Index(fields=["episode", "at", "id"], name="people_episode_acts")]


class Protection(models.Model):
    """That a service protects somebody from a partner who is violent: no other one finds them (standards 2.5).

    A read model: the ledger of the service's handoffs says so.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="protections")
    service_id = models.CharField(max_length=100)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "service_id"], name="people_protected_once")]


class Merge(models.Model):
    """That two rows were found to be one person; undone, where they are not. Written once, and once more if undone."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kept = models.ForeignKey(Person, models.PROTECT, related_name="+")
    gone = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.CharField(max_length=100)
    sealed = models.TextField()
    """Why, in words, under the master key."""
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=100, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gone"], name="people_merged_once", condition=models.Q(undone_at=None)),
        ]
        indexes = [models.Index(fields=["kept", "-at", "-id"], name="people_merges_of")]


class Correction(models.Model):
    """That staff put a fact of a person on record, or right: written once. No import takes it back."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="corrections", db_index=False)
    at = models.DateTimeField()
    by = models.CharField(max_length=100)
    sealed = models.TextField()
    """What it was, what it is, and how that is known, under the master key."""

    class Meta:
        indexes = [models.Index(fields=["person", "-at", "-id"], name="people_corrections_of")]
