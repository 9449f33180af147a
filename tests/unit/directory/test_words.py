"""Languages and places: names that directories write, and the codes they stand for."""

from __future__ import annotations

import pytest

from holdfast.directory.languages import language_code
from holdfast.directory.places import region_of, state_zone


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Spanish", "es"),
        ("  spanish ", "es"),
        ("Chinese (Mandarin)", "cmn"),
        ("Chinese (Cantonese)", "yue"),
        ("Taiwanese", "nan"),
        ("Haitian Creole", "ht"),
        ("en-US", "en"),
        ("ur", "ur"),
        ("Klingon", None),
        ("", None),
        ("xyz", None),
    ],
)
def test_a_language_is_known_by_name_code_or_tag(written, code):
    assert language_code(written) == code


def test_chinese_without_more_is_neither_mandarin_nor_cantonese():
    assert language_code("Chinese") not in {language_code("Mandarin"), language_code("Cantonese")}


def test_a_state_is_known_by_code_and_by_name():
    assert region_of("CA", "US") == region_of("california", "usa") == "US-CA"
    assert region_of("New Hampshire", "US") == "US-NH"


def test_a_state_of_no_known_name_or_country_has_no_region():
    assert region_of("MyState", "US") is None
    assert region_of("CA", "CA") is None


def test_only_a_state_with_one_zone_gives_its_zone():
    assert state_zone("US-MA") == "America/New_York"
    assert state_zone("US-CA") == "America/Los_Angeles"
    assert state_zone("US-TX") is None
    assert state_zone(None) is None
