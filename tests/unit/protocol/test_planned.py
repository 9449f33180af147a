"""What a package planned for when nobody answers is owed from the first failed contact, until it is done."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from holdfast.cli.vectors import Run
from holdfast.protocol.asking import planned
from holdfast.protocol.package import Planned
from holdfast.protocol.policy import base_policy
from holdfast.protocol.state import State
from tests.story import vector

OVER_NOON = "journeys/package-bridge-over-noon.json"
TRIED, ALTERNATE, SENT, PLANNED, NAMED = range(7, 12)
"""How many steps of the story there have been after each."""
EVENING = datetime.fromisoformat("2026-11-18T19:00:00-05:00")


def owed(steps: int, at: datetime | None = None, story: str = OVER_NOON) -> list[Planned]:
    told = vector(story)
    run = Run(told, base_policy())
    for step in told["steps"][:steps]:
        run.step(step)
    return list(planned(run.state, at or EVENING - timedelta(hours=1)))


def test_nothing_is_owed_before_anybody_was_tried_in_vain() -> None:
    assert owed(TRIED - 1) == []


def test_then_the_backup_route_is_owed_in_its_order_with_what_was_planned() -> None:
    supervisor, bridge, maker = owed(TRIED)
    assert (supervisor.step, supervisor.fields) == ("alternate_contact", {"who": "rosa"})
    assert (bridge.step, bridge.who) == ("plan_bridge_contact", "Dana")
    assert bridge.fields == {"at": EVENING, "how": "phone"}
    assert (maker.step, maker.fields) == ("name_escalation_owner", {"who": "priya"})


@pytest.mark.parametrize(("seconds", "is_kept"), [(-1, True), (0, False), (1, False)])
def test_a_time_that_has_come_is_asked_anew(seconds: int, is_kept: bool) -> None:
    bridge = owed(TRIED, EVENING + timedelta(seconds=seconds))[1]
    assert ("at" in bridge.fields) is is_kept
    assert bridge.fields["how"] == "phone"


def test_what_is_done_is_owed_no_more() -> None:
    assert [each.step for each in owed(ALTERNATE)] == ["plan_bridge_contact", "name_escalation_owner"]
    assert [each.step for each in owed(PLANNED)] == ["name_escalation_owner"]
    assert owed(NAMED) == []


def test_nothing_is_owed_once_the_receiving_side_has_answered() -> None:
    story = "journeys/package-failed-contact-bridge.json"
    steps = vector(story)["steps"]
    tried = next(place for place, step in enumerate(steps, 1) if step["do"] == "contact_attempt")
    assert len(owed(tried, story=story)) == 3
    assert owed(tried + 2, story=story) == []


def test_a_transfer_without_the_package_owes_nothing_of_it() -> None:
    assert owed(TRIED, story="journeys/nobody-answered.json") == []


def test_a_package_that_plans_nothing_owes_nothing() -> None:
    state = State(package="crisis_to_outpatient", contact_failed=True)
    assert planned(state, EVENING) == ()
