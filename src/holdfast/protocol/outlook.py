"""How the nine steps stand: what is done, which one is next, and what is met and missing for it. Pure.

What is missing is asked of the controls themselves: a record is made of what is known so far, blank where nobody has
said anything yet, and judged as if it were filed now. An answer is for drawing a page; the act itself is judged anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from holdfast.protocol.codes import Instruction, RecordKind
from holdfast.protocol.controls import Consequence, Control, asked_of, gates_of
from holdfast.protocol.controls.gates import A1, A2, A3, B1, B2, B3, C1, C2, C3
from holdfast.protocol.facts import Facts, PathwayPicture
from holdfast.protocol.situation import Situation
from holdfast.protocol.so_far import filing_so_far
from holdfast.protocol.state import State

_OF_THE_GIVER = frozenset({"S.role", "A2.independent", "C1.independent"})
"""Controls that look at who files: `offers.barred_by` asks them of somebody."""


class StepStands(StrEnum):
    """How a step stands."""

    DONE = "done"
    NEXT = "next"
    """The one step that is next."""
    OWED = "owed"
    """It may be done now, and is owed beside the next one: paperwork of an emergency."""
    LOCKED = "locked"
    """It rests on a step before it."""
    IF_NEEDED = "if_needed"
    """Only where the check fails."""
    LEFT_OUT = "left_out"
    """It does not apply, or the transfer was closed without it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One control that is asked of a step, and whether it holds now."""

    control: str
    holds: bool


@dataclass(frozen=True, slots=True)
class StepOutlook:
    """One of the nine steps. `asked`: of the next one and of those owed, in the order of the protocol."""

    kind: RecordKind
    stands: StepStands
    asked: tuple[Asked, ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        """The controls that do not hold yet."""
        return tuple(each.control for each in self.asked if not each.holds)


@dataclass(frozen=True, slots=True)
class Outlook:
    """The nine steps in the order of the protocol. `next`: none where the transfer is closed."""

    steps: tuple[StepOutlook, ...]

    @property
    def next(self) -> StepOutlook | None:
        """The step that is next."""
        return next((step for step in self.steps if step.stands is StepStands.NEXT), None)

    @property
    def done(self) -> int:
        """How many steps are done."""
        return sum(step.stands is StepStands.DONE for step in self.steps)

    def of(self, kind: RecordKind) -> StepOutlook:
        """Return one step."""
        return next(step for step in self.steps if step.kind is kind)

    @property
    def to_release(self) -> tuple[RecordKind, ...]:
        """The steps that still stand between the originating side and the passing of ownership."""
        waiting = (StepStands.NEXT, StepStands.LOCKED)
        return tuple(step.kind for step in self.steps if step.kind in _TO_B3 and step.stands in waiting)


_TO_B3 = (A1, A2, A3, B1, B2, B3)


class _Look(NamedTuple):
    """What is looked at, and when. `pathways`: what the directory knows of the route now."""

    state: State
    at: datetime
    pathways: Mapping[str, PathwayPicture] = {}


def outlook(state: State, at: datetime, pathways: Mapping[str, PathwayPicture] | None = None) -> Outlook:
    """Return how the nine steps stand at `at`.

    `pathways`: what the directory knows of the route now, where A2.suitability is to be asked; else it counts as
    missing until somebody has decided.
    """
    look = _Look(state, at, pathways or {})
    coming = next_step(state, at)
    owed = frozenset(_owed_beside(state, at))
    return Outlook(tuple(_step(look, kind, coming, owed) for kind in RecordKind))


def next_step(state: State, at: datetime) -> RecordKind | None:
    """Return the step that is next at `at`; none where the transfer is closed."""
    if state.is_closed:
        return None
    if _is_being_corrected(state):
        return C2
    if state.is_after_handoff:
        return C3 if state.is_verified else C1
    return next((kind for kind in _before_release(state, at) if not is_done(state, kind)), B3)


def is_done(state: State, kind: RecordKind) -> bool:
    """Say whether a step is done: its record stands and says what lets the next one go on."""
    if kind is A2:
        return state.is_authorized
    if kind is B2:
        return state.accepted is not None
    if kind is C1:
        return state.is_verified
    if kind is C3:
        return state.stands(C3) and state.is_closed
    return state.stands(kind)


def missing_for(
    state: State, kind: RecordKind, at: datetime, pathways: Mapping[str, PathwayPicture] | None = None
) -> tuple[Asked, ...]:
    """Return the refusing controls that filing `kind` would ask at `at`, and whether each would hold.

    Gates come first, and only those that fail.
    """
    if kind is B2 and state.voice is not None:
        return (Asked("N.acceptance", holds=False),)
    filing = filing_so_far(state, kind, at)
    facts = Facts(at=at, by=filing.by, people=filing.people, pathways=pathways or {})
    situation, in_force = Situation(state, filing.command, facts), state.rules.in_force
    gates = [Asked(gate.id, holds=False) for gate in _refusing(gates_of(kind, in_force)) if not _holds(gate, situation)]
    asked = _refusing(asked_of(kind, in_force, state.package))
    controls = [Asked(each.id, holds=_holds(each, situation)) for each in asked]
    return (*gates, *controls)


def _step(look: _Look, kind: RecordKind, coming: RecordKind | None, owed: frozenset[RecordKind]) -> StepOutlook:
    state = look.state
    if kind is coming or kind in owed:
        is_filed_already = kind is C2 and not state.is_determination_owed
        asked = () if is_filed_already else missing_for(state, kind, look.at, look.pathways)
        return StepOutlook(kind, StepStands.NEXT if kind is coming else StepStands.OWED, asked)
    if is_done(state, kind):
        return StepOutlook(kind, StepStands.DONE)
    if state.is_closed or _is_left_out(state, kind):
        return StepOutlook(kind, StepStands.LEFT_OUT)
    return StepOutlook(kind, StepStands.IF_NEEDED if kind is C2 else StepStands.LOCKED)


def _is_being_corrected(state: State) -> bool:
    """Say whether a failure is owed its correction, or is being put right otherwise than by a repeated live handoff."""
    corrective = state.corrective
    under_way = corrective is not None and corrective.instruction is not Instruction.REPEAT_LIVE_HANDOFF
    return state.is_determination_owed or under_way or state.access_by != ""


def _is_in_emergency(state: State, at: datetime) -> bool:
    return state.emergency_until is not None and at < state.emergency_until


def _before_release(state: State, at: datetime) -> Iterator[RecordKind]:
    """Yield the steps up to the passing of ownership that apply, in order. In an emergency paperwork stands behind."""
    paperwork = () if _is_in_emergency(state, at) else (A1, A2, A3)
    yield from (kind for kind in (*paperwork, B1, B2, B3) if not _is_left_out(state, kind))


def _is_left_out(state: State, kind: RecordKind) -> bool:
    """Say whether a step does not apply: no live connection where responsibility passes otherwise."""
    by_voice = state.voice is not None or (state.accepted is not None and state.accepted.by_voice)
    is_spared = kind is A3 and state.is_emergency and state.handoff is not None
    return is_spared or (kind is B1 and (by_voice or not state.is_live_mode))


def _owed_beside(state: State, at: datetime) -> Iterator[RecordKind]:
    """Yield the paperwork of an emergency that may be filed now, beside the step that is next."""
    is_spared = _is_in_emergency(state, at) or (state.is_emergency and state.handoff is not None)
    if state.is_closed or not is_spared:
        return
    if not state.stands(A1):
        yield A1
    elif not state.stands(A2):
        yield A2


def _refusing(controls: tuple[Control, ...]) -> Iterator[Control]:
    return (c for c in controls if c.consequence is Consequence.REFUSE and c.id not in _OF_THE_GIVER)


def _holds(control: Control, situation: Situation) -> bool:
    return control.check is None or control.check(situation)
