"""Step-up: within ten minutes of a proof nobody is asked; after that nothing is done, and nothing typed is lost."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from holdfast.accounts.models import KeptText, Staff
from tests.integration.web.signing.conftest import NOW, PASSWORD, SECOND
from tests.integration.web.signing.deeds import DONE

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.integration.web.signing.deeds")]
TEN = timedelta(minutes=10)
WORDS = {"reason": "He is safe with his sister tonight."}


@pytest.fixture(autouse=True)
def nothing_done() -> None:
    DONE.clear()


def next_of(response) -> str:
    return str(parse_qs(urlsplit(response["Location"]).query)["next"][0])


def prove(client: Client, back: str, password: str = PASSWORD):
    return client.post("/sign-in/again/", {"password": password, "next": back})


@pytest.mark.parametrize(
    ("past", "is_asked"), [(-SECOND, False), (timedelta(), True), (SECOND, True)], ids=["before", "at", "after"]
)
def test_signing_in_counts_for_ten_minutes(signed_in: Client, clock, past, is_asked: bool) -> None:
    clock.move_to(NOW + TEN + past)
    response = signed_in.get("/decide/")
    assert (response.status_code == 302) is is_asked
    if is_asked:
        assert response["Location"] == "/sign-in/again/?next=%2Fdecide%2F"


def test_what_was_typed_comes_back_into_its_form_and_nothing_was_done(signed_in: Client, clock) -> None:
    clock.move_to(NOW + TEN)
    asked = signed_in.post("/decide/", WORDS)
    assert DONE == []
    kept = prove(signed_in, next_of(asked))
    assert kept["Location"] == f"/account/kept/{KeptText.objects.get().pk}/"
    page = signed_in.get(kept["Location"], follow=True)
    assert page.redirect_chain[0][0].startswith("/decide/?kept=")
    assert page.content.decode() == f"reason: {WORDS['reason']}"
    assert signed_in.post("/decide/", WORDS).content == b"done"
    assert [WORDS["reason"]] == DONE


def test_a_page_that_shows_no_form_is_sent_again_with_one_button(signed_in: Client, clock) -> None:
    clock.move_to(NOW + TEN)
    back = prove(signed_in, next_of(signed_in.post("/release/")))["Location"]
    page = signed_in.get(back).content.decode()
    assert 'action="/release/"' in page
    assert DONE == []
    signed_in.post("/release/")
    assert DONE == ["released"]


def test_a_wrong_password_proves_nothing(signed_in: Client, clock) -> None:
    clock.move_to(NOW + TEN)
    response = prove(signed_in, "/decide/", "wrong")
    assert response.status_code == 200
    assert "not your password" in response.content.decode()
    assert signed_in.get("/decide/").status_code == 302


def test_a_proof_counts_for_ten_minutes_from_when_it_was_given(signed_in: Client, clock) -> None:
    clock.move_to(NOW + TEN)
    prove(signed_in, "/decide/")
    clock.move_to(NOW + 2 * TEN - SECOND)
    assert signed_in.get("/decide/").status_code == 200
    clock.move_to(NOW + 2 * TEN)
    assert signed_in.get("/decide/").status_code == 302


def test_the_proof_of_one_browser_is_none_for_another(signed_in: Client, ana: Staff, clock) -> None:
    other = Client()
    other.force_login(ana)
    other.get("/account/")
    clock.move_to(NOW + TEN)
    prove(signed_in, "/decide/")
    assert other.get("/decide/").status_code == 302


def test_wrong_proofs_are_throttled(signed_in: Client, clock) -> None:
    clock.move_to(NOW + TEN)
    codes = [prove(signed_in, "/decide/", "wrong").status_code for _ in range(11)]
    assert codes[-1] == 429
    assert "too many tries" in prove(signed_in, "/decide/", PASSWORD).content.decode()


def test_the_minutes_are_a_setting(signed_in: Client, clock, settings) -> None:
    settings.HOLDFAST_STEP_UP_MINUTES = 2
    clock.shift(120)
    assert signed_in.get("/decide/").status_code == 302


def test_whoever_is_not_signed_in_signs_in(db) -> None:
    assert Client().get("/decide/")["Location"].startswith("/sign-in/?")


def test_in_the_demo_whose_staff_have_no_password_a_button_stands_for_it(bo: Staff, clock, settings) -> None:
    settings.HOLDFAST_UNSAFE_DEMO_SIGN_IN = True
    client = Client()
    client.force_login(bo)
    client.get("/account/")
    clock.move_to(NOW + TEN)
    asked = client.get("/decide/")
    assert asked["Location"] == "/sign-in/again/demo/?next=%2Fdecide%2F"
    assert client.get(asked["Location"]).status_code == 200
    assert client.post("/sign-in/again/demo/", {"next": "/decide/"})["Location"] == "/decide/"
    assert client.get("/decide/").status_code == 200


def test_outside_the_demo_no_button_proves_anything(signed_in: Client, clock) -> None:
    clock.move_to(NOW + TEN)
    assert signed_in.post("/sign-in/again/demo/", {"next": "/decide/"}).status_code == 403
    assert signed_in.get("/decide/").status_code == 302
