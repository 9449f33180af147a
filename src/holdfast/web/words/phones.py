"""Phone numbers: as people read them, and as a phone dials them.

Directories write numbers in many ways; what is no North American number is shown as it came.
"""

from __future__ import annotations

import re

from django.utils.translation import gettext

_NOT_DIALLED = re.compile(r"[^\d+]")
_NORTH_AMERICAN = re.compile(r"(?:\+?1)?([2-9]\d{2})(\d{3})(\d{4})")


def readable(number: str, extension: str = "") -> str:
    """Return a number for reading and printing: "555-555-0177", "555-555-0177 ext. 12", "988"."""
    found = _NORTH_AMERICAN.fullmatch(_NOT_DIALLED.sub("", number))
    text = "-".join(found.groups()) if found else number.strip()
    return gettext("%(number)s ext. %(extension)s") % {"number": text, "extension": extension} if extension else text


def dialled(number: str, extension: str = "") -> str:
    """Return the number for a `tel:` or `sms:` link: "+15555550177", "988"; a pause comes before an extension."""
    digits = _NOT_DIALLED.sub("", number)
    found = _NORTH_AMERICAN.fullmatch(digits)
    if found:
        digits = "+1" + "".join(found.groups())
    return f"{digits},{extension}" if extension else digits
