"""A window of a rota: its edges, midnight, and the two nights a year on which the clock changes."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from holdfast.accounts.rota import Window

LA = "America/Los_Angeles"
EVERY_DAY = frozenset(range(1, 8))
OFFICE = Window(frozenset({1, 2, 3, 4, 5}), time(8), time(17), LA)
FRIDAY_NIGHT = Window(frozenset({5}), time(22), time(6), LA)
SECOND = timedelta(seconds=1)


def utc(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "covered"),
    [
        (utc(2026, 11, 20, 16) - SECOND, False),
        (utc(2026, 11, 20, 16), True),
        (utc(2026, 11, 21, 1) - SECOND, True),
        (utc(2026, 11, 21, 1), False),
    ],
)
def test_a_window_begins_with_its_first_instant_and_ends_before_its_last(at: datetime, covered: bool) -> None:
    assert OFFICE.covers(at) is covered


def test_the_weekday_is_that_of_the_zone_and_not_of_utc() -> None:
    friday_evening_there = utc(2026, 11, 21, 0, 30)
    assert friday_evening_there.isoweekday() == 6
    assert OFFICE.covers(friday_evening_there)


@pytest.mark.parametrize(
    ("at", "covered"),
    [
        (utc(2026, 11, 21, 6) - SECOND, False),
        (utc(2026, 11, 21, 6), True),
        (utc(2026, 11, 21, 8), True),
        (utc(2026, 11, 21, 14) - SECOND, True),
        (utc(2026, 11, 21, 14), False),
        (utc(2026, 11, 20, 13), False),
    ],
)
def test_a_night_shift_belongs_to_the_weekday_on_which_it_begins(at: datetime, covered: bool) -> None:
    assert FRIDAY_NIGHT.covers(at) is covered


def test_equal_start_and_end_mean_a_whole_day() -> None:
    day = Window(frozenset({6}), time(8), time(8), "UTC")
    assert [day.covers(utc(2026, 11, 21, 8) + SECOND * n) for n in (-1, 0, 86_399, 86_400)] == [
        False,
        True,
        True,
        False,
    ]


def handovers(start: datetime, hours: int, *windows: Window) -> list[int]:
    """Which of the windows cover each minute of a night: exactly one must."""
    minutes = (start + timedelta(minutes=n) for n in range(hours * 60))
    return [sum(window.covers(at) for window in windows) for at in minutes]


@pytest.mark.parametrize("midnight", [utc(2026, 11, 1, 7), utc(2026, 3, 8, 8)], ids=["autumn", "spring"])
@pytest.mark.parametrize("change", [time(0), time(1, 30), time(2), time(2, 30), time(3)], ids=str)
def test_two_shifts_that_meet_leave_no_minute_open_or_held_twice_when_the_clock_changes(
    midnight: datetime, change: time
) -> None:
    evening = Window(EVERY_DAY, time(18), change, LA)
    morning = Window(EVERY_DAY, change, time(18), LA)
    assert set(handovers(midnight - timedelta(hours=3), 9, evening, morning)) == {1}


def test_a_shift_that_ends_in_the_repeated_hour_ends_once() -> None:
    night = Window(EVERY_DAY, time(22), time(1, 30), LA)
    first_half_past_one = utc(2026, 11, 1, 8, 30)
    assert night.covers(first_half_past_one - SECOND)
    assert not any(night.covers(first_half_past_one + timedelta(minutes=n)) for n in range(240))


def test_an_instant_told_in_the_zone_itself_is_the_same_instant() -> None:
    night = Window(EVERY_DAY, time(22), time(1, 30), LA)
    first = datetime(2026, 11, 1, 1, 15, tzinfo=ZoneInfo(LA))
    assert (night.covers(first), night.covers(first.replace(fold=1))) == (True, False)


def test_a_night_shift_is_an_hour_longer_in_the_night_of_the_repeated_hour() -> None:
    night = Window(frozenset({6}), time(22), time(6), LA)
    assert sum(night.covers(utc(2026, 10, 31, 12) + timedelta(minutes=n)) for n in range(48 * 60)) == 9 * 60
