"""What kind of browser somebody uses, as they would say it themselves. Coarse on purpose: it tells devices apart."""

from __future__ import annotations

from django.utils.translation import gettext

_ON = " on "
# The first that is found counts: later names stand in the words of earlier ones, too.
_BROWSERS = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("FxiOS", "Firefox"),
    ("Firefox/", "Firefox"), ("CriOS", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
)  # fmt: skip
_SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("CrOS", "ChromeOS"),
    ("Mac OS X", "Mac"), ("Linux", "Linux"),
)  # fmt: skip


def browser_of(user_agent: str) -> str:
    """Return such as `Firefox on Windows`, as it is kept; blank where neither is known."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), "")
    return _ON.join(filter(None, (browser, system)))


def browser_words(kept: str) -> str:
    """Return what `browser_of` said, in the reader's language; blank stays blank."""
    browser, on, system = kept.partition(_ON)
    return gettext("%(browser)s on %(system)s") % {"browser": browser, "system": system} if on else kept
