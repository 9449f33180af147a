"""The ways in by a link: an invitation, and the demo's sign-in links."""

from __future__ import annotations

import pytest
from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth.tokens import default_token_generator
from django.test import Client

from holdfast.accounts.mailing import invitation_send
from holdfast.accounts.models import Invitation, SignIn, Staff
from holdfast.accounts.services import invitation_issue, sign_in_link_create
from tests.integration.web.signing.conftest import PASSWORD, secret_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def link(bo: Staff) -> str:
    invitation = invitation_issue(bo.pk)
    invitation_send(invitation.pk)
    return f"/sign-in/invitation/{secret_of(invitation)}/"


def test_looking_at_the_invitation_uses_nothing_up(client: Client, link: str) -> None:
    for _ in range(2):
        page = client.get(link).content.decode()
    assert "Bo Lind" in page
    assert "bo@valley.example" in page
    assert Invitation.objects.get().used_at is None


def test_the_password_that_is_chosen_signs_in(client: Client, link: str, bo: Staff) -> None:
    assert client.post(link, {"password": PASSWORD})["Location"] == "/"
    assert client.get("/account/").status_code == 200
    assert SignIn.objects.get().staff == bo
    assert client.get("/sign-in/second-factor/totp/activate/").status_code == 200  # proved just now
    assert Client().post("/sign-in/", {"login": bo.email, "password": PASSWORD}).status_code == 302


@pytest.mark.parametrize(("password", "said"), [("", "Choose a password."), ("short", "Use at least 12 characters."),
    ("telechargement", "easy to guess")], ids=["none", "short", "common"])  # fmt: skip
def test_a_password_that_is_not_good_is_explained_and_the_link_stays_good(client, link, password, said) -> None:
    response = client.post(link, {"password": password})
    page = response.content.decode()
    assert response.status_code == 422
    assert said in page
    assert "<title>Error: " in page
    assert 'href="#id_password"' in page
    assert client.get(link).status_code == 200


def test_a_used_link_says_so_and_signs_nobody_in(client: Client, link: str) -> None:
    client.post(link, {"password": PASSWORD})
    other = Client()
    for answer in (other.get(link), other.post(link, {"password": PASSWORD})):
        assert answer.status_code == 404
        assert "not good, or not any more" in answer.content.decode()
    assert other.get("/account/").status_code == 302


def test_a_broken_passkey_is_explained_and_the_link_stays_good(client: Client, link: str) -> None:
    for credential in ("", "{}", '{"id": 1}', "no json", "[" * 5_000):
        assert client.post(link, {"credential": credential, "name": ""}).status_code == 422
    assert client.get(link).status_code == 200


def test_guessed_links_are_throttled_and_logged_without_what_was_tried(client: Client, caplog) -> None:
    codes = [client.get(f"/sign-in/invitation/hfi_{n:016x}_guess/").status_code for n in range(21)]
    assert codes == [404] * 20 + [429]
    assert "a link or code was refused" in caplog.text
    assert "guess" not in caplog.text


def test_no_page_learns_the_address_of_a_link(client: Client, bo: Staff, link: str, settings) -> None:
    settings.HOLDFAST_UNSAFE_DEMO_SIGN_IN = True
    reset = default_token_generator.make_token(bo)
    asked = [link, f"/sign-in/demo/{sign_in_link_create(bo.pk)}/", "/sign-in/invitation/hfi_x_cut/",
             f"/sign-in/password/new/{user_pk_to_url_str(bo)}-{reset}/"]  # fmt: skip
    assert [client.get(path).headers["Referrer-Policy"] for path in asked] == ["origin"] * 4


def test_other_methods_are_refused(client: Client, link: str) -> None:
    assert client.put(link).status_code == 405


def test_a_demo_link_signs_in_by_its_button_and_again_later(client: Client, bo: Staff, settings) -> None:
    settings.HOLDFAST_UNSAFE_DEMO_SIGN_IN = True
    link = f"/sign-in/demo/{sign_in_link_create(bo.pk)}/"
    for _ in range(2):
        assert client.get(link).status_code == 200
    assert client.post(link)["Location"] == "/"
    assert client.get("/account/").status_code == 200
    assert Client().post(link).status_code == 302


def test_outside_the_demo_there_is_no_such_page(client: Client, bo: Staff, settings) -> None:
    settings.HOLDFAST_UNSAFE_DEMO_SIGN_IN = True
    link = f"/sign-in/demo/{sign_in_link_create(bo.pk)}/"
    settings.HOLDFAST_UNSAFE_DEMO_SIGN_IN = False
    assert client.get(link).status_code == 404
    assert client.post(link).status_code == 404
    assert not SignIn.objects.exists()
