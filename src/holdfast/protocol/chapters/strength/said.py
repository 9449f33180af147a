"""How strong the handoff must be: the commands, and what the state keeps of them. Values only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pydantic import StrictBool

from holdfast.protocol.codes import ConsentScope, Duty
from holdfast.protocol.command import Command
from holdfast.protocol.fields import Instant, Line, Note, PartyId


@dataclass(frozen=True, slots=True)
class DutyDone:
    """A duty that was ticked off: who did it and when, who says so."""

    duty: Duty
    who: str
    when: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Proxy:
    """A care manager who booked with the receiving service's own schedule before the person left."""

    who: str
    booked_for: datetime
    at: datetime


@dataclass(frozen=True, slots=True)
class StrengthKept:
    """What a transfer's state keeps of this chapter."""

    duties: tuple[DutyDone, ...] = ()
    """The latest of each duty."""
    proxy: Proxy | None = None


class RecordDuty(Command):
    """Tick off a duty that a sign of risk asks for."""

    do = "record_duty"
    duty: Duty
    """Which."""
    who: PartyId
    """Who did it."""
    when: Instant
    """When it was done."""
    note: Note
    """In a few words; may be empty."""


class ConfirmProxy(Command):
    """A care manager to whom the receiving service delegated its schedule books before the person leaves."""

    do = "confirm_proxy"
    who: PartyId
    """The care manager who speaks for the receiving service."""
    sees_schedule: StrictBool
    """Whether they see the receiving service's schedule themself."""
    booked_for: Instant
    """When the appointment is."""
    where: Line
    """Where."""


COMMANDS: tuple[type[Command], ...] = (RecordDuty, ConfirmProxy)
RECEIVING: dict[str, dict[str, ConsentScope | None]] = {
    RecordDuty.do: {"duty": ConsentScope.RISK_AND_SAFETY_PLAN, "who": None, "when": None},
    ConfirmProxy.do: {
        "who": None, "sees_schedule": None, "booked_for": ConsentScope.APPOINTMENT_AND_LOGISTICS,
        "where": ConsentScope.APPOINTMENT_AND_LOGISTICS,
    },
}  # fmt: skip
"""The commands of which the receiving side hears, and the scope that each field needs; None: none."""
PERSON: dict[str, frozenset[str]] = {ConfirmProxy.do: frozenset({"booked_for", "where"})}
"""The commands of which the person's own page tells, and which of their fields."""
BY_RECEIVER: frozenset[str] = frozenset()
"""The commands that a guest on the receiver's seat may give."""
BY_PERSON: frozenset[str] = frozenset()
"""The commands that the person may give by their own link."""
