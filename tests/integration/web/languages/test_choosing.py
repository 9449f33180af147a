"""Where a chosen language is remembered: with a guest's link, with an account, else in the browser."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from holdfast.accounts.errors import NotAllowed
from holdfast.accounts.models import GuestGrant
from holdfast.accounts.services import GrantOrder, grant_issue, grant_message, grant_speaks
from holdfast.people.models import Person
from holdfast.protocol.codes import Identity, Seat
from holdfast.web.guests import COOKIE, proof_of

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
ENGLISH, SPANISH = '<html lang="en" dir="ltr">', '<html lang="es" dir="ltr">'


def _chooses(client: Client, language: str) -> None:
    client.post(reverse("language"), {"language": language, "next": "/"})


@pytest.fixture
def link(walk, numbers) -> str:
    """Of the person's page; they speak English, as far as is known."""
    Person.objects.update(language="en")
    walk.opens()
    return f"/join/{walk.said['secret']}/"


@pytest.fixture
def account(staff) -> Client:
    client = Client()
    client.force_login(staff["originator"], backend=BACKEND)
    return client


def test_what_is_chosen_on_the_persons_page_holds_on_another_device(link: str) -> None:
    phone, other = Client(), Client()
    phone.post(link)
    assert ENGLISH in phone.get("/my/").content.decode()
    _chooses(phone, "es")
    assert SPANISH in phone.get("/my/").content.decode()
    other.post(link)
    assert SPANISH in other.get("/my/").content.decode()


def test_the_persons_browser_keeps_no_cookie_but_the_session(link: str) -> None:
    phone = Client()
    phone.post(link)
    _chooses(phone, "es")
    assert set(phone.cookies) == {COOKIE}


def test_a_page_of_the_person_says_in_which_language_it_is(link: str) -> None:
    phone = Client()
    phone.post(link)
    _chooses(phone, "es")
    assert phone.get("/my/").headers["Content-Language"] == "es"


def test_the_person_first_reads_what_they_are_known_to_speak(link: str) -> None:
    Person.objects.update(language="es-MX")
    phone = Client()
    phone.post(link, headers={"Accept-Language": "en"})
    assert SPANISH in phone.get("/my/").content.decode()


def test_what_they_chose_before_they_came_in_counts_more(link: str) -> None:
    phone = Client()
    _chooses(phone, "es")
    phone.post(link)
    assert SPANISH in phone.get("/my/").content.decode()


@pytest.mark.parametrize("known", ["", "tlh", "fr-CA", "x" * 200])
def test_a_language_that_is_not_offered_leaves_it_to_the_browser(link: str, known: str) -> None:
    Person.objects.update(language=known)
    phone = Client()
    phone.post(link)
    assert SPANISH in phone.get("/my/", headers={"Accept-Language": "es"}).content.decode()


def test_the_next_link_to_the_same_person_remembers_it(link: str, walk) -> None:
    before = GuestGrant.objects.get(party=Seat.PERSON)
    grant_speaks(before.pk, "es")
    grant, _secret = grant_issue(
        GrantOrder(
            transfer_id=before.transfer_id,
            party=Seat.PERSON,
            identity=Identity.PERSON_LINK,
            subject_id=before.subject_id,
            expires_at=walk.local(3, 12),
            one_time=False,
        )
    )
    assert grant.language == "es"


def test_the_next_message_to_a_guest_is_written_in_their_language(walk, guests, contact) -> None:
    walk.authorized()
    _chooses(guests(walk).client, "es")
    order = GrantOrder(
        transfer_id=UUID(walk.transfer), party=Seat.RECEIVER, identity=Identity.DIRECTORY_LINK, subject_id=contact.pk,
        expires_at=walk.local(3, 12), one_time=False,
    )  # fmt: skip
    assert grant_message(order).language == "es"


def test_a_link_is_read_in_no_language_that_is_not_offered(link: str) -> None:
    with pytest.raises(NotAllowed):
        grant_speaks(GuestGrant.objects.get(party=Seat.PERSON).pk, "tlh")


def test_a_guest_who_receives_chooses_for_their_link(walk, guests) -> None:
    walk.authorized()
    guest = guests(walk)
    _chooses(guest.client, "es")
    assert SPANISH in guest.get("/guest/").content.decode()
    assert GuestGrant.objects.get(party=Seat.RECEIVER).language == "es"


def test_a_form_of_the_page_still_works_after_the_choice(link: str) -> None:
    phone = Client(enforce_csrf_checks=True)
    phone.post(link)
    _chooses(phone, "es")
    answer = phone.post("/my/do/stop/", {"proof": proof_of(phone.cookies[COOKIE].value), "key": ""})
    assert answer.status_code in {302, 303}


def test_what_staff_choose_holds_on_another_device(account: Client, staff) -> None:
    _chooses(account, "es")
    staff["originator"].refresh_from_db()
    assert staff["originator"].language == "es"
    other = Client()
    other.force_login(staff["originator"], backend=BACKEND)
    page = other.get(reverse("account"))
    assert SPANISH in page.content.decode()
    assert page.headers["Content-Language"] == "es"


def test_the_account_counts_more_than_what_somebody_chose_at_the_same_computer(account: Client, staff) -> None:
    _chooses(account, "en")
    account.cookies[settings.LANGUAGE_COOKIE_NAME] = "es"
    assert ENGLISH in account.get(reverse("account")).content.decode()


def test_choosing_a_language_leaves_the_zone(account: Client, staff) -> None:
    type(staff["originator"]).objects.filter(pk=staff["originator"].pk).update(zone="America/Denver")
    _chooses(account, "es")
    staff["originator"].refresh_from_db()
    assert staff["originator"].zone == "America/Denver"


@pytest.mark.parametrize("wrong", ["", "tlh", "es'--", "e" * 10_000])
def test_a_language_that_is_not_offered_changes_nothing(account: Client, staff, wrong: str) -> None:
    _chooses(account, wrong)
    staff["originator"].refresh_from_db()
    assert staff["originator"].language == ""
    assert settings.LANGUAGE_COOKIE_NAME not in account.cookies


def test_each_language_is_named_in_itself(client: Client) -> None:
    page = client.get(reverse("accessibility")).content.decode()
    assert 'value="es" lang="es">Español</button>' in page
    spanish = client.get(reverse("accessibility"), headers={"Accept-Language": "es"}).content.decode()
    assert 'value="en" lang="en">English</button>' in spanish


def test_the_choice_takes_no_get(client: Client) -> None:
    assert client.get(reverse("language")).status_code == 405
