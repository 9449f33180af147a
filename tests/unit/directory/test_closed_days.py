from __future__ import annotations

from datetime import date

import pytest

from holdfast.directory.closed_days import Calendar, OwnClosure, region_fault

NOVEMBER = date(2026, 11, 1), date(2026, 11, 30)


def test_state_holidays_close_beside_the_federal_ones():
    federal, california = Calendar("US").closed(*NOVEMBER), Calendar("US-CA").closed(*NOVEMBER)
    assert date(2026, 11, 26) in federal
    assert date(2026, 11, 27) not in federal
    assert {date(2026, 11, 26), date(2026, 11, 27)} <= california


def test_an_unknown_region_has_the_federal_days():
    assert Calendar(None).closed(*NOVEMBER) == Calendar("US").closed(*NOVEMBER)


def test_a_holiday_on_a_saturday_is_observed_on_the_friday_of_the_year_before():
    assert date(2027, 12, 31) in Calendar("US").closed(date(2027, 12, 31), date(2027, 12, 31))


def test_a_closure_covers_both_of_its_ends():
    own = Calendar(None, (OwnClosure(date(2026, 11, 9), date(2026, 11, 10)),))
    assert own.own_days(*NOVEMBER) == {date(2026, 11, 9), date(2026, 11, 10)}


def test_a_yearly_closure_may_reach_over_the_new_year():
    closure = OwnClosure(date(2000, 12, 24), date(2000, 1, 2), yearly=True)
    assert closure.covers(date(2026, 12, 31))
    assert closure.covers(date(2027, 1, 2))
    assert not closure.covers(date(2027, 1, 3))


def test_a_closure_counts_only_while_it_is_in_force():
    closure = OwnClosure(date(2000, 7, 1), date(2000, 7, 31), True, date(2026, 1, 1), date(2026, 7, 15))
    assert not closure.covers(date(2025, 7, 10))
    assert closure.covers(date(2026, 7, 15))
    assert not closure.covers(date(2026, 7, 16))


def test_the_version_changes_with_the_region_and_with_the_own_closures():
    closure = OwnClosure(date(2026, 11, 9), date(2026, 11, 9))
    versions = {Calendar("US").version, Calendar("US-CA").version, Calendar("US", (closure,)).version}
    assert len(versions) == 3
    assert Calendar("US", (closure,)).version == Calendar("US", (closure,)).version


def test_a_calendar_of_more_than_ten_years_is_refused():
    with pytest.raises(ValueError, match="ten years"):
        Calendar("US").own_days(date(2000, 1, 1), date(2026, 1, 1))


def test_only_regions_with_known_holidays_are_taken():
    assert region_fault("US") is None
    assert region_fault("US-CA") is None
    for wrong in ("", "US-", "US-ZZ", "us-ca", "GB", "US-CA-X"):
        assert "US-CA" in str(region_fault(wrong))
