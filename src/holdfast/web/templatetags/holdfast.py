"""What templates may call: icons, and times, lengths and phone numbers as `web/words` writes them.

Times are written in the current zone and the active language. What a filter is given may be blank; then it writes
nothing.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from holdfast.config.clock import now
from holdfast.web.words import lengths, phones, times

register = template.Library()
_TURNING = frozenset({"arrow_forward", "arrow_back", "logout", "send", "chat"})


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw the symbol `name` of `icons.svg`; a word always stands beside it, so it is hidden from screen readers.

    Arrows turn with the direction of writing.
    """
    return format_html(
        '<svg class="icon{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        " turns" if name in _TURNING else "",
        static("holdfast/icons.svg"),
        name,
    )


@register.filter
def clock(at: datetime | None) -> SafeString:
    """Write the time of day: "2:45 PM"."""
    return _time(at, times.clock(at)) if at else SafeString()


@register.filter
def day(at: datetime | date | None) -> SafeString:
    """Write the day: "Thursday, March 5"."""
    return _time(at, times.day(at)) if at else SafeString()


@register.filter
def date_in_full(at: datetime | date | None) -> SafeString:
    """Write a date with its year: "May 14, 1994"."""
    return _time(at, times.date_in_full(at)) if at else SafeString()


@register.filter
def when(at: datetime | None) -> SafeString:
    """Write day and time: "Thursday, March 5, 10:00 AM"."""
    return _time(at, times.when(at)) if at else SafeString()


@register.filter
def near(at: datetime | None) -> SafeString:
    """Write what is needed beside now: "2:45 PM" today, "Thu 1:30 PM" this week, else "Mar 5, 1:30 PM"."""
    return _time(at, times.near(at, now())) if at else SafeString()


@register.filter
def since(at: datetime | None) -> str:
    """Write how long ago an instant was: "31 minutes"."""
    return lengths.spoken(now() - at) if at else ""


@register.filter
def spoken(length: timedelta | None) -> str:
    """Write a length of time: "31 minutes"."""
    return lengths.spoken(length) if length is not None else ""


@register.filter
def time_left(due_at: datetime | None) -> str:
    """Write what is left until a deadline: "9 min left, due 2:45 PM", or "Over by 4 min, was due 2:45 PM"."""
    return lengths.left(due_at, now()) if due_at else ""


@register.filter
def phone(number: str, extension: str = "") -> SafeString:
    """Write a phone number for reading, kept together and apart from the direction of the text round it."""
    return format_html('<bdi class="nowrap">{}</bdi>', phones.readable(number, extension)) if number else SafeString()


@register.filter
def dialled(number: str, extension: str = "") -> str:
    """Write a number for a `tel:` or `sms:` link."""
    return phones.dialled(number, extension)


@register.simple_tag
def zone_name() -> str:
    """Name the zone in which times are shown: "Mountain Time"."""
    return times.zone_name()


def _time(at: datetime | date, words: str) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', at.isoformat(), words)
