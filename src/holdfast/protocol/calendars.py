"""The three clocks of section 4: elapsed, business day, wall clock. Instants in and out are aware UTC.

Closed days come in as dates, so that a deadline can be judged again when calendars have changed.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import holidays
import holidays.version

ONE_DAY = timedelta(days=1)
_SATURDAY = 5


@lru_cache(maxsize=1024)
def zone_of(name: str) -> ZoneInfo:
    """Return the IANA zone called `name`; raise `KeyError` where there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as unknown:
        raise KeyError(name) from unknown


def local_date(at: datetime, zone: str) -> date:
    """Return the calendar date of an instant in `zone`."""
    return at.astimezone(zone_of(zone)).date()


def instant(day: date, clock: time, zone: str) -> datetime:
    """Return the instant of a local time. A time that does not exist moves forward; a repeated one is the earlier."""
    return datetime.combine(day, clock, tzinfo=zone_of(zone)).astimezone(UTC)


def instants_shown(local: datetime, zone: str) -> tuple[datetime, ...]:
    """Return every instant, in `zone`, at which its clocks show a local time: none, where they go forward over it; two,
    where they go back over it; else one."""
    first, second = (local.replace(tzinfo=zone_of(zone), fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return (first,)
    is_skipped = first.astimezone(UTC).astimezone(zone_of(zone)).replace(tzinfo=None) != local
    return () if is_skipped else (first, second)


def is_business_day(day: date, closed: Collection[date]) -> bool:
    """Say whether `day` is Monday to Friday and not closed."""
    return day.weekday() < _SATURDAY and day not in closed


def business_days_after(start: datetime, days: int, zone: str, closed: Collection[date]) -> date:
    """Return the date `days` business days after the local date of `start`, which itself does not count."""
    day = local_date(start, zone)
    left = days
    while left:
        day += ONE_DAY
        left -= is_business_day(day, closed)
    return day


def close_of_business(start: datetime, days: int, zone: str, *, closed: Collection[date], closes: time) -> datetime:
    """Return the close of the day that is `days` business days after `start` (business-day clock)."""
    return instant(business_days_after(start, days, zone, closed), closes, zone)


def noon_next_day(start: datetime, zone: str) -> datetime:
    """Return 12:00 on the next calendar day in `zone` (wall clock)."""
    return instant(local_date(start, zone) + ONE_DAY, time(12), zone)


@lru_cache(maxsize=4096)
def public_holidays(year: int, region: str) -> frozenset[date]:
    """Return federal and state holidays as observed in `year`. `region` is `US` or like `US-NY` (ISO 3166-2).

    Raises `KeyError` for a region that the holiday tables do not know.
    """
    country, _, state = region.partition("-")
    try:
        federal = holidays.country_holidays(country, years=year)
        return frozenset(federal) | frozenset(holidays.country_holidays(country, subdiv=state or None, years=year))
    except NotImplementedError as unknown:
        raise KeyError(region) from unknown


def closed_days(first: date, last: date, region: str, own: Collection[date] = ()) -> frozenset[date]:
    """Return the holidays of `region` and the own closures that fall between `first` and `last`, both included."""
    public = (day for year in range(first.year, last.year + 2) for day in public_holidays(year, region))
    return frozenset(day for day in (*public, *own) if first <= day <= last)


def calendar_version(region: str) -> str:
    """Name the holiday tables and the region, to keep with a deadline."""
    return f"holidays-{holidays.version.__version__}:{region}"
