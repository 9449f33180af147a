"""Codes of the protocol in the reader's language."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import get_language

from holdfast.protocol.labels import definition, label


def in_words(code: StrEnum) -> str:
    """Return the short name of a code."""
    return label(code, get_language() or "en")


def explained(code: StrEnum) -> str:
    """Return the sentence that says what a code means."""
    return definition(code, get_language() or "en")
