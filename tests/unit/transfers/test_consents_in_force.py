"""Under which consents something is shown, on what basis, and which notice goes with it: at the instant, and around."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from holdfast.protocol.chapters.consent.part2 import LONG_NOTICE
from holdfast.protocol.chapters.consent.said import Consent, Part2Gap
from holdfast.protocol.codes import EMERGENCY_SCOPES, ConsentScope
from holdfast.protocol.state import INITIAL, State
from holdfast.transfers import disclosure
from holdfast.transfers.disclosure import Sight, basis_towards, consent_of, scopes_towards
from holdfast.transfers.withholding import notice_beside

ENDS = datetime(2026, 11, 18, 19, tzinfo=UTC)
SUD, IDENTITY = ConsentScope.SUD_PART2, ConsentScope.IDENTITY_AND_CONTACT
GIVEN = Consent(frozenset({IDENTITY, SUD}), date(2026, 11, 18), step=7)
SECOND = timedelta(seconds=1)


def agreed(consent: Consent, **fields: object) -> State:
    return INITIAL.changed(consents={"riverside": consent}, **fields)


@pytest.mark.parametrize("owner", ["northside", "riverside"])
@pytest.mark.parametrize(("at", "is_open"), [(ENDS - SECOND, True), (ENDS, False), (ENDS + SECOND, False)])
def test_what_ends_at_an_instant_ends_there_for_everybody(at: datetime, owner: str, *, is_open: bool) -> None:
    ending = Consent(GIVEN.scopes, GIVEN.until, expires_at=ENDS, step=7)
    state = agreed(ending, owner_service=owner)
    assert bool(scopes_towards(state, ["riverside"], at)) == is_open
    assert basis_towards(state, ["riverside"], at) == ("consent-7" if is_open else "")


@pytest.mark.parametrize(("days", "owner", "is_open"), [(0, "", True), (1, "", False), (1, "riverside", True)])
def test_the_last_day_is_passed_over_for_who_has_taken_the_person_on(days: int, owner: str, *, is_open: bool) -> None:
    at = ENDS + timedelta(days=days)
    assert bool(scopes_towards(agreed(GIVEN, owner_service=owner), ["riverside"], at)) == is_open


def test_with_a_gap_substance_use_records_are_closed_and_the_rest_stays_open() -> None:
    lacking = Consent(GIVEN.scopes, GIVEN.until, step=7, gaps=(Part2Gap.SIGNATURE,))
    assert scopes_towards(agreed(lacking), ["riverside"], ENDS) == {IDENTITY}
    assert scopes_towards(agreed(GIVEN), ["riverside"], ENDS) == {IDENTITY, SUD}


def test_while_the_person_has_paused_there_is_no_basis() -> None:
    assert basis_towards(agreed(GIVEN, is_paused=True), ["riverside"], ENDS) == ""


def test_an_emergency_is_a_basis_of_its_own() -> None:
    state = agreed(GIVEN, emergency_until=ENDS + SECOND)
    assert basis_towards(state, ["riverside"], ENDS) == "consent-7 emergency"
    assert basis_towards(state, ["elsewhere"], ENDS) == "emergency"
    assert scopes_towards(state, ["elsewhere"], ENDS) == EMERGENCY_SCOPES
    exception = Consent(GIVEN.scopes, GIVEN.until, step=7, is_exception=True)
    assert basis_towards(agreed(exception), ["riverside"], ENDS) == "emergency"


def test_the_projection_ends_with_whichever_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(State, "receiving_service", "riverside")
    later = Consent(GIVEN.scopes, GIVEN.until, expires_at=ENDS + timedelta(days=9))
    assert consent_of(agreed(Consent(GIVEN.scopes, GIVEN.until, expires_at=ENDS)))[0] == ENDS
    assert consent_of(agreed(later))[0] == consent_of(agreed(GIVEN))[0] == datetime(2026, 11, 19, tzinfo=UTC)


@pytest.mark.parametrize(
    ("sight", "notice"), [(Sight.RECEIVING, LONG_NOTICE), (Sight.WHOLE, LONG_NOTICE), (Sight.PERSON, None)]
)
def test_the_notice_stands_beside_the_field_that_asks_for_it(
    monkeypatch: pytest.MonkeyPatch, sight: Sight, notice: str | None
) -> None:
    monkeypatch.setitem(disclosure.RECEIVING_FIELDS, "told", {"use": SUD, "name": IDENTITY})
    assert notice_beside({"name": "a", "use": "b"}, "told", INITIAL, sight) == notice
    assert notice_beside({"name": "a"}, "told", INITIAL, sight) is None
