"""What the bridge's package planned for when nobody answers stands on the pages from the first failed contact on."""

from __future__ import annotations

import pytest
from django.urls import reverse

from holdfast.accounts.models import Staff
from tests.integration.web.custody.conftest import sit, words

pytestmark = pytest.mark.django_db
STORY = "journeys/package-bridge-over-noon.json"
AFTER_TRIED, AFTER_NAMED = 14, 10
"""How many steps of the story are left untold."""


@pytest.fixture
def tried(tell):
    """The planned route, and the first contact who did not answer; Dana is called what the plan calls her."""
    story = tell(STORY, leave=AFTER_TRIED)
    Staff.objects.filter(pk=story.ids["dana"]).update(display_name="Dana")
    return story


def page(story, who="dana"):
    return sit(story, who).get(reverse("transfer_page", args=[story.transfer_id]))


def form(story, step):
    answer = sit(story, "dana").get(reverse("command_give", args=[story.transfer_id, step]))
    return answer.content.decode(), words(answer)


def chosen(html, value):
    return f'value="{value}" selected' in html or f'value="{value}" checked' in html


def test_the_next_act_is_the_way_that_was_planned(tried):
    html = page(tried).content.decode()
    card = html.split('id="next-title"')[1].split("</section>")[0]
    assert "Nobody answered. Go the way that you planned" in card
    for step in ("alternate_contact", "plan_bridge_contact", "name_escalation_owner"):
        assert reverse("command_give", args=[tried.transfer_id, step]) in card


def test_it_stands_among_what_is_due_as_owed(tried):
    text = words(page(tried))
    assert "Owed Plan a bridge contact with the person Planned before the call: Dana, " in text
    assert "Owed Name who makes somebody answer Planned before the call: priya." in text


def test_the_bridge_contact_is_filled_in(tried):
    html, text = form(tried, "plan_bridge_contact")
    assert "Planned before the call: Dana, 7:00 PM, phone." in text.replace("\xa0", " ")
    assert 'value="2026-11-18"' in html
    assert 'value="19:00"' in html
    assert 'value="phone"' in html
    assert chosen(html, tried.ids["dana"])


def test_who_makes_somebody_answer_and_the_supervisor_there_are_chosen(tried):
    assert chosen(form(tried, "name_escalation_owner")[0], tried.ids["priya"])
    assert chosen(form(tried, "alternate_contact")[0], tried.ids["rosa"])


def test_the_route_names_who_was_planned(tried):
    text = words(sit(tried, "dana").get(reverse("transfer_unanswered", args=[tried.transfer_id])))
    assert "Planned before the call: priya." in text
    assert "Planned before the call: rosa." in text


def test_the_receiving_side_is_told_nothing_of_it(tried):
    text = words(page(tried, "cole"))
    assert "Planned before the call" not in text
    assert "Go the way that you planned" not in text


def test_when_all_of_it_is_done_nothing_is_owed(tell):
    text = words(page(tell(STORY, leave=AFTER_NAMED)))
    assert "Planned before the call" not in text
    assert "Go the way that you planned" not in text
