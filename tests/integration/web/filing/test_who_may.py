"""Who may open and send the pages of records and commands: the four cases of each view, and the access log."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from holdfast.accounts.models import AccessLogEntry
from tests.integration.web.filing.conftest import Desk

SAFE = {"safe_now": "yes", "alone": "yes", "contact_method": "text", "voicemail": "none"}
VIEWS = [("record_page", "authorization_request"), ("record_file", "authorization_request"), ("command_give", "signal")]


@pytest.fixture
def address(walk):
    """Return the address of a page of the transfer, once a request stands."""
    walk.opens()
    walk.requests()
    return lambda view, what: reverse(view, args=[walk.transfer, what])


@pytest.mark.parametrize(("view", "what"), VIEWS)
def test_the_page_opens_for_the_originator(view, what, address, desk):
    assert desk("originator").client.get(address(view, what)).status_code == 200


@pytest.mark.parametrize(("view", "what"), VIEWS)
def test_another_method_is_not_allowed(view, what, address, desk):
    assert desk("originator").client.delete(address(view, what)).status_code == 405


@pytest.mark.parametrize(("view", "what"), VIEWS)
def test_a_stranger_is_told_that_there_is_nothing(view, what, address, desk):
    assert desk("stranger").client.get(address(view, what)).status_code == 404


@pytest.mark.parametrize(("view", "what"), VIEWS)
def test_nobody_in_particular_is_sent_to_sign_in(view, what, address):
    response = Client().get(address(view, what))
    assert response.headers["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("step", ["authorization_request", "release_readiness", "open_live_event", "emergency_start"])
def test_whose_part_it_is_not_is_told_the_rule(step, address, desk):
    response = desk("decider").opens(step)
    assert response.status_code == 403
    assert "owns the person’s care now, and knows whose part it is." in response.content.decode()
    assert "reference page" not in response.content.decode()
    assert b"S.role" in response.content


def test_an_auditor_reads_a_record_and_files_none(address, desk):
    auditor = desk("auditor")
    assert auditor.client.get(address("record_page", "authorization_request")).status_code == 200
    assert auditor.opens("signal").status_code == 403
    assert auditor.opens("check_safety").status_code == 403


def test_an_attempt_of_whose_part_it_is_not_is_refused_on_the_ledger(walk, desk):
    walk.opens()
    response = desk("auditor").sends("check_safety", SAFE)
    assert response.status_code == 409
    events = walk.cast["originator"].get(f"/transfers/{walk.transfer}/events").body["items"]
    assert (events[-1]["kind"], events[-1]["failed"]) == ("refused.check_safety", ["S.role"])


def test_a_stranger_can_send_nothing(walk, desk):
    walk.opens()
    assert desk("stranger").sends("check_safety", SAFE).status_code == 404


def test_a_transfer_that_is_not_there_has_no_forms(walk, desk):
    walk.opens()
    at = Desk(desk("originator").client, "01890000-0000-7000-8000-000000000000")
    assert at.opens("signal").status_code == 404


@pytest.mark.parametrize(("view", "what"), VIEWS)
def test_who_looked_stands_in_the_access_log(view, what, address, desk, staff):
    desk("originator").client.get(address(view, what))
    entry = AccessLogEntry.objects.filter(adapter="page").latest("at")
    purpose = "record" if view == "record_page" else "form"
    assert (entry.actor_id, entry.purpose) == (staff["originator"].pk, f"{purpose}-{what}")
    assert entry.person_id is not None
