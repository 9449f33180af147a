"""What a deadline says of itself at the edges, and the icon of a tag."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from holdfast.web.parts import Deadline, Pace, Stage, Tag, Tone

OPENED = datetime(2026, 3, 5, 17, 0, tzinfo=UTC)
DUE = OPENED + timedelta(minutes=15)
SECOND = timedelta(seconds=1)


def seen(at: datetime, *, opened: datetime = OPENED) -> Deadline:
    return Deadline("Receiver answers", opened, DUE, at)


@pytest.mark.parametrize(
    ("at", "pace"),
    [
        (OPENED, Pace.FINE),
        (DUE - timedelta(minutes=5) - SECOND, Pace.FINE),
        (DUE - timedelta(minutes=5), Pace.SOON),
        (DUE - SECOND, Pace.SOON),
        (DUE, Pace.OVER),
        (DUE + SECOND, Pace.OVER),
    ],
)
def test_a_deadline_is_soon_in_its_last_third_and_over_from_its_instant(at: datetime, pace: Pace) -> None:
    assert seen(at).pace is pace


@pytest.mark.parametrize(
    ("at", "gone"),
    [(OPENED - SECOND, 0), (OPENED, 0), (OPENED + timedelta(minutes=3), 20), (DUE - SECOND, 99), (DUE + SECOND, 100)],
)
def test_the_bar_shows_the_part_that_has_gone(at: datetime, gone: int) -> None:
    assert seen(at).gone == gone


def test_what_was_due_at_once_is_over() -> None:
    assert seen(DUE, opened=DUE).gone == 100
    assert seen(DUE, opened=DUE).pace is Pace.OVER


def test_a_deadline_says_what_is_left_and_how_long_it_is_over() -> None:
    assert seen(DUE - timedelta(minutes=9)).length == "9\N{NO-BREAK SPACE}min"
    assert seen(DUE + timedelta(minutes=4)).in_short == "Over by 4\N{NO-BREAK SPACE}min"


def test_a_tag_has_the_icon_of_its_tone_unless_it_names_another() -> None:
    assert Tag("Over", Tone.LATE).icon == "error"
    assert Tag("Locked", Tone.WAIT, "lock").icon == "lock"


def test_a_stage_without_steps_begins_at_one() -> None:
    assert Stage("After the call", ()).start == 1
