"""Who does what: a form that is filled in rightly is filed by whose part it is, at their place, and by nobody else.

Who that is was written down by hand, as in `table.py`.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from holdfast.protocol.codes import RecordKind
from holdfast.transfers.models import Transfer
from holdfast.web.forms import typed_from
from tests.integration.api.walk import instant
from tests.integration.web.access import table
from tests.integration.web.access.addresses import STAFF
from tests.integration.web.access.conftest import BACKEND, PLACES, undone
from tests.integration.web.access.test_matrix import address
from tests.integration.web.access.test_step_up_ways import AUTHORIZED, ZONE

LET_IN = 303
FILED_BY = {
    "authorization_decision": {("supervisor", "own"), ("coordination_lead", "own")},
    "handoff_closure": set(),
    "verification": {("quality_reviewer", place) for place in ("own", "sister", "county", "receiving")},
    "report_first_action": {(role, "receiving") for role in table.WRITERS}
    | {("navigator", "own"), ("navigator", "sister")},
}
"""Beside the originator, who released: who files what, and where they work."""


def reached(step: str, walk) -> dict[str, object]:
    """Walk to where a step is next; return its fields."""
    if step == "authorization_decision":
        walk.opens()
        walk.prepares()
        walk.requests()
        return dict(AUTHORIZED)
    if step == "handoff_closure":
        walk.connected()
        walk.accepts(walk.local(1, 10))
        walk.does("person", "person_confirms", what="next_step", in_own_words="I go there tomorrow at ten.")
        return dict(walk.closure())
    walk.released()
    if step == "report_first_action":
        walk.until(walk.local(1, 10))
        return {"outcome": "kept"}
    walk.later(minutes=5)
    return checked(walk)


def checked(walk) -> dict[str, object]:
    """Return the fields of a check that the first visit happened."""
    seen = instant(walk.at - timedelta(minutes=1))
    sources = {"receiving_service_record": "A", "originating_handoff_record": "D", "current_contact_outcome": "C"}
    evidence = [
        {"source": source, "grade": grade, "observed_at": seen, "reference": "note"}
        for source, grade in sources.items()
    ]
    return {
        "transfer_event_date": f"{walk.today()}", "first_action_status": "completed", "residual_risk": "low",
        "service_impact_score": 0, "evidence": evidence, "reviewer_id": walk.ids["reviewer"],
        "next_checkpoint_date": f"{walk.today() + timedelta(days=4)}",
    }  # fmt: skip


@pytest.mark.full
@pytest.mark.parametrize("step", FILED_BY)
def test_a_step_is_filed_by_whose_part_it_is_and_by_nobody_else(step, walk, everybody):
    fields = typed_from(step, reached(step, walk), ZONE)
    told, filed = everybody(*PLACES), set()
    name = "record_file" if step in set(RecordKind) else "command_give"
    for role, place in told.staff:
        client, before = told.sits(role, place), Transfer.objects.get().seq
        with undone():
            status = client.post(reverse(name, args=[walk.transfer, step]), fields).status_code
            if status == LET_IN:
                filed.add((role, place))
            else:
                assert status in (403, 404, 409), (role, place, status)
                assert status != 404 or Transfer.objects.get().seq == before
    assert filed == FILED_BY[step]


def test_nothing_is_done_by_a_form_that_is_not_ours(found, hire):
    client = Client(enforce_csrf_checks=True)
    client.force_login(hire("supervisor", "own"), backend=BACKEND)
    for row in STAFF:
        if row.post is not None:
            response = client.post(address(row, found), {"sent": "yes"})
            assert response.status_code == 403, row
            assert "Nothing was saved." in response.content.decode(), row


@pytest.mark.parametrize("whose", ["guests", "persons"])
def test_nothing_is_done_by_a_guests_form_without_its_proof(whose, walk, request):
    walk.connected()
    visitor = request.getfixturevalue(whose)(walk)
    where = ("guest_act", "attest") if whose == "guests" else ("person_do", "stop")
    before = Transfer.objects.get().seq
    assert visitor.client.post(reverse(where[0], args=[where[1]]), {}).status_code == 403
    assert visitor.client.post(reverse(where[0], args=[where[1]]), {"proof": "made up"}).status_code == 403
    assert Transfer.objects.get().seq == before
