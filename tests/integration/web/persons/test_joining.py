"""The way in by a link or a code: what opens it, what does not, and what stands where it has ended."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.core.cache import cache
from django.test import Client

from holdfast.accounts.models import GuestGrant, GuestSession
from holdfast.accounts.services import GrantOrder, grant_message
from holdfast.protocol.codes import Identity, Seat
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


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
@pytest.mark.parametrize("path", ["/join/{}/", "/code/"])
def test_a_form_in_a_foreign_sandbox_replaces_nobodys_session(walk, persons, path, site):
    his = persons(walk.released())
    before = his.client.cookies[COOKIE].value
    sent = {"Origin": "null", "Sec-Fetch-Site": site}
    assert his.client.post(path.format(walk.said["secret"]), headers=sent).status_code == 403
    assert his.client.cookies[COOKIE].value == before
    stop = his.client.post("/my/do/stop/", {"proof": his.proof}, headers=sent)
    assert stop.status_code == 403


@pytest.mark.parametrize("site", ["same-origin", "none"])
def test_our_own_form_names_no_origin_and_opens_the_page(walk, numbers, site):
    walk.opens()
    sent = {"Origin": "null", "Sec-Fetch-Site": site}
    assert Client().post(f"/join/{walk.said['secret']}/", headers=sent).headers["Location"] == "/my/"


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


@pytest.fixture
def heard(walk):
    """A code for the person that was read out, with its reference."""
    walk.authorized()
    made = walk.cast["originator"].post(f"/transfers/{walk.transfer}/read-out-codes", {"party": "person"}).body
    return {"reference": made["reference"], "code": made["code"]}


@pytest.mark.usefixtures("throttled")
def test_while_an_address_is_held_off_a_good_code_opens_nothing_either(walk, heard):
    for number in range(6):
        Client().post("/code/", {"reference": "1", "code": str(number)})
    held = Client().post("/code/", heard)
    assert (held.status_code, COOKIE in held.cookies) == (429, False)
    assert 'href="tel:988"' in held.content.decode()
    assert Client(REMOTE_ADDR="192.0.2.7").post("/code/", heard).status_code == 302  # tried at once from elsewhere


@pytest.mark.usefixtures("throttled")
def test_who_was_held_off_gets_in_a_minute_later_however_often_it_was_tried(walk, heard):
    for number in range(6):
        Client().post("/code/", {"reference": "1", "code": str(number)})
        walk.later(seconds=10)
    walk.later(seconds=10)
    assert Client().post("/code/", heard).status_code == 302


@pytest.mark.usefixtures("throttled")
def test_a_good_link_opens_though_somebody_guesses_from_the_same_address(walk):
    walk.opens()
    came = [Client().post(f"/join/hfl_{n:016x}_forged/").status_code for n in range(4)]
    assert came == [404, 404, 429, 429]
    assert Client().post(f"/join/{walk.said['secret']}/").headers["Location"] == "/my/"


def test_a_session_that_has_ended_says_whom_to_call(walk, persons):
    his = persons(walk.released())
    walk.later(hours=3)
    said = his.get("/my/")
    assert said.status_code == 404
    text = said.content.decode()
    assert "This link has ended" in text
    assert 'href="tel:988"' in text
    assert "555-555-0142" in text
    assert "Rosalind" not in text


def test_a_guests_session_that_has_ended_says_whom_to_call(walk, guests):
    hers = guests(walk.authorized())
    walk.later(hours=3)
    text = hers.get("/guest/").content.decode()
    assert "This link has ended" in text
    assert "555-555-0142" in text


def test_the_browser_keeps_what_says_whom_to_call_for_one_day_more(walk, numbers):
    walk.opens()
    answer = Client().post(f"/join/{walk.said['secret']}/")
    assert answer.cookies[COOKIE]["max-age"] == 26 * 60 * 60


def test_a_forged_session_leads_to_no_team_and_is_taken_from_the_browser(walk, persons):
    his = persons(walk.released())
    his.client.cookies[COOKIE] = "hfs_0123456789abcdef_forged"
    answer = his.get("/my/")
    assert "555-555-0142" not in answer.content.decode()
    assert answer.cookies[COOKIE].value == ""


@pytest.fixture
def into_event(walk, contact):
    """A link into the live event, which works once."""
    walk.authorized()
    walk.makes_ready()
    walk.does("originator", "open_live_event", channel="phone")
    order = GrantOrder(
        transfer_id=UUID(walk.transfer), party=Seat.RECEIVER, identity=Identity.DIRECTORY_LINK, subject_id=contact.pk,
        expires_at=walk.local(1, 12), live_event=1,
    )  # fmt: skip
    return grant_message(order).secret


def test_a_preview_uses_up_no_link_that_works_once_and_its_second_use_says_whom_to_call(into_event, numbers):
    for ask in (Client().get, Client().head):
        assert ask(f"/join/{into_event}/").status_code == 200
    came = [Client().post(f"/join/{into_event}/") for _ in range(2)]
    assert [answer.status_code for answer in came] == [302, 404]
    assert "555-555-0142" in came[1].content.decode()


@pytest.mark.usefixtures("throttled")
@pytest.mark.parametrize("secret", ["hfl_0123456789abcdef_forged", "x" * 500, "أهلا"])
def test_forged_links_are_held_off_and_logged_without_what_was_tried(db, caplog, secret):
    came = [Client().post(f"/join/{secret}/").status_code for _ in range(3)]
    assert came == [404, 404, 429]
    assert [each.getMessage() for each in caplog.records if each.name.startswith("holdfast")] == [
        "a link or code was refused"
    ] * 3


@pytest.mark.parametrize("path", ["/leave/"])
def test_what_leads_out_takes_no_post(db, path):
    assert Client().post(path).status_code == 405


@pytest.mark.parametrize("path", ["/join/x/", "/code/"])
def test_the_way_in_takes_no_other_method(db, path):
    assert Client().put(path).status_code == 405
