"""The registry of controls: id, sentence, how to mend it, check, consequence. The reference page comes from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from holdfast.protocol.codes import EscalationLevel
from holdfast.protocol.situation import Situation

Check = Callable[[Situation], bool]


class Consequence(StrEnum):
    """What failing a control does."""

    REFUSE = "refuse"
    """The step is not done; the attempt is on the ledger."""
    BREACH = "breach"
    """It happened in the world: it is filed, recorded as a breach, and a plan opens."""
    ESCALATE = "escalate"
    """The clock passed a deadline."""
    SYSTEM = "system"
    """The product itself keeps it; it never refuses."""


@dataclass(frozen=True, slots=True)
class Control:
    """One rule that must hold before a step may go on."""

    id: str
    sentence: str
    mend: str
    """How to mend it, said to whoever was refused."""
    steps: tuple[str, ...]
    check: Check | None
    consequence: Consequence
    escalates: EscalationLevel | None = None
    is_gate: bool = False
    """Whether it is listed alone, before the others are asked."""


ORDER = (
    "S.closed", "S.role", "A1.queued", "S.stopped", "C2.locked", "S.order", "S.consent", "S.safety", "M.strength",
    "A1.trigger", "A1.urgency", "A1.pathway", "A1.disengage",
    "A2.independent", "A2.supported", "A2.suitability", "A2.risk", "A2.dependencies", "A2.late",
    "A3.authorized", "A3.fallback", "A3.person",
    "B1.ready", "B1.service", "B1.realtime", "B1.human", "B1.warm",
    "B2.connected", "B2.receiver", "B2.live", "B2.explicit", "B2.scope", "B2.action", "B2.intake",
    "B3.order", "B3.heard", "B3.fallback", "B3.live", "N.acceptance", "N.person", "F.passive",
    "C1.independent", "C1.event", "C1.explicit", "C1.evidence", "C1.late",
    "C2.category", "C2.owner", "C2.deadline", "C2.unowned",
    "C3.person", "C3.retelling", "C3.routed", "C3.failed", "C3.late",
)  # fmt: skip
"""The order of the protocol's tables, in which controls are asked and listed; the first six one by one, alone."""

CONTROLS: dict[str, Control] = {}
"""Every control by id."""


def control(  # noqa: PLR0913 - a control has so many parts, and each is named
    id: str,
    sentence: str,
    *,
    mend: str,
    steps: tuple[str, ...],
    escalates: EscalationLevel | None = None,
    consequence: Consequence = Consequence.REFUSE,
    is_gate: bool = False,
) -> Callable[[Check], Check]:
    """Register the decorated check as the control `id`, asked at `steps`. The check says whether the rule holds."""

    def register(check: Check) -> Check:
        CONTROLS[id] = Control(id, sentence, mend, steps, check, consequence, escalates, is_gate)
        return check

    return register


def stated(id: str, sentence: str, *, escalates: EscalationLevel | None, consequence: Consequence) -> None:
    """Register a control that no command asks: the clock or the system itself keeps it."""
    CONTROLS[id] = Control(id, sentence, "", (), None, consequence, escalates)


@cache
def gates_of(step: str) -> tuple[Control, ...]:
    """Return the controls that are asked of `step` one by one and listed alone, in order."""
    return tuple(c for c in _in_order() if c.is_gate and (step in c.steps or "*" in c.steps))


@cache
def asked_of(step: str) -> tuple[Control, ...]:
    """Return the other controls that are asked of `step`, in the order of the protocol."""
    return tuple(c for c in _in_order() if not c.is_gate and c.check and step in c.steps)


def _in_order() -> list[Control]:
    return sorted(CONTROLS.values(), key=lambda c: ORDER.index(c.id) if c.id in ORDER else len(ORDER))
