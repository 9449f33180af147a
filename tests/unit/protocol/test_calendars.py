"""The three clocks (protocol section 4), against the published vectors of dates and as properties."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.protocol.calendars import (
    business_days_after,
    calendar_version,
    close_of_business,
    closed_days,
    instant,
    is_business_day,
    local_date,
    noon_next_day,
    public_holidays,
    zone_of,
)

NEW_YORK = "America/New_York"
FEDERAL = closed_days(date(2026, 1, 1), date(2028, 12, 31), "US")
STARTS = st.integers(0, 900 * 24).map(lambda hours: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hours))


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(NEW_YORK)).astimezone(UTC)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-11-25T15:00", "2026-11-27"),  # over Thanksgiving
        ("2026-07-02T12:00", "2026-07-06"),  # 3 July is the observed holiday
        ("2026-12-31T09:00", "2027-01-04"),  # over New Year and a weekend
        ("2026-11-20T17:05", "2026-11-23"),  # Friday evening
        ("2026-11-21T11:00", "2026-11-23"),  # Saturday
        ("2027-12-30T10:00", "2028-01-03"),  # 31 December 2027 is New Year, observed
    ],
)
def test_one_business_day_later(start: str, end: str) -> None:
    assert business_days_after(_at(start), 1, NEW_YORK, FEDERAL) == date.fromisoformat(end)


def test_a_business_day_ends_at_its_close_in_the_zone_of_the_site() -> None:
    closes = close_of_business(_at("2026-11-25T15:00"), 1, NEW_YORK, closed=FEDERAL, closes=time(17))
    assert closes == _at("2026-11-27T17:00")


@pytest.mark.parametrize(("day", "hours"), [("2026-03-07", 23), ("2026-10-31", 25), ("2026-06-01", 24)])
def test_noon_to_next_noon_over_a_clock_change(day: str, hours: int) -> None:
    noon = _at(f"{day}T12:00")
    assert noon_next_day(noon, NEW_YORK) - noon == timedelta(hours=hours)


def test_48_hours_are_elapsed_hours() -> None:
    assert _at("2026-03-07T10:00") + timedelta(hours=48) == _at("2026-03-09T11:00")


def test_a_time_that_does_not_exist_moves_forward() -> None:
    assert instant(date(2026, 3, 8), time(2, 30), NEW_YORK) == _at("2026-03-08T03:30")


def test_a_repeated_time_is_the_earlier() -> None:
    assert instant(date(2026, 11, 1), time(1, 30), NEW_YORK) == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)


def test_noon_of_the_next_day_counts_from_the_date_after_midnight() -> None:
    assert noon_next_day(_at("2026-11-18T00:30"), NEW_YORK) == _at("2026-11-19T12:00")


@given(start=STARTS, days=st.integers(1, 8))
def test_a_deadline_never_falls_on_a_closed_day(start: datetime, days: int) -> None:
    assert is_business_day(business_days_after(start, days, NEW_YORK, FEDERAL), FEDERAL)


@given(start=STARTS, later=st.timedeltas(timedelta(), timedelta(days=9)))
def test_a_later_start_is_never_due_earlier(start: datetime, later: timedelta) -> None:
    first, second = (business_days_after(at, 2, NEW_YORK, FEDERAL) for at in (start, start + later))
    assert first <= second


@given(start=STARTS)
def test_two_days_are_one_day_twice(start: datetime) -> None:
    one = business_days_after(start, 1, NEW_YORK, FEDERAL)
    again = business_days_after(instant(one, time(12), NEW_YORK), 1, NEW_YORK, FEDERAL)
    assert business_days_after(start, 2, NEW_YORK, FEDERAL) == again


def test_own_closures_and_state_days_are_closed() -> None:
    own = date(2026, 11, 24)
    assert own in closed_days(date(2026, 11, 1), date(2026, 11, 30), "US-CA", own=[own, date(2025, 1, 2)])
    assert public_holidays(2026, "US") < public_holidays(2026, "US-CA")


def test_a_holiday_of_next_year_that_is_observed_this_year_is_closed() -> None:
    assert date(2027, 12, 31) in closed_days(date(2027, 12, 1), date(2027, 12, 31), "US")


@pytest.mark.parametrize("region", ["XX", "US-ZZ"])
def test_a_region_without_tables_is_said_so(region: str) -> None:
    with pytest.raises(KeyError):
        public_holidays(2026, region)


@pytest.mark.parametrize("zone", ["America/Nowhere", "../etc/passwd", ""])
def test_a_zone_that_there_is_not_is_said_so(zone: str) -> None:
    with pytest.raises(KeyError):
        zone_of(zone)


def test_a_deadline_names_the_tables_it_was_computed_with() -> None:
    assert calendar_version("US-CA").endswith(":US-CA")
    assert local_date(_at("2026-11-18T23:30"), "UTC") == date(2026, 11, 19)
