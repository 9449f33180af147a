"""Putting the date of birth of somebody on record, or right: with a reason, in the access log, for who may."""

from __future__ import annotations

import pytest
from django.urls import reverse

from holdfast.accounts.models import AccessLogEntry
from holdfast.people.models import Correction, Person
from tests.integration.web.clinicians.conftest import Browser, words

SAID = {"month": "3", "day": "7", "year": "1984", "why": "It stands on their insurance card."}


@pytest.fixture
def ageless(db) -> Person:
    """Somebody whom a source knows without a date of birth."""
    return Person.objects.create(name="Ngozi Adeyemi", family="Adeyemi", given="Ngozi", language="en")


def url(person: Person) -> str:
    return reverse("person_born", args=[person.pk])


def test_from_a_search_to_a_handoff_for_who_was_added_without_one(browser: Browser, ageless: Person) -> None:
    client = browser("originator")
    found = client.post(reverse("handoff_start"), {"text": "ngozi adeyemi"})
    assert url(ageless) in found.content.decode()
    answer = client.post(url(ageless), SAID)
    ageless.refresh_from_db()
    assert (answer.status_code, ageless.born) == (303, "1984-03-07")
    assert "Start a handoff" in words(client.get(answer["Location"]))
    assert AccessLogEntry.objects.filter(purpose="person-corrected", person_id=ageless.pk).count() == 1


def test_one_that_is_known_is_put_right_by_who_hands_them_over(walk, browser: Browser, person) -> None:
    walk.authorized()
    client, row = browser("originator"), Person.objects.get(pk=person.pk)
    page = client.get(url(row)).content.decode()
    assert f'value="{int(row.born[:4])}"' in page
    assert client.post(url(row), SAID).status_code == 303
    shown = words(client.get(url(row)))
    assert "March 7, 1984" in shown
    assert SAID["why"] in shown
    made = Correction.objects.get()
    assert SAID["why"] not in made.sealed
    assert made.by == str(client.session["_auth_user_id"])


def test_sent_twice_it_is_one_change(browser: Browser, ageless: Person, walk) -> None:
    client = browser("originator")
    client.post(url(ageless), SAID)
    client.post(url(ageless), SAID)
    assert Correction.objects.count() == 1


@pytest.mark.parametrize(
    ("who", "status"), [("colleague", 200), ("decider", 404), ("receiver", 403), ("auditor", 403), ("stranger", 404)]
)
def test_who_starts_handoffs_adds_a_date_that_is_lacking(
    browser: Browser, ageless: Person, who: str, status: int
) -> None:
    assert browser(who).get(url(ageless)).status_code == status


def test_a_known_one_is_nobodys_who_does_not_hand_them_over(browser: Browser, person, client) -> None:
    row = Person.objects.get(pk=person.pk)
    for who in ("originator", "stranger"):
        assert browser(who).post(url(row), SAID).status_code == 404
    assert client.get(url(row)).status_code == 302
    assert not Correction.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"why": ""}, "Say in a few words how you know."), ({"why": "a\x07b"}, "signs that can"),
        ({"month": "2", "day": "31"}, "That date does not exist."), ({"year": "2187"}, "Check the year of birth."),
        ({"day": ""}, "Write the day of birth."),
    ],
    ids=["no reason", "unseen", "no date", "future", "no day"],
)  # fmt: skip
def test_what_is_wrong_is_said_and_kept(browser: Browser, ageless: Person, wrong, said: str) -> None:
    answer = browser("originator").post(url(ageless), {**SAID, **wrong})
    assert answer.status_code == 422
    assert said in answer.content.decode().replace("&#x27;", "'")
    assert 'value="1984"' in answer.content.decode() or "year" in wrong
    assert not Correction.objects.exists()
