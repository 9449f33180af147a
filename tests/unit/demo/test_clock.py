"""The clock is told the past in the demo's own process alone, and never the future."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta

import pytest
from pytest_django import Settings

from holdfast.config.checks import clock_is_told
from holdfast.config.clock import now, unsafe_telling
from holdfast.config.env import SettingError

PAST = datetime(2026, 1, 2, tzinfo=UTC)


@pytest.mark.parametrize(("may_tell", "embedded"), [(False, True), (True, False), (False, False)])
def test_elsewhere_it_is_refused(settings: Settings, may_tell: bool, embedded: bool) -> None:
    settings.HOLDFAST_UNSAFE_TELLING, settings.HOLDFAST_IS_EMBEDDED = may_tell, embedded
    with pytest.raises(SettingError), unsafe_telling():
        pass


def test_it_says_what_it_is_told_until_the_block_ends(settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
    settings.HOLDFAST_UNSAFE_TELLING = True
    with caplog.at_level(logging.WARNING), unsafe_telling() as tell:
        tell(PAST)
        assert now() == PAST
    assert now() - PAST > timedelta(days=1)
    assert "no evidence" in caplog.text


def test_it_is_never_told_what_has_not_come(settings: Settings) -> None:
    settings.HOLDFAST_UNSAFE_TELLING = True
    with unsafe_telling() as tell, pytest.raises(ValueError, match="has not come"):
        tell(now() + timedelta(seconds=10))


@pytest.mark.parametrize(("may_tell", "ids"), [(True, ["holdfast.E001"]), (False, [])])
def test_a_deployment_that_may_tell_its_clock_is_refused(settings: Settings, may_tell: bool, ids: list[str]) -> None:
    settings.HOLDFAST_UNSAFE_TELLING = may_tell
    assert [error.id for error in clock_is_told(None)] == ids
