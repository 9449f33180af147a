"""Escalation ladders as each organisation keeps them (protocol section 3.9); `accounts.ladder` judges them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from holdfast.accounts.models.base import Keyed, Term, in_order, one_of
from holdfast.accounts.models.staff import Staff
from holdfast.protocol.codes import EscalationLevel

_OWNED = Q(level=EscalationLevel.REGIONAL.value, organization__isnull=True) | (
    ~Q(level=EscalationLevel.REGIONAL.value) & Q(organization__isnull=False, jurisdiction="")
)
_ALWAYS = Q(weekdays="", starts__isnull=True, ends__isnull=True, zone="")
_IN_HOURS = ~Q(weekdays="") & ~Q(zone="") & Q(starts__isnull=False, ends__isnull=False)


class LadderRung(Keyed):
    """One level of an organisation's ladder. `regional` has no organisation: it belongs to the jurisdiction."""

    organization = models.ForeignKey(
        "directory.Organization", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    jurisdiction = models.CharField(max_length=40, blank=True, default="")
    """Code of the jurisdiction, for `regional`; empty for the only one of this installation."""
    level = models.CharField(max_length=20)
    minutes = models.PositiveIntegerField()
    """Time to acknowledge, before the next level is asked."""
    next_level = models.CharField(max_length=20, blank=True, default="")
    """Empty at the top."""

    class Meta:
        constraints = [
            one_of("level", EscalationLevel, table="rung"),
            one_of("next_level", ["", *EscalationLevel], table="rung"),
            models.CheckConstraint(condition=Q(minutes__gte=1), name="accounts_rung_minutes_some"),
            models.CheckConstraint(condition=_OWNED, name="accounts_rung_regional_of_jurisdiction"),
            models.UniqueConstraint(
                fields=["organization", "level"],
                condition=Q(organization__isnull=False),
                name="accounts_rung_once_an_organization",
            ),
            models.UniqueConstraint(
                fields=["jurisdiction", "level"],
                condition=Q(organization__isnull=True),
                name="accounts_rung_once_a_jurisdiction",
            ),
        ]


class RungHolder(Term):
    """A member of staff who holds a rung: at all hours, or in one window of a weekly rota."""

    rung = models.ForeignKey(LadderRung, on_delete=models.PROTECT, related_name="holders")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    weekdays = models.CharField(max_length=7, blank=True, default="")
    """ISO weekdays on which the window begins, in order: `12345` is Monday to Friday. Empty: at all hours."""
    starts = models.TimeField(null=True, blank=True)
    ends = models.TimeField(null=True, blank=True)
    zone = models.CharField(max_length=60, blank=True, default="")

    class Meta:
        constraints = [
            in_order(table="holder"),
            models.CheckConstraint(condition=_ALWAYS | _IN_HOURS, name="accounts_holder_window_whole"),
            models.CheckConstraint(
                condition=Q(weekdays__regex="^1?2?3?4?5?6?7?$"), name="accounts_holder_weekdays_known"
            ),
        ]
