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

    class Meta:
        verbose_name_plural = "people"
        indexes = [
            models.Index(fields=["family", "id"], name="people_person_family"),
            GinIndex(models.Func("name", "family", "given", function="people_name_words"), name="people_person_words"),
            GinIndex(models.Func("telecom", function="people_phone_ends"), name="people_person_phones"),
        ]
