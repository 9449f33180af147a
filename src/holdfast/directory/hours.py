"""Opening hours: whether a service is open at one instant. Pure; hours are an OpenStreetMap `opening_hours` string."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

import opening_hours
from opening_hours import OpeningHours, State

AROUND_THE_CLOCK = "24/7"
LONGEST = 1000
LOOKED_AHEAD = timedelta(days=14)
# The stubs of the library leave this name out.
_UNREADABLE: type[Exception] = opening_hours.ParserError  # type: ignore[attr-defined]


def is_open(
    hours: str | None,
    zone: str | None,
    at: datetime,
    holidays: Collection[date] = (),
    closures: Collection[date] = (),
) -> bool | None:
    """Say whether a service is open at `at` (aware); `None` where hours or zone are unknown or say unknown.

    `holidays` and `closures` are dates in the service's zone. An own closure closes it; a holiday closes it unless it
    is open around the clock. What an overnight shift reaches of a holiday counts as the holiday.
    """
    if hours is None or zone is None:
        return None
    local = at.astimezone(ZoneInfo(zone))
    if local.date() in closures:
        return False
    if local.date() in holidays and not is_around_the_clock(hours):
        return False
    state, _ = _parsed(hours).state(local.replace(tzinfo=None, fold=0))
    return None if state == State.UNKNOWN else state == State.OPEN


def changes_at(
    hours: str | None,
    zone: str | None,
    at: datetime,
    holidays: Collection[date] = (),
    closures: Collection[date] = (),
) -> datetime | None:
    """Return when a service that is open at `at` (aware) closes next, or one that is closed opens.

    `None` where that is not known, or not within `LOOKED_AHEAD`. `holidays` and `closures`: as in `is_open`.
    """
    is_now = is_open(hours, zone, at, holidays, closures)
    if hours is None or zone is None or is_now is None:
        return None
    here = at.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)
    last = here + LOOKED_AHEAD
    while here < last:
        midnight = datetime.combine(here.date() + timedelta(days=1), time.min)
        # Not `next_change`: what never closes it seeks until the year 10000, for seconds, and nothing else runs then.
        ends = (end for _, end, *_ in _parsed(hours).intervals(here, midnight))
        here = min(next(ends, midnight), midnight)
        then = here.replace(tzinfo=ZoneInfo(zone))
        is_then = is_open(hours, zone, then, holidays, closures)
        if is_then is not is_now:
            return then if is_then is not None else None
    return None


def is_around_the_clock(hours: str | None) -> bool:
    """Say whether the hours are known and leave out no minute of the week."""
    return hours is not None and str(_parsed(hours).normalize()) == AROUND_THE_CLOCK


def hours_fault(hours: str) -> str | None:
    """Say what is wrong with an `opening_hours` string, or return None where it can be read."""
    if not hours.strip() or len(hours) > LONGEST:
        return "must be OpenStreetMap opening_hours of 1 to 1000 characters, like Mo-Fr 09:00-17:00"
    try:
        _parsed(hours)
    except _UNREADABLE:
        return "must be readable as OpenStreetMap opening_hours, like Mo-Fr 09:00-17:00; Sa 10:00-12:00"
    return None


def zone_fault(zone: str) -> str | None:
    """Say what is wrong with the name of a time zone, or return None where there is such a zone."""
    return None if zone in available_timezones() else "must be an IANA time zone, like America/New_York"


@lru_cache(maxsize=4096)
def _parsed(hours: str) -> OpeningHours:
    return OpeningHours(hours, auto_country=False, auto_timezone=False)
