"""Signing in, my account, second factors, and what is given back after signing in again."""

from __future__ import annotations

from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.urls import reverse
from playwright.sync_api import Page

from holdfast.accounts.models import Staff
from holdfast.accounts.services import invitation_issue, role_give, sign_in_begin, staff_add, text_keep
from holdfast.accounts.services.invitations import invitation_renew_secret
from holdfast.directory.models import Organization, Service
from holdfast.protocol.codes import Role
from tests.browser.pages import Visit, screen

PASSWORD = "four words to remember"


def _ana(*, with_password: bool = True) -> Staff:
    """Make a clinician, with a password."""
    organization = Organization.objects.create(name="Valley Care")
    service = Service.objects.create(organization=organization, name="Mobile Crisis Team North", zone="America/Denver")
    staff = staff_add("ana@valley.example", "Ana Ortiz")
    role_give(staff.pk, Role.CLINICIAN, service.pk)
    if with_password:
        staff.set_password(PASSWORD)
        staff.save()
    return staff


def _proves(page: Page) -> None:
    page.locator("#id_password").fill(PASSWORD)
    _submits(page)


def _submits(page: Page) -> None:
    page.locator("main form .usa-button").first.click()


@screen("sign_in")
def sign_in() -> Visit:
    return Visit(reverse("account_login"))


@screen("sign_in", "does not match")
def sign_in_refused() -> Visit:
    def act(page: Page) -> None:
        page.locator("#id_login").fill("ana@valley.example")
        page.locator("#id_password").fill("wrong")
        _submits(page)

    return Visit(reverse("account_login"), act=act)


@screen("sign_out")
def sign_out() -> Visit:
    return Visit(reverse("account_logout"), staff=_ana())


@screen("password_new")
def password_new() -> Visit:
    return Visit(reverse("account_reset_password"))


@screen("password_new", "sent")
def password_sent() -> Visit:
    return Visit(reverse("account_reset_password_done"))


@screen("password_change")
def password_change() -> Visit:
    return Visit(reverse("account_change_password"), staff=_ana())


@screen("password_change", "too short")
def password_short() -> Visit:
    def act(page: Page) -> None:
        page.locator("#id_password1").fill("short")
        _submits(page)

    return Visit(reverse("account_change_password"), staff=_ana(), act=act)


@screen("invitation")
def invitation() -> Visit:
    made = invitation_renew_secret(invitation_issue(_ana(with_password=False).pk).pk)
    assert made is not None
    return Visit(reverse("invitation", args=[made[1]]))


@screen("invitation", "password too short")
def invitation_short() -> Visit:
    visit = invitation()

    def act(page: Page) -> None:
        page.locator("#id_password").fill("short")
        _submits(page)

    return Visit(visit.path, act=act)


@screen("invitation", "used")
def invitation_used() -> Visit:
    return Visit(reverse("invitation", args=["hfi_1_2"]))


@screen("account")
def account() -> Visit:
    staff = _ana()
    sign_in_begin(staff.pk, "Safari on iPhone")
    return Visit(reverse("account"), staff=staff)


@screen("session_left")
def session_left() -> Visit:
    return Visit(reverse("session_left"), staff=_ana())


@screen("session_left", "warned")
def session_warned() -> Visit:
    def act(page: Page) -> None:
        page.evaluate("document.getElementById('session').showModal()")

    return Visit(reverse("session_left"), staff=_ana(), act=act)


@screen("text_kept")
def text_kept() -> Visit:
    staff = _ana()
    kept_id = text_keep(staff.pk, "/account/", {"note": ["Left the ED with no medicine. Housing ends Friday."]})
    assert isinstance(kept_id, UUID)
    return Visit(reverse("text_kept", args=[kept_id]), staff=staff)


@screen("reauthenticate")
def reauthenticate() -> Visit:
    return Visit(reverse("account_reauthenticate"), staff=_ana())


@screen("second_factors")
def second_factors() -> Visit:
    return Visit(reverse("mfa_index"), staff=_ana())


@screen("second_factors", "add an app")
def add_app() -> Visit:
    return Visit(reverse("mfa_activate_totp"), staff=_ana(), act=_proves)


@screen("second_factors", "add a passkey")
def add_passkey() -> Visit:
    return Visit(reverse("mfa_add_webauthn"), staff=_ana(), act=_proves)


def _with_passkey() -> tuple[Staff, Authenticator]:
    staff = _ana()
    data = {"name": "My phone", "credential": {}}
    return staff, Authenticator.objects.create(user=staff, type=Authenticator.Type.WEBAUTHN, data=data)


@screen("second_factors", "no passkey yet")
def no_passkeys() -> Visit:
    return Visit(reverse("mfa_list_webauthn"), staff=_ana())


@screen("second_factors", "passkeys")
def passkeys() -> Visit:
    return Visit(reverse("mfa_list_webauthn"), staff=_with_passkey()[0])


@screen("second_factors", "rename a passkey")
def passkey_renamed() -> Visit:
    staff, key = _with_passkey()
    return Visit(reverse("mfa_edit_webauthn", args=[key.pk]), staff=staff, act=_proves)


@screen("second_factors", "remove a passkey")
def passkey_removed() -> Visit:
    staff, key = _with_passkey()
    return Visit(reverse("mfa_remove_webauthn", args=[key.pk]), staff=staff, act=_proves)


def _with_app() -> Staff:
    staff = _ana()
    TOTP.activate(staff, generate_totp_secret())
    RecoveryCodes.activate(staff)
    return staff


@screen("second_factors", "recovery codes")
def recovery_codes() -> Visit:
    return Visit(reverse("mfa_view_recovery_codes"), staff=_with_app(), act=_proves)


@screen("second_factors", "make new codes")
def recovery_codes_anew() -> Visit:
    return Visit(reverse("mfa_generate_recovery_codes"), staff=_with_app(), act=_proves)


@screen("second_factors", "remove the app")
def app_removed() -> Visit:
    return Visit(reverse("mfa_deactivate_totp"), staff=_with_app(), act=_proves)


@screen("sign_in", "deactivated")
def sign_in_deactivated() -> Visit:
    return Visit(reverse("account_inactive"))


@screen("sign_in", "second factor")
def sign_in_second() -> Visit:
    _with_app()

    def act(page: Page) -> None:
        page.locator("#id_login").fill("ana@valley.example")
        page.locator("#id_password").fill(PASSWORD)
        _submits(page)

    return Visit(reverse("account_login"), act=act)


@screen("password_new", "link used")
def password_link_used() -> Visit:
    return Visit(reverse("account_reset_password_from_key", kwargs={"uidb36": "1", "key": "set-password"}))


@screen("password_new", "done")
def password_done() -> Visit:
    return Visit(reverse("account_reset_password_from_key_done"))
