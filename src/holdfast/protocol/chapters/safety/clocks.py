"""Local times and zones as fields: what people write, kept in one form."""

from __future__ import annotations

import re
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, StringConstraints

_CLOCK = re.compile(r"(\d{1,2})(?::([0-5]\d))?\s*([ap])?\.?m?\.?", re.IGNORECASE)
_NOON = 12
_MIDNIGHT = 24


def _local_time(value: object) -> object:
    """Return `17:30` for `17:30`, `5:30 PM`, `5:30 p.m.`; raise for what is no time of day."""
    wrong = ValueError("must be a time of day, like 17:30 or 5:30 PM")
    if not isinstance(value, str):
        raise wrong
    found = _CLOCK.fullmatch(value.strip())
    half = (found[3] or "").lower() if found else ""
    if found is None or (found[2] is None and not half):
        raise wrong
    hour = int(found[1])
    if half and not 1 <= hour <= _NOON:
        raise wrong
    hour = hour % _NOON + (_NOON if half == "p" else 0) if half else hour
    if hour >= _MIDNIGHT:
        raise wrong
    return f"{hour:02}:{found[2] or '00'}"


def _zone(value: str) -> str:
    try:
        return ZoneInfo(value).key
    except (KeyError, ValueError, OSError):
        raise ValueError("is no time zone; one is America/New_York") from None


LocalTime = Annotated[str, BeforeValidator(_local_time), StringConstraints(max_length=20)]
"""A local time of day, kept as `HH:MM`; it is read as people write it."""
ZoneName = Annotated[str, StringConstraints(max_length=64, strict=True), AfterValidator(_zone)]
"""The IANA name of a time zone."""
