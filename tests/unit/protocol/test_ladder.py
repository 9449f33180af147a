"""The escalation ladder (protocol section 3.9): who really holds a matter, and when the next hears of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.protocol.codes import EscalationLevel
from holdfast.protocol.facts import Rung
from holdfast.protocol.ladder import Landing, acknowledge_by, landing, next_level

L = EscalationLevel
AT = datetime(2026, 11, 18, 19, 0, tzinfo=UTC)
WHOLE = {L.SUPERVISORY: Rung(10, L.DIRECTOR), L.DIRECTOR: Rung(30, L.EXECUTIVE), L.EXECUTIVE: Rung(60, None)}
RUNGS = st.builds(Rung, st.integers(1, 90), st.none() | st.sampled_from(L), st.booleans())
LADDERS = st.dictionaries(st.sampled_from(L), RUNGS)


def test_a_held_place_holds_the_matter() -> None:
    assert landing(WHOLE, L.SUPERVISORY) == Landing(L.SUPERVISORY)


def test_a_vacant_place_falls_to_the_next_and_is_reported() -> None:
    ladder = {**WHOLE, L.SUPERVISORY: Rung(10, L.DIRECTOR, vacant=True)}
    assert landing(ladder, L.SUPERVISORY) == Landing(L.DIRECTOR, (L.SUPERVISORY,))


def test_an_unmapped_level_falls_to_the_next_and_is_reported() -> None:
    assert landing(WHOLE, L.QUALITY) == Landing(L.EXECUTIVE, (L.QUALITY, L.QUALITY_MANAGER))


def test_without_any_ladder_a_matter_stays_at_its_level() -> None:
    assert landing({}, L.MANAGER) == Landing(L.MANAGER)
    assert acknowledge_by({}, L.MANAGER, AT) is None


def test_the_next_hears_when_the_minutes_are_over() -> None:
    assert acknowledge_by(WHOLE, L.DIRECTOR, AT) == AT + timedelta(minutes=30)
    assert next_level(WHOLE, L.DIRECTOR) is L.EXECUTIVE


def test_above_the_top_nobody_hears() -> None:
    assert acknowledge_by(WHOLE, L.EXECUTIVE, AT) is None


@pytest.mark.parametrize("level", L)
def test_where_every_place_is_vacant_the_matter_stays_and_all_are_reported(level: EscalationLevel) -> None:
    landed = landing({each: Rung(5, L.SUPERVISORY, vacant=True) for each in L}, level)
    assert landed.level is level
    assert {level, L.EXECUTIVE, L.REGIONAL} <= set(landed.vacant)


@given(ladder=LADDERS, level=st.sampled_from(L))
def test_a_matter_lands_where_somebody_is_if_anybody_is(ladder: dict[L, Rung], level: L) -> None:
    landed = landing(ladder, level)
    held = {each for each, rung in ladder.items() if not rung.vacant}
    assert landed.level in held or landed.level is level
    assert len(set(landed.vacant)) == len(landed.vacant)
    assert not set(landed.vacant) & held
    if L.EXECUTIVE in held:
        assert landed.level in held
