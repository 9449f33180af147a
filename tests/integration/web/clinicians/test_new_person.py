"""Adding somebody whom no source knows: once, checked against who is there, and the handoff begins."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from holdfast.accounts.models import AccessLogEntry
from holdfast.people.models import ADDED, Person
from holdfast.people.services import NewPerson
from holdfast.web.models import HandoffDraft
from tests.integration.web.clinicians.conftest import Browser, words

NEW = "/people/new/"
SAID = {
    "given": "Ngozi", "family": "Adeyemi", "month": "3", "day": "7", "year": "1984", "language": "en",
    "phone": "555-555-0177", "key": "0197f3d0-5c1e-7a55-8d3e-2f6f0f4b9a10",
}  # fmt: skip


def test_somebody_is_added_and_their_handoff_begins(browser: Browser) -> None:
    answer = browser("originator").post(NEW, SAID)
    added = Person.objects.get(source=ADDED)
    draft = HandoffDraft.objects.get()
    assert (added.name, added.born, added.language) == ("Ngozi Adeyemi", "1984-03-07", "en")
    assert (answer.status_code, answer["Location"]) == (303, reverse("handoff_draft", args=[draft.pk, "person"]))
    assert AccessLogEntry.objects.filter(purpose="person-added", person_id=added.pk).count() == 1


def test_sent_twice_it_is_done_once(browser: Browser) -> None:
    client = browser("originator")
    first, second = client.post(NEW, SAID), client.post(NEW, {**SAID, "is_other": "on"})
    assert first["Location"] == second["Location"]
    assert Person.objects.filter(source=ADDED).count() == HandoffDraft.objects.count() == 1


def test_their_own_added_person_is_found_by_name_and_phone(browser: Browser) -> None:
    client = browser("originator")
    client.post(NEW, SAID)
    for text in ("ngozi ade", "5550177"):
        assert "Ngozi Adeyemi" in words(client.post(reverse("handoff_start"), {"text": text}))


@pytest.mark.parametrize("same", [{"phone": ""}, {"given": "Somebody", "family": "Else"}], ids=["name", "phone"])
def test_who_may_be_there_already_is_asked_about_before_anybody_is_added(browser: Browser, same) -> None:
    client = browser("originator")
    client.post(NEW, SAID)
    other = {**SAID, **same, "key": "0197f3d0-5c1e-7a55-8d3e-2f6f0f4b9a11"}
    answer = client.post(NEW, other)
    assert answer.status_code == 409
    assert "Is it one of these?" in words(answer)
    assert other["given"] in answer.content.decode()
    assert Person.objects.filter(source=ADDED).count() == 1
    client.post(NEW, {**other, "is_other": "on"})
    assert Person.objects.filter(source=ADDED).count() == 2


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"given": ""}, "Write a first name."), ({"given": "a\nb\nc"}, "Write this on one line"),
        ({"given": "x" * 101}, "at most 100"), ({"given": "\u202egnp"}, "Write this on one line"),
        ({"day": "31", "month": "2"}, "That date does not exist."), ({"year": "2187"}, "Check the year of birth."),
        ({"year": "9" * 30}, "That date does not exist."), ({"day": "x"}, "Write the day as a number"),
        ({"phone": "12"}, "Write the whole number"), ({"language": "xx"}, "Select a valid choice"),
    ],
    ids=["none", "lines", "long", "turned", "no date", "future", "huge", "word", "phone", "language"],
)  # fmt: skip
def test_what_is_wrong_is_named_and_what_was_typed_is_kept(browser: Browser, wrong, said) -> None:
    answer = browser("originator").post(NEW, {**SAID, **wrong})
    assert answer.status_code == 422
    assert said in words(answer)
    assert 'value="Adeyemi"' in answer.content.decode()
    assert "<title>Error: " in answer.content.decode()
    assert not Person.objects.filter(source=ADDED).exists()


@pytest.mark.parametrize("name", ["Žofia 🌱", "نور", "O'Brien-Núñez", "<b>Ann</b>"])
def test_every_name_is_taken_as_it_is_and_shown_safely(browser: Browser, name) -> None:
    client = browser("originator")
    assert client.post(NEW, {**SAID, "given": name}).status_code == 303
    page = client.get(reverse("handoff_start")).content.decode()
    assert Person.objects.get(source=ADDED).given == name
    assert "<b>Ann</b>" not in page


def test_only_who_opens_handoffs_adds_people(browser: Browser, client) -> None:
    assert browser("reviewer").post(NEW, SAID).status_code == 403
    assert client.get(NEW).status_code == 302
    assert browser("originator").put(NEW).status_code == 405
    assert not Person.objects.filter(source=ADDED).exists()


def test_nobody_is_shown_in_a_log_of_what_was_written(browser: Browser, caplog) -> None:
    assert "Ngozi" not in repr(NewPerson("Ngozi", "Adeyemi", date(1984, 3, 7), "en"))
    browser("originator").post(NEW, SAID)
    assert "Ngozi" not in caplog.text
    assert "5550177" not in caplog.text
