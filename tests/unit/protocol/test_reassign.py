"""`reassign` by the server's clock: an owner whose account was deactivated is followed by a colleague (section 2)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from holdfast.protocol.clockwork import pass_time
from holdfast.protocol.codes import DeadlineName, Role
from holdfast.protocol.commands import Reassign
from holdfast.protocol.decide import decide
from holdfast.protocol.events import AttemptRefused, DeadlineMissed, Event, OwnerChanged
from holdfast.protocol.evolve import fold
from holdfast.protocol.facts import CLOCK, Assignment, Facts, Party
from holdfast.protocol.policy import base_policy
from holdfast.protocol.state import INITIAL, Deadline, State

AT = datetime(2026, 11, 18, 17, tzinfo=UTC)
DUE = AT + timedelta(minutes=15)
GONE = Party("dana")
AT_WORK = Party("dana", (Assignment(Role.CRISIS_WORKER, "north"),))
PRIYA = Party("priya", (Assignment(Role.SUPERVISOR, "north"),))
COMMAND = Reassign(to="priya", reason="The account of the owner was deactivated.")


@pytest.fixture
def owned() -> State:
    """Dana owns it; a decision is due."""
    due = {DeadlineName.AUTHORIZATION_DECISION: Deadline(DUE, AT, 900.0)}
    return INITIAL.changed(
        policy=base_policy(), opened_at=AT, acted_at=AT, originator="dana", originating_hands=frozenset({"dana"}),
        service="north", zone="America/New_York", owner="dana", owner_service="north", deadlines=due,
    )  # fmt: skip


def given(state: State, owner: Party, at: datetime, to: Party = PRIYA) -> tuple[Event, ...]:
    facts = Facts(at=at, by=Party(CLOCK), people={"dana": owner, "priya": to})
    return decide(state, COMMAND, facts)


def test_ownership_passes_to_the_colleague_who_is_named(owned: State) -> None:
    events = given(owned, GONE, AT + timedelta(minutes=1))
    assert OwnerChanged("priya", "north") in events
    state = fold(events, owned)
    assert (state.owner, state.owner_service, state.assignee) == ("priya", "north", "priya")
    assert state.deadlines == owned.deadlines


def test_an_owner_who_is_at_work_is_not_passed_over(owned: State) -> None:
    (refused,) = given(owned, AT_WORK, AT + timedelta(minutes=1))
    assert isinstance(refused, AttemptRefused)
    assert refused.failed == ("S.role",)


def test_nobody_who_holds_no_place_takes_over(owned: State) -> None:
    (refused,) = given(owned, GONE, AT + timedelta(minutes=1), to=Party("priya"))
    assert isinstance(refused, AttemptRefused)


@pytest.mark.parametrize("after", [timedelta(0), timedelta(days=3)], ids=["at-the-deadline", "days-later"])
def test_late_it_still_passes_and_what_was_missed_stays_missed(owned: State, after: timedelta) -> None:
    missed = pass_time(owned, Facts(at=DUE + after, by=Party(CLOCK)))
    assert any(isinstance(event, DeadlineMissed) for event in missed)
    state = fold(missed, owned)
    later = fold(given(state, GONE, DUE + after), state)
    assert later.owner == "priya"
    assert later.escalations.keys() == state.escalations.keys() == {"A2.late"}
