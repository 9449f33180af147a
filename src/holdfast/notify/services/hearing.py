"""What a person says on their own page reaches a human: whoever owns them now, and who stays with them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from holdfast.config.clock import now
from holdfast.config.ids import new_id
from holdfast.directory.selectors import service_organization
from holdfast.ledger.sealed import is_current, seal, unseal
from holdfast.notify.errors import UnknownMessage
from holdfast.notify.holders import administrators_of, hearers_of
from holdfast.notify.models import Backup, Kind, PersonsWord, Say
from holdfast.notify.writing import News, tell
from holdfast.protocol.chapters.safety.duress import speaks_of_danger
from holdfast.protocol.chapters.safety.said import Duress
from holdfast.protocol.codes import EscalationLevel
from holdfast.protocol.errors import Malformed
from holdfast.protocol.facts import PERSON, Party
from holdfast.protocol.telling import is_said_in_harm
from holdfast.transfers.callers import Caller
from holdfast.transfers.models import Transfer
from holdfast.transfers.selectors import Looked, Sight, policy_of, state_now
from holdfast.transfers.services import Order, handle

LONGEST = 2000
"""Characters that are kept of what somebody says."""
NEEDS_WORDS = frozenset({Say.QUESTION, Say.CORRECTION})
STORY = "story"
"""What a correction of the story is about. Its words stand on the record, beside what they correct; here are none."""
ANSWERS: Mapping[str, tuple[str, ...]] = {
    "visit": ("yes", "no"), "holding": ("yes", "partly", "no"), "retold": ("no", "yes"),
}  # fmt: skip
"""What is asked of how it went: whether the visit happened, whether it holds, whether the story was told again."""
AGAIN_AFTER = timedelta(minutes=15)
"""A tap within this time of an unanswered one of its kind, without words, tells nobody a second time."""


@dataclass(frozen=True, slots=True)
class Said:
    """What the person said. `about`: of a correction, which fact; `answers`: of how it went, by question."""

    kind: Say
    words: str = field(default="", repr=False)
    about: str = ""
    answers: Mapping[str, str] = field(default_factory=dict, repr=False)


def person_says(transfer_id: UUID, said: Said, *, key: UUID | None = None) -> PersonsWord:
    """Keep what the person said, and tell who owns them and who stays with them; sent twice under one key, told once.

    Raises: Malformed, where words are needed and there are none, or too many.
    """
    words, at = said.words.replace("\x00", "").strip(), now()
    answers = {asked: said.answers[asked] for asked in ANSWERS if said.answers.get(asked) in ANSWERS[asked]}
    _check(said, words, answers)
    _danger_heard(transfer_id, words, key)
    with transaction.atomic():
        transfer = Transfer.objects.select_for_update().get(pk=transfer_id)
        known = _known(transfer_id, said.kind, key, at, is_tap=not words and not answers)
        if known is not None:
            return known
        word = PersonsWord(id=key or new_id(), transfer_id=transfer_id, kind=said.kind, about=said.about, said_at=at)
        word.sealed = seal(word.pk, words) if words else ""
        word.sealed_answers = seal(word.pk, json.dumps(answers)) if answers else ""
        word.save(force_insert=True)
        _tell(word, transfer, at)
    return word


def _danger_heard(transfer_id: UUID, words: str, key: UUID | None) -> None:
    """Record the danger that the person spoke of, where their words hold the code word of their plan, whatever else.

    It shows nowhere but on the sending side.
    """
    state = state_now(transfer_id) if words else None
    if state is not None and not state.is_closed and speaks_of_danger(state, words):
        handle(Order(transfer_id, Duress(), Party(PERSON), key=f"{transfer_id}:danger:{key}" if key else ""))


def words_seal_anew() -> int:
    """Seal what persons said under the master key in use; return how many rows changed. It may be run again."""
    changed = 0
    for pk in PersonsWord.objects.values_list("pk", flat=True).iterator():
        changed += _seal_anew(pk)
    return changed


def words_forget(transfer_id: UUID) -> int:
    """Delete what the person of a transfer said, because it is erased; return how many words there were."""
    count, _ = PersonsWord.objects.filter(transfer_id=transfer_id).delete()
    return count


def may_answer(caller: Caller, looked: Looked) -> bool:
    """Say whether it is somebody's part to answer the person: who acts for the originating side, or owns them."""
    state, party = looked.state, caller.party
    is_theirs = party.is_of(state.service) or party.is_of(state.owner_service)
    is_named = party.id in (*state.originators, state.owner)
    return caller.guest is None and caller.may_write and looked.sight is not Sight.PERSON and (is_theirs or is_named)


def word_answer(transfer_id: UUID, word_id: UUID, by: str) -> None:
    """Note that somebody has answered; the first who says so stays. Raises: UnknownMessage."""
    words = PersonsWord.objects.filter(pk=word_id, transfer_id=transfer_id)
    if not words.filter(answered_at=None).update(answered_by=by, answered_at=now()) and not words.exists():
        raise UnknownMessage("There is no such word of the person.")


def _check(said: Said, words: str, answers: Mapping[str, str]) -> None:
    stands_elsewhere = said.kind is Say.CORRECTION and said.about == STORY
    is_needed = (said.kind in NEEDS_WORDS and not stands_elsewhere) or (said.kind is Say.WENT and not answers)
    if not words and is_needed:
        raise Malformed({"words": "must say something"})
    if len(words) > LONGEST:
        raise Malformed({"words": f"must be at most {LONGEST} characters"})


def _tell(word: PersonsWord, transfer: Transfer, at: datetime) -> None:
    news = News(
        kind=Kind.PERSON_SAYS, at=at, transfer_id=transfer.pk, about=str(word.pk), zone=transfer.zone,
        night=policy_of(transfer.service_id).night, is_harm=is_said_in_harm(word.kind),
    )  # fmt: skip
    if not tell(news, _named(transfer)):
        tell(news, _others(transfer, at))


def _known(transfer_id: UUID, kind: Say, key: UUID | None, at: datetime, *, is_tap: bool) -> PersonsWord | None:
    """Return the same word where it was kept already: sent twice, or tapped again before anybody answered."""
    words = PersonsWord.objects.filter(transfer_id=transfer_id)
    same = words.filter(pk=key).first() if key else None
    if same is not None or not is_tap:
        return same
    taps = words.filter(kind=kind, sealed="", sealed_answers="", answered_at=None)
    return taps.filter(said_at__gt=at - AGAIN_AFTER).first()


@transaction.atomic
def _seal_anew(pk: UUID) -> bool:
    word = PersonsWord.objects.select_for_update().filter(pk=pk).first()
    kept = [(name, getattr(word, name)) for name in ("sealed", "sealed_answers")] if word else []
    old = [(name, text) for name, text in kept if text and not is_current(text)]
    for name, text in old:
        setattr(word, name, seal(pk, unseal(pk, text)))
    if word is not None and old:
        word.save(update_fields=[name for name, _ in old])
    return bool(old)


def _named(transfer: Transfer) -> list[str]:
    """Return the owner, or who backs up an owner without an account, and who stays with the person."""
    backup = Backup.objects.filter(transfer_id=transfer.pk, owner_id=transfer.owner_id, is_staff=True).order_by("-seq")
    stand_in = backup.values_list("backup_id", flat=True).first() or ""
    return [transfer.owner_id, stand_in, transfer.continuity_lead_id or transfer.originator_id]


def _others(transfer: Transfer, at: datetime) -> list[str]:
    """Return who hears where none of the named has an account: supervisors, else who administers. Never nobody."""
    organization, _ = service_organization(transfer.service_id)
    return [*hearers_of(transfer, EscalationLevel.SUPERVISORY, at).staff] or [*administrators_of(organization, at)]
