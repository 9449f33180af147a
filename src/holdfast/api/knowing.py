"""What the server knows itself and so does not take from a client: how somebody is signed in, and on which device."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from holdfast.api.callers import Caller
from holdfast.protocol.codes import RecordKind, Seat
from holdfast.protocol.errors import Malformed
from holdfast.protocol.facts import Party

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
        "complete_corrective", "countersign",
    }
)  # fmt: skip
PERSONS_COMMANDS = frozenset(
    {
        "join_live_event", "leave_live_event", "attest_presence", "check_safety", "person_confirms", "give_consent",
        "revoke_consent", "person_stops",
    }
)  # fmt: skip
GUESTS_COMMANDS = {Seat.RECEIVER: RECEIVERS_COMMANDS, Seat.PERSON: PERSONS_COMMANDS, Seat.ORIGINATOR: frozenset[str]()}
"""What a guest may do, by the seat they were invited to."""


def completed(caller: Caller, step: str, fields: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a command with what the server knows. Raises Malformed where the client says otherwise."""
    known = {"identity": caller.identity.value, "measured": False, "device": caller.device}
    ours = {name: known[name] for name in KNOWN_FIELDS.get(step, ())}
    wrong = {
        name: _WHY[name].format(value=value)
        for name, value in ours.items()
        if name in fields and (type(fields[name]), fields[name]) != (type(value), value)
    }
    if wrong:
        raise Malformed(wrong)
    return {**fields, **ours}


def party_giving(caller: Caller, step: str) -> Party:
    """Return as whom a caller gives `step`: without any role where it is no part of theirs, so that S.role refuses it.

    An auditor reads only; a guest takes the part of the seat they were invited to. The attempt is on the ledger.
    """
    is_theirs = caller.may_write and (caller.guest is None or step in GUESTS_COMMANDS[caller.guest.party])
    return caller.party if is_theirs else replace(caller.party, assignments=(), pools=frozenset())
