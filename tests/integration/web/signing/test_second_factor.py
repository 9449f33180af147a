"""Second factors: an authenticator app with recovery codes, asked for at sign-in, and demanded where it is a rule."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.test import Client

from holdfast.accounts.models import Staff
from tests.integration.web.signing.conftest import NOW, PASSWORD, SIGN_IN

pytestmark = pytest.mark.django_db
TOTP = "/sign-in/second-factor/totp/activate/"


def code(secret: str, later: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(NOW.timestamp()) // 30 + later))


def proved(client: Client) -> Client:
    client.post("/sign-in/again/", {"password": PASSWORD})
    return client


@pytest.fixture
def with_app(signed_in: Client) -> tuple[Client, str]:
    """Ana's browser, and the secret of the app that she has just added."""
    page = proved(signed_in).get(TOTP).content.decode()
    secret = re.findall(r'<code class="key-text">(\w+)</code>', page)[0]
    answer = signed_in.post(TOTP, {"code": code(secret)})
    assert answer["Location"] == "/sign-in/second-factor/recovery-codes/"
    return signed_in, secret


def recovery_codes(client: Client) -> list[str]:
    return re.findall(r'<code class="key-text">(\d{8})</code>', client.get(
        "/sign-in/second-factor/recovery-codes/").content.decode())  # fmt: skip


def password(client: Client, ana: Staff):
    return client.post(SIGN_IN, {"login": ana.email, "password": PASSWORD})


def test_adding_an_app_asks_first_who_one_is(signed_in: Client) -> None:
    assert signed_in.get(TOTP)["Location"] == f"/sign-in/again/?next={TOTP.replace('/', '%2F')}"


def test_the_picture_to_scan_is_drawn_without_any_style_or_data_address(signed_in: Client) -> None:
    page = proved(signed_in).get(TOTP).content.decode()
    assert "<svg" in page
    assert "style=" not in page
    assert "data:" not in page


def test_the_secret_is_sealed_and_no_message_goes_round_the_jobs(with_app) -> None:
    _, secret = with_app
    row = Authenticator.objects.get(type="totp")
    assert secret not in str(row.data)
    assert not mail.outbox


def test_after_the_password_the_code_is_asked_for(with_app, ana: Staff, clock) -> None:
    other = Client()
    assert password(other, ana)["Location"] == "/sign-in/second-factor/authenticate/"
    assert other.get("/account/").status_code == 302
    clock.shift(30)
    answer = other.post("/sign-in/second-factor/authenticate/", {"code": code(with_app[1], 1)})
    assert answer["Location"] == "/"
    assert other.get("/account/").status_code == 200


def test_a_wrong_code_and_a_used_code_are_refused(with_app, ana: Staff, clock) -> None:
    clock.shift(30)
    first, second = Client(), Client()
    for client in (first, second):
        password(client, ana)
    good = {"code": code(with_app[1], 1)}
    assert first.post("/sign-in/second-factor/authenticate/", good).status_code == 302
    for tried in (good, {"code": "000000"}, {"code": ""}):
        assert second.post("/sign-in/second-factor/authenticate/", tried).status_code == 200
    assert second.get("/account/").status_code == 302


def test_wrong_codes_are_throttled(with_app, ana: Staff) -> None:
    client = Client()
    password(client, ana)
    pages = [client.post("/sign-in/second-factor/authenticate/", {"code": f"{n:06}"}) for n in range(6)]
    assert "too many tries" in pages[-1].content.decode()


def test_recovery_codes_are_shown_once_and_work_once(with_app, ana: Staff) -> None:
    client, _ = with_app
    codes = recovery_codes(client)
    assert len(codes) == 10
    assert recovery_codes(client) == []
    first, second = Client(), Client()
    for each, status in ((first, 302), (second, 200)):
        password(each, ana)
        assert each.post("/sign-in/second-factor/authenticate/", {"code": codes[0]}).status_code == status


def test_where_it_is_a_rule_staff_add_one_before_they_go_on(signed_in: Client, settings) -> None:
    settings.HOLDFAST_SECOND_FACTOR = "required"
    assert signed_in.get("/account/")["Location"] == "/sign-in/second-factor/"
    assert signed_in.get("/sign-in/second-factor/").status_code == 200
    page = proved(signed_in).get(TOTP).content.decode()
    secret = re.findall(r'<code class="key-text">(\w+)</code>', page)[0]
    signed_in.post(TOTP, {"code": code(secret)})
    assert signed_in.get("/account/").status_code == 200


def test_where_it_is_a_rule_the_last_one_stays(with_app, settings) -> None:
    client, _ = with_app
    settings.HOLDFAST_SECOND_FACTOR = "required"
    assert client.post("/sign-in/second-factor/totp/deactivate/").status_code == 200
    assert Authenticator.objects.filter(type="totp").exists()
    settings.HOLDFAST_SECOND_FACTOR = "optional"
    assert client.post("/sign-in/second-factor/totp/deactivate/").status_code == 302
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize(
    ("said", "url", "is_rule"),
    [("auto", "http://127.0.0.1:8000", False), ("auto", "https://hold.example", True),
     ("optional", "https://hold.example", False), ("required", "http://127.0.0.1:8000", True)],
    ids=["trial", "public", "public and optional", "trial and required"],
)  # fmt: skip
def test_the_rule_follows_the_setting_and_where_that_is_open_the_address(settings, said, url, is_rule) -> None:
    from holdfast.accounts.selectors import is_second_factor_required

    settings.HOLDFAST_SECOND_FACTOR, settings.HOLDFAST_PUBLIC_URL = said, url
    assert is_second_factor_required() is is_rule


@pytest.mark.parametrize("path", ["", "webauthn/", "webauthn/add/", "recovery-codes/generate/", "totp/deactivate/"])
def test_every_page_about_factors_is_ours(with_app, path: str) -> None:
    page = with_app[0].get(f"/sign-in/second-factor/{path}")
    assert page.status_code == 200
    assert '<body class="app">' in page.content.decode()
    assert Client().get(f"/sign-in/second-factor/{path}").status_code == 302


NONSENSE = ["", "{}", "[]", "null", '{"id": 1}', "no json", "[" * 5_000, "{" * 60_000,
    '{"id": "a", "rawId": "a", "type": "public-key", "response": {}}',
    '{"id": "YQ", "rawId": "YQ", "type": "public-key", "response": {"userHandle": "a", "clientDataJSON": "e30", '
    '"authenticatorData": "e30", "signature": "e30"}}']  # fmt: skip


@pytest.mark.parametrize("sent", NONSENSE, ids=range(len(NONSENSE)))
def test_a_passkey_that_no_browser_made_signs_nobody_in(client: Client, ana: Staff, clock, sent: str) -> None:
    client.get("/sign-in/second-factor/webauthn/login/", headers={"Accept": "application/json"})
    answer = client.post("/sign-in/second-factor/webauthn/login/", {"credential": sent})
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/")
    assert client.get("/account/").status_code == 302


@pytest.mark.parametrize("sent", NONSENSE, ids=range(len(NONSENSE)))
def test_a_passkey_that_no_browser_made_is_not_added(signed_in: Client, sent: str) -> None:
    proved(signed_in).get("/sign-in/second-factor/webauthn/add/")
    assert signed_in.post("/sign-in/second-factor/webauthn/add/", {"credential": sent, "name": "x"}).status_code == 200
    assert not Authenticator.objects.exists()
