"""Random stories told to the pure core: legal, illegal and broken steps, at a deadline's very second or beside.

`pytest tests/property/test_protocol_machine.py --hypothesis-show-statistics` shows how deep the stories get.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, Phase, event, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from holdfast.protocol import events as e
from holdfast.protocol.codes import Stage, Warmth
from holdfast.protocol.replay import replay
from tests.property import moves
from tests.property.astray import broken, everything
from tests.property.invariants import check
from tests.property.moves import Move
from tests.property.tally import Tally
from tests.property.tampering import undetected
from tests.property.telling import Telling, Told
from tests.property.world import LADDERS

SOON = st.sampled_from([0, 1, 14, 20, 31, 60, 120]).map(lambda seconds: timedelta(seconds=seconds))
LATER = st.sampled_from([1, 59, 299, 300, 301, 900, 901, 1801, 7200, 14400, 86400, 400_000]).map(
    lambda seconds: timedelta(seconds=seconds)
)
AROUND = st.sampled_from([-1, 0, 1]).map(lambda seconds: timedelta(seconds=seconds))


class Stories(RuleBasedStateMachine):
    """Tells one random story and judges every step of it."""

    reached: Counter[str] = Counter()

    @initialize(ladder=st.integers(0, len(LADDERS) - 1), bent=st.integers(0, 19), early=st.integers(0, 9))
    def begin(self, ladder: int, bent: int, early: int) -> None:
        self.telling, self.tally, self.bent = Telling(ladder), Tally(), bent
        self.marks: set[str] = set()
        self.straight_on(timedelta())
        if early == 7:
            self._take(moves.lets_go(), timedelta())

    def _take(self, move: Move, after: timedelta) -> None:
        told = self.telling.take(move, self.telling.at + after)
        self.reached["steps"] += 1
        try:
            check(told, self.tally, self.telling.ladder)
        except BaseException:
            note(self.telling.vector())
            raise
        self._mark(told)

    def _mark(self, told: Told) -> None:
        state = told.after
        self.marks |= {f"stage {state.stage}", f"warmth {state.warmth}", f"closed {state.closed_as}"}
        self.marks |= {type(each).__name__ for each in (*told.passed, *told.came)}
        if told.came and isinstance(told.came[0], e.StepFiled):
            self.marks.add(f"filed {told.came[0].command.step}")
        self.reached["malformed"] += bool(told.malformed)

    @rule(after=SOON)
    def straight_on(self, after: timedelta) -> None:
        self._take(moves.straight(self.telling.state, self.telling.at + after, self.bent), after)

    @rule(after=SOON)
    def straight_on_again(self, after: timedelta) -> None:
        self.straight_on(after)

    @rule(after=SOON, data=st.data())
    def onward(self, after: timedelta, data: st.DataObject) -> None:
        self._take(data.draw(st.sampled_from(moves.onward(self.telling.state, self.telling.at + after))), after)

    @rule(after=SOON, data=st.data())
    def aside(self, after: timedelta, data: st.DataObject) -> None:
        self._take(data.draw(st.sampled_from(moves.aside(self.telling.state, self.telling.at + after))), after)

    @rule(after=SOON | LATER, data=st.data())
    def astray(self, after: timedelta, data: st.DataObject) -> None:
        self._take(data.draw(st.sampled_from(everything(self.telling.state, self.telling.at + after))), after)

    @rule(after=SOON, data=st.data(), kind=st.sampled_from([moves.onward, everything]))
    def broken_one(self, after: timedelta, data: st.DataObject, kind: Callable[..., list[Move]]) -> None:
        at = self.telling.at + after
        right = data.draw(st.sampled_from(kind(self.telling.state, at)))
        self._take(data.draw(broken(right, at)), after)

    @precondition(lambda self: self.telling.due_at() is not None)
    @rule(beside=AROUND, data=st.data())
    def at_a_deadline(self, beside: timedelta, data: st.DataObject) -> None:
        due = self.telling.due_at()
        assert due is not None
        after = max(timedelta(), due + beside - self.telling.at)
        ways = [Move("clock", "tick", {}), *moves.onward(self.telling.state, self.telling.at + after)]
        self._take(data.draw(st.sampled_from(ways)), after)

    @rule(really=st.integers(0, 40), data=st.data())
    def ends(self, really: int, data: st.DataObject) -> None:
        if really == 7:
            self._take(data.draw(st.sampled_from(moves.endings())), timedelta(seconds=1))

    @rule(place=st.integers(0, 10_000))
    def tampered_with(self, place: int) -> None:
        if place % 4 == 0:
            found = undetected(self.telling.events, place % len(self.telling.events))
            assert found is None, found

    def teardown(self) -> None:
        if not hasattr(self, "telling"):
            return
        told = replay(self.telling.events)
        assert told.contradiction is None, (told.contradiction, self.telling.vector())
        assert told.state == self.telling.state
        for mark in sorted(self.marks):
            event(mark)
            self.reached[mark] += 1


def _tell(examples: int, steps: int) -> Counter[str]:
    Stories.reached.clear()
    told = settings(
        max_examples=examples, stateful_step_count=steps, deadline=None, derandomize=True, database=None,
        suppress_health_check=list(HealthCheck), phases=[Phase.generate, Phase.shrink],
    )  # fmt: skip
    run_state_machine_as_test(Stories, settings=told)
    print(sorted(Stories.reached.items()))  # noqa: T201 - how deep the stories got; shown where the test fails
    return Stories.reached


DEEP = {
    *(f"stage {stage}" for stage in Stage), "warmth warm", "warmth not_warm", "warmth verified",
    "closed held", "LinkedTransferCalled", "EscalationRisen", "DeadlineVoided", "InstructionEnded",
}  # fmt: skip


def test_random_stories_keep_every_invariant() -> None:
    reached = _tell(examples=120, steps=70)
    assert reached["steps"] > 5_000
    assert reached.keys() >= DEEP


@pytest.mark.full
def test_many_random_stories_keep_every_invariant() -> None:
    reached = _tell(examples=900, steps=80)
    assert reached["steps"] > 25_000
    assert reached.keys() >= DEEP | {f"warmth {warmth}" for warmth in Warmth} | {
        "closed person-withdrew",
        "closed died",
    }
