"""A service's own closures, and the calendar that they make together with the public holidays. Pure."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import date, timedelta

from holdfast.protocol import calendars

FEDERAL = "US"
LONGEST_SPAN = timedelta(days=3660)


@dataclass(frozen=True, slots=True)
class OwnClosure:
    """Days on which a service itself is closed. `yearly`: only month and day count. In force within its own dates."""

    first: date
    last: date
    yearly: bool = False
    in_force_from: date | None = None
    in_force_until: date | None = None

    def covers(self, day: date) -> bool:
        """Say whether the service is closed by this on `day`."""
        if self.in_force_from and day < self.in_force_from:
            return False
        if self.in_force_until and day > self.in_force_until:
            return False
        if not self.yearly:
            return self.first <= day <= self.last
        start, end, on = ((d.month, d.day) for d in (self.first, self.last, day))
        return start <= on <= end if start <= end else on >= start or on <= end


@dataclass(frozen=True, slots=True)
class Calendar:
    """The closed days of one service: of its region (`US-CA`; an unknown one has the federal days), and its own."""

    region: str | None
    own: tuple[OwnClosure, ...] = ()

    def own_days(self, first: date, last: date) -> frozenset[date]:
        """Return the days from `first` to `last` on which an own closure holds.

        Raises ValueError when the span is longer than ten years.
        """
        if last - first > LONGEST_SPAN:
            raise ValueError("a calendar is asked for at most ten years at a time")
        days = (first + timedelta(days=n) for n in range((last - first).days + 1)) if self.own else ()
        return frozenset(day for day in days if any(closure.covers(day) for closure in self.own))

    def holidays(self, first: date, last: date) -> frozenset[date]:
        """Return the federal and state holidays from `first` to `last`, both included."""
        return calendars.closed_days(first, last, self.region or FEDERAL)

    def closed(self, first: date, last: date) -> frozenset[date]:
        """Return every closed day from `first` to `last`: holidays and own closures."""
        return self.holidays(first, last) | self.own_days(first, last)

    @property
    def version(self) -> str:
        """Name the holiday tables, the region, and a hash of the own closures, to keep with a deadline."""
        digest = hashlib.sha256("\n".join(sorted(map(repr, self.own))).encode()).hexdigest()[:12]
        return f"{calendars.calendar_version(self.region or FEDERAL)}:own-{digest}"


def region_fault(region: str) -> str | None:
    """Say what is wrong with a region, or return None: `US`, or a state of it that we have the holidays of."""
    if re.fullmatch(r"US(-[A-Z]{2})?", region):
        try:
            calendars.public_holidays(2026, region)
        except KeyError:
            pass
        else:
            return None
    return "must be US or a state of it, like US-CA"
