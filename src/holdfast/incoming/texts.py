"""Text from outside: which characters it may not have, and how a piece of it is shown in a message."""

from __future__ import annotations

import re
import unicodedata

_UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


def unsafe_character(text: str) -> str | None:
    """Name the first character that can hide or change text (control, NUL, direction override), or return None."""
    found = _UNSAFE.search(text)
    return f"U+{ord(found[0]):04X}" if found else None


def shown(value: object, most: int = 40) -> str:
    """Return a piece of outside text that is safe to print: one line, cut, unsafe characters escaped."""
    text = " ".join(str(value)[: most * 4].split())
    text = _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    return text if len(text) <= most else text[: most - 3] + "..."


def searchable(text: str) -> str:
    """Return text as it is searched: lower case, without accents, words only, one space between."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(re.findall(r"\w+", plain.casefold()))
