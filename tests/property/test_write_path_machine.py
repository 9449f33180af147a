"""Random stories through the one write path, with crashes between statements, racing workers and repeated orders."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import ClassVar

import pytest
import time_machine
from hypothesis import HealthCheck, Phase, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from holdfast.config.ids import new_id
from holdfast.ledger import selectors as ledger
from holdfast.protocol.clockwork import next_due
from holdfast.protocol.errors import Malformed
from holdfast.protocol.state import State
from holdfast.transfers.errors import Conflict
from holdfast.transfers.services import Outcome
from holdfast.transfers.stream import event_of
from holdfast.transfers.sweeping import sweep
from tests.property import moves
from tests.property.astray import broken, everything
from tests.property.derived import check_derived, check_rows, rows, state_of
from tests.property.faults import Crashed, at_once, crashing_before
from tests.property.moves import Move
from tests.property.world import BEGIN, WORLD
from tests.story import Story

SOON = st.sampled_from([0, 1, 20, 40, 120]).map(lambda seconds: timedelta(seconds=seconds))


class WritePath(RuleBasedStateMachine):
    """One transfer on real rows; every step through `handle`."""

    story: ClassVar[Story]
    reached: ClassVar[Counter[str]] = Counter()

    @initialize(bent=st.integers(0, 19))
    def begin(self, bent: int) -> None:
        self.story.transfer_id, self.at, self.bent, self.keys = new_id(), BEGIN, bent, 0
        self.acknowledged: dict[int, object] = {}
        self.give(moves.onward(State(), self.at)[0])

    def named(self) -> State:
        """Return the state as the table of moves wants it: names in place of ids."""
        names, state = {known: name for name, known in self.story.ids.items()}, state_of(self.story.transfer_id)
        corrective = state.corrective and replace(state.corrective, owner=names[state.corrective.owner])
        return state.changed(
            consents={names[service]: consent for service, consent in state.consents.items()}, corrective=corrective,
            access_by=names.get(state.access_by, ""), assignee=names.get(state.assignee, ""),
        )  # fmt: skip

    def straight(self) -> Move:
        """Return the step that leads on from here."""
        return moves.straight(self.named(), self.at, self.bent)

    def give(self, move: Move, key: str = "") -> Outcome | None:
        """Give one command now; what is acknowledged is remembered."""
        note(f"{self.at} {move.by} {move.do} {move.fields}")
        with time_machine.travel(self.at, tick=False):
            try:
                return self.acknowledge(self.story.give(move.by, move.do, move.fields, key=key))
            except Malformed:
                self.reached["malformed"] += 1
                return None

    def acknowledge(self, outcome: Outcome) -> Outcome:
        """Remember what the write path said is on the ledger."""
        self.acknowledged |= {numbered.seq: numbered.event for numbered in outcome.events}
        self.reached["filed" if outcome.is_filed else "refused"] += 1
        return outcome

    def check(self) -> None:
        """Compare rows and folded ledger."""
        state = state_of(self.story.transfer_id)
        check_rows(rows(self.story.transfer_id), state)
        self.reached[f"stage {state.stage}"] += 1

    @rule(after=SOON)
    def straight_on(self, after: timedelta) -> None:
        self.at += after
        self.give(self.straight())
        self.check()

    @rule(after=SOON, data=st.data(), kind=st.sampled_from([moves.onward, moves.aside, everything]))
    def any_way(self, after: timedelta, data: st.DataObject, kind: Callable[..., list[Move]]) -> None:
        self.at += after
        move = data.draw(st.sampled_from(kind(self.named(), self.at)))
        self.give(data.draw(st.just(move) | broken(move, self.at)))
        self.check()

    @rule(after=SOON, statement=st.integers(0, 11))
    def crash_and_try_again(self, after: timedelta, statement: int) -> None:
        self.at += after
        move, before = self.straight(), (len(ledger.load(self.story.transfer_id)), rows(self.story.transfer_id))
        try:
            with crashing_before(statement):
                self.give(move)
        except Crashed:
            self.reached["crashed"] += 1
            assert (len(ledger.load(self.story.transfer_id)), rows(self.story.transfer_id)) == before
            self.give(move)
        self.check()

    @rule(after=SOON)
    def twice_with_one_key(self, after: timedelta) -> None:
        self.at, self.keys = self.at + after, self.keys + 1
        move, key = self.straight(), f"{self.story.transfer_id}-{self.keys}"
        first, second = self.give(move, key), self.give(move, key)
        if first is not None and second is not None and first.events:
            assert second.is_repeat
            assert (second.seq, second.events) == (first.seq, first.events)
        self.check()

    @rule(after=SOON, is_same=st.booleans(), data=st.data())
    def two_workers(self, after: timedelta, is_same: bool, data: st.DataObject) -> None:
        self.at, self.keys = self.at + after, self.keys + 1
        first, state = self.straight(), self.named()
        second = first if is_same else data.draw(st.sampled_from(moves.aside(state, self.at)))
        key = f"{self.story.transfer_id}-{self.keys}" if is_same else ""
        with time_machine.travel(self.at, tick=False):
            came = at_once(*(partial(self.story.give, m.by, m.do, m.fields, key=key) for m in (first, second)))
        self.judge_race(came, is_same=is_same)
        self.check()

    def judge_race(self, came: list[Outcome | Exception], *, is_same: bool) -> None:
        """Both got an answer; under one key only one was judged."""
        assert all(isinstance(each, Outcome | Malformed | Conflict) for each in came), came
        done = [self.acknowledge(each) for each in came if isinstance(each, Outcome)]
        if is_same and len(done) == 2 and done[0].events:
            assert [each.is_repeat for each in done].count(True) == 1
            assert done[0].seq == done[1].seq
        self.reached["raced"] += 1

    @precondition(lambda self: next_due(state_of(self.story.transfer_id)) is not None)
    @rule(beside=st.sampled_from([-1, 0, 1]))
    def two_sweeps_at_a_deadline(self, beside: int) -> None:
        due = next_due(state_of(self.story.transfer_id))
        assert due is not None
        self.at = max(self.at, due.at + timedelta(seconds=beside))
        with time_machine.travel(self.at, tick=False):
            assert not [each for each in at_once(sweep, sweep) if isinstance(each, Exception)]
        left = next_due(state_of(self.story.transfer_id))
        assert left is None or left.at > self.at
        self.reached["swept"] += 1
        self.check()

    def teardown(self) -> None:
        if not hasattr(self, "acknowledged"):
            return
        check_derived(self.story.transfer_id)
        kept = {recorded.seq: event_of(recorded) for recorded in ledger.load(self.story.transfer_id)}
        assert {seq: kept.get(seq) for seq in self.acknowledged} == self.acknowledged


def _tell(examples: int, steps: int) -> Counter[str]:
    WritePath.story = Story(WORLD).set_up()
    WritePath.reached.clear()
    told = settings(
        max_examples=examples, stateful_step_count=steps, deadline=None, derandomize=True, database=None,
        suppress_health_check=list(HealthCheck), phases=[Phase.generate, Phase.shrink],
    )  # fmt: skip
    run_state_machine_as_test(WritePath, settings=told)
    print(sorted(WritePath.reached.items()))  # noqa: T201 - how deep the stories got; shown where the test fails
    return WritePath.reached


MUST = {"filed", "refused", "crashed", "raced", "swept", "stage live", "stage assurance"}


@pytest.mark.django_db(transaction=True)
def test_random_stories_keep_ledger_and_rows_together() -> None:
    reached = _tell(examples=10, steps=25)
    assert reached.keys() >= MUST


@pytest.mark.full
@pytest.mark.django_db(transaction=True)
def test_many_random_stories_keep_ledger_and_rows_together() -> None:
    reached = _tell(examples=60, steps=45)
    assert reached.keys() >= MUST | {"stage closed", "malformed"}
