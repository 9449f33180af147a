"""From a schedule's row to an OpenStreetMap `opening_hours` rule; what is not sound is unknown, with a reason. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from holdfast.directory.importing.cells import EVERY_YEAR, MIDNIGHT

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
WEEKDAYS = {
    name: day
    for day, full in zip(DAYS, "monday tuesday wednesday thursday friday saturday sunday".split(), strict=True)
    for name in (full, full[:3], full[:2])
}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LONGEST_NIGHT = 12 * 60
"""A span over midnight that is longer is rather a slip of am and pm (`9am` to `03:00`) than a shift."""
LONGEST_RULE = 300
_BYDAY = re.compile(r"(?P<nth>[+-]?[1-5])?(?P<day>MO|TU|WE|TH|FR|SA|SU)", re.IGNORECASE)
_BEYOND_HOURS = ("byweekno", "bymonthday", "byyearday", "count")


@dataclass(frozen=True, slots=True)
class Rule:
    """An opening_hours rule, or why there is none."""

    text: str = ""
    unsound: str = ""


def span(opens: int | None, closes: int | None) -> Rule:
    """Return `09:00-17:00` for two times in minutes; unsound when one lacks or they cannot be believed."""
    if opens is None or closes is None:
        return Rule(unsound="it gives no time of opening and closing")
    if closes == MIDNIGHT - 1:
        closes = MIDNIGHT
    if opens >= MIDNIGHT or closes == opens:
        return Rule(unsound=f"it opens at {_clock(opens)} and closes at {_clock(closes)}")
    if closes < opens and MIDNIGHT - opens + closes > LONGEST_NIGHT:
        return Rule(unsound=f"it opens at {_clock(opens)} and closes at {_clock(closes)}, over midnight")
    return Rule(f"{_clock(opens)}-{_clock(closes)}")


def weekly(day: str, opens: int | None, closes: int | None) -> Rule:
    """Return the rule of one weekday (`Mo`)."""
    hours = span(opens, closes)
    return hours if hours.unsound else Rule(f"{day} {hours.text}")


def dated(first: date, last: date, opens: int | None, closes: int | None) -> Rule:
    """Return the rule of the days from `first` to `last` (of every year where the year is 1)."""
    hours = span(opens, closes)
    return hours if hours.unsound else Rule(f"{_days(first, last)} {hours.text}")


def recurring(
    row: dict[str, str], opens: int | None, closes: int | None, *, first: date | None, last: date | None
) -> Rule:
    """Return the rule of an RFC 5545 row (freq, interval, byday); `first` to `last` are the days it is valid.

    Hours cannot say every second week, nor weeks, days of the month or of the year: such a row is unsound.
    """
    beyond = [name for name in _BEYOND_HOURS if row.get(name)]
    if row.get("interval") not in (None, "", "1", "1.0"):
        beyond.append("interval")
    if beyond:
        return Rule(unsound=f"it depends on {', '.join(beyond)}")
    days = _recurring_days(row.get("freq", ""), row.get("byday", ""))
    hours = span(opens, closes)
    if not days or hours.unsound:
        return hours if days else Rule(unsound="its days (freq, byday) are not given as weekdays")
    text = " ".join(part for part in (_validity(first, last), days, hours.text) if part)
    return Rule(text) if len(text) <= LONGEST_RULE else Rule(unsound="it names too many days")


def joined(weekly_rules: list[str], special_rules: list[str]) -> str:
    """Return one opening_hours text: rules of the week add up, special ones stand in for them on their days."""
    return "; ".join(part for part in (", ".join(weekly_rules), *special_rules) if part)


def _recurring_days(freq: str, byday: str) -> str:
    parts = [_BYDAY.fullmatch(part.strip()) for part in byday.split(",")]
    if freq.upper() not in ("WEEKLY", "MONTHLY") or not all(parts):
        return ""
    found = [(part["day"].capitalize(), part["nth"]) for part in parts if part]
    if any(bool(nth) != (freq.upper() == "MONTHLY") for _, nth in found):
        return ""
    return ",".join(f"{day}[{int(nth)}]" if nth else day for day, nth in found)


def _validity(first: date | None, last: date | None) -> str:
    if first and last:
        return _days(first, last)
    if last:
        return _days(date(1900, 1, 1), last)
    return f"{_day(first)}+" if first else ""


def _days(first: date, last: date) -> str:
    return _day(first) if first == last else f"{_day(first)}-{_day(last)}"


def _day(day: date) -> str:
    year = "" if day.year == EVERY_YEAR else f"{day.year} "
    return f"{year}{MONTHS[day.month - 1]} {day.day:02d}"


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
