"""What a gate is and what a measurement gives: figures of several runs, their median, and the control beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is measured: `quick` is for a look, not for a record."""

    quick: bool
    runs: int

    def pick(self, full: int, quick: int) -> int:
        """Return the amount that this plan asks for."""
        return quick if self.quick else full


@dataclass(frozen=True, slots=True)
class Control:
    """What the figure stands beside: measured in the same run, on the same machine and, where it has one, server."""

    name: str
    unit: str
    runs: tuple[float, ...]

    @property
    def figure(self) -> float:
        """The median of the runs."""
        return median(self.runs)


@dataclass(frozen=True, slots=True)
class Result:
    """One gate, measured. A figure of None was not measured; `notes` then says why."""

    gate: str
    what: str
    unit: str
    must: float
    goal: float
    runs: tuple[float, ...]
    control: Control | None = None
    beside: tuple[tuple[str, str], ...] = ()
    """Other figures of the same run (CPU, statements, parts), as they are to be read."""
    notes: tuple[str, ...] = ()
    least_is_best: bool = False
    faults: tuple[str, ...] = field(default=())
    """What went wrong in the work that was measured; with a fault no gate is reached."""

    @property
    def figure(self) -> float | None:
        """The median of the runs."""
        return median(self.runs) if self.runs else None

    def reaches(self, mark: float) -> bool:
        """Say whether the figure is as good as `mark`."""
        if self.figure is None or self.faults:
            return False
        return self.figure <= mark if self.least_is_best else self.figure >= mark

    @property
    def verdict(self) -> str:
        """Say in a word how far it goes."""
        if self.faults:
            return "FAULT"
        if self.figure is None:
            return "not measured"
        return "goal" if self.reaches(self.goal) else "must" if self.reaches(self.must) else "MISSED"


def shares(ours: Sequence[float], controls: Sequence[float]) -> tuple[float, ...]:
    """Return each run's figure in percent of the control measured just before it."""
    return tuple(100 * own / limit for own, limit in zip(ours, controls, strict=True))
