"""Small things said as people say them, in both languages."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from django.utils.translation import override

from holdfast.protocol.codes import Warmth
from holdfast.web.browsers import browser_words
from holdfast.web.words.codes import outcome_words
from holdfast.web.words.places import ages_words
from holdfast.web.words.times import zone_name


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("America/New_York", "hora del Este"),
        ("America/Denver", "hora de la Montaña"),
    ],
)
def test_a_zone_is_called_in_spanish_as_people_here_call_it(zone, said):
    with override("es"):
        assert zone_name(ZoneInfo(zone)).startswith(said)


def test_a_browser_is_told_in_the_readers_language():
    with override("es"):
        assert browser_words("Chrome on Linux") == "Chrome en Linux"
    assert browser_words("Chrome") == "Chrome"


def test_ages_without_an_upper_limit_name_none():
    assert ages_words(18, 120) == "18 years and over"
    assert ages_words(18, 64) == "18 to 64 years"


def test_what_has_no_result_says_so():
    assert outcome_words(Warmth.NOT_YET) == "No result yet"
