"""A record that stands: what was filed, by whom and when; corrected as a form that is filled in; countersigned."""

from __future__ import annotations

import html
import re

import pytest
from django.urls import reverse

from tests.integration.web.filing.conftest import hidden
from tests.integration.web.filing.test_every_step import MOST, statements


def page(desk, who, walk, kind):
    """Open the page of a record."""
    return desk(who).client.get(reverse("record_page", args=[walk.transfer, kind]))


def said(response) -> str:
    """Return the page as somebody reads it."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


def test_a_record_says_what_was_filed_in_words(walk, desk):
    walk.released()
    told = said(page(desk, "originator", walk, "receiving_acceptance"))
    assert "Answer Accepted" in told
    assert "What it is: appointment" in told
    assert "When: Thursday, November 19, 10:00 AM, Eastern Time" in told
    assert "Filed by Receiver" in told
    assert "B2.action" in told


@pytest.mark.parametrize("kind", ["authorization_request", "release_readiness", "live_connection", "handoff_closure"])
def test_people_services_and_routes_are_called_by_their_names(kind, walk, desk):
    walk.released()
    told = said(page(desk, "originator", walk, kind))
    assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}", told)
    assert "Somebody" not in told
    assert "A service" not in told


def test_a_record_that_does_not_stand_has_no_page(walk, desk):
    walk.opens()
    assert page(desk, "originator", walk, "verification").status_code == 404
    assert desk("originator").client.get(f"/transfers/{walk.transfer}/records/nothing/").status_code == 404


def test_the_receiving_side_sees_what_the_consent_covers(walk, desk):
    walk.connected()
    told = said(page(desk, "receiver", walk, "authorization_request"))
    assert "Missed appointments" in told
    assert page(desk, "receiver", walk, "release_readiness").status_code == 200
    assert "What the person knows and wants" not in said(page(desk, "receiver", walk, "release_readiness"))


def test_a_correction_is_the_form_filled_in(walk, desk):
    walk.opens()
    walk.requests()
    at = desk("originator")
    response = at.opens("authorization_request", correct="1")
    assert "Correct: Ask for authorization" in said(response)
    assert re.search(r'value="48-hour"[^>]*checked', response.content.decode())
    assert hidden(response)["_supersedes"].startswith("authorization_request-")


def test_a_correction_that_is_sent_stands(walk, desk):
    walk.opens()
    walk.requests()
    at = desk("originator")
    filed = walk.cast["originator"].get(f"/transfers/{walk.transfer}/records/authorization_request").body["fields"]
    response = at.fills("authorization_request", {**filed, "urgency": "scheduled"})
    assert response.status_code == 303
    assert "Scheduled" in said(page(desk, "originator", walk, "authorization_request"))


def test_a_new_decision_is_no_correction(walk, desk):
    walk.authorized()
    at = desk("decider")
    assert "_supersedes" not in hidden(at.opens("authorization_decision"))
    assert "_supersedes" in hidden(at.opens("authorization_decision", correct="1"))


def test_its_reviewer_countersigns_a_record_from_its_page(walk, desk):
    walk.opens()
    walk.requests()
    record = page(desk, "decider", walk, "authorization_request")
    assert "Countersign the record" in said(record)
    sent = desk("decider").sends("countersign", {"record": "authorization_request"}, **hidden(record))
    assert sent.status_code == 303
    after = said(page(desk, "decider", walk, "authorization_request"))
    assert "Not countersigned yet" not in after
    assert "Countersign the record" not in after


@pytest.mark.parametrize("who", ["originator", "colleague", "auditor", "executive"])
def test_nobody_else_is_offered_to_countersign(who, walk, desk):
    walk.opens()
    walk.requests()
    assert "Countersign the record" not in said(page(desk, who, walk, "authorization_request"))


def test_who_can_not_correct_a_record_is_not_offered_to(walk, desk):
    walk.opens()
    walk.requests()
    assert "Correct this" in said(page(desk, "originator", walk, "authorization_request"))
    assert "Correct this" not in said(page(desk, "decider", walk, "authorization_request"))


@pytest.mark.parametrize("kind", ["authorization_request", "live_connection", "receiving_acceptance"])
def test_the_page_of_a_record_takes_a_few_statements(kind, walk, desk):
    walk.released()
    client, address = desk("originator").client, reverse("record_page", args=[walk.transfer, kind])
    client.get(address)
    assert statements(lambda: client.get(address)) <= MOST
