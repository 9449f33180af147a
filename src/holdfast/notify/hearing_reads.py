"""What a person said on their own page, for those who answer it, and for the person."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from holdfast.ledger.sealed import unseal
from holdfast.notify.models import PersonsWord, Say

MOST = 20


@dataclass(frozen=True, slots=True)
class PersonsWordView:
    """One thing that was said; `words` is blank where a tap said it all. `answered_by`: an id of staff.

    `answers`: of how it went, by question (`services.hearing.ANSWERS`).
    """

    id: UUID
    kind: Say
    about: str
    words: str
    said_at: datetime
    answered_by: str
    answered_at: datetime | None
    answers: Mapping[str, str] = field(default_factory=dict)


def persons_words(transfer_id: UUID) -> tuple[PersonsWordView, ...]:
    """Return what the person said, the newest first, at most `MOST`; one statement. Raises: Undecipherable."""
    words = PersonsWord.objects.filter(transfer_id=transfer_id).order_by("-said_at", "-id")
    return tuple(_view(word) for word in words[:MOST])


def _view(word: PersonsWord) -> PersonsWordView:
    return PersonsWordView(
        id=word.pk, kind=Say(word.kind), about=word.about, words=unseal(word.pk, word.sealed) if word.sealed else "",
        said_at=word.said_at, answered_by=word.answered_by, answered_at=word.answered_at,
        answers=json.loads(unseal(word.pk, word.sealed_answers)) if word.sealed_answers else {},
    )  # fmt: skip
