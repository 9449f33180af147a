"""Dates and times of day as directories write them, and what can be made of them. Pure."""

from __future__ import annotations

import re
from datetime import date, datetime

FIRST_YEAR, LAST_YEAR = 1800, 2200
DATE_FORMS = f"2026-11-30, 11/30/2026, 11/30/26 or November 30, 2026, from the year {FIRST_YEAR} to {LAST_YEAR}"
CLOCK_FORMS = "a time like 09:00, 17:30:00, 9am or 4:00 PM"
EVERY_YEAR = 1
"""`January 01, 0001` is the first of January of every year."""

HALF_DAY, HOUR, MIDNIGHT = 12, 60, 24 * 60
_CLOCK = re.compile(
    r"(?P<hour>\d{1,2})(:(?P<minute>\d\d)(:(?P<second>\d\d)(\.\d+)?)?)?\s*(?P<half>[ap]\.?m\.?)?(?P<offset>[+-]\d\d:?\d\d)?",
    re.IGNORECASE | re.ASCII,
)


def day_of(text: str) -> date | None:
    """Return the date that a text names, or None. Two-digit years are of this century."""
    for form in ("%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y", "%B %d, %Y"):
        try:
            found = datetime.strptime(text, form).date()  # noqa: DTZ007 - a bare date has no zone
        except ValueError:
            continue
        return found if found.year == EVERY_YEAR or FIRST_YEAR <= found.year <= LAST_YEAR else None
    return None


def clock_of(text: str) -> int | None:
    """Return a time of day in minutes from midnight, or None.

    An offset (`09:00-05:00`) is taken as the local time it stands with. A bare number (`9`) or a time in UTC
    (`14:00Z`) is no local time and gives None.
    """
    found = _CLOCK.fullmatch(text.strip())
    if not found or (found["minute"] is None and found["half"] is None):
        return None
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if found["half"]:
        if not 1 <= hour <= HALF_DAY:
            return None
        hour = hour % HALF_DAY + (HALF_DAY if found["half"][0] in "pP" else 0)
    minutes = hour * HOUR + minute
    return minutes if minute < HOUR and minutes <= MIDNIGHT else None
