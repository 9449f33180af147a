"""Whole stories, judged again: what was written is read back the same; `replay` bears out each event or names it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import cache

import pytest

from holdfast.cli.vectors import Run
from holdfast.protocol import events as e
from holdfast.protocol.codec import actor_of, read, write
from holdfast.protocol.codes import Identity
from holdfast.protocol.facts import Facts, Party, ServicePicture
from holdfast.protocol.parsing import parse
from holdfast.protocol.policy import base_policy
from holdfast.protocol.replay import replay
from tests.property import moves
from tests.property.moves import Move
from tests.property.tally import Tally
from tests.property.tampering import undetected
from tests.property.telling import Telling
from tests.property.world import BEGIN
from tests.unit.protocol.vectors import STORIES, vector


@cache
def _told(name: str) -> tuple[e.Event, ...]:
    run = Run(vector(name), base_policy().overridden(vector(name).get("policy", {})))
    return tuple(event for step in run.vector["steps"] for event in run.step(step).events)


@pytest.mark.parametrize("name", STORIES)
def test_a_story_is_borne_out_and_read_back_as_it_was_written(name: str) -> None:
    events, tally, read_back, at = _told(name), Tally(), [], BEGIN
    for event in events:
        tally.count(event)
        at = event.facts.at if isinstance(event, e.Act) else at
        written = write(event)
        read_back.append(read(written.kind, written.controls, written.payload, at))
    assert tuple(read_back) == events
    judged = replay(read_back)
    assert judged.contradiction is None
    assert (judged.state.owner, set(judged.state.escalations)) == (tally.owner, set(tally.matters))


def test_no_event_can_be_altered_dropped_doubled_or_moved_unnoticed() -> None:
    events = _told("journeys/repeated-live-handoff-to-held.json")
    unnoticed = [undetected(events, place) for place in range(len(events))]
    assert [each for each in unnoticed if each] == []


def _late() -> Telling:
    """A request that nobody decided in time."""
    told = Telling(ladder=0)
    told.take(moves.onward(told.state, BEGIN)[0], BEGIN)
    told.take(moves.onward(told.state, BEGIN)[0], BEGIN)
    told.take(Move("clock", "tick", {}), BEGIN + timedelta(minutes=16))
    return told


def _expected(events: Sequence[e.Event]) -> str:
    found = replay(events).contradiction
    assert found is not None
    return f"{found.place}: {found.expected}"


def test_a_log_that_does_not_begin_with_an_act_is_named() -> None:
    assert _expected([e.DeadlineMet(name) for name in _late().state.deadlines]) == "0: an act"


def test_time_that_runs_backwards_is_named() -> None:
    events = _late().events
    act = events[-1]
    assert isinstance(act, e.StepFiled)
    early = replace(act, facts=replace(act.facts, at=BEGIN))
    assert _expected([*events, early]).endswith("or later")


def test_a_deadline_that_passed_in_silence_is_named() -> None:
    events = [event for event in _late().events if not isinstance(event, e.DeadlineMissed | e.EscalationRaised)]
    assert "authorization_decision fell due" in _expected(events)


def test_a_miss_of_what_was_not_due_is_named() -> None:
    events = _late().events
    missed = next(event for event in events if isinstance(event, e.DeadlineMissed))
    assert _expected([*events, missed]).endswith("nothing fell due")


def test_a_step_that_could_not_be_taken_is_named() -> None:
    events = _late().events
    act = events[0]
    assert isinstance(act, e.StepFiled)
    assert _expected([replace(act, facts=replace(act.facts, policy=None)), *events[1:]]).startswith("0: ")
    lost = replace(act, command=parse("reassign", {"to": "nobody", "reason": "leave"}))
    assert "malformed" in _expected([lost, *events[1:]])


def test_a_refusal_that_no_control_asks_for_is_named() -> None:
    events = _late().events
    act = events[0]
    assert isinstance(act, e.StepFiled)
    assert _expected([e.AttemptRefused(act.command, act.facts, ("S.role",), ())]).startswith(
        "0: StepFiled open_transfer"
    )


def test_a_log_that_ends_within_a_step_is_named() -> None:
    assert _expected(_late().events[:1]).startswith("1: OwnerChanged")


def test_what_follows_is_by_the_one_who_acted() -> None:
    opened, owner, *_ = _late().events
    assert actor_of(opened) == "dana"
    assert actor_of(owner, "dana") == "dana"


@pytest.mark.parametrize(
    ("kind", "payload"),
    [
        ("owner_changed", {"owner": 3, "service": "northside", "is_guest": False}),
        ("records_voided", {"kinds": "all"}),
        ("escalation_raised", {"control": "A2.late", "level": "boss", "asked": "boss"}),
        ("filed.tick", {"facts": []}),
        ("filed.tick", {"facts": {"by": {"id": "clock"}, "people": {}}}),
        ("no_such_kind", {}),
        ("filed.no_such_step", {}),
    ],
)
def test_what_is_none_of_our_events_is_not_read(kind: str, payload: dict[str, object]) -> None:
    with pytest.raises((ValueError, KeyError)):
        read(kind, {"held": []}, payload, BEGIN)  # type: ignore[arg-type]  # that is what is tried


def test_a_value_that_json_has_not_is_not_written() -> None:
    with pytest.raises(TypeError):
        write(e.BreachRecorded({"A1.disengage"}))  # type: ignore[arg-type]  # that is what is tried


def test_a_claim_of_the_client_stays_beside_the_servers_clock() -> None:
    act = _late().events[0]
    assert isinstance(act, e.StepFiled)
    pooled = replace(act.facts.by, pools=frozenset({"riverside"}), identity=Identity.ACCOUNT)
    facts = replace(act.facts, claimed_at=BEGIN - timedelta(hours=1), subject="p1", linked_from="t0", by=pooled)
    written = write(replace(act, facts=facts))
    assert read(written.kind, written.controls, written.payload, BEGIN) == replace(act, facts=facts)


@pytest.mark.parametrize("services", [{}, {"x": ServicePicture("x", "UTC")}])
def test_facts_that_say_little_are_kept_as_they_are(services: dict[str, ServicePicture]) -> None:
    act = _late().events[0]
    assert isinstance(act, e.StepFiled)
    bare = replace(act, facts=Facts(BEGIN, Party("nobody"), services=services))
    written = write(bare)
    assert read(written.kind, written.controls, written.payload, BEGIN) == bare
