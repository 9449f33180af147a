"""The booked visit on the person's own page: what it says, and what they can say of it."""

from __future__ import annotations

import pytest

from holdfast.directory.models import Slot
from holdfast.transfers import stream
from tests.integration.web.persons.test_plain_words import assert_plain, read
from tests.integration.web.queues.conftest import text_of


@pytest.fixture
def booked(walk):
    """A handoff whose first visit holds a published time, with the one who stays coming along."""
    walk.authorized().makes_ready()
    at = walk.local(1, 10)
    slot = Slot.objects.create(
        service_id=walk.ids["service"], starts_at=at, minutes=50, mode="in_person", place="40 River Street",
        who="Marguerite Vole", published_at=walk.at,
    )  # fmt: skip
    fields = {"slot": str(slot.pk), "companion": True, "bring": "Your insurance card, if you have one."}
    walk.does("originator", "book_visit", fields)
    return walk


@pytest.fixture
def hers(booked, persons):
    return persons(booked)


def visit(walk):
    return stream.load(walk.transfer).state.visit.latest


def test_it_says_when_where_who_will_be_there_and_what_to_bring(hers):
    said = text_of(hers.get("/my/"))
    for words in ("A time is held for you", "10:00", "40 River Street", "Marguerite Vole", "Your insurance card",
                  "comes with you, so you are not alone there"):  # fmt: skip
        assert words in said


def test_a_time_that_is_only_proposed_is_promised_to_nobody(walk, persons):
    walk.authorized()
    fields = {"at": walk.local(1, 10).isoformat(), "mode": "phone", "who": "Marguerite Vole"}
    walk.does("originator", "book_visit", fields)
    said = text_of(persons(walk).get("/my/"))
    assert "They have not said yes to it yet." in said
    assert "I will come" not in said


def test_they_say_that_they_will_come(booked, hers):
    answer = hers.post("/my/do/come/", key="01a1ef99-da80-7d93-840e-3fb0cf4ba687")
    assert "done=come" in answer.headers["Location"]
    assert visit(booked).person_comes
    assert "You said that you will come." in text_of(hers.get("/my/"))


def test_to_cancel_is_asked_first_and_until_they_answer_the_visit_stands(booked, hers):
    assert "Until they answer, the visit stands." in text_of(hers.get("/my/ask/cancel-visit/"))
    assert "done=cancel-visit" in hers.post("/my/do/cancel-visit/").headers["Location"]
    assert visit(booked).ended is None
    assert "Until they answer, it still stands." in text_of(hers.get("/my/"))
    booked.does("receiver", "answer_cancel", answer="confirmed")
    assert "A time is held for you" not in text_of(hers.get("/my/"))


def test_when_the_service_asks_to_cancel_they_answer_themselves(booked, hers):
    booked.does("receiver", "ask_cancel_visit", reason="Ill.")
    assert "They ask to cancel this visit." in text_of(hers.get("/my/"))
    assert "done=cancel-agree" in hers.post("/my/do/cancel-agree/").headers["Location"]
    assert visit(booked).ended == "cancelled"


def test_they_can_ask_for_a_new_time_before_anybody_has_accepted(hers):
    assert hers.get("/my/say/new-time/").status_code == 200


def test_the_page_with_a_booked_visit_is_in_plain_words(hers):
    assert_plain(read(hers, "/my/", "en"), "en")
    assert_plain(read(hers, "/my/ask/cancel-visit/", "en"), "en")


def test_what_they_were_told_is_not_said_twice_once_it_is_what_happens_first(booked, persons):
    booked.comes_together()
    booked.connects()
    booked.accepts(booked.local(1, 10))
    booked.later(minutes=1)
    booked.releases()
    booked.does("originator", "close_live_event")
    said = text_of(persons(booked).get("/my/"))
    assert "Before your visit" in said
    assert said.count("10:00") == 1
