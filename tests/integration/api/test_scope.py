"""Who sees a transfer, and how much of it. Whoever may not, is told that there is none: for reading and for doing."""

from __future__ import annotations

import json
import logging
from uuid import UUID

import pytest

from holdfast.accounts.models import AccessLogEntry
from holdfast.accounts.services import pool_join, role_give, staff_add
from holdfast.protocol.codes import Role
from holdfast.transfers.models import Transfer
from holdfast.transfers.services import erase
from tests.integration.api.http import caller

SIGNAL = {"what": "encounter_ended"}


def read(walk, who):
    return walk.cast[who].get(f"/transfers/{walk.transfer}")


def shown(walk, who):
    answer = read(walk, who)
    assert answer.status == 200, answer.body
    return answer.body


@pytest.fixture
def requested(walk):
    walk.opens()
    walk.prepares()
    walk.requests(urgency="emergent", risk_indicators=["suicidal-thinking"])
    return walk


@pytest.mark.parametrize("who", ["originator", "colleague", "decider", "corrector", "reviewer", "auditor", "executive"])
def test_the_originating_service_and_its_oversight_see_it_whole(requested, who):
    transfer = shown(requested, who)["transfer"]
    assert (transfer["sight"], transfer["case_id"], transfer["risk_indicators"]) == (
        "whole", "WH-1", ["suicidal-thinking"],
    )  # fmt: skip


@pytest.mark.parametrize("who", ["stranger", "neighbour"])
@pytest.mark.parametrize("path", ["", "/events", "/records/authorization_request"])
def test_others_are_told_that_there_is_none(requested, who, path):
    assert requested.cast[who].get(f"/transfers/{requested.transfer}{path}").status == 404


@pytest.mark.parametrize("who", ["stranger", "neighbour"])
def test_others_can_do_nothing_and_leave_nothing(requested, who):
    before = Transfer.objects.get(id=requested.transfer).seq
    assert requested.cast[who].give(requested.transfer, "signal", SIGNAL).status == 404
    assert Transfer.objects.get(id=requested.transfer).seq == before


def test_an_auditor_reads_and_does_nothing(requested):
    answer = requested.cast["auditor"].give(requested.transfer, "person_stops", {"wish": "withdraw"})
    assert (answer.status, [control["id"] for control in answer.body["controls"]]) == (409, ["S.role"])
    assert shown(requested, "auditor")["transfer"]["stage"] == "authorization"


def test_oversight_of_the_same_jurisdiction_sees_it_and_of_another_does_not(requested, services):
    for place, status in (("riverside", 200), ("far", 404)):
        lead = staff_add(f"lead@{place}.example", "Lead")
        role_give(lead.pk, Role.REGIONAL_LEAD, services[place].pk)
        assert caller(lead).get(f"/transfers/{requested.transfer}").status == status


def test_a_pool_that_decides_for_the_service_sees_it(requested, staff, services):
    pool_join(staff["stranger"].pk, services["northside"].pk)
    assert shown(requested, "stranger")["transfer"]["sight"] == "whole"


@pytest.mark.parametrize(("who", "sight"), [("neighbour", "whole"), ("stranger", "receiving")])
def test_a_named_reviewer_sees_it_whole_in_their_own_organisation_alone(walk, staff, who, sight):
    walk.opens()
    walk.prepares()
    assert read(walk, who).status == 404
    walk.requests(reviewer_id=str(staff[who].pk))
    assert shown(walk, who)["transfer"]["sight"] == sight


def test_the_receiving_side_sees_nothing_before_the_request(walk):
    walk.opens()
    walk.prepares()
    assert read(walk, "receiver").status == 404


def test_the_receiving_side_sees_nothing_without_consent(walk):
    walk.opens()
    walk.requests()
    assert read(walk, "receiver").status == 404


def test_the_receiving_side_sees_what_the_scopes_cover(requested):
    seen = shown(requested, "receiver")
    assert seen["transfer"]["sight"] == "receiving"
    assert seen["transfer"]["need"] == "missed-appointments"
    assert seen["transfer"]["risk_indicators"] == ["suicidal-thinking"]
    assert seen["transfer"]["case_id"] is None
    assert seen["person"] == {"name": "Rosalind Quillfeather", "phones": ["555-0199"]}


HIDDEN = [
    (["identity-and-contact"], ("need", "urgency", "risk_indicators", "is_elevated")),
    (["need-and-urgency"], ("person_id", "age", "language", "payer", "risk_indicators")),
    (["identity-and-contact", "need-and-urgency"], ("risk_indicators", "is_elevated", "first_action")),
]


@pytest.mark.parametrize(("scopes", "hidden"), HIDDEN)
def test_what_no_scope_covers_is_left_out(requested, scopes, hidden):
    requested.does(
        "person", "give_consent", scopes=scopes, to=requested.ids["service"], purpose="treatment", until="2027-01-01",
        given_by="person", language="es",
    )  # fmt: skip
    transfer = shown(requested, "receiver")["transfer"]
    assert {name: transfer[name] for name in hidden} == dict.fromkeys(hidden)


def test_without_the_scope_for_identity_the_receiver_learns_no_name(requested):
    requested.does(
        "person", "give_consent", scopes=["need-and-urgency"], to=requested.ids["service"], purpose="treatment",
        until="2027-01-01", given_by="person", language="es",
    )  # fmt: skip
    for path in ("", "/events"):
        answer = requested.cast["receiver"].get(f"/transfers/{requested.transfer}{path}")
        assert "Quillfeather" not in json.dumps(answer.body)


def test_the_risk_stays_out_of_the_record_and_the_history_too(requested):
    requested.does(
        "person", "give_consent", scopes=["identity-and-contact", "need-and-urgency"], to=requested.ids["service"],
        purpose="treatment", until="2027-01-01", given_by="person", language="es",
    )  # fmt: skip
    for path in ("/events", "/records/authorization_request"):
        answer = requested.cast["receiver"].get(f"/transfers/{requested.transfer}{path}")
        assert answer.status == 200
        assert "suicidal-thinking" not in json.dumps(answer.body)


def test_when_the_person_takes_the_consent_back_the_receiving_side_sees_nothing(requested):
    requested.does("person", "revoke_consent", to=requested.ids["service"])
    assert read(requested, "receiver").status == 404


def test_while_the_person_has_paused_the_receiving_side_sees_nothing(requested):
    requested.does("person", "person_stops", wish="pause")
    assert read(requested, "receiver").status == 404
    assert requested.cast["receiver"].get("/transfers").body["items"] == []


def test_a_consent_ends_with_its_last_day(requested):
    requested.does(
        "person", "give_consent", scopes=["need-and-urgency"], to=requested.ids["service"], purpose="treatment",
        until="2026-11-19", given_by="person", language="es",
    )  # fmt: skip
    requested.until(requested.local(1, 23))
    requested.later(minutes=59, seconds=59)
    assert read(requested, "receiver").status == 200
    requested.later(seconds=1)
    assert read(requested, "receiver").status == 404


def test_in_the_emergency_window_the_receiving_side_sees_it_without_consent(walk):
    walk.opens()
    walk.does("originator", "emergency_start", act="911", reason="imminent danger")
    walk.requests(urgency="emergent")
    assert shown(walk, "receiver")["transfer"]["need"] == "missed-appointments"
    walk.later(minutes=30)
    assert read(walk, "receiver").status == 404


def test_who_has_taken_the_person_on_sees_it_always(walk):
    walk.released()
    walk.does("person", "revoke_consent", to=walk.ids["service"])
    transfer = shown(walk, "receiver")["transfer"]
    assert (transfer["owner_id"], transfer["need"]) == (walk.ids["receiver"], None)


def test_escalations_and_failures_are_not_for_the_receiving_side(requested):
    requested.cast["originator"].give(requested.transfer, "handoff_closure", requested.closure())
    assert requested.cast["decider"].get("/failures").body["items"] != []
    for board in ("failures", "escalations"):
        assert requested.cast["receiver"].get(f"/{board}").body["items"] == []


def test_each_look_at_a_transfer_stands_in_the_access_log(requested, staff):
    before = AccessLogEntry.objects.count()
    shown(requested, "receiver")
    entry = AccessLogEntry.objects.latest("id")
    assert AccessLogEntry.objects.count() == before + 1
    assert (str(entry.transfer_id), entry.actor_id, entry.purpose) == (
        requested.transfer, staff["receiver"].pk, "transfer",
    )  # fmt: skip


def test_a_list_says_whom_it_showed(requested, staff):
    requested.cast["colleague"].get("/transfers")
    entry = AccessLogEntry.objects.latest("id")
    assert (str(entry.person_id), entry.actor_id) == (requested.ids["person"], staff["colleague"].pk)


def test_a_list_shows_the_receiving_side_no_more_than_the_transfer_does(requested):
    card = requested.cast["receiver"].get("/transfers").body["items"][0]
    assert (card["sight"], card["need"], card["case_id"], card["person_id"]) == (
        "receiving", "missed-appointments", None, None,
    )  # fmt: skip
    requested.does(
        "person", "give_consent", scopes=["identity-and-contact"], to=requested.ids["service"], purpose="treatment",
        until="2027-01-01", given_by="person", language="es",
    )  # fmt: skip
    card = requested.cast["receiver"].get("/transfers").body["items"][0]
    assert (card["need"], card["urgency"], card["is_elevated"]) == (None, None, None)


def test_an_erased_transfer_is_gone_for_those_who_knew_it_and_was_never_there_for_others(requested):
    erase(UUID(requested.transfer), reason="person-request", by="owner")
    assert read(requested, "originator").status == 410
    assert requested.cast["originator"].give(requested.transfer, "signal", SIGNAL).status == 410
    assert requested.cast["originator"].get("/transfers").body["items"] == []
    assert read(requested, "stranger").status == 404
    assert requested.cast["stranger"].give(requested.transfer, "signal", SIGNAL).status == 404


def test_no_name_and_no_word_of_a_person_is_logged(walk, caplog):
    caplog.set_level(logging.DEBUG)
    walk.held()
    walk.cast["originator"].get("/people?q=Rosalind%20Quillfeather")
    walk.cast["originator"].give(walk.transfer, "signal", {"what": "Quillfeather"})
    said = caplog.text
    assert not [word for word in ("Quillfeather", "555-0199", "River Street", "priority visit") if word in said]
