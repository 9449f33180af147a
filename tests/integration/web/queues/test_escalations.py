"""Escalations: before whom a matter is, who is told next, taken by one tap, settled with words."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from holdfast.accounts.services import holder_add, rung_set
from holdfast.protocol.codes import EscalationLevel
from holdfast.transfers.models import Escalation
from tests.integration.web.queues.conftest import text_of

KEY = re.compile(r'name="_key" value="([^"]+)"')
L = EscalationLevel


@pytest.fixture
def ladder(more_staff, services):
    """Executives hold the top, and hear within 30 minutes."""
    organization = services["northside"].organization_id
    for level, who, after in ((L.DIRECTOR, "director", L.EXECUTIVE), (L.EXECUTIVE, "executive", None)):
        holder_add(rung_set(organization, level, minutes=30, next_level=after), more_staff[who].pk)


@pytest.fixture
def matter(walk, ladder):
    """An authorization that was tried with something in the way: before the director."""
    walk.opens()
    walk.prepares()
    walk.requests()
    fields = {
        "decision": "authorize", "pathway_suitability": "suitable", "accommodations": [],
        "transfer_failure_risk": "medium", "unresolved_dependencies": ["a ride"],
    }  # fmt: skip
    assert walk.cast["decider"].give(walk.transfer, "authorization_decision", fields).status == 409
    return walk


def tap(client, walk):
    key = KEY.findall(client.get(reverse("escalations")).content.decode())[0]
    sent = {"control": "A2.dependencies", "note": "", "_key": key}
    return client.post(reverse("escalation_acknowledge", args=[walk.transfer]), sent)


def test_a_matter_says_who_has_it_and_who_is_told_next(matter, sits):
    text = text_of(sits("director").get(reverse("escalations")))
    assert "Before you" in text
    assert "30 min left due 12:30 PM" in text
    assert "Told next Executive (Executive), at 12:30 PM, unless somebody takes it." in text


def test_a_matter_is_taken_with_one_tap(matter, sits):
    client = sits("director")
    answer = tap(client, matter)
    assert answer.headers["Location"] == f"{reverse('escalations')}?done=acknowledge_escalation"
    text = text_of(client.get(answer.headers["Location"]))
    assert "Taken by You, 12:00 PM" in text
    assert "Told next" not in text


def test_a_matter_before_another_level_is_not_shown(matter, sits):
    assert "WH-1" not in text_of(sits("executive").get(reverse("escalations")))


def test_a_matter_is_settled_with_words(matter, sits):
    client = sits("director")
    address = f"{reverse('escalation_resolve', args=[matter.transfer])}?control=A2.dependencies"
    page = client.get(address).content.decode()
    assert "It was to be authorized with a need still open." in page
    assert "Before: Director" in page
    assert "Rosalind Quillfeather" in page
    assert "Who owns Rosalind’s care now" in page
    sent = {"control": "A2.dependencies", "note": "A ride was found.", "_key": KEY.findall(page)[0]}
    assert client.post(address, sent).status_code == 303
    assert Escalation.objects.get(control="A2.dependencies").resolved_at is not None
    assert "WH-1" not in text_of(client.get(reverse("escalations")))
    assert "Settled by You" in text_of(client.get(reverse("escalations"), {"show": "resolved"}))


def test_who_does_not_hold_the_level_is_refused_on_the_ledger(matter, sits):
    sent = {"control": "A2.dependencies", "note": ""}
    answer = sits("executive").post(reverse("escalation_acknowledge", args=[matter.transfer]), sent)
    assert answer.status_code == 409
    assert Escalation.objects.get(control="A2.dependencies").acknowledged_by == ""


def test_a_stranger_takes_nothing(matter, sits):
    sent = {"control": "A2.dependencies", "note": ""}
    answer = sits("stranger_executive").post(reverse("escalation_acknowledge", args=[matter.transfer]), sent)
    assert answer.status_code == 404


def test_the_director_sees_what_is_held_up(matter, sits):
    text = text_of(sits("director").get(reverse("checks_failed")))
    assert "Held up by open needs, brought before you" in text
    assert "Asked once" in text
    assert "brought before you" not in text_of(sits("corrector").get(reverse("checks_failed")))


def test_the_agenda_tells_of_it_without_a_name(matter, sits):
    text = text_of(sits("executive").get(reverse("agenda")))
    assert "Open escalations (1)" in text
    assert "Refused: Decide on the request." in text
    assert "Quillfeather" not in text
