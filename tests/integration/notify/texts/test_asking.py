"""Staff have the link to the person's page sent by text, and see what became of it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from holdfast.notify.models import PersonsMessage
from holdfast.notify.texts.persons import texts_due
from holdfast.people.models import Person
from tests.integration.notify.texts.conftest import by_gateway
from tests.integration.web.clinicians.conftest import words

KEY = "0197f3d0-5c1e-7a55-8d3e-2f6f0f4b9a11"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def page(handed, staff):
    """The page on which somebody is invited, as one of the cast opens it."""

    def opened(who: str = "originator"):
        client = Client()
        client.force_login(staff[who], backend=BACKEND)
        return client, reverse("live_invite", args=[handed.transfer])

    return opened


def test_pressed_twice_one_text_goes_and_the_page_says_what_became_of_it(handed, double, settings, page):
    by_gateway(double, settings)
    client, url = page()
    assert "Text them the link to their page" in words(client.get(url))
    for _ in range(2):
        assert client.post(url, {"how": "person-text", "key": KEY}).status_code == 303
    assert "The text is on its way" in words(client.get(url))
    texts_due()
    assert len(double.taken) == 1
    assert "not known yet whether it arrived" in words(client.get(url))


def test_why_no_text_went_is_said_with_what_to_do(handed, person, double, settings, page):
    by_gateway(double, settings)
    Person.objects.filter(pk=person.pk).update(telecom=[])
    client, url = page()
    client.post(url, {"how": "person-text", "key": KEY})
    texts_due()
    assert "No text: there is no number that can get a text. Show the link" in words(client.get(url))


def test_a_text_that_waits_says_why(handed, double, settings, page):
    by_gateway(double, settings)
    client, url = page()
    client.post(url, {"how": "person-text", "key": KEY})
    handed.does("person", "person_stops", wish="pause")
    texts_due()
    assert "The text waits: they paused the handoff." in words(client.get(url))
    assert double.taken == []


def test_where_no_carrier_is_set_no_text_is_offered(handed, page):
    client, url = page()
    assert "Text them" not in words(client.get(url))


@pytest.mark.parametrize("who", ["receiver", "stranger", "auditor"])
def test_nobody_else_has_a_text_sent(handed, double, settings, page, who):
    by_gateway(double, settings)
    client, url = page(who)
    assert client.post(url, {"how": "person-text", "key": KEY}).status_code in (403, 404)
    assert not PersonsMessage.objects.exists()


@pytest.mark.parametrize("key", ["", "x", "1" * 5000])
def test_a_page_that_was_tampered_with_sends_nothing(handed, double, settings, page, key):
    by_gateway(double, settings)
    client, url = page()
    assert client.post(url, {"how": "person-text", "key": key}).status_code == 422
    assert not PersonsMessage.objects.exists()
