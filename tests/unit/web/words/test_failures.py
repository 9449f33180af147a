"""What did not hold is told as what happened, never by quoting the rule as if it held."""

from __future__ import annotations

import pytest

from holdfast.protocol.controls import CONTROLS, Consequence
from holdfast.web.words.failures import FAILURES, failure_words

FAILING = sorted(each.id for each in CONTROLS.values() if each.mend or each.consequence is not Consequence.SYSTEM)
OF_PACKAGES = [each for each in FAILING if each.startswith("P.")]
"""A package of a pathway is one file, with its rules: they are told as rules that do not hold."""
CAN_FAIL = [each for each in FAILING if each not in OF_PACKAGES]


@pytest.mark.parametrize("control", CAN_FAIL)
def test_every_rule_that_can_fail_has_a_plain_sentence_for_it(control):
    assert control in FAILURES or CONTROLS[control].package  # a package says it by its own rule
    assert failure_words(control) != CONTROLS[control].sentence


@pytest.mark.parametrize("control", OF_PACKAGES)
def test_the_rule_of_a_package_is_said_not_to_hold(control):
    assert control in FAILURES or "does not hold" in failure_words(control)


def test_no_sentence_is_idle():
    assert set(FAILURES) <= set(CONTROLS)


@pytest.mark.parametrize("control", sorted(FAILURES))
def test_each_is_a_whole_sentence_without_marks_of_code(control):
    said = failure_words(control)
    assert said[0].isupper() or said[0] == "“"
    assert said.endswith(".")
    assert "`" not in said
