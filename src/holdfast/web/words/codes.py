"""Codes of the protocol in the reader's language."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import get_language, gettext

from holdfast.protocol.codes import Warmth
from holdfast.protocol.labels import definition, label


def in_words(code: StrEnum) -> str:
    """Return the short name of a code."""
    return label(code, get_language() or "en")


def outcome_words(warmth: Warmth) -> str:
    """Return what became of a handoff so far, where it stands in a list."""
    return gettext("No result yet") if warmth is Warmth.NOT_YET else in_words(warmth)


def explained(code: StrEnum) -> str:
    """Return the sentence that says what a code means."""
    return definition(code, get_language() or "en")
