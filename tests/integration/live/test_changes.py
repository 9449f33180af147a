"""Asking whether something changed, where sockets are blocked: never what, and nobody's session lasts longer for it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from holdfast.accounts.models import SignIn
from tests.integration.live.conftest import browser

BACKGROUND = {"HX-Request": "true"}


def ask(client, **query):
    return client.get("/changes/", query, headers=BACKGROUND)


def seq_of(walk) -> str:
    return str(walk.cast["originator"].get(f"/transfers/{walk.transfer}").body["transfer"]["seq"])


@pytest.fixture
def page(walk, staff):
    walk.opens()
    return browser(staff["originator"])


def test_nothing_new_is_nothing(page, walk):
    answer = ask(page, transfer=walk.transfer, seen=seq_of(walk))
    assert (answer.status_code, answer.content) == (204, b"")


def test_something_new_is_its_number_alone(page, walk):
    seen = seq_of(walk)
    walk.checks_safety()
    answer = ask(page, transfer=walk.transfer, seen=seen)
    assert (answer.status_code, answer.json()) == (200, {"seen": seq_of(walk)})


def test_any_change_in_sight_is_told_by_its_instant(page, walk):
    seen = walk.at.isoformat()
    assert ask(page, seen=seen).status_code == 204
    walk.later(minutes=1)
    walk.checks_safety()
    answer = ask(page, seen=seen)
    assert (answer.status_code, answer.json()) == (200, {"seen": walk.at.isoformat()})
    assert ask(page, seen=answer.json()["seen"]).status_code == 204


def test_a_stranger_hears_of_nothing(page, walk, staff):
    assert ask(browser(staff["stranger"]), transfer=walk.transfer, seen="1").status_code == 404
    assert ask(browser(staff["stranger"]), seen=(walk.at - timedelta(hours=1)).isoformat()).status_code == 204


@pytest.mark.parametrize("transfer", ["x", "", "00000000-0000-0000-0000-000000000000"])
def test_what_is_no_transfer_is_not_there(page, transfer):
    assert ask(page, transfer=transfer, seen="1").status_code == 404


def test_nobody_is_told_so_and_not_led_elsewhere(walk):
    assert ask(Client(), seen="1").status_code == 401


def test_only_reading_is_offered(page):
    assert page.post("/changes/").status_code == 405


def test_a_guest_asks_for_their_own_transfer(page, walk):
    guest = Client()
    guest.cookies["hf_guest"] = walk.cast["person"].token
    assert ask(guest, transfer=walk.transfer, seen=seq_of(walk)).status_code == 204


def test_a_guests_page_asks_as_the_guest_also_where_staff_are_signed_in(walk, staff):
    walk.opens()
    both = browser(staff["stranger"])
    both.cookies["hf_guest"] = walk.cast["person"].token
    assert ask(both, transfer=walk.transfer, seen=seq_of(walk)).status_code == 404
    assert ask(both, transfer=walk.transfer, seen=seq_of(walk), **{"as": "guest"}).status_code == 204


def test_nobody_but_a_guest_asks_as_one(page, walk):
    assert ask(page, transfer=walk.transfer, seen="1", **{"as": "guest"}).status_code == 401


def test_asking_does_not_count_as_doing_something(page, walk):
    seen_at = SignIn.objects.get().seen_at
    walk.later(minutes=5)
    ask(page, seen="")
    assert SignIn.objects.get().seen_at == seen_at
    walk.later(minutes=11)
    assert ask(page, seen="").status_code == 401


def test_a_queue_that_has_grown_says_by_how_much(page, walk, staff):
    decider = browser(staff["decider"])
    url = "/changes/authorization_decision/"
    since = walk.at.isoformat()
    assert decider.get(url, {"since": since}, headers=BACKGROUND).status_code == 204
    walk.later(minutes=1)
    walk.prepares()
    walk.requests()
    answer = decider.get(url, {"since": since}, headers=BACKGROUND)
    assert "1 new request." in answer.content.decode()
    assert 'hx-trigger="changed from:body"' in answer.content.decode()


@pytest.mark.parametrize(("deadline", "since"), [("dance", "2026-11-18T17:00:00+00:00"), ("acceptance", "yesterday")])
def test_a_notice_of_nothing_known_is_refused(page, deadline, since):
    assert page.get(f"/changes/{deadline}/", {"since": since}).status_code == 400
