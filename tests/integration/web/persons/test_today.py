"""The person says a small step for today, and what gets in their way: on the record, once, and a human hears of it."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from django.test import Client

from holdfast.accounts.services import grant_redeem
from holdfast.notify.models import Kind, Message, PersonsWord, Say
from holdfast.protocol.chapters.story.lists import Barrier, BarrierSeverity
from holdfast.transfers import stream
from holdfast.web.words.barriers import HOW_MUCH, OWN
from tests.integration.web.persons.conftest import Phoned
from tests.integration.web.persons.test_plain_words import assert_plain, read
from tests.integration.web.persons.test_safe_mode import BACKEND, secret_in

KEY = "0d9c3a9e-6f0b-4f3e-9d7f-3a2f5b7c8d11"
NO_BUS = {"act": "in-the-way", "barrier": "transport", "severity": "blocks", "note": "No bus."}


@pytest.fixture
def his(walk, persons):
    """The person, before the page of a handoff that was opened."""
    return persons(walk.authorized())


def _story(walk):
    return stream.load(UUID(walk.transfer)).state.story


def test_every_barrier_has_words_of_their_own():
    assert (set(OWN), set(HOW_MUCH)) == (set(Barrier), set(BarrierSeverity))


def test_their_page_leads_there(his):
    assert 'href="/my/today/"' in his.get("/my/").content.decode()


def test_a_small_step_stands_on_their_page(walk, his):
    answer = his.post("/my/today/", act="small-step", words="I call Ines tonight.", key=KEY)
    assert (answer.status_code, answer.url) == (303, "/my/?done=small-step")
    assert _story(walk).small_step.words == "I call Ines tonight."
    assert "We wrote down your step for today." in his.get(answer.url).content.decode()
    assert "I call Ines tonight." in his.get("/my/today/").content.decode()


def test_what_gets_in_their_way_is_named_once_and_a_human_hears_of_it(walk, his):
    for _again in range(2):
        assert his.post("/my/today/", **NO_BUS, key=KEY).url == "/my/?done=in-the-way"
    named = _story(walk).barriers[Barrier.TRANSPORT]
    assert (named.by, named.severity, named.note) == ("person", BarrierSeverity.BLOCKS, "No bus.")
    word = PersonsWord.objects.get()
    assert (word.kind, word.sealed) == (Say.IN_THE_WAY, "")
    assert Message.objects.filter(kind=Kind.PERSON_SAYS).exists()
    assert "We have no answer yet." in his.get("/my/today/").content.decode()


def test_the_answer_comes_back_to_them(walk, his):
    his.post("/my/today/", **NO_BUS, key=KEY)
    walk.does("originator", "answer_barrier", barrier="transport", answer="We send a taxi at nine.")
    assert "We send a taxi at nine." in his.get("/my/today/").content.decode()


def test_what_staff_named_is_not_told_on_their_page(walk, his):
    walk.does("originator", "name_barrier", barrier="stigma-or-distrust", severity="hinders", note="Does not trust us.")
    assert "Does not trust us." not in his.get("/my/today/").content.decode()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({**NO_BUS, "barrier": ""}, "Please pick what gets in your way."),
        ({**NO_BUS, "barrier": "rain"}, "Please pick what gets in your way."),
        ({**NO_BUS, "severity": ""}, "Please say how much it gets in your way."),
        ({**NO_BUS, "note": "No bus. " * 1000}, "That is too long."),
        ({"act": "small-step", "words": " "}, "Please write your small step"),
        ({"act": "small-step", "words": "x" * 5000}, "That is too long."),
    ],
)
def test_what_is_missing_is_asked_for_and_what_was_typed_stays(walk, his, sent, said):
    answer = his.post("/my/today/", **sent)
    shown = answer.content.decode()
    assert (answer.status_code, said in shown) == (422, True)
    assert sent.get("note", sent.get("words", "")).strip() in shown
    assert (_story(walk).barriers, _story(walk).small_step) == ({}, None)


def test_where_the_plan_is_done_it_is_not_asked(walk, his):
    walk.does("decider", "close_transfer", closure="error", reason="Opened twice.")
    assert his.get("/my/today/").url == his.post("/my/today/", **NO_BUS).url == "/my/"
    assert "/my/today/" not in his.get("/my/").content.decode()


def test_nothing_of_it_stands_on_an_unsafe_screen(walk, staff, numbers):
    walk.authorized()
    client = Client()
    client.force_login(staff["originator"], backend=BACKEND)
    made = client.post(f"/transfers/{walk.transfer}/live/invite/", {"how": "person-page", "safe": "yes"})
    shown = client.get(made.headers["Location"]).content.decode()
    his = Phoned(grant_redeem(secret_in(shown))[1])
    his.post("/my/code/", code=re.findall(r"\b\d\d \d\d \d\d\b", shown)[0])
    assert his.get("/my/today/").url == "/my/"
    assert "/my/today/" not in his.get("/my/").content.decode()


def test_it_is_nobody_elses_page(walk, guests, client):
    assert client.get("/my/today/").status_code == 404
    assert guests(walk.authorized()).get("/my/today/").status_code == 404


def test_it_asks_the_database_little_and_is_plain(his, django_assert_max_num_queries):
    his.post("/my/today/", **NO_BUS)
    with django_assert_max_num_queries(15):
        his.get("/my/today/")
    assert_plain(read(his, "/my/today/", "en"), "en")
