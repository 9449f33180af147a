"""Times, lengths and phone numbers as a reader sees them, at the edges."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from holdfast.web.words.lengths import left, left_in_short, short, spoken
from holdfast.web.words.orders import by_letters
from holdfast.web.words.phones import dialled, readable
from holdfast.web.words.times import clock, date_in_full, day, near, time_of_day, when, zone_name
from holdfast.web.words.tongues import language_name, language_tag

DENVER = ZoneInfo("America/Denver")
MARCH_5 = datetime(2026, 3, 5, 17, 0, tzinfo=UTC)  # 10:00 in Denver


@pytest.fixture(autouse=True)
def _reader_in_denver() -> Iterator[None]:
    with timezone.override(DENVER), translation.override("en"):
        yield


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_day_and_time_as_the_design_writes_them() -> None:
    assert when(MARCH_5) == "Thursday, March 5, 10:00\N{NO-BREAK SPACE}AM"


def test_spanish_writes_its_own_way_with_a_twelve_hour_clock() -> None:
    with translation.override("es"):
        assert plain(when(MARCH_5)) == "jueves, 5 de marzo, 10:00 a.m."
        assert date_in_full(date(1994, 5, 14)) == "14 de mayo de 1994"


def test_a_language_that_babel_does_not_know_reads_english() -> None:
    with translation.override("xx"):
        assert day(MARCH_5) == "Thursday, March 5"


def test_an_hour_of_no_one_day_is_written_as_any_other() -> None:
    assert plain(time_of_day(time(22))) == "10:00 PM"
    with translation.override("es"):
        assert plain(time_of_day(time(6, 30))) == "6:30 a.m."


@pytest.mark.parametrize("reader", ["en", "es"])
@pytest.mark.parametrize("tag", ["es", "ase", "ht"])
def test_a_language_has_a_name_by_which_it_is_found_again(tag: str, reader: str) -> None:
    with translation.override(reader):
        assert language_name(tag) != tag
        assert language_tag(language_name(tag)) == tag


def test_words_are_listed_by_their_letters_whatever_accents_they_carry() -> None:
    assert sorted(["Urdu", "chino", "Árabe", "Árbol", "Arte"], key=by_letters) == [
        "Árabe", "Árbol", "Arte", "chino", "Urdu",
    ]  # fmt: skip


def test_another_zone_than_the_readers_can_be_asked_for() -> None:
    assert plain(clock(MARCH_5, ZoneInfo("America/New_York"))) == "12:00 PM"


def test_midnight_belongs_to_the_day_that_begins() -> None:
    midnight = datetime(2026, 3, 5, 7, 0, tzinfo=UTC)
    assert plain(when(midnight)) == "Thursday, March 5, 12:00 AM"
    assert plain(when(midnight - timedelta(seconds=1))) == "Wednesday, March 4, 11:59 PM"


def test_the_hour_that_daylight_saving_repeats_reads_the_same_twice() -> None:
    first = datetime(2026, 11, 1, 7, 30, tzinfo=UTC)
    assert clock(first) == clock(first + timedelta(hours=1))


def test_the_hour_that_daylight_saving_skips_is_never_shown() -> None:
    last = datetime(2026, 3, 8, 8, 59, tzinfo=UTC)
    assert plain(clock(last)) == "1:59 AM"
    assert plain(clock(last + timedelta(minutes=1))) == "3:00 AM"


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (MARCH_5 + timedelta(hours=13, minutes=59), "11:59 PM"),
        (MARCH_5 + timedelta(hours=14), "Fri 12:00 AM"),
        (MARCH_5 + timedelta(days=6), "Wed 11:00 AM"),  # daylight saving began on the 8th
        (MARCH_5 + timedelta(days=7), "Mar 12, 11:00 AM"),
        (MARCH_5 - timedelta(days=6), "Fri 10:00 AM"),
        (datetime(2025, 12, 31, 17, tzinfo=UTC), "Dec 31, 2025, 10:00 AM"),
    ],
)
def test_an_instant_beside_now_says_no_more_than_is_needed(at: datetime, expected: str) -> None:
    assert plain(near(at, MARCH_5)) == expected


def test_the_zone_has_a_name() -> None:
    assert zone_name() == "Mountain Time"
    assert zone_name(UTC) == zone_name(ZoneInfo("UTC")) == "UTC"


def test_a_date_has_no_zone() -> None:
    assert day(date(2026, 3, 5)) == "Thursday, March 5"
    assert date_in_full(date(1994, 5, 14)) == "May 14, 1994"


@pytest.mark.parametrize(
    ("length", "expected"),
    [
        (timedelta(seconds=-5), "under 1 min"),
        (timedelta(seconds=59), "under 1 min"),
        (timedelta(seconds=60), "1 min"),
        (timedelta(minutes=59, seconds=59), "59 min"),
        (timedelta(hours=1), "1 h"),
        (timedelta(hours=2, minutes=15), "2 h 15 min"),
        (timedelta(hours=10, minutes=15), "10 h"),
        (timedelta(hours=71, minutes=59), "71 h"),
        (timedelta(hours=72), "3 days"),
    ],
)
def test_a_length_is_rounded_down(length: timedelta, expected: str) -> None:
    assert plain(short(length)) == expected


def test_a_length_in_whole_words_counts_one_as_one() -> None:
    assert spoken(timedelta(seconds=59)) == "under a minute"
    lengths = (timedelta(minutes=1), timedelta(minutes=31), timedelta(hours=1), timedelta(days=4))
    assert [spoken(length) for length in lengths] == ["1 minute", "31 minutes", "1 hour", "4 days"]


def test_a_deadline_is_over_from_its_instant() -> None:
    due = MARCH_5 + timedelta(minutes=9)
    assert plain(left(due, MARCH_5)) == "9 min left, due 10:09 AM"
    assert plain(left(due, due - timedelta(seconds=1))) == "under 1 min left, due 10:09 AM"
    assert plain(left(due, due)) == "Over by under 1 min, was due 10:09 AM"
    assert plain(left_in_short(due, due + timedelta(minutes=4))) == "Over by 4 min"
    assert plain(left_in_short(due, MARCH_5)) == "9 min left"


@pytest.mark.parametrize(
    ("written", "read", "dials"),
    [
        ("+15555550177", "555-555-0177", "+15555550177"),
        ("(555) 555-0177", "555-555-0177", "+15555550177"),
        ("1.555.555.0177", "555-555-0177", "+15555550177"),
        ("988", "988", "988"),
        ("+44 20 7946 0018", "+44 20 7946 0018", "+442079460018"),
    ],
)
def test_a_number_is_read_one_way_and_dialled_another(written: str, read: str, dials: str) -> None:
    assert (readable(written), dialled(written)) == (read, dials)


def test_an_extension_is_read_and_dialled_after_a_pause() -> None:
    assert readable("555-555-0177", "12") == "555-555-0177 ext. 12"
    assert dialled("555-555-0177", "12") == "+15555550177,12"
