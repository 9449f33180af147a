"""Escalation ladders (protocol section 3.9): who holds a level now, and who does when its place is vacant. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from holdfast.accounts.rota import Window
from holdfast.protocol import facts
from holdfast.protocol.codes import EscalationLevel
from holdfast.protocol.ladder import Landing, landing


@dataclass(frozen=True, slots=True)
class Holder:
    """A member of staff who holds a rung: always, or in the hours of a rota; from an instant, until another."""

    staff_id: str
    held_from: datetime
    held_until: datetime | None = None
    window: Window | None = None

    def holds(self, at: datetime) -> bool:
        """Say whether this person holds the rung at the instant `at`."""
        if at < self.held_from or (self.held_until is not None and at >= self.held_until):
            return False
        return self.window is None or self.window.covers(at)


@dataclass(frozen=True, slots=True)
class Rung:
    """One level of one organisation: its holders, the minutes they have to acknowledge, and the level after them.

    Without a `next_level` it is the top.
    """

    level: EscalationLevel
    minutes: int
    next_level: EscalationLevel | None = None
    holders: tuple[Holder, ...] = ()


Rungs = Mapping[EscalationLevel, Rung]


@dataclass(frozen=True, slots=True)
class Climb:
    """Where an escalation really lands. `level` is `None` where nobody on the whole ladder holds a place."""

    level: EscalationLevel | None
    holders: tuple[str, ...]
    """Ids of the staff who hold that level now."""
    minutes: int | None
    """How long they have to acknowledge before the next level is asked."""
    vacant: tuple[EscalationLevel, ...]
    """Levels met on the way whose place is vacant or not mapped; that is itself to be reported."""


def holder_of(
    rungs: Rungs, level: EscalationLevel, at: datetime, *, without: frozenset[str] = frozenset()
) -> tuple[str, ...]:
    """Return the staff who hold `level` at the instant `at`, each once, in the order in which they were named.

    `without` leaves out those who may not hold this matter: an originator never judges their own.
    """
    rung = rungs.get(level)
    named = (h.staff_id for h in rung.holders if h.holds(at) and h.staff_id not in without) if rung else ()
    return tuple(dict.fromkeys(named))


def standing(rungs: Rungs, at: datetime, *, without: frozenset[str] = frozenset()) -> dict[EscalationLevel, facts.Rung]:
    """Return the ladder as the protocol wants it: for each level whether its place is vacant at the instant `at`."""
    return {
        level: facts.Rung(rung.minutes, rung.next_level, vacant=not holder_of(rungs, level, at, without=without))
        for level, rung in rungs.items()
    }


def climb(rungs: Rungs, level: EscalationLevel, at: datetime, *, without: frozenset[str] = frozenset()) -> Climb:
    """Find who really holds a matter raised to `level`; how it falls through vacant places is the protocol's rule."""
    landed = landing(standing(rungs, at, without=without), level) if rungs else Landing(level, tuple(EscalationLevel))
    holders = holder_of(rungs, landed.level, at, without=without)
    if not holders:
        return Climb(None, (), None, landed.vacant)
    return Climb(landed.level, holders, rungs[landed.level].minutes, landed.vacant)
