"""Which duties the signs of risk ask for, and whether each is done. Pure: a function of the state."""

from __future__ import annotations

from dataclasses import dataclass

from holdfast.protocol.chapters.strength.said import DutyDone
from holdfast.protocol.codes import Duty, RiskIndicator
from holdfast.protocol.state import State


@dataclass(frozen=True, slots=True)
class DutyStands:
    """One duty: the signs of risk that ask for it, and how it was done; none while it is not."""

    duty: Duty
    because: tuple[RiskIndicator, ...]
    done: DutyDone | None

    @property
    def is_done(self) -> bool:
        """Whether it was ticked off."""
        return self.done is not None


def duties(state: State) -> tuple[DutyStands, ...]:
    """Return the duties that the request's signs of risk ask for by the transfer's policy, in the order of the list."""
    seen = state.request.risk_indicators if state.request is not None else ()
    done = {each.duty: each for each in state.strength.duties}
    because = {duty: tuple(i for i in seen if duty in state.rules.indicators[i].duties) for duty in Duty}
    return tuple(DutyStands(duty, signs, done.get(duty)) for duty, signs in because.items() if signs)
