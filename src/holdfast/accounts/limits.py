"""How long a sign-in lasts: a pure rule over instants. A limit is reached when the clock reaches it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from holdfast.accounts.models import EndedBy

SIGN_IN = "holdfast_sign_in"
"""In the browser's session: which sign-in it carries."""
WARNING = timedelta(minutes=2)
"""How long before the end people are warned."""


@dataclass(frozen=True, slots=True)
class Limits:
    """For how long somebody may do nothing, and how long a sign-in lasts at most."""

    idle: timedelta
    absolute: timedelta


@dataclass(frozen=True, slots=True)
class Stay:
    """A sign-in that goes on: since when, when they last did something, and whether a live event holds it now."""

    began_at: datetime
    seen_at: datetime
    is_held: bool = False

    def ends_at(self, limits: Limits) -> datetime:
        """Return when it ends if they do nothing more; the idle limit is suspended while it is held."""
        end = self.began_at + limits.absolute
        return end if self.is_held else min(end, self.seen_at + limits.idle)

    def over(self, at: datetime, limits: Limits) -> EndedBy | None:
        """Return by which limit it is over at `at`, the absolute one first; `None` while it goes on."""
        if at >= self.began_at + limits.absolute:
            return EndedBy.ABSOLUTE
        return EndedBy.IDLE if at >= self.ends_at(limits) else None


def limits_now() -> Limits:
    """Return the limits of this installation."""
    return Limits(timedelta(minutes=settings.HOLDFAST_IDLE_MINUTES), timedelta(hours=settings.HOLDFAST_SESSION_HOURS))
