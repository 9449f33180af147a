"""The directory as tables: what the sources say, and beside it what named people confirmed. No rule lives here.

Null means unknown. Imported rows have an id made from their source, so that importing again finds them.
"""

from __future__ import annotations

import uuid
from typing import NoReturn

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import F, Q

from holdfast.config.ids import new_id

_SOURCES = uuid.UUID("6f0d2c55-3c1e-4c57-9a35-d5b8a1f0c9aa")


def source_id(source: str, kind: str, key: str) -> uuid.UUID:
    """Return the id of a row that comes from a source: always the same for the same row."""
    return uuid.uuid5(_SOURCES, "\n".join((source, kind, key)))


class Row(models.Model):
    """Base of every table: its primary key."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)

    class Meta:
        abstract = True


class Imported(Row):
    """Base of what sources give: which source, and the key it has there (both blank where a person entered it)."""

    source = models.CharField(max_length=100, blank=True, default="")
    source_key = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        abstract = True


class Organization(Imported):
    """Who runs services."""

    name = models.CharField(max_length=300)
    alternate_name = models.CharField(max_length=300, blank=True, default="")
    email = models.CharField(max_length=254, blank=True, default="")
    website = models.CharField(max_length=2000, blank=True, default="")
    description = models.TextField(blank=True, default="")
    jurisdiction = models.CharField(max_length=10, blank=True, default="")
    """The region its services are in (`US-CA`); blank while unknown or where they are in several."""

    def __str__(self) -> str:
        return self.name


class Program(Imported):
    """A group of an organisation's services."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="programs")
    name = models.CharField(max_length=300)
    alternate_name = models.CharField(max_length=300, blank=True, default="")

    def __str__(self) -> str:
        return self.name


class Location(Imported):
    """A place, also a virtual one, where services are given."""

    organization = models.ForeignKey(Organization, models.CASCADE, null=True, related_name="locations")
    name = models.CharField(max_length=300, blank=True, default="")
    kind = models.CharField(max_length=20, blank=True, default="")
    languages = models.JSONField(null=True)

    def __str__(self) -> str:
        return self.name


class Address(Imported):
    """A physical or postal address of a location."""

    location = models.ForeignKey(Location, models.CASCADE, null=True, related_name="addresses")
    kind = models.CharField(max_length=20)
    attention = models.CharField(max_length=300, blank=True, default="")
    line_1 = models.CharField(max_length=300)
    line_2 = models.CharField(max_length=300, blank=True, default="")
    city = models.CharField(max_length=200)
    state = models.CharField(max_length=200)
    postal_code = models.CharField(max_length=50)
    country = models.CharField(max_length=100)


class Category(Imported):
    """A term of a taxonomy that a source sorts its services by."""

    taxonomy = models.CharField(max_length=300, blank=True, default="")
    code = models.CharField(max_length=200, blank=True, default="")
    name = models.CharField(max_length=300)
    parent = models.ForeignKey("self", models.SET_NULL, null=True, related_name="children")

    class Meta:
        verbose_name_plural = "categories"

    def __str__(self) -> str:
        return self.name


class ServiceStatus(models.TextChoices):
    """Whether a service runs. Only `active` is ever offered."""

    ACTIVE = "active"
    INACTIVE = "inactive"
    DEFUNCT = "defunct"
    TEMPORARILY_CLOSED = "temporarily closed"
    UNKNOWN = "unknown"


class Service(Imported):
    """A service. Its `hours`, `zone` and `region` are worked out from the source's schedules and addresses."""

    organization = models.ForeignKey(Organization, models.CASCADE, null=True, related_name="services")
    program = models.ForeignKey(Program, models.SET_NULL, null=True, related_name="services")
    locations = models.ManyToManyField(Location, through="ServiceAtLocation", related_name="services")
    name = models.CharField(max_length=300)
    status = models.CharField(max_length=20, choices=ServiceStatus, default=ServiceStatus.UNKNOWN)
    said = models.JSONField(default=dict)
    """What the source says of needs, ages, languages, payers, capacity, intake requirements, zone and staffing."""
    described = models.JSONField(default=dict)
    """The source's free texts (eligibility, fees, ...), for a person to read before confirming."""
    hours = models.CharField(max_length=1000, null=True)  # noqa: DJ001 - null is unknown
    hours_note = models.CharField(max_length=500, blank=True, default="")
    zone = models.CharField(max_length=64, null=True)  # noqa: DJ001
    region = models.CharField(max_length=10, null=True)  # noqa: DJ001
    staffed = models.BooleanField(null=True)
    """Whether somebody is there to take a live handoff during the hours."""

    class Meta:
        indexes = [models.Index(fields=["source", "id"], name="directory_service_source")]

    def __str__(self) -> str:
        return self.name


class ServiceAtLocation(Imported):
    """That a service is given at a location."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="places")
    location = models.ForeignKey(Location, models.CASCADE, related_name="places")


class Pathway(Row):
    """One concrete service route that a transfer may go to. Null is unknown, and unknown is never suitable."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="pathways")
    name = models.CharField(max_length=300)
    needs = models.JSONField(null=True)
    ages = models.JSONField(null=True)
    languages = models.JSONField(null=True)
    payers = models.JSONField(null=True)
    capacity = models.CharField(max_length=20, default="unknown")
    intake_requirements = models.JSONField(null=True)
    search_text = models.TextField(blank=True, default="")

    class Meta:
        indexes = [
            models.Index(fields=["name", "id"], name="directory_pathway_name"),
            GinIndex(SearchVector("search_text", config="simple"), name="directory_pathway_search"),
        ]

    def __str__(self) -> str:
        return self.name


class IntakeContact(Imported):
    """A named person who can be asked to receive: of one service, or of all at a location or of an organisation."""

    organization = models.ForeignKey(Organization, models.CASCADE, null=True, related_name="contacts")
    location = models.ForeignKey(Location, models.CASCADE, null=True, related_name="contacts")
    service = models.ForeignKey(Service, models.CASCADE, null=True, related_name="contacts")
    name = models.CharField(max_length=300, blank=True, default="")
    title = models.CharField(max_length=300, blank=True, default="")
    department = models.CharField(max_length=300, blank=True, default="")
    email = models.CharField(max_length=254, blank=True, default="")


class PhoneKind(models.TextChoices):
    """What answers at a number."""

    VOICE = "voice"
    CELL = "cell"
    HOTLINE = "hotline"
    TTY = "tty"
    SMS = "sms"
    VIDEO = "video"
    PAGER = "pager"
    FAX = "fax"
    UNKNOWN = "unknown"


CALLABLE_KINDS = (PhoneKind.VOICE, PhoneKind.CELL, PhoneKind.HOTLINE)
"""Kinds of number that may be offered for a call. Never a fax, nor a number that might be one."""


class Phone(Imported):
    """A number of a contact, a service, a location or an organisation."""

    organization = models.ForeignKey(Organization, models.CASCADE, null=True, related_name="phones")
    location = models.ForeignKey(Location, models.CASCADE, null=True, related_name="phones")
    service = models.ForeignKey(Service, models.CASCADE, null=True, related_name="phones")
    contact = models.ForeignKey(IntakeContact, models.CASCADE, null=True, related_name="phones")
    number = models.CharField(max_length=50)
    extension = models.CharField(max_length=20, blank=True, default="")
    kind = models.CharField(max_length=10, choices=PhoneKind, default=PhoneKind.UNKNOWN)
    label = models.TextField(blank=True, default="")


class OpeningPeriod(Imported):
    """One row of a source's schedule as an `opening_hours` rule; where not sound, why (hours are unknown then)."""

    location = models.ForeignKey(Location, models.CASCADE, null=True, related_name="periods")
    service = models.ForeignKey(Service, models.CASCADE, null=True, related_name="periods")
    rule = models.CharField(max_length=300, blank=True, default="")
    special = models.BooleanField(default=False)
    """True for hours of one date or season, which stand in for the weekly ones there."""
    unsound_because = models.CharField(max_length=300, blank=True, default="")


class Closure(Imported):
    """Days on which a service, or a whole location, is closed. `yearly`: only month and day count."""

    location = models.ForeignKey(Location, models.CASCADE, null=True, related_name="closures")
    service = models.ForeignKey(Service, models.CASCADE, null=True, related_name="closures")
    first = models.DateField()
    last = models.DateField()
    yearly = models.BooleanField(default=False)
    in_force_from = models.DateField(null=True)
    in_force_until = models.DateField(null=True)
    reason = models.CharField(max_length=300, blank=True, default="")
    told_by = models.CharField(max_length=300, blank=True, default="")
    """Where it is known from, when no import said it."""


class SlotMode(models.TextChoices):
    """How they meet (the protocol's `VisitMode`)."""

    IN_PERSON = "in_person"
    VIDEO = "video"
    PHONE = "phone"


class Slot(Imported):
    """A time that a service published for a first visit. One person each; who holds it, the transfers know."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="slots")
    pathway = models.ForeignKey(Pathway, models.CASCADE, null=True, related_name="slots")
    """The route it is for; null: for every route of the service."""
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    mode = models.CharField(max_length=10, choices=SlotMode)
    place = models.CharField(max_length=300, blank=True, default="")
    contact = models.ForeignKey(IntakeContact, models.SET_NULL, null=True, related_name="slots")
    who = models.CharField(max_length=300, blank=True, default="")
    """Who sees the person, in words, where it is no contact of the directory."""
    languages = models.JSONField(default=list)
    published_by = models.CharField(max_length=100, blank=True, default="")
    published_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["service", "starts_at", "id"], name="directory_slots", condition=Q(withdrawn_at=None)),
            models.Index(
                fields=["service", "starts_at"],
                name="directory_slots_withdrawn",
                condition=Q(withdrawn_at__isnull=False),
            ),
        ]
        constraints = [
            # Published twice by a double click, it is one: nobody sees two people at once.
            models.UniqueConstraint(
                fields=["service", "starts_at", "contact", "who"], condition=Q(withdrawn_at=None),
                name="directory_one_slot", nulls_distinct=False,
            ),
        ]  # fmt: skip


class ServiceDelegation(models.Model):
    """That a service lets somebody book with its schedule in its name: one of the staff, or another service's staff."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    service = models.ForeignKey(Service, models.CASCADE, related_name="delegations")
    to = models.CharField(max_length=100)
    """The id of a member of staff, or of a service: whoever works there."""
    until = models.DateTimeField(null=True)
    """Until when (not included); null: until further notice."""
    given_by = models.CharField(max_length=100)
    given_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            # Given twice by a double click, it is one; its index finds those of a service.
            models.UniqueConstraint(
                fields=["service", "to"], condition=Q(ended_at=None), name="directory_one_delegation"
            ),
        ]  # fmt: skip


class Aspect(models.TextChoices):
    """What a person can confirm: the first six of a pathway, the others of a service."""

    NEEDS = "needs"
    AGES = "ages"
    LANGUAGES = "languages"
    PAYERS = "payers"
    CAPACITY = "capacity"
    INTAKE_REQUIREMENTS = "intake_requirements"
    HOURS = "hours"
    ZONE = "zone"
    REGION = "region"
    STAFFED = "staffed"
    STATUS = "status"


class Confirmation(Row):
    """What a named person confirmed, when, on what ground. Never edited: a later one stands over an earlier one."""

    pathway = models.ForeignKey(Pathway, models.PROTECT, null=True, related_name="confirmations")
    service = models.ForeignKey(Service, models.PROTECT, null=True, related_name="confirmations")
    aspect = models.CharField(max_length=30, choices=Aspect)
    number = models.PositiveIntegerField()
    """Counts the confirmations of this aspect of this pathway or service from 1: the order they stand in."""
    value = models.JSONField(null=True)
    confirmed_by = models.CharField(max_length=300)
    confirmed_on = models.DateField()
    in_force_until = models.DateField(null=True)
    ground = models.CharField(max_length=1000)
    """How they know: a call with whom, a document of which date."""
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(pathway__isnull=True) ^ Q(service__isnull=True), name="directory_confirmation_of_one"
            ),
            models.UniqueConstraint(
                F("pathway"),
                F("service"),
                F("aspect"),
                F("number"),
                name="directory_confirmation_order",
                nulls_distinct=False,
            ),
        ]

    def save(self, *args: object, **kwargs: object) -> None:
        """Insert; refuse to write over a row that stands. Raises TypeError."""
        if not self._state.adding:
            raise TypeError("a confirmation is never edited; record a new one")
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def delete(self, *args: object, **kwargs: object) -> NoReturn:
        """Refuse. Raises TypeError."""
        raise TypeError("a confirmation is never deleted; record a new one")
