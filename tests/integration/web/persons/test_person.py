"""The person's page: who may open it, what it keeps, what one tap does."""

from __future__ import annotations

import gzip
import re
from uuid import UUID

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from holdfast.accounts.models import AccessLogEntry
from holdfast.config.ids import new_id
from holdfast.ledger.selectors import load
from holdfast.web.guests import COOKIE
from tests.integration.api.walk import instant

MOST_STATEMENTS = 15
BUDGET = 30 * 1024


def events(walk) -> list[str]:
    return [each.kind for each in load(UUID(walk.transfer)).events]


@pytest.fixture
def his(walk, persons):
    return persons(walk.released())


@pytest.mark.parametrize("path", ["/my/", "/my/visit.ics", "/my/ask/stop/"])
def test_a_stranger_is_told_that_the_link_has_ended(db, path):
    answer = Client().get(path)
    assert answer.status_code == 404
    assert "This link has ended" in answer.content.decode()


def test_staff_have_no_page_here(walk, staff):
    client = Client()
    client.force_login(staff["originator"], backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get("/my/").status_code == 404


def test_a_receiver_has_no_page_here(walk, guests):
    assert guests(walk.authorized()).get("/my/").status_code == 404


@pytest.mark.parametrize("path", ["/my/", "/my/visit.ics", "/my/ask/stop/"])
def test_what_only_shows_takes_no_post(his, path):
    assert his.post(path).status_code == 405


@pytest.mark.parametrize("path", ["/my/", "/my/ask/stop/", "/code/", "/join/nothing/"])
def test_nothing_is_kept_found_or_told_on(his, path):
    headers = his.get(path).headers
    assert "no-store" in headers["Cache-Control"]
    assert headers["X-Robots-Tag"] == "noindex"
    assert headers["Referrer-Policy"] == "no-referrer"


def test_the_only_cookie_is_the_session(his):
    his.get("/my/")
    his.post("/my/do/stop/")
    assert set(his.client.cookies) == {COOKIE}


def test_the_page_asks_little_of_the_database_and_of_the_line(his, django_assert_max_num_queries):
    with django_assert_max_num_queries(MOST_STATEMENTS):
        page = his.get("/my/").content
    with open(str(finders.find("holdfast/person.css")), "rb") as sheet:
        assert len(gzip.compress(page)) + len(gzip.compress(sheet.read())) <= BUDGET
    assert page.count(b"<link ") + page.count(b"<script") + page.count(b"<img") + 1 <= 4


def test_the_page_has_no_script_and_asks_nobody_else(his):
    page = his.get("/my/").content.decode()
    assert "<script" not in page
    assert not re.findall(r"<(?:link|img|iframe|script|form)[^>]*(?:href|src|action)=\"(?:https?:)?//", page)
    assert not re.findall(r"\son\w+=|\sstyle=", page)


def test_every_view_is_in_the_access_log(his):
    his.get("/my/")
    assert AccessLogEntry.objects.filter(purpose="person-page", actor_kind="guest").count() == 1


@pytest.mark.parametrize("act", ["stop", "different", "end"])
def test_one_tap_says_what_the_person_wants(his, walk, act):
    answer = his.post(f"/my/do/{act}/", key=str(new_id()))
    assert answer.headers["Location"] == f"/my/?done={act}"
    assert "filed.person_stops" in events(walk)


def test_who_asked_for_somebody_else_is_not_told_that_something_failed(his):
    his.post("/my/do/different/")
    said = his.get("/my/").content.decode()
    assert "You asked for a different person." in said
    assert "sorry" not in said


def test_a_page_that_is_used_stays_open(his, walk):
    for _ in range(3):
        walk.later(minutes=70)
        assert his.get("/my/").status_code == 200


def test_who_stopped_goes_on_by_one_tap(his, walk):
    his.post("/my/do/stop/")
    assert "We go on from here." in his.client.get(his.post("/my/do/go-on/").headers["Location"]).content.decode()


def test_what_was_heard_is_kept_in_their_words(walk, persons):
    walk.connected()
    walk.accepts(walk.local(1, 10))
    his = persons(walk)
    assert his.post("/my/do/heard/", in_own_words="I see them at ten.").headers["Location"] == "/my/?done=heard"
    assert his.post("/my/do/heard/", in_own_words=" ").status_code == 422


@pytest.mark.parametrize("words", ["é" * 500_000, "x\x00y"])
def test_words_that_cannot_be_kept_are_told_and_stay_on_the_page(walk, persons, words):
    walk.connected()
    walk.accepts(walk.local(1, 10))
    answer = persons(walk).post("/my/do/heard/", in_own_words=words)
    assert answer.status_code == 422
    assert words.partition("\x00")[0] in answer.content.decode()
    assert ("That is too long." in answer.content.decode()) == (len(words) > 4000)
    assert "filed.person_confirms" not in events(walk)


@pytest.mark.parametrize("words", ["Veo a Marcus 🙂", "أراه غدا في العاشرة"])
def test_words_of_any_script_are_kept_as_they_were_said(walk, persons, words):
    walk.connected()
    walk.accepts(walk.local(1, 10))
    assert persons(walk).post("/my/do/heard/", in_own_words=words).headers["Location"] == "/my/?done=heard"


def test_what_was_agreed_is_taken_back(his, walk):
    to = walk.ids["service"]
    back = his.post("/my/do/take-back/", to=to).headers["Location"]
    assert back == f"/my/?done=take-back&to={to}"
    assert "filed.revoke_consent" in events(walk)
    assert "They can no longer see it." in his.get(back).content.decode()


def test_the_three_come_together_on_their_own_devices(walk, persons):
    walk.authorized()
    walk.makes_ready()
    walk.does("originator", "open_live_event", channel="phone")
    his = persons(walk)
    for act in ("join", "together", "leave"):
        assert his.post(f"/my/do/{act}/").headers["Location"] == f"/my/?done={act}"
    assert "filed.leave_live_event" in events(walk)


def test_pressed_twice_it_is_done_once(his, walk):
    key = str(new_id())
    for _ in range(2):
        assert his.post("/my/do/stop/", key=key).status_code == 302
    assert events(walk).count("filed.person_stops") == 1


@pytest.mark.parametrize("proof", ["", "0" * 64])
def test_a_form_drawn_by_others_does_nothing(his, walk, proof):
    assert his.client.post("/my/do/stop/", {"proof": proof}).status_code == 403
    assert "filed.person_stops" not in events(walk)


def test_a_form_sent_from_elsewhere_does_nothing(his):
    answer = his.client.post("/my/do/stop/", {"proof": his.proof}, headers={"Origin": "https://elsewhere.example"})
    assert answer.status_code == 403


def test_what_is_no_act_leads_back(his):
    assert his.post("/my/do/nonsense/").headers["Location"] == reverse("person_page")
    assert his.get("/my/do/stop/").headers["Location"] == reverse("person_page")
    assert his.get("/my/ask/nonsense/").headers["Location"] == reverse("person_page")


@pytest.mark.parametrize("act", ["stop", "different", "end", "take-back"])
def test_what_others_rely_on_is_asked_once_more(his, walk, act):
    asked = his.get(f"/my/ask/{act}/?to={walk.ids['service']}").content.decode()
    assert f'action="/my/do/{act}/"' in asked


def test_the_visit_goes_into_a_calendar_without_a_word_of_health(his):
    file = his.get("/my/visit.ics").content.decode()
    assert "SUMMARY:Appointment\r\n" in file
    assert "DTSTART:20261119T150000Z" in file
    assert "Riverside" not in file
    assert all(len(line.encode()) <= 75 for line in file.split("\r\n"))


def test_a_visit_that_moved_moves_the_same_entry_of_the_calendar(his, walk):
    def entry() -> dict[str, str]:
        return dict(line.split(":", 1) for line in his.get("/my/visit.ics").content.decode().splitlines())

    before = entry()
    walk.does("receiver", "reschedule_first_action", at=instant(walk.local(2, 10)), asked_by="the person", reason="x")
    after = entry()
    assert before["UID"] == after["UID"]
    assert int(before["SEQUENCE"]) < int(after["SEQUENCE"])
    assert before["DTSTART"] != after["DTSTART"]
    assert walk.transfer not in str(after)


def test_a_visit_whose_time_has_passed_is_in_no_calendar(walk, persons):
    walk.released()
    walk.until(walk.local(1, 11))
    his = persons(walk)
    assert his.get("/my/visit.ics").headers["Location"] == "/my/"
    assert "visit.ics" not in his.get("/my/").content.decode().partition("<main")[2]


def test_no_title_or_address_names_the_person(his):
    page = his.get("/my/").content.decode()
    assert "<title>My next steps</title>" in page
    assert "Quillfeather" not in page


def test_leaving_ends_the_session_of_this_browser(his):
    answer = his.get("/leave/")
    assert answer.headers["Location"] == "https://www.weather.gov/"
    his.client.cookies[COOKIE] = "gone"
    assert his.get("/my/").status_code == 404


def test_the_first_name_alone_is_shown_where_the_person_is_known(his):
    assert "Hi <bdi>Rosalind</bdi>." in his.get("/my/").content.decode()
