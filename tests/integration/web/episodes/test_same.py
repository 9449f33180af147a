"""Somebody on the list twice: who works with people and knows them says so, and may take it back."""

from __future__ import annotations

import pytest
from django.urls import reverse

from holdfast.accounts.models import AccessLogEntry
from holdfast.people.models import Merge, Person
from tests.integration.web.clinicians.conftest import Browser, words

WHY = {"why": "The same insurance card."}


@pytest.fixture
def twin(walk, person) -> Person:
    """Somebody of the same name and birth date; the walk's person has a handoff."""
    walk.authorized()
    return Person.objects.create(name=person.name, family=person.family, given=person.given, born=person.born)


def url(person: Person) -> str:
    return reverse("people_same", args=[person.pk])


def test_from_a_search_to_one_person_with_both_histories(browser: Browser, person, twin) -> None:
    client = browser("originator")
    assert url(person) in client.post(reverse("people_search"), {"text": person.name}).content.decode()
    answer = client.post(url(person), {"other": str(twin.pk), **WHY})
    assert answer.status_code == 303
    page = words(client.get(answer["Location"]))
    assert "They are one person now." in page
    assert "Merged before Rosalind Quillfeather" in page
    assert words(client.post(reverse("people_search"), {"text": person.name})).count("Start a handoff Rosalind") == 1
    assert AccessLogEntry.objects.filter(purpose="people-same", person_id=twin.pk).exists()


def test_it_can_be_undone(browser: Browser, person, twin) -> None:
    client = browser("decider")
    client.post(url(person), {"other": str(twin.pk), **WHY})
    made = Merge.objects.get()
    assert client.post(url(person), {"undo": str(made.pk)}).status_code == 303
    assert "(taken apart again)" in words(client.get(url(person)))
    assert Person.objects.get(pk=twin.pk).merged_into_id is None


def test_a_handoff_of_the_other_entry_is_found_by_the_one_that_stays(browser: Browser, person, twin) -> None:
    twin.name, twin.given = "Rosa Quillfeather", "Rosa"
    twin.save()
    client = browser("originator")
    Person.objects.filter(pk=person.pk).update(merged_into=twin)
    assert "WH-1" in words(client.post(reverse("people_search"), {"text": "Rosa Quillfeather"}))


@pytest.mark.parametrize("typed", [{}, {"other": "x", **WHY}, {"why": ""}, {"why": "x" * 5000}, {"why": "a\x07b"}])
def test_what_is_wrong_is_said_and_nothing_is_merged(browser: Browser, person, twin, typed) -> None:
    answer = browser("originator").post(
        url(person), {"other": str(twin.pk), **typed} if "other" not in typed else typed
    )
    assert answer.status_code == 422
    assert not Merge.objects.exists()


@pytest.mark.parametrize(
    ("who", "status"), [("neighbour", 404), ("stranger", 404), ("receiver", 403), ("auditor", 403)]
)
def test_who_does_not_know_them_merges_nobody(browser: Browser, person, twin, who: str, status: int) -> None:
    client = browser(who)
    assert client.get(url(person)).status_code == status
    assert client.post(url(person), {"other": str(twin.pk), **WHY}).status_code == status
    assert not Merge.objects.exists()


@pytest.mark.parametrize("undo", ["x", "01a1ef99-da80-7268-9b1c-ac031323b925"])
def test_what_was_never_merged_is_not_undone(browser: Browser, person, twin, undo: str) -> None:
    assert browser("originator").post(url(person), {"undo": undo}).status_code == 404
