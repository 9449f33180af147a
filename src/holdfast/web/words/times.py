"""Instants in the reader's zone and language, as the language writes them (CLDR, through Babel).

A zone that is not given is the current one of the request; the language is the active one. A time of day never breaks
before its AM or PM.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta, tzinfo
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.dates import DateTimePattern, format_date, parse_pattern
from django.utils import timezone
from django.utils.translation import get_language, gettext

from holdfast.directory.zones import zone_called

NO_BREAK = "\N{NO-BREAK SPACE}"
# People in the United States read these: their Spanish has a 12-hour clock.
_TERRITORIES = {"en": "en_US", "es": "es_US"}
_BEFORE_PERIOD = re.compile("[ \N{NARROW NO-BREAK SPACE}]a")
_WEEK = timedelta(days=7)


def clock(at: datetime, zone: tzinfo | None = None) -> str:
    """Return the time of day: "2:45 PM"."""
    return _written(_local(at, zone), "hm")


def time_of_day(at: time) -> str:
    """Return a time that is of no one day: "9:00 AM"."""
    return _written(datetime.combine(date.min, at), "hm")


def day(at: datetime | date, zone: tzinfo | None = None) -> str:
    """Return the day of the week and the date: "Thursday, March 5"."""
    return _written(_local(at, zone) if isinstance(at, datetime) else at, "MMMEd", wide=True)


def weekday(on: date) -> str:
    """Return the day of the week: "Monday"."""
    return str(format_date(on, "EEEE", _locale(_language())))


def date_in_full(at: datetime | date, zone: tzinfo | None = None) -> str:
    """Return a date with its year: "May 14, 1994"."""
    return format_date(_local(at, zone) if isinstance(at, datetime) else at, "long", _locale(_language()))


def when(at: datetime, zone: tzinfo | None = None) -> str:
    """Return day and time: "Thursday, March 5, 10:00 AM"."""
    return _joined(day(at, zone), clock(at, zone))


def near(at: datetime, now: datetime, zone: tzinfo | None = None) -> str:
    """Return what is needed beside `now`: "2:45 PM" today, "Thu 1:30 PM" within a week, else "Mar 5, 1:30 PM".

    The year stands where it is another.
    """
    then, today = _local(at, zone), _local(now, zone)
    if then.date() == today.date():
        return clock(at, zone)
    if abs(then.date() - today.date()) < _WEEK:
        return _written(then, "Ehm")
    return _joined(_written(then, "MMMd" if then.year == today.year else "yMMMd"), clock(at, zone))


def zone_name(zone: tzinfo | None = None) -> str:
    """Return how people call the zone: "Mountain Time"."""
    key = getattr(zone or timezone.get_current_timezone(), "key", "UTC")
    return key if key == "UTC" else zone_called(key, _locale(_language()))


def _joined(date_words: str, time_words: str) -> str:
    return gettext("%(day)s, %(time)s") % {"day": date_words, "time": time_words}


def _local(at: datetime, zone: tzinfo | None) -> datetime:
    return at.astimezone(zone or timezone.get_current_timezone())


def _language() -> str:
    return get_language() or "en"


def _written(at: datetime | date, skeleton: str, *, wide: bool = False) -> str:
    locale = _locale(_language())
    return _pattern(locale, skeleton, wide=wide).apply(at, locale)


@cache
def _locale(language: str) -> Locale:
    """Return what Babel knows of a language; English for one it does not know, such as the tests' pseudo-locale."""
    name = _TERRITORIES.get(language.partition("-")[0], language)
    try:
        return Locale.parse(name, sep="-" if "-" in name else "_")
    except (UnknownLocaleError, ValueError):
        return Locale.parse(_TERRITORIES["en"])


@cache
def _pattern(locale: Locale, skeleton: str, *, wide: bool) -> DateTimePattern:
    """Return the language's pattern, its AM or PM unbroken; where `wide`, day and month are written out."""
    pattern = _BEFORE_PERIOD.sub(f"{NO_BREAK}a", locale.datetime_skeletons[skeleton].pattern)
    if wide:
        pattern = pattern.replace("MMM", "MMMM").replace("E", "EEEE")
    return parse_pattern(pattern)
