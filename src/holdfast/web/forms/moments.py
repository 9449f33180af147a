"""Days and times as people type them, in a zone that is named: to instants and back. Nothing is guessed. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from holdfast.protocol.calendars import instants_shown
from holdfast.protocol.fields import FIRST_YEAR, LAST_YEAR

QUICK, DAY, TIME, OFFSET = "quick", "day", "time", "offset"
"""The parts in which a moment is typed: a quick choice, or a day and a time; an offset where the hour comes twice."""
PARTS = (QUICK, DAY, TIME, OFFSET)
NOW, OTHER = "now", "other"
"""Quick choices beside those that name a day: when the form is sent, and what is typed."""
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?")
_MILLISECOND = 1_000


@dataclass(frozen=True, slots=True)
class Local:
    """An instant as a zone's clock shows it. `offset` is blank where the clock shows it once only."""

    day: str
    time: str
    offset: str = ""


class TimeSkipped(ValueError):  # noqa: N818 - says what is so
    """The clocks of the zone go forward over this time: it does not exist on that day."""


class TimeTwice(ValueError):  # noqa: N818 - says what is so
    """The clocks of the zone go back over this time: it comes twice on that day, and which one is not said."""


def is_day(text: str) -> bool:
    """Say whether a text is a date of the calendar, as `2026-11-18`."""
    return _parsed(text, "00:00") is not None


def instant_text(day: str, time: str, zone: str, offset: str = "") -> str:
    """Return the instant at which the clocks of `zone` (IANA) show `day` and `time`, with its offset.

    What is no day or time is returned as it was typed, for the form to refuse. Raises TimeSkipped; TimeTwice.
    """
    local = _parsed(day, time)
    if local is None or not FIRST_YEAR <= local.year <= LAST_YEAR:
        return f"{day}T{time}Z"
    shown = instants_shown(local, zone)
    if not shown:
        raise TimeSkipped
    if len(shown) == 1:
        return shown[0].isoformat()
    named = {offset_of(each): each for each in shown}
    if offset not in named:
        raise TimeTwice
    return named[offset].isoformat()


def twice(day: str, time: str, zone: str) -> tuple[datetime, datetime] | None:
    """Return both instants at which the clocks of `zone` show this time; none where they show it once, or never."""
    try:
        instant_text(day, time, zone)
    except TimeTwice:
        local = _parsed(day, time)
        assert local is not None
        return local.replace(tzinfo=ZoneInfo(zone)), local.replace(tzinfo=ZoneInfo(zone), fold=1)
    except TimeSkipped:
        pass
    return None


def local_of(at: datetime, zone: str) -> Local:
    """Return an aware instant as the clocks of `zone` show it; `instant_text` reads it back."""
    here = at.astimezone(ZoneInfo(zone))
    naive = here.replace(tzinfo=None, fold=0)
    time = naive.time().isoformat(_precision(naive))
    is_twice = here.utcoffset() != here.replace(fold=1 - here.fold).utcoffset()
    return Local(naive.date().isoformat(), time, offset_of(here) if is_twice else "")


def offset_of(at: datetime) -> str:
    """Return an aware instant's offset, as `-05:00`."""
    return at.isoformat()[-len("-05:00") :]


def browser_takes(time: str) -> bool:
    """Say whether a native time control can hold a time: milliseconds at most."""
    return len(time) <= len("10:00:00.123")


def _precision(at: datetime) -> str:
    if at.microsecond % _MILLISECOND:
        return "microseconds"
    if at.microsecond:
        return "milliseconds"
    return "seconds" if at.second else "minutes"


def _parsed(day: str, time: str) -> datetime | None:
    if not (_DAY.fullmatch(day) and _TIME.fullmatch(time)):
        return None
    try:
        return datetime.fromisoformat(f"{day}T{time}")
    except ValueError:
        return None
