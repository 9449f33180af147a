"""Signing in: who is signed in since when, one-time links that let staff in, text kept for who was signed out."""

from __future__ import annotations

from enum import StrEnum

from django.db import models
from django.db.models import F, Q

from holdfast.accounts.models.base import Keyed, one_of
from holdfast.accounts.models.staff import Staff
from holdfast.config.clock import now


class EndedBy(StrEnum):
    """Why a sign-in ended."""

    SIGN_OUT = "sign_out"
    IDLE = "idle"
    ABSOLUTE = "absolute"
    ELSEWHERE = "elsewhere"
    """Ended by the same person from another session of theirs."""
    ADMINISTRATOR = "administrator"
    """The account was deactivated, or its way of signing in begun anew."""


class SignIn(Keyed):
    """One stay of one member of staff at one browser. The browser's session names it; the limits are counted here."""

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="sign_ins")
    browser = models.CharField(max_length=60, blank=True, default="")
    """Kind of browser and system, such as `Firefox on Windows`, so that people know their own."""
    began_at = models.DateTimeField(default=now, editable=False)
    seen_at = models.DateTimeField(default=now)
    """When they last did something; a page that refreshes itself is not they."""
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=20, blank=True, default="")

    class Meta:
        constraints = [
            one_of("ended_by", ["", *EndedBy], table="sign_in"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by="") | (Q(ended_at__isnull=False) & ~Q(ended_by="")),
                name="accounts_sign_in_end_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["staff", "-seen_at"], name="accounts_sign_in_open", condition=Q(ended_at__isnull=True))
        ]


class Secretive(Keyed):
    """A one-time link for one member of staff: of its secret only the digest is kept."""

    reference = models.CharField(max_length=16, unique=True, null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True, default="")
    created_at = models.DateTimeField(default=now, editable=False)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


class Invitation(Secretive):
    """That a member of staff may choose how they sign in. The secret is made when the message is sent."""

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="invitations")
    invited_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    """The administrator; none where it was done at the command line."""
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["staff"],
                condition=Q(used_at__isnull=True, revoked_at__isnull=True),
                name="accounts_invitation_open_once",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")), name="accounts_invitation_expires_later"
            ),
        ]


class SignInLink(Secretive):
    """A link that signs somebody of the demo's cast in. Only a demo makes any."""

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")


class KeptText(Keyed):
    """What somebody had typed when they had to sign in again, sealed, until they have it back."""

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    path = models.CharField(max_length=500)
    sealed = models.TextField()
    kept_at = models.DateTimeField(default=now, editable=False, db_index=True)
