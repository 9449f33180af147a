"""Signing in with a passkey, staying signed in, and text that outlives the end of a sign-in; in real Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from allauth.mfa.models import Authenticator
from django.test import override_settings
from playwright.sync_api import Browser, Page, expect

from holdfast.accounts.models import SignIn, Staff
from holdfast.accounts.services import invitation_issue, role_give, staff_add
from holdfast.accounts.services.invitations import invitation_renew_secret
from holdfast.directory.models import Organization, Service
from holdfast.protocol.codes import Role
from tests.browser.visitor import PHONE, WITHOUT_SCRIPT

PASSWORD = "four words to remember"


def ana() -> Staff:
    organization = Organization.objects.create(name="Valley Care")
    service = Service.objects.create(organization=organization, name="Valley Line", zone="America/Denver")
    staff = staff_add("ana@valley.example", "Ana Ortiz")
    role_give(staff.pk, Role.CLINICIAN, service.pk)
    return staff


def with_password() -> Staff:
    staff = ana()
    staff.set_password(PASSWORD)
    staff.save()
    return staff


@pytest.fixture
def with_key(transactional_db: None, browser: Browser, site: str) -> Iterator[Page]:
    """A browser whose device holds passkeys. They are for names, so the site is asked for as `localhost`."""
    home = site.replace("127.0.0.1", "localhost")
    context = browser.new_context(base_url=home)
    context.set_default_timeout(5_000)
    page = context.new_page()
    devices = context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    key = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": key})
    with override_settings(HOLDFAST_PUBLIC_URL=home):
        yield page
    context.close()


def test_an_invited_member_of_staff_takes_a_passkey_and_signs_in_with_it_alone(with_key: Page) -> None:
    staff = ana()
    made = invitation_renew_secret(invitation_issue(staff.pk).pk)
    assert made is not None
    with_key.goto(f"/sign-in/invitation/{made[1]}/")
    with_key.get_by_role("button", name="Add a passkey and sign in").click()
    expect(with_key.get_by_role("button", name="Sign out").first).to_be_visible()
    assert Authenticator.objects.get().user == staff
    with_key.get_by_role("button", name="Sign out").first.click()
    with_key.get_by_role("button", name="Sign in with a passkey").click()
    expect(with_key.get_by_role("button", name="Sign out").first).to_be_visible()
    assert SignIn.objects.count() == 2
    assert not Staff.objects.get().has_usable_password()


def test_a_second_passkey_is_added_from_my_account(with_key: Page) -> None:
    staff = with_password()
    with_key.goto("/sign-in/?next=/sign-in/second-factor/webauthn/add/")
    with_key.locator("#id_login").fill(staff.email)
    with_key.locator("#id_password").fill(PASSWORD)
    with_key.get_by_role("button", name="Sign in", exact=True).click()
    with_key.locator("#id_password").fill(PASSWORD)
    with_key.get_by_role("button", name="Go on").click()
    with_key.locator("#id_name").fill("My phone")
    with_key.get_by_role("button", name="Add the passkey").click()
    expect(with_key.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    assert Authenticator.objects.get(type="webauthn").wrap().name == "My phone"


def test_the_warning_comes_before_the_end_and_one_tap_stays(visitor) -> None:
    with override_settings(HOLDFAST_IDLE_MINUTES=121.5 / 60):
        page = visitor(with_password(), PHONE).opens("/account/").page
        dialog = page.get_by_role("dialog", name="You are about to be signed out")
        expect(dialog).to_be_visible()
        with override_settings(HOLDFAST_IDLE_MINUTES=15):
            dialog.get_by_role("button", name="Stay signed in").click()
            expect(dialog).to_be_hidden()


def test_somebody_who_is_typing_is_not_interrupted(visitor) -> None:
    with override_settings(HOLDFAST_IDLE_MINUTES=123.5 / 60):
        page = visitor(with_password()).opens("/sign-in/out/").opens("/account/session/").page
        page.evaluate("document.dispatchEvent(new Event('input'))")
        with override_settings(HOLDFAST_IDLE_MINUTES=15), page.expect_response("**/account/session/extend/") as answer:
            pass
        assert answer.value.json()["left"] > 890
        expect(page.locator("#session")).to_be_hidden()


def test_after_the_end_the_page_says_so_and_keeps_what_is_on_it(visitor) -> None:
    ana_there = visitor(with_password()).opens("/account/")
    page = ana_there.page
    SignIn.objects.update(ended_at="2026-01-01T00:00Z", ended_by="administrator", began_at="2025-12-31T00:00Z")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.get_by_text("You are signed out. What you typed is still on this page")).to_be_visible()
    page.get_by_role("button", name="Close").click()
    assert urlsplit(page.url).path == "/account/"
    assert len(ana_there.complaints) == 1  # the 401 by which it learned of the end
    ana_there.complaints.clear()


def test_without_script_what_was_sent_too_late_comes_back_after_signing_in(visitor) -> None:
    staff = with_password()
    page = visitor(staff, WITHOUT_SCRIPT).opens("/account/").page
    page.select_option("#id_zone", "America/Denver")
    SignIn.objects.update(seen_at="2026-01-01T00:00Z")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("You were signed out")).to_be_visible()
    page.locator("#id_login").fill(staff.email)
    page.locator("#id_password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What you typed is kept")
    page.get_by_role("button", name="Send it now").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("My account")
    staff.refresh_from_db()
    assert staff.zone == "America/Denver"
