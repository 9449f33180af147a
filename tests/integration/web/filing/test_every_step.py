"""Every step that people take has a page of its own, in a few statements."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from holdfast.accounts.services import role_give, staff_add
from holdfast.protocol.codes import Role
from holdfast.web.forms.shapes import steps
from tests.integration.web.filing.conftest import hidden

MOST = 15
OF = {
    "authorization_decision": "decider", "receiving_acceptance": "receiver", "verification": "reviewer",
    "corrective_determination": "corrector", "assurance_followup": "follower", "countersign": "decider",
    "report_first_action": "receiver", "reschedule_first_action": "receiver", "close_transfer": "decider",
    "reassign": "decider", "acknowledge_escalation": "executive", "resolve_escalation": "executive",
    "review_exception": "reviewer", "review_welfare": "reviewer", "confirm_visit": "receiver",
    "acknowledge_visit": "receiver", "read_back": "receiver", "withdraw_death": "decider",
}  # fmt: skip
"""Whose part each step is; the originator's otherwise."""


def statements(does) -> int:
    """Return how many statements a request takes; savepoints are the tests' own."""
    with CaptureQueriesContext(connection) as captured:
        does()
    return sum("SAVEPOINT" not in each["sql"] for each in captured.captured_queries)


@pytest.mark.parametrize("step", [step for step in steps() if step != "person_confirms"])
def test_every_step_has_a_page_for_whose_part_it_is(step, walk, desk):
    walk.connected()
    response = desk(OF.get(step, "originator")).opens(step)
    assert response.status_code == 200
    assert hidden(response).keys() >= {"_key", "_seen"}


@pytest.mark.parametrize("step", ["tick", "open_transfer", "file_record", "nothing"])
def test_what_nobody_gives_has_no_page(step, walk, desk):
    walk.opens()
    assert desk("originator").client.get(f"/transfers/{walk.transfer}/do/{step}/").status_code == 404


def test_a_record_is_no_command_and_a_command_is_no_record(walk, desk):
    walk.opens()
    client = desk("originator").client
    assert client.get(reverse("command_give", args=[walk.transfer, "live_connection"])).status_code == 404
    assert client.get(reverse("record_file", args=[walk.transfer, "signal"])).status_code == 404


@pytest.mark.parametrize("step", ["authorization_request", "live_connection", "handoff_closure", "contact_attempt"])
def test_a_form_takes_a_few_statements_however_many_there_are_to_choose(step, walk, desk, services):
    walk.connected()
    at = desk("originator")
    at.opens(step)
    few = statements(lambda: at.opens(step))
    for number in range(30):
        role_give(staff_add(f"{number}@county.example", f"Nina {number}").pk, Role.CLINICIAN, services["northside"].pk)
    assert statements(lambda: at.opens(step)) == few <= MOST


@pytest.mark.parametrize("step", ["authorization_request", "live_connection", "contact_attempt"])
def test_a_form_that_is_drawn_again_takes_a_few_statements(step, walk, desk):
    walk.connected()
    at = desk("originator")
    at.opens(step)
    assert statements(lambda: at.sends(step, {})) <= MOST


def test_a_refusal_takes_as_many_statements_however_many_there_are_to_choose(walk, desk, services):
    walk.connected()
    at = desk("originator")
    at.opens("close_live_event")
    few = statements(lambda: at.sends("confirm_access", {}))
    for number in range(30):
        role_give(staff_add(f"{number}@county.example", f"Nina {number}").pk, Role.CLINICIAN, services["northside"].pk)
    assert statements(lambda: at.sends("confirm_access", {})) == few
