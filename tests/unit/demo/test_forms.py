"""The fields of an ordinary transfer are what the protocol's forms take."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from holdfast.demo import forms
from holdfast.protocol.parsing import parse

AT = datetime(2026, 11, 20, 3, 30, tzinfo=UTC)
RECORDS = {
    "authorization_request": forms.request("missed-appointments", "p", "r", AT),
    "authorization_decision": forms.decision(("language", "payer", "hours", "capacity")),
    "release_readiness": forms.readiness("l", "r", AT),
    "live_connection": forms.connection("s", "c", "r", AT),
    "receiving_acceptance": forms.acceptance("missed-appointments", AT, ("language",)),
    "handoff_closure": forms.closure("r", AT),
    "verification": forms.verification(AT, AT + timedelta(hours=1), "r"),
    "assurance_followup": forms.follow_up("r", AT),
}


@pytest.mark.parametrize("kind", RECORDS)
def test_a_record_can_be_parsed(kind: str) -> None:
    assert parse("file_record", {"record": kind, **RECORDS[kind]}).step == kind


@pytest.mark.parametrize(
    ("do", "fields"), [("check_safety", forms.SAFE), ("give_consent", forms.consent("s", "es", AT))]
)
def test_a_command_can_be_parsed(do: str, fields: forms.Fields) -> None:
    assert parse(do, fields).step == do


def test_the_date_of_the_event_is_that_of_the_county() -> None:
    assert forms.verification(AT, AT, "r")["transfer_event_date"] == "2026-11-19"


def test_evidence_is_newer_than_the_closure_even_at_once() -> None:
    evidence = forms.verification(AT, AT + timedelta(milliseconds=2), "r")["evidence"]
    assert isinstance(evidence, list)
    assert all(datetime.fromisoformat(each["observed_at"]) > AT for each in evidence)
