"""What a field of the story says, in words and lines of the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from django.utils.translation import gettext

from holdfast.protocol.chapters.story.lists import (
    EnrolmentKind,
    EnrolmentStatus,
    IllnessSeverity,
    MedicationKind,
    StoryField,
)
from holdfast.web.words import times
from holdfast.web.words.chapters.story import FIELDS
from holdfast.web.words.codes import in_words


def plan_words(plan: object) -> tuple[tuple[str, str], ...]:
    """Return the parts of a safety plan that say something, each with its label."""
    parts: Mapping[str, object] = plan if isinstance(plan, Mapping) else {}
    return tuple((str(FIELDS[f"SafetyPlan.{name}"].label), str(words)) for name, words in parts.items() if words)


def value_words(field: StoryField, value: object) -> str:
    """Return what a field says, in words and lines."""
    if value is None:
        return ""
    if field is StoryField.ILLNESS_SEVERITY:
        return in_words(IllnessSeverity(str(value)))
    write = _ROWS.get(field)
    if write is not None and isinstance(value, Sequence):
        return "\n".join(write(row) for row in value)
    return str(value)


def _enrolment(row: Mapping[str, str]) -> str:
    words = [f"{in_words(EnrolmentKind(row['kind']))}: {row['name']}", in_words(EnrolmentStatus(row["status"]))]
    if row.get("until"):
        words.append(gettext("until %(day)s") % {"day": _day(row["until"])})
    return ", ".join(words)


def _medication(row: Mapping[str, str]) -> str:
    words = [row["what"], row.get("how_much", "")]
    if row["kind"] != MedicationKind.GENERAL:
        words.append(in_words(MedicationKind(row["kind"])).lower())
    if row.get("left_until"):
        words.append(gettext("enough until %(day)s") % {"day": _day(row["left_until"])})
    if row.get("prescriber"):
        words.append(gettext("prescribed by %(who)s") % {"who": row["prescriber"]})
    return ", ".join(filter(None, words))


def _day(text: str) -> str:
    return times.date_in_full(date.fromisoformat(text))


_ROWS: dict[StoryField, Callable[[Mapping[str, str]], str]] = {
    StoryField.ENROLMENTS: _enrolment, StoryField.MEDICATIONS: _medication,
}  # fmt: skip
