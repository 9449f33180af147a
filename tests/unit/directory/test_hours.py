from __future__ import annotations

import time
from datetime import date, datetime

import pytest

from holdfast.directory.hours import changes_at, hours_fault, is_around_the_clock, is_open, zone_fault

NEW_YORK = "America/New_York"
OFFICE = "Mo-Fr 09:00-17:00"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-11-23T08:59:59-05:00", False),
        ("2026-11-23T09:00:00-05:00", True),
        ("2026-11-23T16:59:59-05:00", True),
        ("2026-11-23T17:00:00-05:00", False),
        ("2026-11-22T12:00:00-05:00", False),
    ],
)
def test_a_service_is_open_from_the_first_minute_of_its_hours_to_the_last(moment, expected):
    assert is_open(OFFICE, NEW_YORK, at(moment)) is expected


def test_the_hours_are_those_of_the_services_own_zone():
    moment = at("2026-11-23T14:30:00+00:00")
    assert is_open(OFFICE, NEW_YORK, moment) is True
    assert is_open(OFFICE, "America/Los_Angeles", moment) is False


def test_summer_time_moves_the_hours_with_the_clock_on_the_wall():
    assert is_open(OFFICE, NEW_YORK, at("2026-03-06T13:30:00+00:00")) is False
    assert is_open(OFFICE, NEW_YORK, at("2026-03-09T13:30:00+00:00")) is True


def test_unknown_hours_or_zone_are_unknown():
    moment = at("2026-11-23T12:00:00-05:00")
    assert is_open(None, NEW_YORK, moment) is None
    assert is_open(OFFICE, None, moment) is None


def test_hours_that_say_unknown_are_unknown():
    assert is_open('Mo-Fr 09:00-17:00 unknown "by call"', NEW_YORK, at("2026-11-23T12:00:00-05:00")) is None


def test_a_holiday_closes_a_service_that_is_not_open_around_the_clock():
    thanksgiving = {date(2026, 11, 26)}
    assert is_open(OFFICE, NEW_YORK, at("2026-11-26T12:00:00-05:00"), thanksgiving) is False
    assert is_open("24/7", NEW_YORK, at("2026-11-26T12:00:00-05:00"), thanksgiving) is True


def test_the_holiday_is_the_local_date():
    new_year = {date(2027, 1, 1)}
    assert is_open("Mo-Su 00:00-23:00", NEW_YORK, at("2027-01-01T02:00:00+00:00"), new_year) is True
    assert is_open("Mo-Su 00:00-23:00", NEW_YORK, at("2027-01-01T06:00:00+00:00"), new_year) is False


def test_an_own_closure_closes_also_a_service_that_is_open_around_the_clock():
    assert is_open("24/7", NEW_YORK, at("2026-11-23T12:00:00-05:00"), closures={date(2026, 11, 23)}) is False


def test_around_the_clock_is_known_however_it_is_written():
    assert is_around_the_clock("24/7")
    assert is_around_the_clock("Mo-Su 00:00-24:00")
    assert not is_around_the_clock("Mo-Fr 00:00-24:00")
    assert not is_around_the_clock(None)


@pytest.mark.parametrize("hours", ["", "   ", "always", "Mo-Fr 9am-5pm", "\x00", "Mo " * 1000])
def test_hours_that_cannot_be_read_are_refused_with_a_sentence(hours):
    assert "Mo-Fr 09:00-17:00" in str(hours_fault(hours))


def test_hours_that_can_be_read_are_taken():
    assert hours_fault("Mo 08:00-12:00, Mo 14:00-16:00; 2026 Dec 24 10:00-12:00") is None


def test_only_zones_of_the_iana_tables_are_taken():
    assert zone_fault(NEW_YORK) is None
    assert "America/New_York" in str(zone_fault("Eastern"))
    assert "America/New_York" in str(zone_fault("../../etc/passwd"))


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-11-23T08:59:59-05:00", "2026-11-23T09:00:00-05:00"),
        ("2026-11-23T09:00:00-05:00", "2026-11-23T17:00:00-05:00"),
        ("2026-11-20T17:00:00-05:00", "2026-11-23T09:00:00-05:00"),
        ("2026-03-06T18:00:00-05:00", "2026-03-09T09:00:00-04:00"),
    ],
)
def test_a_service_says_when_it_opens_or_closes_next(moment, expected):
    assert changes_at(OFFICE, NEW_YORK, at(moment)) == at(expected)


def test_a_closed_day_opens_nothing():
    closed = {date(2026, 11, 23), date(2026, 11, 24)}
    moment = at("2026-11-22T12:00:00-05:00")
    assert changes_at(OFFICE, NEW_YORK, moment, closures=closed) == at("2026-11-25T09:00:00-05:00")


def test_a_closure_ends_hours_that_never_end():
    closed = {date(2026, 11, 24)}
    moment = at("2026-11-23T12:00:00-05:00")
    assert changes_at("24/7", NEW_YORK, moment, closures=closed) == at("2026-11-24T00:00:00-05:00")


@pytest.mark.parametrize(
    ("hours", "zone"), [(None, NEW_YORK), (OFFICE, None), ("24/7", NEW_YORK), ("Mo unknown", NEW_YORK)]
)
def test_what_is_not_known_or_never_changes_has_no_next_change(hours, zone):
    assert changes_at(hours, zone, at("2026-11-23T12:00:00-05:00")) is None


def test_hours_that_never_end_are_looked_through_at_once_however_they_are_written():
    began = time.monotonic()
    assert changes_at("Mo-Su 00:00-24:00", NEW_YORK, at("2026-11-23T12:00:00-05:00")) is None
    assert time.monotonic() - began < 2
