"""Where a person's need stands accepted, and who answers for them beside the owner: the row, and what it tells."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from holdfast.people.merging import person_held, rows_of
from holdfast.protocol.chapters.custody.duties import (
    has_acceptance,
    is_known_to_have_died,
    needs_accepted,
    takes_the_need,
)
from holdfast.protocol.chapters.custody.said import RecordDeath, WithdrawDeath
from holdfast.protocol.codes import Closure
from holdfast.protocol.command import Command
from holdfast.protocol.commands import CloseTransfer, FileRecord
from holdfast.protocol.facts import CLOCK, Party
from holdfast.protocol.records import ReceivingAnswer
from holdfast.protocol.state import INITIAL, State
from holdfast.transfers import stream
from holdfast.transfers.models import Custody, Escalation, Transfer

LONGEST_CHAIN = 20
"""How many transfers an alternate pathway is followed back; longer chains there are none."""


def custody_row(transfer_id: UUID, state: State) -> dict[str, Any]:
    """Return who answers for the person beside the owner as it stands in `state`, as a row of `Custody`.

    Where nobody does, and no acceptance stands, only whose row it would be: there is none.
    """
    kept = kept_of(state)
    if kept == kept_of(INITIAL):
        return {"transfer_id": str(transfer_id)}
    return {
        "transfer_id": str(transfer_id), "person_id": state.subject or None, "need": state.need or "",
        **kept,
    }  # fmt: skip


def kept_of(state: State) -> dict[str, Any]:
    """Return what of such a row changes as the transfer goes on."""
    kept, contact = state.custody, state.contact
    covers, offer = ((), None) if state.is_closed else (kept.covers, kept.offer)
    return {
        "is_accepted": state.subject != "" and has_acceptance(state), "is_taking": takes_the_need(state),
        "stand_ins": [
            {"for_whom": each.for_whom, "colleague": each.colleague, "until": each.until.isoformat()} for each in covers
        ],
        "offered_to": offer.to if offer else "", "offered_until": offer.until.isoformat() if offer else None,
        "escalation_owner_id": "" if state.is_closed else contact.escalation_owner,
        "died_on": kept.died_on.isoformat() if kept.died_on else None,
    }  # fmt: skip


def accepted_elsewhere(
    transfer_id: UUID, state: State, *, is_access: bool = False, scope: frozenset[str] = frozenset()
) -> str:
    """Return the id of another transfer in which the person's same need stands accepted; blank where none does.

    `scope`: further needs that are accepted now. In the other, too, its own need counts, and the accepted scope.

    A transfer of the same chain (this one is linked from it, or it from this one) counts only while its acceptance has
    not failed, and where access was achieved (`is_access`) not at all: it is the way there. The person is held, so that
    two acceptances, also under two entries of one person, don't race. Two statements; more only where another stands.
    """
    if not state.subject or state.is_practice:
        return ""
    stands = Q(is_taking=True) | Q(is_accepted=True)
    theirs = person_held(UUID(state.subject))
    others = Custody.objects.filter(stands, person_id__in=theirs).exclude(pk=transfer_id)
    rows = others.order_by("pk").values_list("pk", "is_taking", "need")
    wanted = {state.need or "", *scope}
    found = [(pk, is_taking) for pk, is_taking, need in rows if need in wanted or _is_accepted_for(wanted, pk)]
    chain = _chain(transfer_id) if found else frozenset()
    return next((str(other) for other, is_taking in found if other not in chain or (is_taking and not is_access)), "")


def needs_to_accept(state: State, command: Command) -> frozenset[str]:
    """Return the needs for which a command would accept the person, or confirm that they were accepted by voice."""
    said = command.record if isinstance(command, FileRecord) else state.voice
    scope = said.accepted_scope if isinstance(said, ReceivingAnswer) else ()
    return frozenset(scope or ())


def _is_accepted_for(needs: set[str], transfer_id: UUID) -> bool:
    """Say whether a transfer of another need was accepted for one of `needs` as well; its ledger says so."""
    return not needs.isdisjoint(needs_accepted(stream.load(transfer_id).state))


def need_is_free(transfer_id: UUID, state: State) -> bool:
    """Say whether no other transfer, of its own chain neither, takes this need of the person; one statement.

    Access that is confirmed then stands in the same place of the database as an acceptance (`Custody.is_taking`).
    """
    if not state.subject or state.is_practice:
        return False
    taking = Custody.objects.filter(person_id=state.subject, need=state.need or "", is_taking=True)
    return not taking.exclude(pk=transfer_id).exists()


def has_died(transfer_id: UUID) -> bool:
    """Say whether the person of a transfer is known to have died; one statement, and the ledger's where it closed so.

    A transfer that closed with a death stays closed so where the death was taken back: its ledger says which it is.
    """
    known = Q(custody__died_on__isnull=False) | Q(closed_as=Closure.DIED)
    row = Transfer.objects.filter(known, pk=transfer_id).only("closed_as", "is_erased").first()
    if row is None or row.closed_as != Closure.DIED or row.is_erased:
        return row is not None
    return is_known_to_have_died(stream.load(transfer_id).state)


def is_of_death(state: State, command: Command, by: Party) -> bool:
    """Say whether a command changes whether the person lives: it touches the person and their other transfers too."""
    is_closing = isinstance(command, CloseTransfer) and command.closure is Closure.DIED
    is_told = isinstance(command, RecordDeath | WithdrawDeath) and by.id != CLOCK
    return state.subject != "" and not state.is_practice and (is_closing or is_told)


def open_without_death(person_id: UUID, *, besides: UUID) -> list[UUID]:
    """Return the open transfers of a person that know of no death yet, but for one."""
    theirs = _those_of(person_id, besides).filter(closed_at=None)
    return list(theirs.exclude(custody__died_on__isnull=False).order_by("pk").values_list("pk", flat=True))


def those_with_death(person_id: UUID, *, besides: UUID) -> list[UUID]:
    """Return the transfers of a person, open or closed, in which a death is recorded, but for one."""
    theirs = _those_of(person_id, besides)
    return list(theirs.filter(custody__died_on__isnull=False).order_by("pk").values_list("pk", flat=True))


def open_besides(person_id: UUID, *, besides: UUID) -> list[UUID]:
    """Return the open transfers of a person but for one, in one order."""
    return list(_those_of(person_id, besides).filter(closed_at=None).order_by("pk").values_list("pk", flat=True))


def closed_in_danger(person_id: UUID, *, besides: UUID) -> list[UUID]:
    """Return the closed transfers of a person in which they ever spoke of danger, settled since or not, but for one."""
    said = Escalation.objects.filter(transfer_id=OuterRef("pk"), control="S.duress")
    closed = _those_of(person_id, besides).exclude(closed_at=None).exclude(closed_as=Closure.DIED)
    return list(closed.filter(Exists(said)).order_by("pk").values_list("pk", flat=True))


def _those_of(person_id: UUID, besides: UUID) -> QuerySet[Transfer]:
    rows = {person_id, *rows_of([person_id])}
    return Transfer.objects.filter(person_id__in=rows, is_erased=False, practised_by="").exclude(pk=besides)


def _chain(transfer_id: UUID) -> frozenset[UUID]:
    """Return the transfers that this one is linked from, one behind the other, and those linked from it."""
    chain = set(Transfer.objects.filter(linked_from=transfer_id).values_list("pk", flat=True))
    latest = transfer_id
    for _ in range(LONGEST_CHAIN):
        before = Transfer.objects.filter(pk=latest).values_list("linked_from", flat=True).first()
        if before is None:
            break
        chain.add(before)
        latest = before
    return frozenset(chain)
