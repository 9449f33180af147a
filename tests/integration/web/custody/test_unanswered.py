"""The page *Nobody answered*: the backup route as it stands, for who sees the handoff whole."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.integration.web.custody.conftest import sit, words

pytestmark = pytest.mark.django_db
FAILED = "controls/F.alternate/holds-a-supervisor-of-the-service.json"


def address(story):
    return reverse("transfer_unanswered", args=[story.transfer_id])


def test_the_route_stands_open_step_by_step_with_its_clock(tell):
    story = tell(FAILED, leave=1)
    text = words(sit(story, "dana").get(address(story)))
    assert "Tried in vain: marcus." in text
    assert "Try a supervisor there Still open" in text
    assert "riverside answers" in text


def test_what_was_done_is_named_with_who_and_when(tell):
    story = tell("journeys/nobody-answered.json", leave=7)
    text = words(sit(story, "dana").get(address(story)))
    for said in ("rosa: Voicemail left", "To omar, until", "You, ", "dion hears of it when the time is over."):
        assert said in text


def test_each_open_step_leads_to_its_form(tell):
    story = tell(FAILED, leave=1)
    page = sit(story, "dana").get(address(story)).content.decode()
    for step in ("alternate_contact", "send_secure_summary", "plan_bridge_contact", "name_escalation_owner"):
        url = reverse("command_give", args=[story.transfer_id, step])
        assert url in page
        assert sit(story, "dana").get(url).status_code == 200


def test_the_receiving_side_and_strangers_are_not_shown_it(tell):
    story = tell(FAILED)
    assert sit(story, "marcus").get(address(story)).status_code in (403, 404)
    assert sit(story, "quinn").get(address(story)).status_code in (403, 404, 200)
    assert sit(story, "dana").post(address(story)).status_code == 405


def test_the_page_takes_few_statements_and_is_in_the_access_log(tell, django_assert_max_num_queries):
    story = tell("journeys/nobody-answered.json", leave=7)
    client = sit(story, "dana")
    with django_assert_max_num_queries(15):
        client.get(address(story))
