"""A weekly window of a rota: pure, and exact across midnight and clock changes. It knows no people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_DAY = timedelta(days=1)
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Window:
    """Hours that begin on `weekdays` (ISO: 1 is Monday) at `starts`, wall clock of the IANA zone `zone`.

    They last until the next `ends`: the same day, or past midnight where `ends` is not after `starts`; where the two
    are equal, a whole day.
    """

    weekdays: frozenset[int]
    starts: time
    ends: time
    zone: str

    def covers(self, at: datetime) -> bool:
        """Say whether the instant `at` lies in the window: its first instant does, its last does not."""
        today = at.astimezone(ZoneInfo(self.zone)).date()
        return any(self._covers_from(day, at) for day in (today - _DAY, today))

    def begins_after(self, at: datetime) -> datetime:
        """Return the next instant after `at` at which the window begins."""
        today = at.astimezone(ZoneInfo(self.zone)).date()
        days = (today + _DAY * ahead for ahead in range(_WEEK + 1))
        begins = (self._instant(day, self.starts) for day in days if day.isoweekday() in self.weekdays)
        return next(instant for instant in begins if instant > at)

    def _covers_from(self, day: date, at: datetime) -> bool:
        if day.isoweekday() not in self.weekdays:
            return False
        last_day = day if self.ends > self.starts else day + _DAY
        return self._instant(day, self.starts) <= at < self._instant(last_day, self.ends)

    def _instant(self, day: date, clock: time) -> datetime:
        # Compared as instants, not as wall clock: in the hour that a clock change repeats, a shift must not end,
        # begin again and end a second time. An end and a start at the same wall clock always give the same instant.
        return datetime.combine(day, clock, ZoneInfo(self.zone)).astimezone(UTC)
