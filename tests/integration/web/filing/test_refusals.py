"""A refusal says each rule, how to mend it and where, and who was told; what was typed stands below it."""

from __future__ import annotations

import html
import re
from datetime import timedelta

from django.urls import reverse

from holdfast.accounts.services import holder_add, rung_set
from holdfast.protocol.codes import EscalationLevel
from tests.integration.api.walk import instant
from tests.integration.web.filing.conftest import hidden


def request_fields(walk, **changed):
    """Return the fields of an authorization request."""
    return {
        "transfer_trigger": walk.need, "need_category": walk.need, "urgency": "48-hour", "risk_indicators": [],
        "mode": "live_phone", "receiving_pathway": walk.ids["pathway"], "reviewer_id": walk.ids["decider"],
        "next_checkpoint_date": f"{walk.today() + timedelta(days=1)}", **changed,
    }  # fmt: skip


def decision_fields(**changed):
    """Return the fields of a decision that authorizes."""
    return {
        "decision": "authorize", "pathway_suitability": "suitable", "accommodations": [],
        "transfer_failure_risk": "medium", "unresolved_dependencies": [], **changed,
    }  # fmt: skip


def said(response) -> str:
    """Return the page as somebody reads it."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


def test_a_rule_of_the_record_leads_to_its_field_below(walk, desk):
    walk.opens()
    response = desk("originator").fills("authorization_request", request_fields(walk, urgency="not-rated"))
    assert response.status_code == 409
    assert "The urgency was not rated. Rate how soon the first action is due." in said(response)
    assert '<a href="#id_urgency">' in response.content.decode()
    assert 'id="id_urgency"' in response.content.decode()


def test_what_was_typed_stands_below_and_can_be_sent_again(walk, desk):
    walk.opens()
    at = desk("originator")
    response = at.fills("authorization_request", request_fields(walk, urgency="not-rated"))
    assert f'<option value="{walk.ids["decider"]}" selected>' in response.content.decode()
    assert '<a href="#form">' in response.content.decode()
    again = at.sends("authorization_request", request_fields(walk), **hidden(response))
    assert again.status_code == 303


def test_a_refusal_that_is_sent_twice_is_one_attempt(walk, desk):
    walk.opens()
    at = desk("originator")
    form = hidden(at.opens("authorization_request"))
    fields = request_fields(walk, urgency="not-rated")
    assert [at.sends("authorization_request", fields, **form).status_code for _ in range(2)] == [409, 409]
    events = walk.cast["originator"].get(f"/transfers/{walk.transfer}/events").body["items"]
    assert sum(event["kind"] == "refused.authorization_request" for event in events) == 1


def test_every_rule_that_fails_is_listed(walk, desk):
    walk.opens()
    walk.prepares()
    walk.requests(urgency="same-day")
    fields = decision_fields(transfer_failure_risk="low", unresolved_dependencies=["a ride"])
    response = desk("decider").fills("authorization_decision", fields)
    assert "Not done: 2 rules do not hold" in said(response)
    assert "Rule A2.risk" in said(response)
    assert "Rule A2.dependencies" in said(response)


def test_a_rule_that_fails_says_why_it_is_asked_and_marks_its_field(walk, desk):
    walk.opens()
    walk.prepares()
    walk.requests(urgency="same-day")
    response = desk("decider").fills("authorization_decision", decision_fields(transfer_failure_risk="low"))
    text = said(response)
    assert "Why this is asked When it is urgent, a failed handoff does harm." in text
    assert "Rule A2.risk, section 2 of the warm-transfer protocol." in text
    field = response.content.decode().partition('id="id_transfer_failure_risk-error"')[2][:200]
    assert "Rate the failure risk of an elevated transfer as high or critical." in field


def test_who_was_told_is_named(walk, desk, staff, services):
    rung = rung_set(services["northside"].organization_id, EscalationLevel.DIRECTOR, minutes=30)
    holder_add(rung, staff["executive"].pk)
    walk.opens()
    walk.prepares()
    walk.requests()
    response = desk("decider").fills("authorization_decision", decision_fields(unresolved_dependencies=["a ride"]))
    assert re.search(r"Told at \d+:\d+\s[AP]M ?: Director \(Executive\)\.", said(response))


def test_a_rule_of_another_record_leads_to_its_form(walk, desk):
    walk.opens()
    response = desk("originator").fills("open_live_event", {"channel": "phone"})
    assert response.status_code == 409
    address = reverse("record_file", args=[walk.transfer, "authorization_request"])
    assert f'href="{address}"' in response.content.decode()


def test_a_step_out_of_order_leads_to_the_steps_of_the_handoff(walk, desk):
    walk.opens()
    response = desk("decider").fills("countersign", {"record": "verification"})
    assert response.status_code == 409
    assert f'href="{reverse("transfer_page", args=[walk.transfer])}#steps"' in response.content.decode()


def test_consent_and_safety_lead_to_their_forms(walk, desk):
    walk.opens()
    walk.requests()
    walk.authorizes()
    walk.makes_ready()
    fields = {
        "receiving_service": walk.ids["service"], "contact_attempted_at": instant(walk.at), "channel": "phone",
        "receiving_contact_id": walk.ids["receiver"], "handoff_purpose": "A visit.",
        "reviewer_id": walk.ids["decider"], "next_checkpoint_date": f"{walk.today() + timedelta(days=1)}",
    }  # fmt: skip
    page = desk("originator").fills("live_connection", fields).content.decode()
    for step in ("give_consent", "check_safety"):
        assert f'href="{reverse("command_give", args=[walk.transfer, step])}"' in page
    assert f'href="{reverse("live_room", args=[walk.transfer])}"' in page


def test_a_release_before_its_time_is_refused_and_ownership_stays(walk, desk):
    walk.connected()
    fields = {
        "ownership_release": "released", "person_heard_next_step": "assumed", "witness_id": None,
        "fallback_contact_route": {"who": "Team line"}, "review_date": f"{walk.today() + timedelta(days=2)}",
        "reviewer_id": walk.ids["decider"],
    }  # fmt: skip
    response = desk("originator").fills("handoff_closure", fields)
    for rule in ("B3.order", "B3.heard", "B3.fallback"):
        assert f"Rule {rule}" in said(response)
    assert "You do: Originator" in said(response)


def test_a_check_without_evidence_leads_to_its_evidence(walk, desk):
    walk.released()
    fields = {
        "transfer_event_date": walk.said["closed_on"], "first_action_status": "completed", "residual_risk": "low",
        "service_impact_score": 0, "evidence": [], "reviewer_id": walk.ids["reviewer"],
        "next_checkpoint_date": f"{walk.today() + timedelta(days=2)}",
    }  # fmt: skip
    page = desk("reviewer").fills("verification", fields).content.decode()
    assert '<a href="#id_evidence">' in page
    assert 'id="id_evidence" tabindex="-1"' in page


def test_a_step_that_is_locked_says_so_before_anything_is_typed(walk, desk):
    walk.opens()
    response = desk("originator").opens("open_live_event")
    assert response.status_code == 200
    assert "Locked for now" in said(response)
    assert "Ask for authorization first." in said(response)


def test_every_form_says_which_rules_will_be_asked(walk, desk):
    walk.opens()
    response = desk("originator").opens("authorization_request")
    for rule in ("A1.trigger", "A1.urgency", "A1.pathway", "M.strength"):
        assert rule in said(response)
