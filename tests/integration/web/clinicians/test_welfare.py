"""An urgent welfare instruction on the page of its case: the gentlest help first, by when, and what was done."""

from __future__ import annotations

import pytest
import time_machine
from django.test import Client

from holdfast.accounts.models import Staff
from tests.story import Story, vector

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def page(told: Story, who: str, path: str = "") -> str:
    client = Client()
    client.force_login(Staff.objects.get(pk=told.ids[who]), backend=BACKEND)
    with time_machine.travel(told.at, tick=False):
        answer = client.get(f"/transfers/{told.transfer_id}/{path}")
    assert answer.status_code == 200
    return answer.content.decode()


def story(name: str, but: int = 0) -> Story:
    told = Story(vector(f"controls/{name}.json")).set_up()
    told.tell(len(told.told["steps"]) - but)
    return told


@pytest.mark.django_db
def test_before_anything_was_done_it_names_the_gentlest_step_and_the_time() -> None:
    said = page(story("S.least_intrusive/refuses-police-first", but=1), "cole")
    assert "Urgent welfare, the gentlest help first" in said
    assert "The gentlest step that was not tried yet: Call the person." in said
    assert "To be settled by" in said


@pytest.mark.django_db
def test_what_was_done_stands_there_in_its_order() -> None:
    said = page(story("S.least_intrusive/holds-police-last"), "cole")
    places = [said.index(words) for words in ("Call the person:", "Visit by a peer or the team:", "Police:")]
    assert places == sorted(places)
    assert "The gentlest step that was not tried yet: Call a supporter." in said


@pytest.mark.django_db
@pytest.mark.parametrize(("who", "step", "is_offered"), [
    ("cole", "welfare_step", True), ("cole", "review_welfare", False), ("quinn", "review_welfare", True),
])  # fmt: skip
def test_each_is_offered_what_is_theirs(who: str, step: str, is_offered: bool) -> None:
    told = story("S.least_intrusive/holds-police-last")
    assert (f"/do/{step}/" in page(told, who)) is is_offered
