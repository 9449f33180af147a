"""Events: what is on the ledger. A step begins with one *act* (filed, refused, missed, risen); consequences follow.

So a step can be judged again: read the act's command and facts, decide anew, and compare all that follows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from holdfast.protocol.codes import ClosedAs, Closure, DeadlineName, EscalationLevel, RecordKind
from holdfast.protocol.commands import Command
from holdfast.protocol.facts import Facts


@dataclass(frozen=True, slots=True)
class StepFiled:
    """A command was well formed and every control asked held: it is done."""

    command: Command
    facts: Facts
    held: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AttemptRefused:
    """Controls failed: nothing was done, the attempt stands here."""

    command: Command
    facts: Facts
    failed: tuple[str, ...]
    held: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DeadlineMissed:
    """The clock reached a deadline that nobody had met."""

    name: DeadlineName
    due: datetime
    facts: Facts


@dataclass(frozen=True, slots=True)
class EscalationRisen:
    """Nobody answered, or nobody acknowledged: the same matter goes to another level."""

    control: str
    level: EscalationLevel
    due: datetime
    facts: Facts
    acknowledge_by: datetime | None = None
    vacant: tuple[EscalationLevel, ...] = ()
    """Levels met on the way whose place is vacant or unmapped; that is itself reported."""


Act = StepFiled | AttemptRefused | DeadlineMissed | EscalationRisen


@dataclass(frozen=True, slots=True)
class OwnerChanged:
    """The one accountable for the person's continuity is now somebody else."""

    owner: str
    service: str
    """The service they own it for."""
    is_guest: bool = False
    """Whether they are known by no account."""


@dataclass(frozen=True, slots=True)
class DeadlineOpened:
    """A deadline is open: computed once, moved by nothing but its own command."""

    name: DeadlineName
    due: datetime
    opened_at: datetime
    zone: str
    rises_after: float | None = None
    """Seconds after `due` at which the same escalation goes to the director; none where it does not."""
    calendar: str = ""


@dataclass(frozen=True, slots=True)
class DeadlineMet:
    """What the deadline asked for was done in time."""

    name: DeadlineName


@dataclass(frozen=True, slots=True)
class DeadlineVoided:
    """What the deadline asked for is no longer asked; it was neither met nor missed."""

    name: DeadlineName


@dataclass(frozen=True, slots=True)
class RiseCalledOff:
    """What a missed deadline asked for came late: the next level is not told."""

    control: str


@dataclass(frozen=True, slots=True)
class BreachRecorded:
    """A control failed for something that happened in the world. A fact is never refused."""

    control: str


@dataclass(frozen=True, slots=True)
class EscalationRaised:
    """A matter is before a named level."""

    control: str
    level: EscalationLevel
    asked: EscalationLevel
    """The level the protocol names; another than `level` where that place is vacant."""
    acknowledge_by: datetime | None = None
    vacant: tuple[EscalationLevel, ...] = ()
    """Levels met on the way whose place is vacant or unmapped; that is itself reported."""


@dataclass(frozen=True, slots=True)
class EscalationCounted:
    """The same control failed again while its escalation is open."""

    control: str


@dataclass(frozen=True, slots=True)
class RecordsVoided:
    """These records no longer stand; they stay on the ledger."""

    kinds: tuple[RecordKind, ...]


@dataclass(frozen=True, slots=True)
class LiveEventEnded:
    """The live event is over, not by its own close."""

    at: datetime


@dataclass(frozen=True, slots=True)
class InstructionEnded:
    """The corrective instruction is over: by completion, or by missing its deadline."""


@dataclass(frozen=True, slots=True)
class LinkedTransferCalled:
    """An alternate pathway: a transfer linked to this one is to be opened at A1 by the corrective owner."""

    owner: str


@dataclass(frozen=True, slots=True)
class TransferClosed:
    """The transfer is over. No deadline stays open."""

    closed_as: Closure | ClosedAs
    at: datetime


Consequence = (
    OwnerChanged | DeadlineOpened | DeadlineMet | DeadlineVoided | RiseCalledOff | BreachRecorded | EscalationRaised
    | EscalationCounted | RecordsVoided | LiveEventEnded | InstructionEnded | LinkedTransferCalled
    | TransferClosed
)  # fmt: skip
Event = Act | Consequence
