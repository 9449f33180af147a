"""`handle`: the one write path. Every change of a transfer, from any adapter or job, is a command through it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import UUID

import orjson
from django.db import IntegrityError, OperationalError, transaction
from psycopg.errors import DeadlockDetected

from holdfast.accounts.services import grants_revoke
from holdfast.config.clock import now
from holdfast.config.ids import new_id
from holdfast.directory.slots import slots_kept
from holdfast.ledger.errors import SeqConflict
from holdfast.ledger.selectors import NO_EVENTS
from holdfast.people.merging import person_held
from holdfast.people.services import person_death_set
from holdfast.protocol import commands as c
from holdfast.protocol.calendars import local_date
from holdfast.protocol.chapters.contact.said import EndSummary, SendSecureSummary
from holdfast.protocol.chapters.custody.said import RecordDeath, WithdrawDeath
from holdfast.protocol.clockwork import pass_time
from holdfast.protocol.codes import Closure, Seat
from holdfast.protocol.decide import decide
from holdfast.protocol.events import AttemptRefused, Event, LinkedTransferCalled, StepFiled
from holdfast.protocol.evolve import fold
from holdfast.protocol.facts import CLOCK, Facts, Party
from holdfast.protocol.needs import Needs, needs, needs_of_time
from holdfast.protocol.parsing import fitted
from holdfast.protocol.state import INITIAL, State
from holdfast.transfers import statements, stream
from holdfast.transfers.acceptances import (
    accepted_elsewhere,
    is_of_death,
    need_is_free,
    needs_to_accept,
    open_without_death,
    those_with_death,
)
from holdfast.transfers.carrying import carried, consented_elsewhere, is_of_person
from holdfast.transfers.erasing import erase
from holdfast.transfers.errors import Conflict, KeyReused, Stale, UnknownTransfer
from holdfast.transfers.gathering import Opening, gather, ladder_of, people_around, raises_escalation
from holdfast.transfers.models import Answered
from holdfast.transfers.projection import Numbered, project
from holdfast.transfers.protecting import protection_kept

__all__ = ["Opening", "Order", "Outcome", "erase", "handle", "pass_together", "write_rows"]

TRIES = 3
Asked = dict[tuple[Needs, tuple[str, str]], Facts]
"""What passing time looks at, by what is needed and whose transfer it is: nobody holds a matter of their own."""
RACED = ("transfers_answered", "transfers_slot_held_once", "transfers_one_acceptance")
"""Constraints that two at once can meet: whoever was later looks again, and is answered or refused by what stands."""
EVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Order:
    """A command for one transfer, and who gives it."""

    transfer_id: UUID
    command: c.Command
    by: Party
    key: str = ""
    """The client's idempotency key; blank for none."""
    seen_seq: int | None = None
    """The last event the client has seen (`If-Match`); none where it does not say."""
    opening: Opening | None = None
    claimed_at: datetime | None = None
    guard: Callable[[State], None] | None = None
    """Asked of the state before it is judged; raises where the giver may not know of the transfer."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an order: the events it put on the ledger, with the state that they led to."""

    transfer_id: UUID
    events: tuple[Numbered, ...]
    state: State
    seq: int
    is_repeat: bool = False
    """Whether this is the answer to an order given before under the same key."""

    @property
    def act(self) -> StepFiled | AttemptRefused | None:
        """The act of the command itself; none where only time passed."""
        acts = (n.event for n in reversed(self.events) if isinstance(n.event, StepFiled | AttemptRefused))
        return next(acts, None)

    @property
    def is_filed(self) -> bool:
        """Whether the command was done."""
        return isinstance(self.act, StepFiled)


def handle(order: Order) -> Outcome:
    """Judge an order and put what comes of it on the ledger, in one transaction; tried again where another was faster.

    Raises: Malformed; UnknownTransfer; ErasedTransfer; KeyReused; Stale; Conflict.
    Side effects: ledger, read models, outbox, a NOTIFY on `holdfast_transfers`.
    """
    for _ in range(TRIES):
        try:
            with transaction.atomic():
                return _once(order)
        except SeqConflict:
            continue
        except (IntegrityError, OperationalError) as clash:
            if not isinstance(clash.__cause__, DeadlockDetected) and not any(raced in str(clash) for raced in RACED):
                raise
    raise Conflict("Others were filing at the same time. Look again, then give the command anew.")


@transaction.atomic
def pass_together(transfer_ids: Sequence[UUID]) -> None:
    """Pass time for several transfers in one transaction; what several of them look at is asked once, at the first.

    Raises: what any of them raises; then for none of them time was passed. Side effects: as `handle`.
    """
    asked: Asked = {}
    for transfer_id in transfer_ids:
        _once(Order(transfer_id, c.Tick(), Party(CLOCK)), asked)


def _once(order: Order, asked: Asked | None = None) -> Outcome:
    repeated = _answered(order) if order.key else None
    if repeated is not None:
        return repeated
    loaded = _loaded(order)
    at = max(now(), loaded.state.acted_at or EVER)  # asked after loading: who filed in between was earlier
    if order.guard is not None:
        order.guard(loaded.state)
    if order.seen_seq is not None and order.seen_seq != loaded.tip.seq:
        raise Stale(loaded.tip.seq)
    passed = _passed(loaded.state, at, {} if asked is None else asked)
    state = fold(passed, loaded.state)
    events = (*passed, *_decided(state, order, at))
    outcome = _kept(order, loaded, events, at)
    _followed(outcome, events, state)
    return outcome


def _followed(outcome: Outcome, events: tuple[Event, ...], before: State) -> None:
    """Do beside the transfer what its events ask for: other transfers, the person's row, links that end."""
    for event in events:
        if isinstance(event, LinkedTransferCalled):
            _open_linked(outcome, event)
        elif isinstance(event, StepFiled) and isinstance(event.command, RecordDeath | WithdrawDeath):
            _known_of_person(outcome, event)
        elif isinstance(event, StepFiled) and isinstance(event.command, c.CloseTransfer):
            _closed(outcome, event)
        elif isinstance(event, StepFiled) and isinstance(event.command, EndSummary | SendSecureSummary):
            _summary_taken_back(outcome, before)
        if isinstance(event, StepFiled):
            for other, command in carried(outcome.transfer_id, event, before, outcome.state):
                _once(Order(other, command, Party(CLOCK)))


def _loaded(order: Order) -> stream.Loaded:
    if isinstance(order.command, c.OpenTransfer):
        return stream.Loaded(order.transfer_id, INITIAL, NO_EVENTS)
    loaded = stream.load(order.transfer_id)
    if loaded.tip.seq == 0:
        raise UnknownTransfer("There is no such transfer.")
    return loaded


def _passed(state: State, at: datetime, asked: Asked) -> tuple[Event, ...]:
    """Return the events of everything that fell due before the command (section 4)."""
    wanted = needs_of_time(state, at)
    if wanted is None:
        return ()
    key = (wanted, state.originators)
    if key not in asked:
        asked[key] = replace(gather(wanted, Party(CLOCK), at), ladder=ladder_of(state, at))
    return pass_time(state, replace(asked[key], at=at))


def _decided(state: State, order: Order, at: datetime) -> tuple[Event, ...]:
    """Return the events of the command; the ladder is looked up only where something goes to a level."""
    if isinstance(order.command, c.Tick) and order.by.id == CLOCK:
        return ()
    command = fitted(state, order.command)
    wanted = needs(state, command, order.by, at)
    if is_of_death(state, order.command, order.by) or is_of_person(state, order.command):
        person_held(UUID(state.subject))  # before the ledger is written: there is one order of locks
    slots_kept(wanted.slots)
    facts = replace(gather(wanted, order.by, at, order.opening, state=state), claimed_at=order.claimed_at)
    if wanted.is_acceptance:
        is_access = isinstance(command, c.ConfirmAccess)
        scope = needs_to_accept(state, command)
        elsewhere = accepted_elsewhere(order.transfer_id, state, is_access=is_access, scope=scope)
        is_free = is_access and need_is_free(order.transfer_id, state)
        facts = replace(facts, accepted_elsewhere=elsewhere, is_need_free=is_free)
    facts = replace(facts, consented_elsewhere=consented_elsewhere(order.transfer_id, state, command, at))
    events = decide(state, command, facts)
    if raises_escalation(events):
        events = decide(state, command, replace(facts, ladder=ladder_of(state, at)))
    return events


def _kept(order: Order, loaded: stream.Loaded, events: tuple[Event, ...], at: datetime) -> Outcome:
    if not events:
        return Outcome(loaded.transfer_id, (), loaded.state, loaded.tip.seq)
    placed = stream.record(loaded, events, at)
    projection = project(loaded.transfer_id, placed, loaded.state)
    answered = [_answer(order, placed, at)] if order.key else []
    write_rows(loaded.transfer_id, projection.rows() | {"answered": answered})
    if projection.state.safety.is_protected != loaded.state.safety.is_protected:
        protection_kept(projection.state.subject)
    return Outcome(loaded.transfer_id, tuple(placed), projection.state, placed[-1].seq)


def write_rows(transfer_id: UUID, rows: dict[str, object]) -> None:
    """Write the rows of a projection, and the answer to a keyed order, by one; a visit or custody by one more."""
    visit, custody = rows.pop("visit", None), rows.pop("custody", None)
    statements.execute(statements.WRITE, {"rows": orjson.dumps(rows).decode(), "transfer_id": transfer_id})
    if visit:
        statements.execute(statements.WRITE_VISIT, {"row": orjson.dumps(visit).decode()})
    if isinstance(custody, dict) and custody:
        statement = statements.WRITE_CUSTODY if len(custody) > 1 else statements.DROP_CUSTODY
        statements.execute(statement, {"row": orjson.dumps(custody).decode()})


def _open_linked(outcome: Outcome, called: LinkedTransferCalled) -> None:
    """Open the transfer that an alternate pathway asks for; its corrective owner is its originator and owner."""
    state = outcome.state
    assert state.person is not None
    assert state.need is not None
    command = c.OpenTransfer(case_id=state.case_id, person=state.person, need_category=state.need, package=None)
    lead = people_around(state, frozenset({called.owner}))[called.owner]
    opening = Opening(subject=state.subject, linked_from=str(outcome.transfer_id), practised_by=state.practised_by)
    _once(Order(new_id(), command, lead, opening=opening))


def _summary_taken_back(outcome: Outcome, before: State) -> None:
    """End the links of whom a summary was sent to before: it has one recipient, and ends at once when it is ended."""
    sent, now_sent = before.contact.summary, outcome.state.contact.summary
    if sent is not None and sent.to not in (outcome.state.owner, now_sent.to if now_sent else ""):
        grants_revoke(outcome.transfer_id, party=Seat.RECEIVER, subject_id=UUID(sent.to))


def _known_of_person(outcome: Outcome, filed: StepFiled) -> None:
    """Write down with the person that they died, or live; a death stops their other open transfers at once too.

    Taken back, it is taken back where it had been recorded so; whose own word it was elsewhere, they are asked there.
    """
    state, command = outcome.state, filed.command
    if not state.subject or state.is_practice:
        return
    person = UUID(state.subject)
    if filed.facts.by.id == CLOCK:  # the one in which it was said sees to the others
        return
    if isinstance(command, WithdrawDeath):
        person_death_set(person, None)
        for other in those_with_death(person, besides=outcome.transfer_id):
            if stream.load(other).state.custody.died_by == CLOCK:
                _once(Order(other, command, Party(CLOCK)))
    elif isinstance(command, RecordDeath):
        person_death_set(person, command.died_on)
        for other in open_without_death(person, besides=outcome.transfer_id):
            _once(Order(other, command, Party(CLOCK)))


def _closed(outcome: Outcome, filed: StepFiled) -> None:
    """Write down with the person that they died, where their handoff closed so, and no day of it is on record."""
    state = outcome.state
    if state.closed_as is Closure.DIED and state.subject and not state.is_practice and state.custody.died_on is None:
        person_death_set(UUID(state.subject), local_date(filed.facts.at, state.zone))


def _fingerprint(order: Order) -> str:
    form = order.command.record if isinstance(order.command, c.FileRecord) else order.command
    asked = [order.command.step, form.model_dump(mode="json"), getattr(order.command, "supersedes", None)]
    added = getattr(order.command, "added", None)
    if added is not None:
        asked.append(added.model_dump(mode="json"))
    opened = order.opening.subject if order.opening else str(order.transfer_id)
    return hashlib.sha256(json.dumps([*asked, opened], sort_keys=True).encode()).hexdigest()


def _answered(order: Order) -> Outcome | None:
    """Return what the same order under the same key came to before. Raises KeyReused for another order."""
    before = Answered.objects.filter(actor_id=order.by.id, key=order.key).first()
    if before is None:
        return None
    if before.fingerprint != _fingerprint(order):
        raise KeyReused
    loaded = stream.load(before.transfer_id)
    events = stream.between(before.transfer_id, before.first_seq, before.last_seq)
    return Outcome(before.transfer_id, tuple(events), loaded.state, before.last_seq, is_repeat=True)


def _answer(order: Order, placed: list[Numbered], at: datetime) -> dict[str, object]:
    """Return what is remembered of a keyed order, as a row of `Answered`."""
    return {
        "actor_id": order.by.id, "key": order.key, "fingerprint": _fingerprint(order),
        "transfer_id": str(order.transfer_id), "first_seq": placed[0].seq, "last_seq": placed[-1].seq,
        "at": at.isoformat(),
    }  # fmt: skip
