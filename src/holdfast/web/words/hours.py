"""Opening hours, time zones and states as people say them: the directory keeps codes."""

from __future__ import annotations

import re
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext
from holidays.countries.united_states import UnitedStates

from holdfast.web.words import times

_ALWAYS, _ALL_DAY = "24/7", "00:00-24:00"
_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_MONDAY = date(2024, 1, 1)
_SPAN = r"(?:[01]\d|2[0-4]):[0-5]\d-(?:[01]\d|2[0-4]):[0-5]\d"
_RULE = re.compile(r"(?P<days>[A-Z][a-z](?:[-,][A-Z][a-z])*) (?P<spans>SPAN(?:,SPAN)*|off)".replace("SPAN", _SPAN))


def hours_words(hours: str) -> str:
    """Return opening hours: "Monday to Friday 9:00 AM to 5:00 PM"; as the directory has them where they say more."""
    if hours.strip() == _ALWAYS:
        return gettext("Always, day and night")
    rules = [_RULE.fullmatch(rule.strip()) for rule in hours.split(";")]
    said = [_rule(rule) for rule in rules if rule is not None]
    return "; ".join(said) if len(said) == len(rules) and all(said) else hours


def zone_words(zone: str) -> str:
    """Return a time zone with the city that stands for it: "Mountain Time (Denver)"."""
    city = zone.rpartition("/")[2].replace("_", " ")
    return gettext("%(zone)s (%(city)s)") % {"zone": times.zone_name(ZoneInfo(zone)), "city": city}


def _rule(rule: re.Match[str]) -> str:
    days = _days(rule["days"])
    if rule["spans"] == "off":
        return gettext("%(days)s closed") % {"days": days} if days else ""
    spans = ", ".join(map(_span, rule["spans"].split(",")))
    return f"{days} {spans}" if days else ""


def _days(words: str) -> str:
    """Return the days of a rule; blank where one is no day of the week, such as a holiday."""
    found = []
    for part in words.split(","):
        names = [_day(each) for each in part.split("-")]
        if not all(names):
            return ""
        first, last = names[0], names[-1]
        found.append(gettext("%(first)s to %(last)s") % {"first": first, "last": last} if len(names) > 1 else first)
    return ", ".join(found)


def _day(code: str) -> str:
    return times.weekday(_MONDAY + timedelta(days=_DAYS.index(code))) if code in _DAYS else ""


def _span(span: str) -> str:
    if span == _ALL_DAY:
        return gettext("all day")
    first, last = (_clock(each) for each in span.split("-"))
    return gettext("%(first)s to %(last)s") % {"first": first, "last": last}


def _clock(text: str) -> str:
    hour, minute = map(int, text.split(":"))
    return times.time_of_day(time(hour % 24, minute))


def region_words(region: str) -> str:
    """Return a state by its name: "Colorado" for "US-CO"; the country or code itself where it is none."""
    country, _dash, code = region.partition("-")
    if country != "US":
        return region
    return _STATES.get(code, gettext("Not known (only the country: United States)") if not code else region)


_STATES = {code: name for name, code in UnitedStates.subdivisions_aliases.items()}
