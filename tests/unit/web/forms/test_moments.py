"""Days and times as they are typed: nothing is guessed where the clocks change."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.web.forms import moments

NEW_YORK = "America/New_York"
ZONES = (NEW_YORK, "America/Los_Angeles", "America/Phoenix", "Pacific/Honolulu", "America/Puerto_Rico")


def test_a_time_is_read_by_the_clocks_of_the_zone():
    assert moments.instant_text("2026-11-18", "14:00", NEW_YORK) == "2026-11-18T14:00:00-05:00"


def test_a_time_that_the_clocks_skip_is_refused():
    with pytest.raises(moments.TimeSkipped):
        moments.instant_text("2026-03-08", "02:30", NEW_YORK)


def test_a_time_that_comes_twice_must_say_which_one_it_is():
    with pytest.raises(moments.TimeTwice):
        moments.instant_text("2026-11-01", "01:30", NEW_YORK)


def test_either_of_two_times_can_be_meant():
    first, second = (moments.instant_text("2026-11-01", "01:30", NEW_YORK, o) for o in ("-04:00", "-05:00"))
    assert datetime.fromisoformat(second) - datetime.fromisoformat(first) == timedelta(hours=1)


@pytest.mark.parametrize(("day", "time"), [("18.11.2026", "14:00"), ("2026-02-30", "14:00"), ("2026-11-18", "25:00")])
def test_what_is_no_moment_is_left_for_the_form_to_refuse(day, time):
    assert moments.instant_text(day, time, NEW_YORK) == f"{day}T{time}Z"


@pytest.mark.parametrize("year", ["0001", "1999", "2201", "9999"])
def test_a_year_out_of_range_is_left_for_the_form_to_refuse(year):
    assert moments.instant_text(f"{year}-12-31", "23:59", NEW_YORK) == f"{year}-12-31T23:59Z"


@given(
    at=st.datetimes(datetime(2000, 1, 2), datetime(2200, 12, 30), timezones=st.just(UTC)),  # noqa: DTZ001 - bounds
    zone=st.sampled_from(ZONES),
)
def test_every_instant_is_written_and_read_again(at, zone):
    local = moments.local_of(at, zone)
    assert datetime.fromisoformat(moments.instant_text(local.day, local.time, zone, local.offset)) == at


@pytest.mark.parametrize(("time", "holds"), [("14:00", True), ("14:00:05.250", True), ("14:00:05.250001", False)])
def test_a_native_control_holds_milliseconds_at_most(time, holds):
    assert moments.browser_takes(time) is holds
