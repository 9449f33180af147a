"""Safe mode (protocol 3.1): the page stands behind a short code that is said, never sent; nothing of it is printed."""

from __future__ import annotations

import re

import pytest
from django.contrib.staticfiles import finders
from django.core.cache import cache
from django.test import Client

from holdfast.accounts.models import GuestGrant
from holdfast.accounts.services import grant_redeem
from tests.integration.api.http import Caller
from tests.integration.web.persons.conftest import Phoned

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def secret_in(shown: str) -> str:
    """The secret of the link that is shown."""
    found = re.search(r"/join/([^/]+)/", shown)
    assert found
    return found[1]


@pytest.fixture
def made(walk, staff, numbers):
    """The originator makes the person's link, and says that it needs a short code. Return what they are shown."""
    walk.released()
    client = Client()
    client.force_login(staff["originator"], backend=BACKEND)
    at = f"/transfers/{walk.transfer}/live/invite/"
    came = client.post(at, {"how": "person-page", "safe": "yes"})
    return client.get(came.headers["Location"]).content.decode()


@pytest.fixture
def his(made) -> Phoned:
    return Phoned(grant_redeem(secret_in(made))[1])


@pytest.fixture
def code(made) -> str:
    found = re.search(r"\b(\d\d \d\d \d\d)\b", made)
    assert found
    return found[1]


def test_before_the_code_nothing_is_told_but_where_help_is(his):
    for path in ("/my/", "/my/visit.ics", "/my/say/question/"):
        page = his.get(path)
        said = page.content.decode()
        assert "Enter your short code" in said
        assert not [word for word in ("Rosalind", "Riverside", "Northside", "calendar") if word in said]
        assert 'href="tel:988"' in said
        assert "no-store" in page.headers["Cache-Control"]


def test_before_the_code_nothing_is_done(his):
    assert his.post("/my/do/stop/").headers["Location"] == "/my/"
    assert "Enter your short code" in his.get("/my/").content.decode()


def test_the_code_as_it_was_said_opens_the_page(his, code):
    assert his.post("/my/code/", code=code).headers["Location"] == "/my/"
    said = his.get("/my/").content.decode()
    assert "Hi <bdi>Rosalind</bdi>." in said
    assert "<title>My next steps</title>" in said


def test_the_calendar_and_the_print_are_off(his, code):
    his.post("/my/code/", code=code)
    said = his.get("/my/").content.decode()
    assert ("Add to my calendar" in said, "print this page" in said) == (False, False)
    assert his.get("/my/visit.ics").status_code == 302
    assert '<body class="safe">' in said
    with open(str(finders.find("holdfast/person.css")), encoding="utf-8") as sheet:
        assert ".safe main{display:none!important}" in sheet.read().partition("@media print")[2]


@pytest.mark.parametrize("path", ["/my/shared/", "/my/who-looked/"])
def test_what_was_shared_and_who_looked_is_not_printed_and_names_no_scope(walk, his, code, path):
    walk.cast["receiver"].get(f"/transfers/{walk.transfer}")
    his.post("/my/code/", code=code)
    said = his.get(path).content.decode()
    assert '<body class="safe">' in said
    assert "Riverside Intake" in said
    assert "Signs of danger" not in said


def test_the_code_is_not_in_the_database_and_not_in_the_link(made, code):
    grant = GuestGrant.objects.exclude(code_digest="").get()
    assert code.replace(" ", "") not in grant.code_digest
    assert code.replace(" ", "") not in secret_in(made)


def test_a_wrong_code_says_what_to_do(his):
    answer = his.post("/my/code/", code="000")
    assert answer.status_code == 422
    assert "That code does not work" in answer.content.decode()
    assert "<title>Error: " in answer.content.decode()


def test_after_five_wrong_tries_the_link_has_ended_for_the_right_code_too(his, made, code, caplog):
    came = [his.post("/my/code/", code="12").status_code for _ in range(5)]
    assert came == [422, 422, 422, 422, 404]
    assert his.post("/my/code/", code=code).headers["Location"] == "/my/"
    assert "This link has ended" in his.get("/my/").content.decode()
    assert caplog.text.count("a link or code was refused") == 5
    assert "12" not in caplog.messages


def test_a_right_code_begins_the_count_anew(his, made, code):
    for _ in range(4):
        his.post("/my/code/", code="12")
    his.post("/my/code/", code=code)
    again = Phoned(grant_redeem(secret_in(made))[1])
    assert again.post("/my/code/", code="12").status_code == 422


def test_every_session_asks_for_the_code_anew(his, made, code):
    his.post("/my/code/", code=code)
    again = Phoned(grant_redeem(secret_in(made))[1])
    assert "Enter your short code" in again.get("/my/").content.decode()


def test_guesses_from_one_address_are_held_off_and_then_the_right_code_too(his, code, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "secret_link": "2/m/ip"}
    cache.clear()
    assert [his.post("/my/code/", code="12").status_code for _ in range(3)] == [422, 422, 429]
    held = his.post("/my/code/", code=code)
    assert (held.status_code, 'href="tel:988"' in held.content.decode()) == (429, True)
    assert "Enter your short code" in his.get("/my/").content.decode()


def test_a_form_drawn_by_others_opens_nothing(his, code):
    assert his.client.post("/my/code/", {"code": code}).status_code == 403
    assert his.client.put("/my/code/").status_code == 405


def test_a_stranger_is_led_to_the_page_that_says_that_the_link_has_ended(db):
    assert Client().post("/my/code/", {"code": "1"}).headers["Location"] == "/my/"


def test_a_receiver_has_no_code_to_give(walk, guests):
    hers = guests(walk.authorized())
    assert hers.post("/my/code/", code="123456").headers["Location"] == "/my/"
    assert hers.get("/guest/").status_code == 200


def test_leaving_before_the_code_ends_the_session(his, code):
    his.get("/leave/")
    assert "This link has ended" in his.get("/my/").content.decode()


def test_a_link_without_a_code_ends_when_one_with_a_code_is_made(walk, persons, made):
    assert (
        GuestGrant.objects.filter(transfer_id=walk.transfer, code_digest="", revoked_at=None, party="person").count()
        == 0
    )
    assert "This link has ended" in Client().post(f"/join/{walk.said['secret']}/").content.decode()


def test_the_next_link_needs_a_code_too_unless_it_is_said_otherwise(walk, staff, made):
    client = Client()
    client.force_login(staff["originator"], backend=BACKEND)
    at = f"/transfers/{walk.transfer}/live/invite/"
    assert 'id="id_safe" aria-describedby="safe-hint" checked' in client.get(at).content.decode()
    walk.later(seconds=1)
    by_api = walk.cast["originator"].post(f"/transfers/{walk.transfer}/person-links", {}).body
    assert re.fullmatch(r"\d{6}", by_api["code"])
    walk.later(seconds=1)
    client.post(at, {"how": "person-page"})
    assert 'id="id_safe" aria-describedby="safe-hint" checked' not in client.get(at).content.decode()


def test_an_ended_link_with_a_code_names_no_team(walk, made):
    GuestGrant.objects.update(revoked_at=walk.at)
    said = Client().post(f"/join/{secret_in(made)}/").content.decode()
    assert "This link has ended" in said
    assert "555-555-0142" not in said
    assert 'href="tel:988"' in said


def test_a_session_behind_a_code_opens_nothing_by_the_api_either(walk, made):
    answer = Caller().post("/guests/redeem", {"secret": secret_in(made)})
    assert answer.status == 422
    assert "short_code" in str(answer.body)


def test_a_code_that_was_read_out_shows_no_more_than_the_link_would(walk, made, code):
    body = walk.cast["originator"].post(f"/transfers/{walk.transfer}/read-out-codes", {"party": "person"}).body
    his = Phoned(grant_redeem(body["code"], reference=body["reference"])[1])
    assert "Enter your short code" in his.get("/my/").content.decode()
    assert his.post("/my/code/", code=body["short_code"]).headers["Location"] == "/my/"
    assert '<body class="safe">' in his.get("/my/").content.decode()


def test_a_code_to_read_out_stands_behind_a_short_code_where_that_is_asked_for(walk, staff, persons):
    open_one, client = persons(walk.authorized()), Client()
    client.force_login(staff["originator"], backend=BACKEND)
    at = f"/transfers/{walk.transfer}/live/invite/"
    shown = client.get(client.post(at, {"how": "person-code", "safe": "yes"}).headers["Location"]).content.decode()
    reference, code, short = re.findall(r'<b class="nowrap">([^<]+)</b>', shown)
    assert "Say this short code to them" in shown
    guest = Client()
    assert guest.post("/code/", {"reference": reference, "code": code}).headers["Location"] == "/my/"
    his = Phoned(guest.cookies["hf_guest"].value)
    assert "Rosalind" not in his.get("/my/").content.decode()
    his.post("/my/code/", code=short)
    assert "Rosalind" in his.get("/my/").content.decode()
    assert "This link has ended" in open_one.get("/my/").content.decode()


def test_a_code_to_read_out_takes_no_short_code_from_their_link(walk, staff, made):
    client, at = Client(), f"/transfers/{walk.transfer}/live/invite/"
    client.force_login(staff["originator"], backend=BACKEND)
    walk.later(seconds=1)
    shown = client.get(client.post(at, {"how": "person-code"}).headers["Location"]).content.decode()
    assert "Say this short code to them" not in shown
    assert 'id="id_safe" aria-describedby="safe-hint" checked' in client.get(at).content.decode()


def test_the_address_where_a_code_is_typed_is_the_public_one(walk, staff, settings):
    settings.HOLDFAST_PUBLIC_URL = "http://localhost:8123/"
    walk.authorized()
    client = Client()
    client.force_login(staff["originator"], backend=BACKEND)
    came = client.post(f"/transfers/{walk.transfer}/live/invite/", {"how": "person-code"})
    assert "They open http://localhost:8123/code/" in client.get(came.headers["Location"]).content.decode()


def test_who_lost_a_phone_has_every_link_ended_at_once(walk, staff, persons):
    his = persons(walk.released())
    client = Client()
    client.force_login(staff["originator"], backend=BACKEND)
    answer = client.post(f"/transfers/{walk.transfer}/live/invite/", {"how": "person-end"}, follow=True)
    assert "Their links have ended." in answer.content.decode()
    assert his.get("/my/").status_code == 404
    assert Client().post(f"/join/{walk.said['secret']}/").status_code == 404
