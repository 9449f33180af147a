"""What the person said on their own page, as staff read it on the page of the handoff."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from holdfast.notify.models import Say
from holdfast.notify.selectors import PersonsWordView, persons_words
from holdfast.notify.services.hearing import ANSWERS, STORY, may_answer
from holdfast.transfers.callers import Caller
from holdfast.transfers.selectors import Looked, Sight
from holdfast.web.parts import Row
from holdfast.web.presenters.names import Names

KINDS: dict[Say, Promise] = {
    Say.NOT_CONTACTED: _("No one has contacted me"),
    Say.QUESTION: _("A question"),
    Say.CORRECTION: _("Something is wrong"),
    Say.SLOWER: _("Slower, please"),
    Say.NEW_TIME: _("I need a new time"),
    Say.IN_THE_WAY: _("Something gets in my way"),
    Say.WENT: _("How it went"),
}
ABOUT: dict[str, Promise] = {
    "language": _("language"), "payer": _("who pays for the care"), "phone": _("how to be reached"),
    STORY: _("the story"),
}  # fmt: skip
_YES, _NO = _("Yes"), _("No")
ASKED: dict[str, tuple[Promise, Mapping[str, Promise]]] = {
    "visit": (_("Did your visit happen?"), {"yes": _YES, "no": _NO}),
    "holding": (_("Do you have the help you need now?"), {"yes": _YES, "partly": _("Some of it"), "no": _NO}),
    "retold": (_("Did you have to tell your story again?"), {"yes": _YES, "no": _NO}),
}
"""What the person is asked of how it went, as `ANSWERS` takes it."""


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that can be chosen."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Question:
    """One thing that the person is asked."""

    name: str
    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class WordLine:
    """One thing that was said. `answered_by` is blank while nobody has answered; `url`: where one says so."""

    title: str
    answers: tuple[Row, ...]
    words: str
    said_at: datetime
    answered_by: str
    answered_at: datetime | None
    url: str


def words_read(looked: Looked, caller: Caller) -> tuple[PersonsWordView, ...]:
    """Return what the person said, the newest first, to those whose part it is to answer; at most one statement."""
    return persons_words(looked.transfer_id) if may_answer(caller, looked) else ()


def questions(chosen: Mapping[str, str]) -> tuple[Question, ...]:
    """Return what the person is asked of how it went, with what they chose already."""
    return tuple(
        Question(
            name, str(ASKED[name][0]),
            tuple(Option(value, str(ASKED[name][1][value]), chosen.get(name) == value) for value in values),
        )
        for name, values in ANSWERS.items()
    )  # fmt: skip


def persons_report(looked: Looked) -> tuple[WordLine, ...]:
    """Return what the person wrote themself of how it went, for who calls them; at most one statement.

    It is not the report of C3, which is filed by who asks them (C3.person).
    """
    if looked.sight is not Sight.WHOLE:
        return ()
    return words_of((word for word in persons_words(looked.transfer_id) if word.kind is Say.WENT), looked, Names())


def answering(said: Iterable[PersonsWordView]) -> set[str]:
    """Return the ids of those who answered."""
    return {word.answered_by for word in said if word.answered_by}


def words_of(said: Iterable[PersonsWordView], looked: Looked, names: Names) -> tuple[WordLine, ...]:
    """Return what was said, as `pages/transfers/persons_words.html` draws it (as `words`). `names`: who answered."""
    return tuple(
        WordLine(
            title=_title(word), answers=tuple(_answers(word)), words=word.words, said_at=word.said_at,
            answered_by=names.of(word.answered_by) if word.answered_by else "", answered_at=word.answered_at,
            url="" if word.answered_by else reverse("person_word_answered", args=[looked.transfer_id, word.id]),
        )
        for word in said
    )  # fmt: skip


def _answers(word: PersonsWordView) -> Iterator[Row]:
    for name, (asked, labels) in ASKED.items():
        if word.answers.get(name) in labels:
            yield Row(str(asked), str(labels[word.answers[name]]))


def _title(word: PersonsWordView) -> str:
    about = ABOUT.get(word.about)
    return f"{KINDS[word.kind]}: {about}" if about else str(KINDS[word.kind])
