"""Who looked: shown to the person on their own page, linked for those who may know; break-glass for who searches."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from holdfast.accounts.models import AccessLogEntry
from tests.integration.web.access.conftest import BACKEND, WHY
from tests.integration.web.persons.test_plain_words import assert_plain, read

MOST = 15


@pytest.fixture
def sits(hire):
    """Give somebody who holds one role at one place a browser."""

    def sit(role: str, place: str = "own") -> Client:
        client = Client()
        client.force_login(hire(role, place), backend=BACKEND)
        return client

    return sit


def looks(phoned) -> list[str]:
    """Return what the person's list of looks says, look by look."""
    page = phoned.get(reverse("person_seen")).content.decode()
    return [" ".join(re.sub(r"<[^>]+>", " ", each).split()) for each in re.findall(r"<dd>(.*?)</dd>", page)]


def test_the_person_reads_who_looked_by_role_and_place_and_never_by_name(walk, persons, sits):
    walk.authorized()
    sits("supervisor").get(reverse("transfer_page", args=[walk.transfer]))
    page = persons(walk).get(reverse("person_seen")).content.decode()
    assert "Supervisor, Northside Crisis" in page
    assert "Looked at your plan" in page
    assert "Supervisor of own" not in page
    assert "<title>My next steps</title>" in page


def test_their_own_looks_are_not_on_the_persons_list(walk, persons):
    walk.authorized()
    phoned = persons(walk)
    before = looks(phoned)
    phoned.get(reverse("person_page"))
    assert looks(phoned) == before


def test_a_look_by_break_glass_says_so_to_the_person(walk, persons, sits):
    walk.authorized()
    client = sits("clinician", "far")
    client.post(f"{reverse('glass_break')}?transfer={walk.transfer}", {"reason": WHY})
    client.get(reverse("transfer_page", args=[walk.transfer]))
    said = looks(persons(walk))
    assert any(each.startswith("Clinician, Far Clinic Opened it to keep you safe") for each in said)


def test_the_persons_list_is_in_plain_words(walk, persons, sits):
    walk.released()
    sits("clinician", "far").post(f"{reverse('glass_break')}?transfer={walk.transfer}", {"reason": WHY})
    assert_plain(read(persons(walk), reverse("person_seen"), "en"), "en")


def test_the_persons_page_leads_to_who_looked(walk, persons):
    walk.authorized()
    assert f'href="{reverse("person_seen")}"' in persons(walk).get(reverse("person_page")).content.decode()


def test_a_long_list_comes_in_pages_of_few_statements(walk, persons, sits, django_assert_max_num_queries):
    walk.authorized()
    client = sits("supervisor")
    for _ in range(30):
        client.get(reverse("transfer_history", args=[walk.transfer]))
    phoned, address = persons(walk), reverse("person_seen")
    phoned.get(address)
    with django_assert_max_num_queries(MOST):
        first = phoned.get(address).content.decode()
    following = re.findall(r'href="(\?after=[^"]+)" rel="next"', first)[0]
    assert phoned.get(f"{address}{following}").status_code == 200
    assert phoned.get(f"{address}?after=made-up").status_code == 404


def test_the_persons_list_is_for_the_person_alone(walk, persons, guests, sits):
    walk.connected()
    address = reverse("person_seen")
    assert persons(walk).post(address).status_code == 405
    assert guests(walk).get(address).status_code == 404
    assert sits("supervisor").get(address).status_code == 404
    assert Client().get(address).status_code == 404


@pytest.mark.parametrize(("role", "is_led"), [("quality_reviewer", True), ("governance", True), ("clinician", False)])
def test_the_page_of_a_handoff_leads_those_to_who_looked_who_may_know(role, is_led, walk, sits):
    walk.authorized()
    client, link = sits(role), f"{reverse('access_views')}?transfer={walk.transfer}"
    assert (link in client.get(reverse("transfer_page", args=[walk.transfer])).content.decode()) is is_led
    assert client.get(link).status_code == (200 if is_led else 403)


@pytest.mark.parametrize(("role", "is_offered"), [("clinician", True), ("auditor", False)])
def test_who_searches_is_offered_break_glass_if_they_may_do_anything(role, is_offered, walk, sits):
    walk.authorized()
    page = sits(role, "far").post(reverse("people_search"), {"text": "WH-1"}).content.decode()
    assert (f'href="{reverse("glass_break")}"' in page) is is_offered
    assert "Quillfeather" not in page


@pytest.mark.parametrize("name", ["people_search", "handoff_start"])
def test_who_is_found_by_a_search_is_in_the_access_log(name, walk, sits):
    walk.authorized()
    before = AccessLogEntry.objects.filter(person_id=walk.ids["person"]).count()
    page = sits("clinician").post(reverse(name), {"text": "Quillfeather"}).content.decode()
    assert "Rosalind Quillfeather" in page
    assert AccessLogEntry.objects.filter(person_id=walk.ids["person"]).count() > before


def test_a_page_that_is_not_theirs_says_the_same_as_one_that_there_is_not(walk, sits):
    walk.authorized()
    client = sits("supervisor", "far")
    theirs, nobodys = (
        client.get(reverse("transfer_page", args=[which])) for which in (walk.transfer, walk.ids["person"])
    )
    assert (theirs.status_code, nobodys.status_code) == (404, 404)
    assert re.sub(r"<[^>]+>", "", theirs.content.decode()) == re.sub(r"<[^>]+>", "", nobodys.content.decode())
    assert not AccessLogEntry.objects.filter(actor_id=client.session["_auth_user_id"]).exists()
