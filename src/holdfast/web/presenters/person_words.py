"""What the person said on their own page, as staff read it on the page of the handoff."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from holdfast.notify.models import Say
from holdfast.notify.selectors import PersonsWordView, persons_words
from holdfast.notify.services.hearing import may_answer
from holdfast.transfers.callers import Caller
from holdfast.transfers.selectors import Looked
from holdfast.web.presenters.names import Names

KINDS: dict[Say, Promise] = {
    Say.NOT_CONTACTED: _("No one has contacted me"),
    Say.QUESTION: _("A question"),
    Say.CORRECTION: _("Something is wrong"),
    Say.SLOWER: _("Slower, please"),
}
ABOUT: dict[str, Promise] = {
    "language": _("language"), "payer": _("who pays for the care"), "phone": _("how to be reached"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class WordLine:
    """One thing that was said. `answered_by` is blank while nobody has answered; `url`: where one says so."""

    title: str
    words: str
    said_at: datetime
    answered_by: str
    answered_at: datetime | None
    url: str


def words_read(looked: Looked, caller: Caller) -> tuple[PersonsWordView, ...]:
    """Return what the person said, the newest first, to those whose part it is to answer; at most one statement."""
    return persons_words(looked.transfer_id) if may_answer(caller, looked) else ()


def answering(said: Iterable[PersonsWordView]) -> set[str]:
    """Return the ids of those who answered."""
    return {word.answered_by for word in said if word.answered_by}


def words_of(said: Iterable[PersonsWordView], looked: Looked, names: Names) -> tuple[WordLine, ...]:
    """Return what was said, as `pages/transfers/persons_words.html` draws it (as `words`). `names`: who answered."""
    return tuple(
        WordLine(
            title=_title(word), words=word.words, said_at=word.said_at,
            answered_by=names.of(word.answered_by) if word.answered_by else "", answered_at=word.answered_at,
            url="" if word.answered_by else reverse("person_word_answered", args=[looked.transfer_id, word.id]),
        )
        for word in said
    )  # fmt: skip


def _title(word: PersonsWordView) -> str:
    about = ABOUT.get(word.about)
    return f"{KINDS[word.kind]}: {about}" if about else str(KINDS[word.kind])
