"""Hours, zones and states are said as people say them; what says more than that stays as it is."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from holdfast.web.words.hours import hours_words, region_words, zone_words

NBSP = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        ("24/7", "Always, day and night"),
        ("Mo-Fr 09:00-17:00", "Monday to Friday 9:00_AM to 5:00_PM"),
        ("Mo,We 08:00-12:00,13:00-16:30", "Monday, Wednesday 8:00_AM to 12:00_PM, 1:00_PM to 4:30_PM"),
        ("Mo-Sa 09:00-17:00; Su off", "Monday to Saturday 9:00_AM to 5:00_PM; Sunday closed"),
        ("Mo-Su 00:00-24:00", "Monday to Sunday all day"),
    ],
)
def test_hours_are_said_in_words(hours: str, said: str) -> None:
    assert hours_words(hours) == said.replace("_", NBSP)


@pytest.mark.parametrize("hours", ["PH off", "Mo-Fr sunrise-sunset", "Xx 09:00-10:00", "Mo 25:00-26:00", ""])
def test_hours_that_say_more_stay_as_they_are(hours: str) -> None:
    assert hours_words(hours) == hours


def test_hours_are_said_in_the_readers_language() -> None:
    with override("es"):
        assert hours_words("Mo 09:00-17:00").startswith("lunes")


def test_a_zone_is_named_with_its_city() -> None:
    assert zone_words("America/Los_Angeles") == "Pacific Time (Los Angeles)"


@pytest.mark.parametrize(
    ("code", "name"),
    [("US-CO", "Colorado"), ("US", "Not known (only the country: United States)"), ("CA-ON", "CA-ON")],
)
def test_a_state_is_named(code: str, name: str) -> None:
    assert region_words(code) == name
