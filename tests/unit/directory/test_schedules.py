from __future__ import annotations

from datetime import date

import pytest

from holdfast.directory.hours import hours_fault
from holdfast.directory.importing.cells import clock_of, day_of
from holdfast.directory.importing.schedules import Rule, dated, joined, recurring, weekly


@pytest.mark.parametrize(
    ("written", "minutes"),
    [
        ("9am", 540),
        ("3pm", 900),
        ("4:00 PM", 960),
        ("03:00", 180),
        ("12am", 0),
        ("12pm", 720),
        ("24:00", 1440),
        ("10:00:00", 600),
        ("09:00-05:00", 540),
    ],
)
def test_sound_times_are_read(written, minutes):
    assert clock_of(written) == minutes


@pytest.mark.parametrize("written", ["", "9", "13pm", "0am", "25:00", "24:01", "9:60", "14:00Z", "noon", "٩am"])
def test_unsound_times_are_not_guessed(written):
    assert clock_of(written) is None


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026-11-30", date(2026, 11, 30)),
        ("11/30/2026", date(2026, 11, 30)),
        ("12/24/15", date(2015, 12, 24)),
        ("January 01, 0001", date(1, 1, 1)),
    ],
)
def test_dates_are_read_in_the_forms_of_real_files(written, day):
    assert day_of(written) == day


@pytest.mark.parametrize("written", ["", "2026-02-30", "9999-12-31", "30/11/2026", "soon", "1/1/0002"])
def test_days_that_are_none_or_far_away_are_not_dates(written):
    assert day_of(written) is None


def test_a_row_of_one_weekday_becomes_a_rule():
    assert weekly("Mo", 480, 1020) == Rule("Mo 08:00-17:00")


def test_a_night_shift_reaches_into_the_next_day():
    assert weekly("Fr", 22 * 60, 6 * 60) == Rule("Fr 22:00-06:00")


def test_nine_to_three_over_midnight_is_rather_a_slip_and_so_unknown():
    assert "over midnight" in weekly("Mo", 540, 180).unsound


def test_hours_without_an_end_are_unknown():
    assert weekly("Mo", 540, None).unsound


def test_a_minute_before_midnight_means_midnight():
    assert weekly("Mo", 0, 1439) == Rule("Mo 00:00-24:00")


def test_special_days_name_their_date_or_come_every_year():
    assert dated(date(2015, 12, 24), date(2015, 12, 24), 600, 960) == Rule("2015 Dec 24 10:00-16:00")
    assert dated(date(1, 12, 24), date(1, 12, 26), 600, 960) == Rule("Dec 24-Dec 26 10:00-16:00")


def test_rules_of_one_weekday_add_up_and_special_days_stand_in_for_them():
    text = joined(["Mo 08:00-12:00", "Mo 14:00-16:00"], ["2015 Dec 24 10:00-16:00"])
    assert text == "Mo 08:00-12:00, Mo 14:00-16:00; 2015 Dec 24 10:00-16:00"
    assert hours_fault(text) is None


def rule(*, first: date | None = None, last: date | None = None, **row: str) -> Rule:
    return recurring({"freq": "WEEKLY", "byday": "TH,FR"} | row, 600, 1080, first=first, last=last)


def test_a_weekly_recurrence_becomes_its_weekdays():
    assert rule() == Rule("Th,Fr 10:00-18:00")


def test_a_monthly_recurrence_becomes_weekdays_of_the_month():
    assert rule(freq="MONTHLY", byday="2MO,-1FR") == Rule("Mo[2],Fr[-1] 10:00-18:00")


@pytest.mark.parametrize(
    "row", [{"interval": "2"}, {"byweekno": "41"}, {"count": "3"}, {"byday": ""}, {"freq": "DAILY"}, {"byday": "2MO"}]
)
def test_a_recurrence_that_hours_cannot_say_is_unknown(row):
    assert rule(**row).unsound
    assert not rule(**row).text


@pytest.mark.parametrize(("first", "last"), [(None, date(2026, 1, 1)), (date(2026, 1, 1), None)])
def test_dates_of_validity_bound_the_rule_and_can_be_read(first, last):
    assert hours_fault(rule(first=first, last=last).text) is None
    assert "2026 Jan 01" in rule(first=first, last=last).text
