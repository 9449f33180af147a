"""The registry of controls is whole: each control in its order, with vectors that hold and that refuse."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from holdfast.protocol.codes import DeadlineName, RecordKind
from holdfast.protocol.commands import COMMANDS
from holdfast.protocol.controls import CONTROLS, Consequence
from holdfast.protocol.controls.registry import GROUPS, asked_of, in_order
from holdfast.protocol.deadlines import DEADLINES

REPOSITORY = Path(__file__).resolve().parents[3]
VECTORS = REPOSITORY / "tests" / "conformance" / "controls"
PROTOCOL = Path(os.environ.get("HOLDFAST_SHARED", REPOSITORY.parent / "shared")) / "design" / "protocol.md"
BREAKS = {
    Consequence.REFUSE: "refuses-", Consequence.BREACH: "breaches-", Consequence.ESCALATE: "escalates-"
}  # fmt: skip
STEPS = {*COMMANDS, *RecordKind} - {"file_record"}


def test_each_control_belongs_to_a_table_of_the_protocol() -> None:
    assert {name.split(".")[0] for name in CONTROLS} == set(GROUPS)


def test_gates_are_asked_before_the_others() -> None:
    gates = [control.is_gate for control in in_order()]
    assert gates == sorted(gates, reverse=True)


def test_a_transfer_is_asked_only_the_controls_it_began_under() -> None:
    assert [c.id for c in asked_of("release_readiness", frozenset({"A3.person"}))] == ["A3.person"]


@pytest.mark.parametrize("control", sorted(CONTROLS))
def test_a_control_says_what_must_hold_and_how_to_mend_it(control: str) -> None:
    rule = CONTROLS[control]
    assert rule.sentence.endswith(".")
    assert rule.mend.endswith(".") or rule.check is None
    assert (rule.check is None) == (not rule.steps)
    assert set(rule.steps) <= STEPS | {"*"}


@pytest.mark.parametrize("control", sorted(CONTROLS))
def test_a_control_has_a_vector_in_which_it_holds(control: str) -> None:
    assert list((VECTORS / control).glob("holds-*.json"))


@pytest.mark.parametrize("control", sorted(name for name, rule in CONTROLS.items() if rule.consequence in BREAKS))
def test_a_control_has_a_vector_in_which_it_does_not_hold(control: str) -> None:
    told = [name for start in BREAKS.values() for name in (VECTORS / control).glob(f"{start}*.json")]
    assert told


def test_the_systems_own_controls_refuse_nothing() -> None:
    own = {name for name, rule in CONTROLS.items() if rule.consequence is Consequence.SYSTEM}
    assert own == {"A2.supported", "C3.routed", "S.death", "S.unasked", "S.withdrawn"}
    assert all(not list((VECTORS / control).glob("refuses-*.json")) for control in own)


@pytest.mark.skipif(not PROTOCOL.exists(), reason="the shared design is not here (HOLDFAST_SHARED)")
def test_each_control_of_the_protocols_tables_is_registered() -> None:
    rows = re.findall(r"^\| ([ABC]\d\.[a-z]+) \|", PROTOCOL.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert len(rows) > 35
    assert sorted(rows) == sorted(name for name in CONTROLS if name[0] in "ABC")


@pytest.mark.skipif(not PROTOCOL.exists(), reason="the shared design is not here (HOLDFAST_SHARED)")
def test_the_tables_controls_are_asked_in_the_order_of_the_tables() -> None:
    rows = re.findall(r"^\| ([ABC]\d\.[a-z]+) \|", PROTOCOL.read_text(encoding="utf-8"), flags=re.MULTILINE)
    asked_alone = {name for name, rule in CONTROLS.items() if rule.is_gate}
    assert [control.id for control in in_order() if control.id in rows and control.id not in asked_alone] == [
        name for name in rows if name not in asked_alone
    ]


def test_each_deadline_has_its_row_in_the_order_of_the_table() -> None:
    assert list(DEADLINES) == list(DeadlineName)
    assert all(rule.control in CONTROLS for rule in DEADLINES.values() if rule.control)
