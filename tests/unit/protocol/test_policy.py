"""The policy: numbers by name, a jurisdiction's overlay, and what is refused in one."""

from __future__ import annotations

import pytest

from holdfast.protocol.codes import Mode, Need, RiskIndicator, Urgency
from holdfast.protocol.errors import Malformed
from holdfast.protocol.policy import base_policy, policy_from_json, read_overlay, read_policy

BASE = base_policy()


def test_an_overlay_changes_what_it_names_and_nothing_else() -> None:
    policy = read_overlay('version = "2026.1-ny"\n[numbers]\n"recontact.due" = 600\n')
    assert policy.version == "2026.1-ny"
    assert policy.number("recontact.due") == 600
    assert policy.number("authorization.decide") == BASE.number("authorization.decide")


def test_an_overlay_lies_over_another() -> None:
    state = read_overlay("[numbers]\n'recontact.due' = 600\n")
    county = read_overlay("[business_day]\ncloses = '16:30'\n", over=state)
    assert (county.number("recontact.due"), county.closes.hour) == (600, 16)


def test_an_overlay_may_let_more_triggers_fit() -> None:
    policy = read_overlay("[triggers.fit]\nmissed-appointments = ['loss-of-housing']\n")
    assert policy.trigger_fits(Need.LOSS_OF_HOUSING, Need.MISSED_APPOINTMENTS)
    assert not BASE.trigger_fits(Need.LOSS_OF_HOUSING, Need.MISSED_APPOINTMENTS)


@pytest.mark.parametrize(
    ("toml", "named"),
    [
        ("[numbers]\n'recontact.soon' = 1\n", "numbers.recontact.soon"),
        ("[numbers]\n'recontact.due' = -1\n", "numbers.recontact.due"),
        ("[numbers]\n'recontact.due' = '15 minutes'\n", "numbers.recontact.due"),
        ("[business_day]\ncloses = 'at five'\n", "business_day.closes"),
        ("[triggers.fit]\nbad-mood = ['step-up']\n", "triggers.fit.bad-mood.[key]"),
        ("colour = 'blue'\n", "colour"),
    ],
)
def test_what_is_not_of_the_policy_is_named(toml: str, named: str) -> None:
    with pytest.raises(Malformed) as wrong:
        read_overlay(toml)
    assert list(wrong.value.fields) == [named]


def test_a_policy_that_lacks_a_table_is_refused() -> None:
    with pytest.raises(Malformed) as wrong:
        read_policy("version = '1'\n")
    assert "numbers" in wrong.value.fields


def test_the_same_document_is_the_very_same_policy() -> None:
    document = BASE.model_dump(mode="json")
    assert policy_from_json(document) is policy_from_json(dict(document))
    assert policy_from_json(document) == BASE


def test_urgency_or_an_indicator_elevates() -> None:
    assert BASE.is_elevated(Urgency.SAME_DAY, ())
    assert BASE.is_elevated(Urgency.SCHEDULED, (RiskIndicator.PSYCHOSIS,))
    assert not BASE.is_elevated(Urgency.SCHEDULED, (RiskIndicator.HOUSING_INSTABILITY,))


def test_the_strongest_mode_that_an_indicator_asks_for_counts() -> None:
    assert BASE.weakest_mode(()) is Mode.FOLLOW_UP_CALL
    both = (RiskIndicator.SELF_HARM, RiskIndicator.HOUSING_INSTABILITY)
    assert BASE.weakest_mode(both) is BASE.weakest_mode(both[::-1]) is Mode.LIVE_PHONE
