"""Only harm pages at night (protocol section 3.9), and who hears of deadlines while the receiving side is a guest."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from holdfast.protocol.controls import CONTROLS
from holdfast.protocol.deadlines import DEADLINES
from holdfast.protocol.effects import URGENT_WELFARE
from holdfast.protocol.errors import Malformed
from holdfast.protocol.policy import Night, base_policy, policy_from_json, read_overlay
from holdfast.protocol.telling import HARM, HARM_IF_ELEVATED, is_harm, is_said_in_harm, may_reach_from

NEW_YORK = "America/New_York"
NIGHT = base_policy().night


def _local(clock: str, day: int = 18) -> datetime:
    """Return an instant by the wall clock of New York in November."""
    hour, minute, second = map(int, clock.split(":"))
    return datetime(2026, 11, day, hour + 5 if hour < 19 else hour - 19, minute, second, tzinfo=UTC).replace(
        day=day if hour < 19 else day + 1
    )


def test_every_matter_of_the_lists_is_a_control_or_a_deadline_or_the_urgent_welfare():
    known = {each.id for each in CONTROLS.values()} | {rule.escalates_as for rule in DEADLINES.values()}
    assert (HARM | HARM_IF_ELEVATED) - known == {URGENT_WELFARE}
    assert not HARM & HARM_IF_ELEVATED


@pytest.mark.parametrize("matter", sorted(HARM))
def test_ownership_safety_and_an_unowned_failure_are_harm_always(matter):
    assert is_harm(matter, is_elevated=False)


@pytest.mark.parametrize(
    ("said", "is_so"), [("not_contacted", True), ("question", False), ("new_time", False), ("went", False)]
)
def test_only_that_nobody_came_pages_at_night_of_what_the_person_says(said, is_so):
    assert is_said_in_harm(said) is is_so


@pytest.mark.parametrize("matter", sorted(HARM_IF_ELEVATED))
def test_what_holds_up_a_handoff_is_harm_where_the_person_waits_in_a_crisis(matter):
    assert is_harm(matter, is_elevated=True)
    assert not is_harm(matter, is_elevated=False)


@pytest.mark.parametrize("matter", ["C1.late", "C3.late", "review", "next_checkpoint", "C3.failed"])
def test_what_can_wait_for_the_morning_is_no_harm(matter):
    assert not is_harm(matter, is_elevated=True)


@pytest.mark.parametrize(
    ("clock", "waits"),
    [
        ("21:59:59", False), ("22:00:00", True), ("23:30:00", True), ("00:00:00", True), ("06:59:59", True),
        ("07:00:00", False), ("12:00:00", False),
    ],
)  # fmt: skip
def test_the_night_begins_at_its_first_instant_and_ends_at_its_last(clock, waits):
    at = _local(clock)
    assert (may_reach_from(at, NEW_YORK, NIGHT, is_harm=False) > at) is waits
    assert may_reach_from(at, NEW_YORK, NIGHT, is_harm=True) == at


@pytest.mark.parametrize(("clock", "day"), [("22:00:00", 19), ("23:59:59", 19), ("00:00:00", 18), ("06:00:00", 18)])
def test_what_waits_is_told_when_the_night_ends(clock, day):
    assert may_reach_from(_local(clock), NEW_YORK, NIGHT, is_harm=False) == datetime(2026, 11, day, 12, tzinfo=UTC)


def test_the_morning_is_the_local_one_across_a_change_of_the_clocks():
    at = datetime(2026, 11, 1, 3, 0, tzinfo=UTC)  # 23:00 on the evening before summer time ends
    assert may_reach_from(at, NEW_YORK, NIGHT, is_harm=False) == datetime(2026, 11, 1, 12, tzinfo=UTC)


def test_a_jurisdiction_says_when_its_night_is():
    night = read_overlay("[night]\nbegins = '01:00'\nends = '05:30'\n").night
    assert may_reach_from(_local("23:00:00"), NEW_YORK, night, is_harm=False) == _local("23:00:00")
    assert may_reach_from(_local("01:00:00"), NEW_YORK, night, is_harm=False) == _local("05:30:00")


def test_a_night_of_no_length_is_none():
    never = Night(begins="00:00", ends="00:00")
    assert may_reach_from(_local("23:00:00"), NEW_YORK, never, is_harm=False) == _local("23:00:00")


def test_a_night_at_no_time_is_refused():
    with pytest.raises(Malformed) as wrong:
        read_overlay("[night]\nbegins = 'late'\n")
    assert list(wrong.value.fields) == ["night.begins"]


def test_a_policy_that_was_kept_before_there_was_a_night_has_the_usual_one():
    document = base_policy().model_dump(mode="json")
    del document["night"]
    assert policy_from_json(document).night == NIGHT
