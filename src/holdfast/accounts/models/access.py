"""The access log: who looked at whose data, when, what for, and by which way in. Rows are added, never changed."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import NoReturn

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from holdfast.accounts.models.base import Keyed, one_of
from holdfast.config.clock import now
from holdfast.protocol.errors import HoldfastError


class AppendOnly(HoldfastError):  # noqa: N818 - says what is so, as the protocol does
    """An entry of the access log was to be changed or removed; it never is. Add a new one."""

    def __init__(self) -> None:
        super().__init__("The access log only grows: an entry is never changed or removed.")


class Adapter(StrEnum):
    """The way in by which data was seen."""

    PAGE = "page"
    API = "api"
    FHIR = "fhir"
    CLI = "cli"
    JOB = "job"
    LIVE = "live"


class ActorKind(StrEnum):
    """What sort of id `actor_id` is: a member of staff, a guest's session; the system itself has none."""

    STAFF = "staff"
    GUEST = "guest"
    SYSTEM = "system"


class AccessLogEntry(Keyed):
    """One view of the data of one transfer or one person. The database refuses to change it, by a trigger."""

    at = models.DateTimeField(default=now, editable=False)
    actor_kind = models.CharField(max_length=10)
    actor_id = models.UUIDField(null=True, blank=True)
    transfer_id = models.UUIDField(null=True, blank=True)
    person_id = models.UUIDField(null=True, blank=True)
    purpose = models.CharField(max_length=80)
    """A code such as `queue` or `transfer-page`, never free text about a person."""
    adapter = models.CharField(max_length=10)
    recipient = models.CharField(max_length=100, default="", db_default="", blank=True)
    """The service that was told something of the person; blank where nothing went outward."""
    scopes = ArrayField(models.CharField(max_length=40), default=list, db_default=[], blank=True)
    """Under which scopes of the consent."""
    basis = models.CharField(max_length=300, default="", db_default="", blank=True)
    """On what it rests: ids of consents, or `emergency`."""

    class Meta:
        constraints = [
            one_of("adapter", Adapter, table="access"),
            models.CheckConstraint(
                condition=Q(actor_kind__in=[ActorKind.STAFF.value, ActorKind.GUEST.value], actor_id__isnull=False)
                | Q(actor_kind=ActorKind.SYSTEM.value, actor_id__isnull=True),
                name="accounts_access_actor_named",
            ),
            models.CheckConstraint(
                condition=Q(transfer_id__isnull=False) | Q(person_id__isnull=False),
                name="accounts_access_subject_named",
            ),
            models.CheckConstraint(
                condition=Q(recipient="", basis="") | (~Q(recipient="") & ~Q(basis="")),
                name="accounts_access_disclosed_on_a_basis",
            ),
            models.CheckConstraint(condition=~Q(purpose=""), name="accounts_access_purpose_named"),
        ]
        indexes = [
            models.Index(fields=["actor_id", "at"], name="accounts_access_actor"),
            models.Index(fields=["transfer_id", "at"], name="accounts_access_transfer"),
            models.Index(fields=["person_id", "at"], name="accounts_access_person"),
            models.Index(
                fields=["transfer_id", "-at", "-id"], name="accounts_access_disclosed", condition=~Q(recipient="")
            ),
        ]

    def save(
        self,
        force_insert: bool | tuple[models.base.ModelBase, ...] = False,
        force_update: bool = False,
        using: str | None = None,
        update_fields: Iterable[str] | None = None,
    ) -> None:
        """Add the entry.

        Raises: AppendOnly, where it stands already.
        """
        if not self._state.adding:
            raise AppendOnly
        super().save(force_insert=True, force_update=force_update, using=using, update_fields=update_fields)

    def delete(self, using: str | None = None, keep_parents: bool = False) -> NoReturn:
        """Refuse.

        Raises: AppendOnly.
        """
        raise AppendOnly
