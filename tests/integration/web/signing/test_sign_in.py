"""Signing in and out: by password, throttled, and never telling whether an email exists."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.test import Client

from holdfast.accounts.models import SignIn, Staff
from holdfast.accounts.services import staff_deactivate
from holdfast.config import settings as real_settings
from tests.integration.web.signing.conftest import PASSWORD, SIGN_IN

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
SAID = re.compile(r"<main.*</main>", re.DOTALL)


def said(response) -> str:
    """Return what the page says, without what differs every time."""
    text = SAID.findall(response.content.decode())[0]
    return re.sub(r'(value|name="csrfmiddlewaretoken" value)="[^"]*"', "", text)


def tried(client: Client, email: str, password: str):
    return client.post(SIGN_IN, {"login": email, "password": password})


def test_email_and_password_sign_in_in_whatever_case(client: Client, ana: Staff) -> None:
    response = tried(client, "ANA@Valley.example", PASSWORD)
    assert (response.status_code, response["Location"]) == (302, "/")
    assert SignIn.objects.get().staff == ana
    assert client.get("/account/").status_code == 200


def test_the_sign_in_page_leads_back_to_the_page_that_was_asked_for(client: Client, ana: Staff) -> None:
    asked = client.get("/account/")
    assert asked["Location"] == "/sign-in/?next=%2Faccount%2F"
    response = client.post(SIGN_IN, {"login": ana.email, "password": PASSWORD, "next": "/account/"})
    assert response["Location"] == "/account/"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_nobody_is_led_to_another_site(client: Client, ana: Staff, elsewhere: str) -> None:
    response = client.post(SIGN_IN, {"login": ana.email, "password": PASSWORD, "next": elsewhere})
    assert response["Location"] == "/"


def test_a_wrong_password_and_an_unknown_email_are_answered_alike(client: Client, ana: Staff) -> None:
    known, unknown = tried(client, ana.email, "wrong"), tried(client, "nobody@valley.example", "wrong")
    assert known.status_code == unknown.status_code == 200
    assert said(known) == said(unknown)
    assert "do not match" in said(known)
    assert not SignIn.objects.exists()


def test_the_password_is_never_sent_back(client: Client, ana: Staff) -> None:
    assert "a wrong one" not in tried(client, ana.email, "a wrong one").content.decode()


@pytest.mark.parametrize("email", ["ana@valley.example", "nobody@valley.example"], ids=["known", "unknown"])
def test_after_five_wrong_passwords_even_the_right_one_waits(client: Client, ana: Staff, clock, email: str) -> None:
    for _ in range(5):
        tried(client, email, "wrong")
    assert "too many tries" in said(tried(client, email, PASSWORD))
    clock.shift(299)
    assert "too many tries" in said(tried(client, email, PASSWORD))
    clock.shift(1)
    assert tried(client, "ana@valley.example", PASSWORD).status_code == 302


def test_one_address_cannot_try_many_accounts(client: Client, ana: Staff) -> None:
    for number in range(20):
        assert "do not match" in said(tried(client, f"{number}@valley.example", "wrong"))
    assert "too many tries" in said(tried(client, "another@valley.example", "wrong"))


def test_wrong_tries_are_logged_without_who_or_what(client: Client, ana: Staff, caplog) -> None:
    tried(client, ana.email, "wrong")
    assert "sign-in refused" in caplog.text
    assert "ana" not in caplog.text.lower()


def test_a_deactivated_account_is_told_so_only_with_its_password(client: Client, ana: Staff) -> None:
    staff_deactivate(ana.pk)
    assert tried(client, ana.email, PASSWORD)["Location"] == "/sign-in/inactive/"
    assert "do not match" in said(tried(client, ana.email, "wrong"))
    assert client.get("/sign-in/inactive/").status_code == 200


def test_a_deactivated_account_is_signed_out_at_once(signed_in: Client, ana: Staff) -> None:
    staff_deactivate(ana.pk)
    assert signed_in.get("/account/")["Location"].startswith(SIGN_IN)


def test_signing_out_ends_the_sign_in(signed_in: Client) -> None:
    assert signed_in.get("/sign-in/out/").status_code == 200
    assert signed_in.post("/sign-in/out/")["Location"] == SIGN_IN
    assert SignIn.objects.get().ended_by == "sign_out"
    assert signed_in.get("/account/").status_code == 302


def test_passwords_are_hashed_by_argon2() -> None:
    assert real_settings.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]


def test_nobody_signs_up() -> None:
    for path in ("/sign-in/signup/", "/sign-in/email/", "/accounts/signup/"):
        assert Client().get(path).status_code == 404


def test_signing_in_needs_the_token_of_our_form(ana: Staff) -> None:
    client = Client(enforce_csrf_checks=True)
    assert tried(client, ana.email, PASSWORD).status_code == 403


def test_asking_for_a_new_password_says_the_same_for_every_email(client: Client, ana: Staff) -> None:
    for email in (ana.email, "nobody@valley.example"):
        response = client.post("/sign-in/password/new/", {"email": email})
        assert response["Location"] == "/sign-in/password/new/sent/"
    assert not mail.outbox  # a job sends it, for the one as for the other
    assert client.get("/sign-in/password/new/sent/").status_code == 200


def test_the_link_of_the_message_sets_a_new_password_once(client: Client, ana: Staff) -> None:
    from holdfast.accounts.mailing import password_link_send

    password_link_send(ana.pk)
    link = re.findall(r"https?://[^/]+(/sign-in/password/new/\S+)", str(mail.outbox[0].body))[0]
    form = client.get(link, follow=True)
    chosen = {"password1": "another four words", "password2": "another four words"}
    done = client.post(form.redirect_chain[-1][0], chosen)
    assert done["Location"] == "/sign-in/password/new/done/"
    assert tried(client, ana.email, "another four words").status_code == 302
    assert "not good any more" in Client().get(link, follow=True).content.decode()
