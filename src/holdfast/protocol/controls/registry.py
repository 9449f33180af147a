"""The registry of controls: id, sentence, how to mend it, check, consequence. The reference page comes from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from holdfast.protocol.codes import EscalationLevel
from holdfast.protocol.package import Package, said
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
    package: str = ""
    """The pathway package in whose transfers alone it is asked; blank: in all."""


GROUPS = ("S", "M", "A1", "A2", "A3", "B1", "B2", "B3", "N", "V", "F", "P", "C1", "C2", "C3")
"""The order of the protocol's tables by the first part of a control's id; within a table, that of its module."""

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


def take_in(package: Package) -> None:
    """Register the rules of a pathway package, asked only in its transfers (section 3.4)."""
    for rule in package.rules:
        CONTROLS[rule.id] = Control(
            rule.id, said(rule.sentence), said(rule.mend), rule.steps, rule.check, Consequence.REFUSE, rule.escalates,
            package=package.code,
        )  # fmt: skip


@cache
def gates_of(step: str, in_force: frozenset[str] = frozenset()) -> tuple[Control, ...]:
    """Return the controls that are asked of `step` one by one and listed alone, in order.

    `in_force` names the controls that a transfer began under; empty stands for all of today's.
    """
    return tuple(c for c in _asked(in_force) if c.is_gate and (step in c.steps or "*" in c.steps))


@cache
def asked_of(step: str, in_force: frozenset[str] = frozenset(), package: str = "") -> tuple[Control, ...]:
    """Return the other controls asked of `step`, in the order of the protocol; `in_force` as for `gates_of`.

    `package`: the transfer's pathway package, whose own controls are asked too.
    """
    return tuple(c for c in _asked(in_force) if not c.is_gate and step in c.steps and c.package in ("", package))


def _asked(in_force: frozenset[str]) -> list[Control]:
    return [c for c in in_order() if c.check and (not in_force or c.id in in_force)]


def in_order() -> list[Control]:
    """Return every control in the order in which it is asked and listed: gates first, then by table and module."""
    return sorted(CONTROLS.values(), key=lambda c: (not c.is_gate, 0 if c.is_gate else _group(c.id)))


def _group(control_id: str) -> int:
    group = control_id.split(".", maxsplit=1)[0]
    return GROUPS.index(group) if group in GROUPS else len(GROUPS)


def place_of(control_id: str) -> int:
    """Return a control's place in the order of the protocol; raises ValueError where there is no such control."""
    return [control.id for control in in_order()].index(control_id)
