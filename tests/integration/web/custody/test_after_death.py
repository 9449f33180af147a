"""After a death whoever opens the person's page finds no visit, no name and nothing to do; nobody is written to."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from holdfast.accounts.services import GrantOrder, grant_issue
from holdfast.config.clock import now
from holdfast.protocol.codes import Identity, Seat
from holdfast.transfers.inviting import invitation
from tests.integration.web.custody.conftest import sit, words

pytestmark = pytest.mark.django_db(transaction=True)
ACCEPTED = "controls/S.deceased/holds-closed-as-died.json"
PAGES = ("person_page", "person_story", "person_seen", "person_shared", "person_asked")


@pytest.fixture
def mourned(tell):
    """A handoff with a first visit to come, and a death on record; with the person's browser."""
    story = tell(ACCEPTED, leave=2)
    order = GrantOrder(
        transfer_id=story.transfer_id, party=Seat.PERSON, identity=Identity.PERSON_LINK,
        subject_id=UUID(story.subject), expires_at=now() + timedelta(days=30), one_time=False,
    )  # fmt: skip
    browser = Client()
    browser.post(reverse("join", args=[grant_issue(order)[1]]))
    return story, browser


@pytest.mark.parametrize("name", PAGES)
def test_every_page_of_the_person_says_that_it_has_ended(mourned, name):
    page = mourned[1].get(reverse(name))
    assert page.status_code == 200
    text = words(page)
    assert "This page has ended" in text
    for told in ("Ana", "River Street", "Marcus", "marcus", "tomorrow"):
        assert told not in text


def test_nothing_can_be_done_there_any_more(mourned):
    answer = mourned[1].post(reverse("person_do", args=["stop"]))
    assert answer.status_code in (200, 403)
    assert mourned[0].state().is_paused is False


def test_no_contact_is_invited_any_more(mourned):
    story, _ = mourned
    asked = invitation(story.transfer_id, story.ids["marcus"], None, now())
    assert not asked.is_allowed


def test_staff_are_told_at_once_and_offered_only_what_is_left_to_do(mourned):
    story, _ = mourned
    text = words(sit(story, "priya").get(reverse("transfer_page", args=[story.transfer_id])))
    assert "A death is on record" in text
    assert "The first visit is checked" not in text


@pytest.mark.parametrize(("who", "said"), [("priya", "Close this handoff"), ("dana", "A supervisor closes this")])
def test_nobody_is_asked_to_call_any_more(tell, who, said):
    story = tell("controls/S.deceased/refuses-to-go-on.json", leave=1)
    page = words(sit(story, who).get(reverse("transfer_page", args=[story.transfer_id])))
    assert said in page
    for call in ("into the call", "Go to the live call", "If the call fails", "How to reach", "Missing:", "Locked:"):
        assert call not in page


def test_the_supervisor_closes_it_as_died(mourned):
    story, browser = mourned
    assert story.give("priya", "close_transfer", {"closure": "died", "reason": "Recorded."}).is_filed
    assert "This page has ended" in words(browser.get(reverse("person_page")))


def test_a_mistake_is_taken_back_after_the_closing_too(mourned):
    story, browser = mourned
    assert story.give("priya", "close_transfer", {"closure": "died", "reason": "Recorded."}).is_filed
    back, supervisor = reverse("command_give", args=[story.transfer_id, "withdraw_death"]), sit(story, "priya")
    assert f'href="{back}"' in supervisor.get(reverse("transfer_page", args=[story.transfer_id])).content.decode()
    assert supervisor.post(back, {"reason": "She answers her phone."}).status_code == 303
    assert "This page has ended" not in words(browser.get(reverse("person_page")))
