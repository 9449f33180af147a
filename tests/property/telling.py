"""A random story being told to the pure core: the steps, the events and the state so far."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from holdfast.protocol.clockwork import next_due, pass_time
from holdfast.protocol.decide import decide
from holdfast.protocol.errors import Malformed
from holdfast.protocol.events import Event
from holdfast.protocol.evolve import fold
from holdfast.protocol.facts import CLOCK
from holdfast.protocol.parsing import parse
from holdfast.protocol.state import INITIAL, State
from tests.property.moves import Move
from tests.property.world import BEGIN, WORLD, facts


@dataclass(slots=True)
class Told:
    """One step told: what passed before it, what came of it."""

    move: Move
    at: datetime
    before: State
    """The state when time had passed and the command was given."""
    passed: tuple[Event, ...]
    came: tuple[Event, ...]
    after: State
    malformed: tuple[str, ...] = ()


@dataclass(slots=True)
class Telling:
    """The story so far."""

    ladder: int
    state: State = INITIAL
    at: datetime = BEGIN
    events: list[Event] = field(default_factory=list)
    steps: list[dict[str, Any]] = field(default_factory=list)

    def due_at(self) -> datetime | None:
        """Say when something next falls due."""
        due = next_due(self.state)
        return due.at if due else None

    def take(self, move: Move, at: datetime) -> Told:
        """Pass time up to `at`, then give the command."""
        self.at = max(self.at, at)
        self.steps.append({"at": self.at.isoformat(), "by": move.by, "do": move.do, "with": move.fields})
        passed = pass_time(self.state, facts(CLOCK, self.at, self.ladder)) if self.events else ()
        before = fold(passed, self.state)
        came, wrong = self._came(before, move)
        self.events += [*passed, *came]
        self.state = fold(came, before)
        return Told(move, self.at, before, passed, came, self.state, wrong)

    def _came(self, before: State, move: Move) -> tuple[tuple[Event, ...], tuple[str, ...]]:
        try:
            return decide(before, parse(move.do, move.fields), facts(move.by, self.at, self.ladder)), ()
        except Malformed as wrong:
            return (), tuple(wrong.fields)

    def vector(self) -> str:
        """Return the story as a conformance vector, to be looked into by `holdfast conformance`."""
        return json.dumps({**WORLD, "steps": self.steps, "finally": {}})
