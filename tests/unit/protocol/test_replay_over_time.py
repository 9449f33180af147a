"""A transfer is judged for ever by the controls it began under, whatever is added to the registry later."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from holdfast.cli.vectors import Run
from holdfast.protocol.codes import RecordKind
from holdfast.protocol.controls import CONTROLS
from holdfast.protocol.controls.registry import asked_of, control, gates_of
from holdfast.protocol.events import Event
from holdfast.protocol.policy import base_policy
from holdfast.protocol.replay import replay

HAPPY_PATH = Path(__file__).resolve().parents[2] / "conformance" / "happy-path.json"


@pytest.fixture
def told() -> list[Event]:
    run = Run(json.loads(HAPPY_PATH.read_text(encoding="utf-8")), base_policy().with_controls(CONTROLS))
    return [event for step in run.vector["steps"] for event in run.step(step).events]


def test_a_control_added_later_is_not_asked_of_a_transfer_that_began_before(told: list[Event]) -> None:
    control("A3.later", "Never.", mend="Nothing.", steps=(RecordKind.RELEASE_READINESS,))(lambda _: False)
    asked_of.cache_clear()
    gates_of.cache_clear()
    try:
        assert replay(told).contradiction is None
    finally:
        del CONTROLS["A3.later"]
        asked_of.cache_clear()
        gates_of.cache_clear()
