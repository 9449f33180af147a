"""What people call a time zone, in pages and messages alike."""

from __future__ import annotations

from babel import Locale
from babel.dates import get_timezone_name

# What Spanish speakers in the United States say, where CLDR has another name.
_AS_SAID = {
    "hora oriental": "hora del Este", "hora central": "hora del Centro",
    "hora de las Montañas Rocosas": "hora de la Montaña",
}  # fmt: skip


def zone_called(key: str, locale: Locale) -> str:
    """Return the name of the IANA zone `key` in a language: "Mountain Time"."""
    name = str(get_timezone_name(key, width="long", locale=locale))
    return _AS_SAID.get(name, name)
