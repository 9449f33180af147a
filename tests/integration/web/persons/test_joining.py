"""The way in by a link or a code: what opens it, what does not, and what stands where it has ended."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client

from holdfast.accounts.models import GuestGrant, GuestSession
from holdfast.web.guests import COOKIE


@pytest.fixture
def throttled(db, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "secret_link": "2/m/ip"}
    cache.clear()


def test_looking_at_a_link_uses_nothing_up(walk, numbers):
    walk.opens()
    before = GuestSession.objects.count()
    for _ in range(3):
        answer = Client().get(f"/join/{walk.said['secret']}/")
        assert answer.status_code == 200
    assert GuestSession.objects.count() == before
    assert COOKIE not in answer.cookies


def test_one_tap_opens_the_persons_page(walk, numbers):
    walk.opens()
    client = Client(enforce_csrf_checks=True)
    answer = client.post(f"/join/{walk.said['secret']}/")
    assert answer.headers["Location"] == "/my/"
    assert client.get("/my/").status_code == 200
    assert answer.cookies[COOKIE]["httponly"]


def test_a_form_from_elsewhere_opens_nothing(walk):
    walk.opens()
    answer = Client().post(f"/join/{walk.said['secret']}/", headers={"Origin": "https://elsewhere.example"})
    assert answer.status_code == 403


def test_an_ended_link_says_whom_to_call_and_never_why(walk, numbers):
    walk.opens()
    GuestGrant.objects.update(expires_at=walk.at)
    said = Client().post(f"/join/{walk.said['secret']}/")
    assert said.status_code == 404
    text = said.content.decode()
    assert "This link has ended" in text
    assert 'href="tel:988"' in text
    assert "555-555-0142" in text


def test_a_guessed_link_leads_to_no_team(walk, numbers):
    said = Client().post("/join/nothing-that-we-made/").content.decode()
    assert "This link has ended" in said
    assert "555-555-0142" not in said


def test_a_code_that_was_heard_opens_the_page(walk, numbers):
    walk.authorized()
    made = walk.cast["originator"].post(f"/transfers/{walk.transfer}/read-out-codes", {"party": "person"}).body
    fields = {"reference": made["reference"], "code": made["code"]}
    assert Client(enforce_csrf_checks=True).post("/code/", fields).headers["Location"] == "/my/"


def test_a_wrong_code_keeps_the_first_number_and_says_what_to_do(walk, numbers):
    walk.authorized()
    made = walk.cast["originator"].post(f"/transfers/{walk.transfer}/read-out-codes", {"party": "person"}).body
    answer = Client().post("/code/", {"reference": made["reference"], "code": "0000"})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "That code does not work" in text
    assert f'value="{made["reference"]}"' in text
    assert "<title>Error: " in text


@pytest.mark.usefixtures("throttled")
def test_who_guesses_is_held_off(db, caplog):
    came = [Client().post("/code/", {"reference": "1", "code": f"{n}"}).status_code for n in range(3)]
    assert came == [422, 422, 429]
    assert "a link or code was refused" in caplog.text


@pytest.mark.parametrize("path", ["/leave/"])
def test_what_leads_out_takes_no_post(db, path):
    assert Client().post(path).status_code == 405


@pytest.mark.parametrize("path", ["/join/x/", "/code/"])
def test_the_way_in_takes_no_other_method(db, path):
    assert Client().put(path).status_code == 405
