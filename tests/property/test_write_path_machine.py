"""Random stories through the one write path, with crashes between statements, racing workers and repeats."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from functools import partial
from typing import ClassVar

import pytest
import time_machine
from hypothesis import HealthCheck, Phase, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from holdfast.config.ids import new_id
from holdfast.protocol.clockwork import next_due
from holdfast.protocol.errors import Malformed
from holdfast.protocol.state import State
from holdfast.transfers.errors import Conflict
from holdfast.transfers.services import Outcome
from holdfast.transfers.stream import load
from holdfast.transfers.sweeping import sweep
from tests.property import moves
from tests.property.astray import broken, everything
from tests.property.derived import check_derived, check_rows, outcome_rows, rows
from tests.property.faults import Crashed, at_once, crashing_before
from tests.property.moves import Move
from tests.property.world import BEGIN, WORLD
from tests.story import ID_FIELDS, Story

SOON = st.sampled_from([0, 1, 20, 40, 120]).map(lambda seconds: timedelta(seconds=seconds))
LATER = st.sampled_from([300, 900, 901, 7200, 86400, 300_000]).map(lambda seconds: timedelta(seconds=seconds))


class WritePath(RuleBasedStateMachine):
    """One transfer on real rows; every step through `handle`."""

    story: ClassVar[Story]
    reached: Counter[str] = Counter()

    @initialize(bent=st.integers(0, 19))
    def begin(self, bent: int) -> None:
        self.story.transfer_id, self.at, self.bent, self.keys = new_id(), BEGIN, bent, 0
        self.acknowledged: dict[int, str] = {}
        self.give(Move("dana", "open_transfer", self._named(moves.onward(State(), self.at)[0]).fields))

    @property
    def state(self) -> State:
        """The state, its people by their names, as the table of moves wants them."""
        names = {known: name for name, known in self.story.ids.items()}
        state = load(self.story.transfer_id).state
        consents = {names[service]: consent for service, consent in state.consents.items()}
        told = {field: names.get(getattr(state, field), "") for field in ("owner", "access_by", "assignee")}
        return state.changed(consents=consents, **told)

    def _named(self, move: Move) -> Move:
        return move

    def give(self, move: Move, key: str = "") -> Outcome | None:
        try:
            outcome = self.story.give(move.by, move.do, move.fields, key=key)
        except Malformed:
            self.reached["malformed"] += 1
            return None
        self.acknowledged[outcome.seq] = load(self.story.transfer_id).tip.hash.hex()
        self.reached["filed" if outcome.is_filed else "refused"] += 1
        return outcome
