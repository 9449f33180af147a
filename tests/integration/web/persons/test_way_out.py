"""What is on every page of the person and on the ways to it: help day and night, the way out, no contradiction."""

from __future__ import annotations

import pytest
from django.test import Client

from holdfast.transfers.sweeping import sweep

HELP, WAY_OUT = 'href="tel:988"', 'href="/leave/"'
PAGES = (
    "/my/", "/my/say/question/", "/my/say/new-time/", "/my/who-looked/", "/my/ask/stop/", "/my/ask/different/",
    "/my/ask/end/", "/my/asked/", "/my/shared/",
)  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_every_page_of_the_person_has_988_and_the_way_out(walk, persons, path):
    answer = persons(walk.released()).get(path)
    said = answer.content.decode()
    assert (answer.status_code, HELP in said, WAY_OUT in said) == (200, True, True)


@pytest.mark.parametrize("path", ["/code/", "/join/nothing/", "/my/"])
def test_the_ways_in_have_them_too(db, path):
    said = Client().get(path).content.decode()
    assert HELP in said
    assert WAY_OUT in said


def test_a_wrong_code_leaves_a_way_on(db):
    said = Client().post("/code/", {"reference": "12345", "code": "0000"}).content.decode()
    assert "Ask the person you are talking with." in said
    assert HELP in said


def test_stop_and_slower_stand_with_the_call(walk, persons):
    walk.connected()
    said = persons(walk).get("/my/").content.decode()
    together = said.partition('id="together"')[2].partition("</section>")[0]
    assert "/my/ask/stop/" in together
    assert "/my/say/slower/" in together
    assert said.count("/my/ask/stop/") == 1


def test_what_was_agreed_does_not_look_as_if_it_ran_while_stopped(walk, persons):
    his = persons(walk.released())
    assert "Nothing new is shared for now." not in his.get("/my/").content.decode()
    his.post("/my/do/stop/")
    assert "Nothing new is shared for now." in his.get("/my/").content.decode()


def test_a_plan_that_has_ended_promises_nothing_more(walk, persons):
    his = persons(walk.released())
    his.post("/my/do/end/")
    said = his.get("/my/").content.decode()
    assert "what happens next" not in said
    assert "You can fix it." not in said
    assert "Is something wrong? Call <bdi>" in said


def test_whose_visit_we_missed_is_not_asked_how_it_went(walk, persons):
    walk.released()
    walk.until(walk.local(1, 13))
    sweep()
    said = persons(walk).get("/my/").content.decode()
    assert "Something did not go as we said." in said
    assert "How did it go?" not in said
    assert "Tell us what happened" in said


def test_who_waits_for_news_is_told_by_when(walk, persons):
    walk.opens()
    walk.prepares()
    walk.requests()
    said = persons(walk).get("/my/").content.decode()
    assert "There should be news by" in said
