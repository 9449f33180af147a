"""Giving a command from outside: what the server knows itself is filled in, and who may not know is told nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from holdfast.config.clock import now
from holdfast.directory.slots import times_pictured
from holdfast.protocol.chapters.consent.said import ConsentHow
from holdfast.protocol.chapters.safety.duress import OF_THE_CALL, as_the_person_sees, has_cut_call
from holdfast.protocol.codes import GivenBy, RecordKind, Seat
from holdfast.protocol.commands import CHAPTERS, Command, FileRecord, GiveConsent, RescheduleFirstAction
from holdfast.protocol.errors import Malformed
from holdfast.protocol.events import StepFiled
from holdfast.protocol.facts import Facts, Party, TimePicture
from holdfast.protocol.offers import barred_by, may_take
from holdfast.protocol.parsing import parse
from holdfast.protocol.plausible import implausible
from holdfast.protocol.state import State
from holdfast.transfers import stream
from holdfast.transfers.callers import Caller
from holdfast.transfers.errors import AnotherEvent, ErasedTransfer, YesTakenBack
from holdfast.transfers.models import Transfer
from holdfast.transfers.projection import Numbered
from holdfast.transfers.scope import is_of_originating_side
from holdfast.transfers.selectors import Looked, transfer_seen
from holdfast.transfers.services import Order, Outcome, handle

KNOWN_FIELDS: dict[str, tuple[str, ...]] = {
    "join_live_event": ("identity", "measured"),
    "attest_presence": ("identity", "device"),
    "confirm_voice_acceptance": ("identity",),
    "confirm_access": ("identity",),
}
"""Fields of commands that the server fills in; a client may leave them out, and must not contradict."""
_WHY = {
    "identity": "is how you are signed in, and that is {value}; leave it out",
    "measured": "is for the live room to say, not for a client; leave it out, or send false",
    "device": "is known from your session; leave it out",
}
RECEIVERS_COMMANDS = frozenset(
    {
        "join_live_event", "leave_live_event", "attest_presence", RecordKind.RECEIVING_ACCEPTANCE,
        "confirm_voice_acceptance", "confirm_access", "report_first_action", "reschedule_first_action",
        "complete_corrective", "countersign", *(step for chapter in CHAPTERS for step in chapter.BY_RECEIVER),
    }
)  # fmt: skip
PERSONS_COMMANDS = frozenset(
    {
        "join_live_event", "leave_live_event", "attest_presence", "check_safety", "person_confirms", "give_consent",
        "revoke_consent", "person_stops", *(step for chapter in CHAPTERS for step in chapter.BY_PERSON),
    }
)  # fmt: skip
GUESTS_COMMANDS = {Seat.RECEIVER: RECEIVERS_COMMANDS, Seat.PERSON: PERSONS_COMMANDS, Seat.ORIGINATOR: frozenset[str]()}
"""What a guest may do, by the seat they were invited to."""
ON_THE_CALL_STILL = frozenset({RecordKind.RECEIVING_ACCEPTANCE, "leave_live_event"})
"""What who receives in the open call may do though the yes ended: answer, which S.taken_back judges, and leave."""
PERSONS_ALWAYS = frozenset({"person_stops", "revoke_consent", "person_confirms", "check_safety"})
"""What the person may do at any time (protocol 3.1): by a link into a live event also after that event."""


@dataclass(frozen=True, slots=True)
class Filing:
    """What comes from outside: a command or the kind of a record, its fields, and what was said beside them."""

    step: str
    fields: Mapping[str, Any]
    key: str = ""
    """The client's idempotency key; blank for none."""
    seen_seq: int | None = None
    """The last event the client has seen; none where it does not say."""
    claimed_at: datetime | None = None
    """When the client says it happened."""


def give(caller: Caller, transfer_id: UUID, filing: Filing, *, measured: bool = False) -> Outcome:
    """Give the command, or file the record, in the caller's name.

    `measured`: whether the server itself sees them in the live event; only the live room says so.

    1. fill in what the server knows; 2. parse; 3. handle, which first asks whether the caller may know of the
    transfer, and whether the fields can mean what they say. Who may see it and gives what is not theirs to give is
    refused by S.role, on the ledger.
    The `key` of a guest, or of a part that is practised, counts for their transfer alone: every person is called
    `person`, a contact may be invited twice.

    Raises: Malformed; UnknownTransfer; ErasedTransfer; AnotherEvent; KeyReused; Stale; Conflict.
    """
    command = _command(filing.step, _completed(caller, filing, measured=measured))
    shares_its_id = caller.guest is not None or caller.play is not None
    key = f"{transfer_id}:{filing.key}" if filing.key and shares_its_id else filing.key
    party = _party_of(caller, transfer_id, filing.step, command)

    def at_the_door(state: State) -> None:
        _may_know(caller, transfer_id, state, filing.step)
        _plausible(state, command, party)

    order = Order(
        transfer_id, command, party, key, filing.seen_seq, claimed_at=filing.claimed_at, guard=at_the_door
    )  # fmt: skip
    try:
        return _as_if_filed(order) or handle(order)
    except ErasedTransfer:
        # Who may not know of it is told that there is none.
        transfer_seen(caller.asker, transfer_id, now(), to_act=True)
        raise


def _as_if_filed(order: Order) -> Outcome | None:
    """Return what the person is answered whose call ended because they spoke of danger; none in every other case.

    Their own device shows the call as open: a refusal would tell whoever looks on. What is refused is on the ledger.
    """
    if not order.by.is_person or order.command.step not in OF_THE_CALL:
        return None
    loaded = stream.load(order.transfer_id)
    if not has_cut_call(loaded.state):
        return None
    came, at = handle(order), now()
    act = Numbered(came.seq, at, StepFiled(order.command, Facts(at, order.by), ()))
    return replace(came, events=(act,), state=as_the_person_sees(came.state))


def _command(step: str, fields: dict[str, Any]) -> Command:
    if step not in set(RecordKind):
        return parse(step, fields)
    if "record" in fields:
        raise Malformed({"record": "is not a field; the address says which record it is"})
    return parse(FileRecord.do, {**fields, "record": step})


def _completed(caller: Caller, filing: Filing, *, measured: bool) -> dict[str, Any]:
    """Return the fields of a command with what the server knows. Raises Malformed where the client says otherwise."""
    known = {"identity": caller.identity.value, "measured": measured, "device": caller.device}
    fields, ours = filing.fields, {name: known[name] for name in KNOWN_FIELDS.get(filing.step, ())}
    wrong = {
        name: _WHY[name].format(value=value)
        for name, value in ours.items()
        if name in fields and (type(fields[name]), fields[name]) != (type(value), value)
    }
    if wrong:
        raise Malformed(wrong)
    return {**fields, **ours, **_how_the_person_says_it(caller, filing)}


def _how_the_person_says_it(caller: Caller, filing: Filing) -> dict[str, Any]:
    """Return how the person's own yes was given, where they do not say: they give it on their own device."""
    is_their_yes = filing.step == GiveConsent.do and filing.fields.get("given_by") == GivenBy.PERSON
    if not is_their_yes or not caller.party.is_person or filing.fields.get("how") is not None:
        return {}
    return {"how": ConsentHow.OWN_DEVICE.value}


def party_giving(caller: Caller, step: str) -> Party:
    """Return as whom a caller gives `step`: without any role where it is no part of theirs, so that S.role refuses it.

    An auditor reads only; a guest takes the part of the seat they were invited to. The attempt is on the ledger.
    """
    is_theirs = caller.may_write and (caller.guest is None or step in GUESTS_COMMANDS[caller.guest.party])
    return caller.party if is_theirs else replace(caller.party, assignments=(), pools=frozenset())


def _party_of(caller: Caller, transfer_id: UUID, step: str, command: Command) -> Party:
    """Return as whom a caller gives this command: nobody gives their own service a consent to be told of a person.

    S.role asks that where a consent says how it was given; older ways to record one are refused here.
    """
    party = party_giving(caller, step)
    if not isinstance(command, GiveConsent) or party.is_person or not party.is_of(command.to):
        return party
    row = Transfer.objects.filter(pk=transfer_id).only("service_id", "originator_id").first()
    is_ours = row is None or party.is_of(row.service_id) or party.id == row.originator_id
    return party if is_ours else replace(party, assignments=(), pools=frozenset())


def barred_for(caller: Caller, looked: Looked, step: str, *, command: Command | None = None) -> tuple[str, ...]:
    """Return the ids of the controls that keep the caller from taking a step of a transfer they look at, as it is.

    Whatever they fill in; `command`: of this very one. None: it may be offered. The act itself is judged anew.
    """
    return barred_by(looked.state, step, party_giving(caller, step), looked.at, command=command)


def is_part_of(caller: Caller, looked: Looked, step: str) -> bool:
    """Say whether a step is any part of the caller's, be it possible now or not."""
    return may_take(looked.state, step, party_giving(caller, step), looked.at)


def _plausible(state: State, command: Command, party: Party) -> None:
    """Raise Malformed where a command claims what cannot be meant; who may not give it is refused on the ledger."""
    at = now()
    wrong = implausible(command, state, at, party, known=_time_named(command, state))
    if wrong and not barred_by(state, command.step, party, at, command=command):
        raise Malformed(wrong)


def _time_named(command: Command, state: State) -> TimePicture | None:
    """Return what the directory knows of the time to which a first action is moved; one statement, else none."""
    service = state.receiving_service
    if not isinstance(command, RescheduleFirstAction) or service is None or state.is_practice:
        return None
    return times_pictured(service, [command.at]).get(command.at)


def _may_know(caller: Caller, transfer_id: UUID, state: State, step: str) -> None:
    """Raise where the caller may not see the transfer, or was invited to another live event of it."""
    if not is_of_originating_side(caller.asker, state):
        try:
            transfer_seen(caller.asker, transfer_id, now(), to_act=True)
        except YesTakenBack:
            if step not in ON_THE_CALL_STILL:
                raise
    guest = caller.guest
    if guest is None or guest.live_event is None or (guest.party is Seat.PERSON and step in PERSONS_ALWAYS):
        return
    if state.live is None or state.live.number != guest.live_event:
        raise AnotherEvent("Your link or code was for another live event. Ask for a new one.")
