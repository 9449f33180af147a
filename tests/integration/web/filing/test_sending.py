"""Sending a form: filed once, in the caller's name; what others did meanwhile is told; what was typed is kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.integration.api.walk import instant
from tests.integration.web.filing.conftest import hidden

SAFE = {"safe_now": "yes", "alone": "yes", "contact_method": "text", "voicemail": "none"}
SIGNAL = {"what": "status_changed"}


@pytest.fixture
def request_fields(walk):
    """The fields of a request that is taken."""
    return {
        "transfer_trigger": walk.need, "need_category": walk.need, "urgency": "48-hour", "risk_indicators": [],
        "mode": "live_phone", "receiving_pathway": walk.ids["pathway"], "reviewer_id": walk.ids["decider"],
        "next_checkpoint_date": f"{walk.today() + timedelta(days=1)}",
    }  # fmt: skip


def kinds(walk) -> list[str]:
    """Return the acts on the ledger."""
    events = walk.cast["originator"].get(f"/transfers/{walk.transfer}/events").body["items"]
    return [event["kind"] for event in events if event["kind"].startswith(("filed.", "refused."))]


def test_a_record_that_is_filed_leads_to_the_handoff(walk, desk, request_fields):
    walk.opens()
    response = desk("originator").fills("authorization_request", request_fields)
    address = reverse("transfer_page", args=[walk.transfer])
    assert (response.status_code, response.headers["Location"]) == (303, f"{address}?done=authorization_request")
    assert kinds(walk)[-1] == "filed.authorization_request"


def test_a_form_that_is_sent_twice_is_filed_once(walk, desk):
    walk.opens()
    at = desk("originator")
    form = hidden(at.opens("signal"))
    assert [at.sends("signal", SIGNAL, **form).status_code for _ in range(2)] == [303, 303]
    assert kinds(walk).count("filed.signal") == 1


def test_an_old_form_that_is_sent_again_with_other_answers_files_nothing(walk, desk):
    walk.opens()
    at = desk("originator")
    form = hidden(at.opens("signal"))
    at.sends("signal", SIGNAL, **form)
    response = at.sends("signal", {"what": "encounter_ended"}, **form)
    assert response.status_code == 409
    assert "This form was sent before" in response.content.decode()
    assert hidden(response)["_key"] != form["_key"]
    assert kinds(walk).count("filed.signal") == 1


def test_each_rendering_has_a_key_of_its_own(walk, desk):
    walk.opens()
    at = desk("originator")
    assert hidden(at.opens("signal"))["_key"] != hidden(at.opens("signal"))["_key"]


def test_who_was_too_late_is_told_who_did_what_and_keeps_what_they_typed(walk, desk):
    walk.opens()
    walk.prepares()
    walk.requests()
    at = desk("decider")
    form = hidden(at.opens("authorization_decision"))
    walk.does("originator", "signal", SIGNAL)
    typed = {
        "decision": "block", "pathway_suitability": "suitable", "accommodations": [], "transfer_failure_risk": "low",
        "unresolved_dependencies": ["no ride on Thursday"],
    }  # fmt: skip
    response = at.sends("authorization_decision", typed, **form)
    said = response.content.decode()
    assert response.status_code == 409
    assert "Originator noted" in said
    assert "no ride on Thursday" in said
    assert at.sends("authorization_decision", typed, **hidden(response)).status_code == 303


def test_somebody_who_takes_a_seat_meanwhile_holds_nobody_up(walk, desk):
    walk.connected()
    at = desk("decider")
    form = hidden(at.opens("close_transfer"))
    walk.does("originator", "leave_live_event", party="person")
    heard = {"heard_by": walk.ids["originator"]}
    typed = {"closure": "person-declined-offer", "reason": "They would rather wait.", **heard}
    assert at.sends("close_transfer", typed, **form).status_code == 303


def test_what_rests_on_nothing_that_others_do_is_never_too_late(walk, desk):
    walk.opens()
    at = desk("originator")
    form = hidden(at.opens("check_safety"))
    walk.does("originator", "signal", SIGNAL)
    assert at.sends("check_safety", SAFE, **form).status_code == 303


@pytest.mark.parametrize("beside", [{}, {"_key": "x" * 9000, "_seen": "-1"}, {"_key": "", "_seen": "٣"}])
def test_what_is_sent_along_may_be_anything(beside, walk, desk):
    walk.opens()
    assert desk("originator").sends("signal", SIGNAL, **beside).status_code == 303


def test_a_row_is_added_and_taken_away_without_filing(walk, desk):
    walk.opens()
    walk.prepares()
    walk.requests()
    at = desk("decider")
    typed = {"unresolved_dependencies": ["a ride", "a bed"]}
    more = at.sends("authorization_decision", typed, _more="unresolved_dependencies")
    assert more.status_code == 200
    assert 'name="unresolved_dependencies.2" value=""' in more.content.decode()
    fewer = at.sends("authorization_decision", typed, _fewer="unresolved_dependencies.0").content.decode()
    assert "a bed" in fewer
    assert "a ride" not in fewer
    assert kinds(walk)[-1] == "filed.authorization_request"


def test_now_is_when_the_form_is_sent(walk, desk):
    walk.connected()
    at = desk("originator")
    form = hidden(at.opens("live_connection"))
    walk.later(minutes=10)
    fields = {
        "receiving_service": walk.ids["service"], "receiving_contact_id": walk.ids["receiver"], "channel": "phone",
        "handoff_purpose": "Needs a visit and a ride.", "reviewer_id": walk.ids["decider"],
        "next_checkpoint_date": f"{walk.today() + timedelta(days=1)}",
    }  # fmt: skip
    response = at.sends("live_connection", fields, **{**form, "contact_attempted_at.quick": "now"})
    assert response.status_code == 303
    filed = walk.cast["originator"].get(f"/transfers/{walk.transfer}/records/live_connection").body["fields"]
    assert filed["contact_attempted_at"].startswith(instant(walk.at)[:19])


def test_a_time_is_read_where_the_handoff_began(walk, desk):
    walk.released()
    fields = {"asked_by": "the person", "reason": "the bus"}
    sent = {"at.day": "2026-11-20", "at.time": "12:00"}
    assert desk("receiver").fills("reschedule_first_action", fields, **sent).status_code == 303
    view = walk.cast["originator"].get(f"/transfers/{walk.transfer}").body["transfer"]
    assert view["first_action"]["at"] == "2026-11-20T17:00:00Z"


def test_who_decides_or_releases_proves_once_more_who_they_are(walk, desk):
    walk.connected()
    for who, step in (("decider", "authorization_decision"), ("originator", "handoff_closure")):
        at = desk(who)
        at.opens("check_safety")
        walk.later(minutes=11)
        at.client.get(reverse("session_left"))
        assert "/sign-in/" in at.opens(step).headers.get("Location", ""), step
