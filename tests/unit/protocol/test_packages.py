"""Pathway packages: each is whole, is read and kept with the record it adds to, and is shown by the scopes it names."""

from __future__ import annotations

from dataclasses import replace

import pytest

from holdfast.cli.vectors import Run
from holdfast.protocol import packages as registry
from holdfast.protocol.codec import read, write
from holdfast.protocol.codes import ConsentScope, Need, RecordKind
from holdfast.protocol.commands import FileRecord
from holdfast.protocol.controls import CONTROLS
from holdfast.protocol.controls.registry import asked_of
from holdfast.protocol.errors import Malformed
from holdfast.protocol.events import Event, StepFiled
from holdfast.protocol.package import Given, Package, Rule, added_name
from holdfast.protocol.packages import Unsound, packages
from holdfast.protocol.parsing import fitted, parse
from holdfast.protocol.policy import base_policy
from holdfast.protocol.replay import replay
from holdfast.protocol.state import INITIAL
from holdfast.transfers.disclosure import Sight, shown
from tests.story import vector

CODES = ("crisis_to_outpatient", "failed_contact_bridge", "stabilization_discharge")
A1 = RecordKind.AUTHORIZATION_REQUEST
RISK = ConsentScope.RISK_AND_SAFETY_PLAN


def told(code: str) -> list[Event]:
    """Tell a package's own journey; return its events."""
    story = vector(f"journeys/package-{code.replace('_', '-')}.json")
    run = Run(story, base_policy())
    return [event for step in story["steps"] for event in run.step(step).events]


def requested(code: str) -> StepFiled:
    """Return the filing of the request in a package's journey."""
    return next(each for each in told(code) if isinstance(each, StepFiled) and each.command.step == A1)


def test_three_are_there_and_stand_in_the_registry():
    assert tuple(packages()) == CODES
    own = {rule.id for package in packages().values() for rule in package.rules}
    assert own == {each.id for each in CONTROLS.values() if each.package}


@pytest.mark.parametrize("code", CODES)
def test_its_rules_are_asked_in_its_transfers_alone(code):
    for rule in packages()[code].rules:
        for step in rule.steps:
            assert rule.id in {each.id for each in asked_of(step, package=code)}
            assert rule.id not in {each.id for each in asked_of(step)}


@pytest.mark.parametrize("code", CODES)
def test_it_is_offered_for_its_needs(code):
    assert all(packages()[code] in registry.fitting(need) for need in packages()[code].needs)
    assert packages()[code] not in registry.fitting(Need.INTIMATE_PARTNER_VIOLENCE)


@pytest.mark.parametrize("code", CODES)
def test_what_it_adds_comes_back_from_the_ledger_as_it_went(code):
    events = [event for event in told(code) if isinstance(event, StepFiled)]
    added = [event for event in events if getattr(event.command, "added", None) is not None]
    assert len(added) == len(packages()[code].added)
    for event in added:
        written = write(event)
        assert read(written.kind, written.controls, written.payload, event.facts.at) == event


@pytest.mark.parametrize("code", CODES)
def test_a_log_with_a_package_is_borne_out_by_the_controls(code):
    assert replay(told(code)).contradiction is None


def test_each_field_is_kept_by_itself_and_shown_by_its_own_scope():
    event = requested(CODES[0])
    fields = write(event).payload
    assert {str(name) for field in fields if (name := added_name(field))} == {
        f"package.{CODES[0]}.current_risk_level", f"package.{CODES[0]}.crisis_trigger"
    }  # fmt: skip
    seen = shown(fields, A1, Sight.RECEIVING, frozenset({RISK}))
    assert [name for name in seen if added_name(name)] == [f"package.{CODES[0]}.current_risk_level"]
    assert not [name for name in shown(fields, A1, Sight.PERSON, frozenset(ConsentScope)) if added_name(name)]


def test_what_an_uninstalled_package_added_is_kept_and_shown_to_nobody_outside():
    event = requested(CODES[0])
    payload = {name.replace(CODES[0], "gone"): value for name, value in write(event).payload.items()}
    gone = read(f"filed.{A1}", {"held": []}, payload, event.facts.at)
    assert isinstance(gone, StepFiled)
    assert isinstance(gone.command, FileRecord)
    assert isinstance(gone.command.added, Given)
    assert not [n for n in shown(payload, A1, Sight.RECEIVING, frozenset(ConsentScope)) if added_name(n)]


def test_the_transfers_of_an_uninstalled_package_take_no_more_records():
    state = INITIAL.changed(package="gone")
    command = parse("file_record", vector("happy-path.json")["steps"][3]["with"])
    with pytest.raises(Malformed) as wrong:
        fitted(state, command)
    assert set(wrong.value.fields) == {"package"}


@pytest.mark.parametrize("given", ["text", ["list"], 7, None, True])
def test_what_is_no_object_is_malformed(given):
    fields = {**vector("happy-path.json")["steps"][3]["with"], "package": given}
    with pytest.raises(Malformed) as wrong:
        parse("file_record", fields)
    assert set(wrong.value.fields) == {"package"}


def test_odd_names_of_fields_are_named_and_break_nothing():
    odd = {"_fields_set": 1, "model_dump": 2, "a b": 3, "": 4}
    fields = {**vector("happy-path.json")["steps"][3]["with"], "package": odd}
    with pytest.raises(Malformed) as wrong:
        fitted(INITIAL.changed(package=CODES[0]), parse("file_record", fields))
    assert {f"package.{name}" for name in odd} <= set(wrong.value.fields)


def _says(**text: str) -> Package:
    return Package("one", {"en": "One", "es": "Uno"}, {"en": "One.", "es": "Uno.", **text})


@pytest.mark.parametrize(
    "package",
    [
        _says(es=""), replace(_says(), code="not a code"),
        replace(_says(), rules=(Rule("B1.mine", {"en": "x", "es": "x"}, {"en": "x", "es": "x"}, (), lambda s: True),)),
        replace(_says(), rules=(Rule("P.mine", {"en": "x"}, {"en": "x", "es": "x"}, (), lambda s: True),)),
    ],
)  # fmt: skip
def test_a_package_that_is_not_whole_is_named(package):
    with pytest.raises(Unsound):
        registry._check(package)
