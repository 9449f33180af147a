"""Text from outside: which characters it may not have, and how a piece of it is shown in a message."""

from __future__ import annotations

import re
import unicodedata

from holdfast.protocol.fields import UNSAFE, unsafe_character

__all__ = ["searchable", "shown", "unsafe_character"]


def shown(value: object, most: int = 40) -> str:
    """Return a piece of outside text that is safe to print: one line, cut, unsafe characters escaped."""
    text = " ".join(str(value)[: most * 4].split())
    text = UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    return text if len(text) <= most else text[: most - 3] + "..."


def searchable(text: str) -> str:
    """Return text as it is searched: lower case, without accents, words only, one space between."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(re.findall(r"\w+", plain.casefold()))
