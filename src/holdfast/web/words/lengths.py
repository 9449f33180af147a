"""Lengths of time as people say them, and what is left until a deadline or has gone since it."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo

from django.utils.translation import gettext, ngettext

from holdfast.web.words.times import NO_BREAK, near

_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400
_HOURS_WITH_MINUTES = 10
_HOURS_BEFORE_DAYS = 72


def short(length: timedelta) -> str:
    """Return a length, never negative, rounded down: "under 1 min", "9 min", "2 h 15 min", "47 h", "4 days"."""
    seconds = max(int(length.total_seconds()), 0)
    minutes, hours = seconds // _MINUTE, seconds // _HOUR
    if minutes < 1:
        text = gettext("under 1 min")
    elif hours < 1:
        text = gettext("%(minutes)s min") % {"minutes": minutes}
    elif hours < _HOURS_WITH_MINUTES and minutes % 60:
        text = gettext("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": minutes % 60}
    elif hours < _HOURS_BEFORE_DAYS:
        text = gettext("%(hours)s h") % {"hours": hours}
    else:
        days = seconds // _DAY
        text = ngettext("%(days)s day", "%(days)s days", days) % {"days": days}
    return text.replace(" ", NO_BREAK)


def spoken(length: timedelta) -> str:
    """Return a length in whole words, rounded down: "under a minute", "31 minutes", "3 hours", "4 days"."""
    seconds = max(int(length.total_seconds()), 0)
    if seconds < _MINUTE:
        return gettext("under a minute")
    if seconds < _HOUR:
        count = seconds // _MINUTE
        return ngettext("%(count)s minute", "%(count)s minutes", count) % {"count": count}
    if seconds < _HOURS_BEFORE_DAYS * _HOUR:
        count = seconds // _HOUR
        return ngettext("%(count)s hour", "%(count)s hours", count) % {"count": count}
    count = seconds // _DAY
    return ngettext("%(count)s day", "%(count)s days", count) % {"count": count}


def left(due_at: datetime, now: datetime, zone: tzinfo | None = None) -> str:
    """Return what a deadline is at `now`: "9 min left, due 2:45 PM", or "Over by 4 min, was due 2:45 PM"."""
    time = near(due_at, now, zone)
    if due_at <= now:
        return gettext("Over by %(length)s, was due %(time)s") % {"length": short(now - due_at), "time": time}
    return gettext("%(length)s left, due %(time)s") % {"length": short(due_at - now), "time": time}


def left_in_short(due_at: datetime, now: datetime) -> str:
    """Return "9 min left", or "Over by 4 min"."""
    if due_at <= now:
        return gettext("Over by %(length)s") % {"length": short(now - due_at)}
    return gettext("%(length)s left") % {"length": short(due_at - now)}
