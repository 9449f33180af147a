"""Who holds a level of a ladder, and where a matter lands when places are vacant (protocol section 3.9)."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from holdfast.accounts.ladder import Climb, Holder, Rung, climb, holder_of, standing
from holdfast.accounts.rota import Window
from holdfast.protocol import facts
from holdfast.protocol.codes import EscalationLevel as Level

AT = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
SINCE = AT - timedelta(days=30)
SECOND = timedelta(seconds=1)


def always(staff_id: str) -> Holder:
    return Holder(staff_id, SINCE)


def ladder(*rungs: Rung) -> dict[Level, Rung]:
    return {rung.level: rung for rung in rungs}


def test_a_level_is_held_by_those_named_for_it_in_their_order_and_each_once() -> None:
    rungs = ladder(Rung(Level.DIRECTOR, 30, None, (always("ana"), always("bo"), always("ana"))))
    assert holder_of(rungs, Level.DIRECTOR, AT) == ("ana", "bo")


def test_a_term_holds_from_its_first_instant_until_before_its_last() -> None:
    rungs = ladder(Rung(Level.DIRECTOR, 30, None, (Holder("ana", AT, AT + timedelta(hours=1)),)))
    edges = [AT - SECOND, AT, AT + timedelta(hours=1) - SECOND, AT + timedelta(hours=1)]
    assert [holder_of(rungs, Level.DIRECTOR, at) for at in edges] == [(), ("ana",), ("ana",), ()]


def test_a_rota_hands_a_level_from_one_to_the_next() -> None:
    days = frozenset(range(1, 8))
    by_day = Holder("ana", SINCE, None, Window(days, time(8), time(20), "UTC"))
    by_night = Holder("bo", SINCE, None, Window(days, time(20), time(8), "UTC"))
    rungs = ladder(Rung(Level.SUPERVISORY, 5, None, (by_day, by_night)))
    handover = datetime(2026, 11, 20, 20, tzinfo=UTC)
    assert holder_of(rungs, Level.SUPERVISORY, handover - SECOND) == ("ana",)
    assert holder_of(rungs, Level.SUPERVISORY, handover) == ("bo",)


def test_a_level_that_is_held_holds_what_is_raised_to_it() -> None:
    rungs = ladder(Rung(Level.SUPERVISORY, 5, Level.DIRECTOR, (always("ana"),)))
    assert climb(rungs, Level.SUPERVISORY, AT) == Climb(Level.SUPERVISORY, ("ana",), 5, ())


def test_a_vacant_level_falls_to_its_next_and_is_reported() -> None:
    rungs = ladder(
        Rung(Level.SUPERVISORY, 5, Level.MANAGER),
        Rung(Level.MANAGER, 15, Level.EXECUTIVE, (always("bo"),)),
    )
    assert climb(rungs, Level.SUPERVISORY, AT) == Climb(Level.MANAGER, ("bo",), 15, (Level.SUPERVISORY,))


def test_an_unmapped_level_falls_in_the_order_of_the_protocol_and_is_reported() -> None:
    rungs = ladder(Rung(Level.EXECUTIVE, 60, None, (always("eve"),)))
    landed = climb(rungs, Level.QUALITY, AT)
    assert landed == Climb(Level.EXECUTIVE, ("eve",), 60, (Level.QUALITY, Level.QUALITY_MANAGER))


def test_an_originator_who_alone_holds_the_level_leaves_it_vacant_for_their_own_matter() -> None:
    rungs = ladder(
        Rung(Level.SUPERVISORY, 5, Level.DIRECTOR, (always("ana"),)),
        Rung(Level.DIRECTOR, 30, None, (always("ana"), always("bo"))),
    )
    landed = climb(rungs, Level.SUPERVISORY, AT, without=frozenset({"ana"}))
    assert landed == Climb(Level.DIRECTOR, ("bo",), 30, (Level.SUPERVISORY,))


def test_a_ladder_in_a_circle_ends_with_the_last_resort() -> None:
    rungs = ladder(
        Rung(Level.SUPERVISORY, 5, Level.DIRECTOR),
        Rung(Level.DIRECTOR, 5, Level.SUPERVISORY),
        Rung(Level.REGIONAL, 60, None, (always("rey"),)),
    )
    landed = climb(rungs, Level.SUPERVISORY, AT)
    assert landed == Climb(Level.REGIONAL, ("rey",), 60, (Level.SUPERVISORY, Level.DIRECTOR, Level.EXECUTIVE))


def test_a_level_that_names_itself_as_next_does_not_hang() -> None:
    rungs = ladder(Rung(Level.DIRECTOR, 5, Level.DIRECTOR))
    assert climb(rungs, Level.DIRECTOR, AT).vacant == (Level.DIRECTOR, Level.EXECUTIVE, Level.REGIONAL)


def test_from_every_level_an_empty_ladder_says_that_nobody_holds_it_and_names_each_level_once() -> None:
    for level in Level:
        landed = climb({}, level, AT)
        assert (landed.level, landed.holders, landed.minutes) == (None, (), None)
        assert len(landed.vacant) == len(set(landed.vacant))
        assert {level, Level.EXECUTIVE, Level.REGIONAL} <= set(landed.vacant)


def test_a_top_of_the_ladder_that_is_vacant_ends_with_the_last_resort() -> None:
    rungs = ladder(Rung(Level.MANAGER, 5), Rung(Level.EXECUTIVE, 60, None, (always("eve"),)))
    assert climb(rungs, Level.MANAGER, AT) == Climb(Level.EXECUTIVE, ("eve",), 60, (Level.MANAGER,))


def test_the_protocol_is_told_of_each_level_whether_its_place_is_vacant_now() -> None:
    rungs = ladder(
        Rung(Level.SUPERVISORY, 5, Level.DIRECTOR, (always("ana"),)),
        Rung(Level.DIRECTOR, 30, None, (Holder("bo", SINCE, AT),)),
    )
    told = standing(rungs, AT, without=frozenset({"cy"}))
    assert told == {
        Level.SUPERVISORY: facts.Rung(5, Level.DIRECTOR, vacant=False),
        Level.DIRECTOR: facts.Rung(30, None, vacant=True),
    }
    assert standing(rungs, AT, without=frozenset({"ana"}))[Level.SUPERVISORY].vacant
