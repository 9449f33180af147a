"""What the write path gathers for a command is all that its judgement looks at, and no statement more than needed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from holdfast.protocol.facts import Party
from holdfast.protocol.needs import needs, needs_of_time
from holdfast.protocol.parsing import parse
from holdfast.protocol.state import INITIAL
from tests.property import forms, moves
from tests.property.invariants import check
from tests.property.tally import Tally
from tests.property.telling import Telling
from tests.property.world import BEGIN, facts

STEP = timedelta(seconds=40)


@pytest.mark.parametrize("bent", range(20))
def test_along_each_way_what_is_asked_for_is_enough(bent: int) -> None:
    told, tally = Telling(ladder=1), Tally()
    for _ in range(45):
        check(told.take(moves.straight(told.state, told.at + STEP, bent), told.at + STEP), tally, told.ladder)
    assert told.state.handoff is not None


def test_opening_asks_for_the_service_that_opens() -> None:
    wanted = needs(INITIAL, parse("open_transfer", forms.OPENING), facts("dana", BEGIN, 0).by, BEGIN)
    assert (wanted.site, wanted.first) == ("northside", None)


def test_somebody_without_a_role_opens_for_no_service() -> None:
    assert needs(INITIAL, parse("open_transfer", forms.OPENING), Party("nobody"), BEGIN).site == ""


def test_nothing_is_asked_for_while_nothing_is_due() -> None:
    told = Telling(ladder=0)
    for _ in range(2):
        told.take(moves.onward(told.state, BEGIN)[0], BEGIN)
    assert needs_of_time(INITIAL, BEGIN) is None
    assert needs_of_time(told.state, BEGIN + timedelta(minutes=14, seconds=59)) is None


def test_days_are_asked_for_from_the_first_thing_due() -> None:
    told = Telling(ladder=0)
    for _ in range(2):
        told.take(moves.onward(told.state, BEGIN)[0], BEGIN)
    wanted = needs_of_time(told.state, BEGIN + timedelta(days=10))
    assert wanted is not None
    assert (wanted.site, wanted.first) == ("northside", date(2026, 11, 20))


def test_a_first_action_that_is_long_past_is_within_the_days_asked_for() -> None:
    told = Telling(ladder=0)
    told.take(moves.onward(told.state, BEGIN)[0], BEGIN)
    state = told.state.changed(first_action_at=BEGIN - timedelta(days=9))
    by, filed = facts("quinn", BEGIN, 0).by, forms.verification(state, BEGIN, "not_yet_due")
    assert needs(state, parse("file_record", filed), by, BEGIN).first == date(2026, 11, 11)
