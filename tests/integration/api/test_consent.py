"""A consent that ends, is taken back or lacks something: nothing more is shown from then on, and all is accounted."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from holdfast.accounts.models import AccessLogEntry
from holdfast.protocol.chapters.consent.part2 import LONG_NOTICE
from holdfast.transfers.models import Transfer
from holdfast.transfers.selectors import state_now
from tests.integration.api.walk import SCOPES, instant

SIGNED = {
    "discloser": "Northside Crisis", "information": "Treatment notes since May", "recipients": "Riverside Intake",
    "right_to_revoke_told": True, "signed_by": "Rosalind Quillfeather", "redisclosure_told": True,
    "consequences_told": True,
}  # fmt: skip

EXCEPTION = {"given_by": "emergency_exception", "reason": "Unconscious.", "ground": "cannot_answer"}


def consents(walk, who="person", **changed):
    fields = {
        "scopes": SCOPES, "to": walk.ids["service"], "purpose": "treatment", "given_by": "person", "language": "es",
        "until": f"{walk.today() + timedelta(days=90)}",
    }  # fmt: skip
    return walk.cast[who].give(walk.transfer, "give_consent", {**fields, **changed})


def seen(walk, who="receiver"):
    return walk.cast[who].get(f"/transfers/{walk.transfer}")


@pytest.fixture
def row(walk):
    return lambda: Transfer.objects.get(pk=walk.transfer)


def test_what_ends_at_an_instant_ends_there_in_the_projection_too(walk, row):
    walk.authorized()
    ends = walk.at + timedelta(minutes=10)
    assert consents(walk, expires_at=instant(ends)).status == 201
    assert (row().consent_until, row().consent_ends_at) == (ends, ends)
    walk.until(ends - timedelta(seconds=1))
    assert seen(walk).status == 200
    walk.until(ends)
    assert seen(walk).status == 404


def test_it_ends_in_the_middle_of_the_call(walk, row):
    walk.connected()
    assert consents(walk, expires_at=instant(walk.at + timedelta(seconds=30))).status == 201
    assert seen(walk).body["person"] is not None
    walk.later(seconds=30)
    assert row().is_event_open
    for path in ("", "/events", "/records/live_connection"):
        assert walk.cast["receiver"].get(f"/transfers/{walk.transfer}{path}").status == 403


def test_an_instant_ends_it_for_an_owner_too(walk):
    walk.released()
    assert consents(walk, expires_at=instant(walk.at + timedelta(minutes=5))).status == 201
    walk.later(minutes=5)
    answer = seen(walk)
    assert (answer.status, answer.body["person"], answer.body["transfer"]["shared"]) == (200, None, [])
    (card,) = walk.cast["receiver"].get("/transfers").body["items"]
    assert (card["need"], card["shared"], card["basis"]) == (None, [], "")


def test_taken_back_between_page_and_submit_is_a_clear_refusal(walk):
    walk.authorized()
    walk.makes_ready()
    walk.does("originator", "open_live_event", channel="phone")
    assert seen(walk).status == 200
    walk.does("person", "revoke_consent", to=walk.ids["service"])
    answer = walk.cast["receiver"].give(walk.transfer, "join_live_event", {"party": "receiver"})
    assert answer.status == 404
    contact = {"contact": walk.ids["receiver"], "outcome": "live-human-accepted"}
    assert walk.cast["originator"].give(walk.transfer, "contact_attempt", contact).refused == ["S.consent"]


@pytest.mark.parametrize("left_out", sorted(SIGNED))
def test_substance_use_records_stay_closed_while_an_element_is_missing(walk, left_out):
    walk.authorized()
    part2 = {name: value for name, value in SIGNED.items() if name != left_out} | {"signed_at": instant(walk.at)}
    part2 |= {left_out: False} if SIGNED[left_out] is True else {}
    assert consents(walk, how="own_device", scopes=[*SCOPES, "sud-part2"], part2=part2).status == 201
    transfer = seen(walk).body["transfer"]
    (given,) = transfer["consents"]
    assert ("sud-part2" in transfer["shared"], transfer["notice"]) == (False, None)
    assert ("sud-part2" in given["scopes"], given["missing"]) == (False, [])
    (known,) = seen(walk, "originator").body["transfer"]["consents"]
    assert ("sud-part2" in known["scopes"], len(known["missing"])) == (True, 1)


def test_with_all_elements_they_go_with_the_notice_and_what_was_agreed(walk):
    walk.authorized()
    part2 = SIGNED | {"signed_at": instant(walk.at)}
    assert consents(walk, how="own_device", scopes=[*SCOPES, "sud-part2"], part2=part2).status == 201
    transfer = seen(walk).body["transfer"]
    (given,) = transfer["consents"]
    assert ("sud-part2" in transfer["shared"], transfer["notice"]) == (True, LONG_NOTICE)
    assert (given["missing"], given["purpose"], "sud-part2" in given["scopes"]) == ([], "treatment", True)
    assert seen(walk, "originator").body["transfer"]["notice"] is None


def disclosed(walk):
    rows = AccessLogEntry.objects.filter(transfer_id=UUID(walk.transfer)).exclude(recipient="")
    return [(row.purpose, row.recipient, sorted(row.scopes), row.basis) for row in rows.order_by("at", "pk")]


def test_each_look_of_the_receiving_side_is_accounted_with_its_basis(walk):
    walk.authorized()
    seen(walk)
    seen(walk, "originator")
    ((purpose, recipient, scopes, basis),) = disclosed(walk)
    assert (purpose, recipient, scopes) == ("transfer", walk.ids["service"], sorted(SCOPES))
    assert basis == seen(walk).body["transfer"]["consents"][0]["id"]


def test_a_list_is_accounted_as_one_look_at_each(walk):
    walk.authorized()
    (card,) = walk.cast["receiver"].get("/transfers").body["items"]
    assert [(purpose, basis) for purpose, _, _, basis in disclosed(walk)] == [("transfer-list", card["basis"])]


def test_in_an_emergency_the_basis_is_the_emergency(walk, row):
    walk.opens()
    walk.checks_safety()
    walk.does("originator", "emergency_start", act="rescue", reason="Not breathing.")
    walk.requests()
    seen(walk)
    assert [basis for *_, basis in disclosed(walk)] == ["emergency"]
    assert row().exceptions_open == 1


def test_an_exception_waits_until_a_reviewer_has_looked(walk, row):
    walk.authorized()
    assert consents(walk, "originator", **EXCEPTION).status == 201
    (waiting,) = seen(walk, "reviewer").body["transfer"]["exceptions"]
    assert (waiting["finding"], row().exceptions_open, seen(walk).body["transfer"]["exceptions"]) == (None, 1, [])
    review = {"exception": waiting["id"], "finding": "in_order", "note": ""}
    assert walk.cast["originator"].give(walk.transfer, "review_exception", review).refused == ["S.role"]
    walk.does("reviewer", "review_exception", review)
    assert row().exceptions_open == 0
    assert walk.cast["reviewer"].give(walk.transfer, "review_exception", review).refused == ["S.order"]


@pytest.mark.parametrize("given_by", ["person", "emergency_exception"])
def test_the_receiving_service_gives_itself_no_consent(walk, given_by):
    walk.authorized()
    reason = {"reason": "Not awake."} if given_by == "emergency_exception" else {}
    assert consents(walk, "receiver", given_by=given_by, scopes=[*SCOPES, "clinical-summary"], **reason).refused == [
        "S.role"
    ]
    assert "clinical-summary" not in seen(walk).body["transfer"]["shared"]
    ours = EXCEPTION if reason else {"given_by": given_by, "how": "signed"}
    assert consents(walk, "originator", **ours).status == 201


def test_staff_say_how_it_was_given_and_for_an_emergency_why_nobody_was_asked(walk):
    walk.opens()
    assert consents(walk, "originator").fields == {"how"}
    assert consents(walk, "originator", given_by="emergency_exception", reason="Unconscious.").fields == {"ground"}


def test_what_the_person_says_on_their_own_page_was_said_on_their_own_device(walk):
    walk.opens()
    assert consents(walk).status == 201
    state = state_now(walk.transfer)
    assert state is not None
    assert state.consents[walk.ids["service"]].says_how


def test_nobody_records_a_yes_that_is_over_already(walk):
    walk.opens()
    yesterday = f"{walk.today() - timedelta(days=1)}"
    assert consents(walk, until=yesterday).fields == {"until"}
    assert consents(walk, expires_at=instant(walk.at - timedelta(seconds=1))).fields == {"expires_at"}
    assert consents(walk, until=f"{walk.today()}", expires_at=instant(walk.at)).status == 201


@pytest.mark.parametrize("who", ["reviewer", "corrector", "follower", "receiver"])
def test_only_who_works_on_the_case_goes_without_the_persons_yes(walk, who):
    walk.authorized()
    assert consents(walk, who, **EXCEPTION).status in (404, 409)
    assert not walk.cast["originator"].get(f"/transfers/{walk.transfer}").body["transfer"]["exceptions"]


def test_an_exception_shows_no_more_than_an_emergency_takes(walk):
    walk.opens()
    assert consents(walk, "originator", **{**EXCEPTION, "scopes": [*SCOPES, "ipv-sensitive"]}).refused == ["S.limited"]
