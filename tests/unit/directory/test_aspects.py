from __future__ import annotations

import pytest

from holdfast.directory.aspects import WrongValue, normal_value


@pytest.mark.parametrize(
    ("aspect", "value", "kept"),
    [
        ("needs", ["self-harm", "suicide-risk"], ["self-harm", "suicide-risk"]),
        ("ages", [18, 64], [18, 64]),
        ("languages", ["Spanish", "en-US"], ["en", "es"]),
        ("payers", ["Medicaid"], ["medicaid"]),
        ("capacity", "limited", "limited"),
        ("intake_requirements", [], []),
        ("hours", "24/7", "24/7"),
        ("zone", "America/New_York", "America/New_York"),
        ("region", "US-NY", "US-NY"),
        ("staffed", True, True),
        ("status", "inactive", "inactive"),
        ("needs", None, None),
    ],
)
def test_a_sound_value_is_kept_in_its_normal_form(aspect, value, kept):
    assert normal_value(aspect, value) == kept


@pytest.mark.parametrize(
    ("aspect", "value"),
    [
        ("needs", ["hunger"]),
        ("needs", "self-harm"),
        ("ages", [64, 18]),
        ("ages", [0, 151]),
        ("ages", [True, 20]),
        ("languages", ["Klingon"]),
        ("payers", ["med\u202eicaid"]),
        ("payers", [""]),
        ("capacity", "full"),
        ("hours", "9 to 5"),
        ("zone", "Eastern"),
        ("region", "XX"),
        ("staffed", "yes"),
        ("status", "unknown"),
    ],
)
def test_a_wrong_value_is_refused_with_what_is_accepted(aspect, value):
    with pytest.raises(WrongValue, match="must be"):
        normal_value(aspect, value)
