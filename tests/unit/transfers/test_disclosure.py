"""What may be shown to whom: pure, from the state alone."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from holdfast.protocol.chapters.consent.said import Consent
from holdfast.protocol.codes import EMERGENCY_SCOPES, ConsentScope, RecordKind
from holdfast.protocol.commands import COMMANDS
from holdfast.protocol.facts import PathwayPicture
from holdfast.protocol.records import RECORDS
from holdfast.protocol.state import INITIAL
from holdfast.transfers.disclosure import (
    PERSON_FIELDS,
    RECEIVING_FIELDS,
    Sight,
    consent_of,
    scopes_towards,
    shown,
)

NOON = datetime(2026, 11, 18, 17, 0, tzinfo=UTC)
SCOPES = frozenset({ConsentScope.IDENTITY_AND_CONTACT})
STATE = INITIAL.changed(
    zone="America/New_York",
    route=PathwayPicture("p", "riverside"),
    consents={"riverside": Consent(SCOPES, NOON.date())},
)


def test_a_consent_holds_to_the_end_of_its_last_day_where_the_originating_service_is():
    until, scopes = consent_of(STATE)
    assert (until, scopes) == (datetime(2026, 11, 19, 5, 0, tzinfo=UTC), ["identity-and-contact"])


@pytest.mark.parametrize(
    ("changed", "scopes"),
    [
        ({}, SCOPES),
        ({"is_paused": True}, frozenset()),
        ({"consents": {}}, frozenset()),
        ({"consents": {"elsewhere": Consent(SCOPES, date(2030, 1, 1))}}, frozenset()),
        ({"consents": {"riverside": Consent(SCOPES, date(2026, 11, 17))}}, frozenset()),
        ({"consents": {"riverside": Consent(SCOPES, date(2026, 11, 17))}, "owner_service": "riverside"}, SCOPES),
        ({"emergency_until": datetime(2026, 11, 18, 17, 1, tzinfo=UTC)}, EMERGENCY_SCOPES),
        ({"emergency_until": NOON, "consents": {}}, frozenset()),
        ({"emergency_until": datetime(2026, 11, 18, 18, tzinfo=UTC), "is_paused": True}, frozenset()),
    ],
)
def test_what_is_shared_with_the_receiving_side(changed, scopes):
    assert scopes_towards(STATE.changed(**changed), ["riverside"], NOON) == scopes


@pytest.mark.parametrize("fields", [RECEIVING_FIELDS, PERSON_FIELDS], ids=["receiving", "person"])
def test_only_fields_that_exist_are_shown(fields):
    for step, names in fields.items():
        model = RECORDS[RecordKind(step)] if step in set(RecordKind) else COMMANDS[step]
        assert set(names) <= set(model.model_fields), step


def test_a_field_that_is_not_listed_is_shown_to_the_originating_side_alone():
    fields = {"case_id": "WH-1", "need_category": "age-out"}
    assert shown(fields, "open_transfer", Sight.WHOLE, frozenset()) == fields
    assert shown(fields, "open_transfer", Sight.RECEIVING, EMERGENCY_SCOPES) == {"need_category": "age-out"}
    assert shown(fields, "open_transfer", Sight.PERSON, frozenset()) == {}


@pytest.mark.parametrize("step", ["check_safety", "signal", "emergency_start", "give_consent"])
def test_the_receiving_side_never_hears_of_safety_or_consent(step):
    assert step not in RECEIVING_FIELDS
