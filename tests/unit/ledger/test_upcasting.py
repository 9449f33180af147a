"""Old schemas lifted step by step."""

from __future__ import annotations

import pytest

from holdfast.ledger.upcasting import Upcasters


def _two_steps() -> Upcasters:
    upcasters = Upcasters()
    upcasters.step("Opened", 1)(lambda payload: {"urgency": payload["speed"]})
    upcasters.step("Opened", 2)(lambda payload: {**payload, "mode": None})
    return upcasters


def test_a_payload_is_lifted_from_its_schema_to_the_newest():
    assert _two_steps().current("Opened", 1, {"speed": "same-day"}) == {"urgency": "same-day", "mode": None}


def test_a_newer_payload_takes_only_the_steps_it_lacks():
    assert _two_steps().current("Opened", 2, {"urgency": "same-day"}) == {"urgency": "same-day", "mode": None}


@pytest.mark.parametrize(("kind", "schema"), [("Opened", 3), ("Closed", 1)])
def test_a_payload_without_a_further_step_stays_as_it_is(kind, schema):
    assert _two_steps().current(kind, schema, {"a": 1}) == {"a": 1}


def test_a_step_is_registered_once():
    with pytest.raises(ValueError, match="Opened has a step from schema 1"):
        _two_steps().step("Opened", 1)(lambda payload: payload)
