"""Members of staff, the roles they hold at services, and the pools in which they decide for others."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from holdfast.accounts.models.base import Keyed, Term, in_order, one_of, open_once
from holdfast.config.clock import now
from holdfast.protocol.codes import Role


class StaffSet(BaseUserManager["Staff"]):
    """All members of staff; an email finds its owner in whatever case it is typed."""

    def get_by_natural_key(self, username: str | None) -> Staff:
        """Return the member of staff with this email.

        Raises: Staff.DoesNotExist.
        """
        return self.get(email=(username or "").lower())


class Staff(AbstractBaseUser, Keyed):
    """One person who works with Holdfast under an account of their own. Never deleted: deactivated."""

    email = models.EmailField(unique=True)
    display_name = models.CharField(max_length=200)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=now, editable=False)
    language = models.CharField(max_length=10, blank=True, default="", db_default="")
    """In which pages and messages speak to them; blank: as their browser asks."""
    zone = models.CharField(max_length=60, blank=True, default="", db_default="")
    """IANA zone in which they read times; blank: that of the first service at which they work."""

    objects: ClassVar[StaffSet] = StaffSet()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["display_name"]

    class Meta:
        verbose_name_plural = "staff"
        constraints = [
            # Kept in lower case, so that the plain unique index is unique in every case.
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="accounts_staff_email_lower"),
        ]

    def __str__(self) -> str:
        """Return the id: a name has no place in a log."""
        return str(self.pk)


class RoleAssignment(Term):
    """One role held by one member of staff at one service."""

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="assignments")
    role = models.CharField(max_length=40)
    service = models.ForeignKey("directory.Service", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            one_of("role", Role, table="role"),
            in_order(table="role"),
            open_once(["staff", "role", "service"], table="role"),
        ]


class DeciderPool(Term):
    """Membership in a service's pool of deciders: this member of staff may decide for it though they work elsewhere.

    A small team, which has no second person at hand, shares deciders across services or a county (A2.independent).
    """

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="pools")
    service = models.ForeignKey("directory.Service", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            in_order(table="pool"),
            open_once(["staff", "service"], table="pool"),
        ]
