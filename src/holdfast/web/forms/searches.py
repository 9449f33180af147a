"""What was typed to search by, as it can be asked of the database and shown again."""

from __future__ import annotations

from holdfast.protocol.fields import UNSAFE

LONGEST = 200


def sought(text: str) -> str:
    """Return the words that were typed, cut to `LONGEST`, without characters that can hide or change text."""
    return UNSAFE.sub("", text).strip()[:LONGEST]
