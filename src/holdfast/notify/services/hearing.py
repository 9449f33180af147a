"""What a person says on their own page reaches a human: whoever owns them now, and who stays with them."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from holdfast.accounts.sealed import seal
from holdfast.config.clock import now
from holdfast.config.ids import new_id
from holdfast.directory.selectors import service_organization
from holdfast.notify.errors import UnknownMessage
from holdfast.notify.holders import administrators_of, hearers_of
from holdfast.notify.models import Backup, Kind, PersonsWord, Say
from holdfast.notify.writing import News, tell
from holdfast.protocol.codes import EscalationLevel
from holdfast.protocol.errors import Malformed
from holdfast.transfers.callers import Caller
from holdfast.transfers.models import Transfer
from holdfast.transfers.selectors import Looked, Sight, policy_of

LONGEST = 2000
"""Characters that are kept of what somebody says."""
NEEDS_WORDS = frozenset({Say.QUESTION, Say.CORRECTION})
HARM = frozenset({Say.NOT_CONTACTED})
"""What pages at night too: a person whom nobody has contacted is unowned in all but name."""
AGAIN_AFTER = timedelta(minutes=15)
"""A tap within this time of an unanswered one of its kind, without words, tells nobody a second time."""


def person_says(
    transfer_id: UUID, kind: Say, words: str = "", *, about: str = "", key: UUID | None = None
) -> PersonsWord:
    """Keep what the person said, and tell who owns them and who stays with them; sent twice under one key, told once.

    `about`: of a correction, which fact. Raises: Malformed, where words are needed and there are none, or too many.
    """
    said, at = words.strip(), now()
    if kind in NEEDS_WORDS and not said:
        raise Malformed({"words": "must say something"})
    if len(said) > LONGEST:
        raise Malformed({"words": f"must be at most {LONGEST} characters"})
    with transaction.atomic():
        transfer = Transfer.objects.select_for_update().get(pk=transfer_id)
        known = _known(transfer_id, kind, said, key, at)
        if known is not None:
            return known
        word = PersonsWord(id=key or new_id(), transfer_id=transfer_id, kind=kind, about=about, said_at=at)
        word.sealed = seal(word.pk, said) if said else ""
        word.save(force_insert=True)
        news = News(
            kind=Kind.PERSON_SAYS, at=at, transfer_id=transfer_id, about=str(word.pk), zone=transfer.zone,
            night=policy_of(transfer.service_id).night, is_harm=kind in HARM,
        )  # fmt: skip
        if not tell(news, _named(transfer)):
            tell(news, _others(transfer, at))
    return word


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


def _known(transfer_id: UUID, kind: Say, said: str, key: UUID | None, at: datetime) -> PersonsWord | None:
    """Return the same word where it was kept already: sent twice, or tapped again before anybody answered."""
    words = PersonsWord.objects.filter(transfer_id=transfer_id)
    same = words.filter(pk=key).first() if key else None
    if same is not None or said:
        return same
    return words.filter(kind=kind, sealed="", answered_at=None, said_at__gt=at - AGAIN_AFTER).first()


def _named(transfer: Transfer) -> list[str]:
    """Return the owner, or who backs up an owner without an account, and who stays with the person."""
    backup = Backup.objects.filter(transfer_id=transfer.pk, owner_id=transfer.owner_id, is_staff=True).order_by("-seq")
    stand_in = backup.values_list("backup_id", flat=True).first() or ""
    return [transfer.owner_id, stand_in, transfer.continuity_lead_id or transfer.originator_id]


def _others(transfer: Transfer, at: datetime) -> list[str]:
    """Return who hears where none of the named has an account: supervisors, else who administers. Never nobody."""
    organization, _ = service_organization(transfer.service_id)
    return [*hearers_of(transfer, EscalationLevel.SUPERVISORY, at).staff] or [*administrators_of(organization, at)]
