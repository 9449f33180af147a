"""Signing somebody in who has just proved who they are by a one-time link, as allauth does after a password."""

from __future__ import annotations

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.http import HttpRequest, HttpResponse

from holdfast.accounts.models import Staff


def enter(request: HttpRequest, staff: Staff, *, by: str, with_passkey: bool = False) -> HttpResponse:
    """Sign `staff` in and return where to go; a second factor they have is asked for, unless it is the passkey itself.

    `by`: the method that the session notes, such as `invitation`. It counts as having proved who one is just now.
    """
    kind = {"type": "webauthn", "passwordless": True} if with_passkey else {}
    record_authentication(request, staff, method="mfa" if with_passkey else by, reauthenticated=True, **kind)
    response: HttpResponse = perform_login(request, Login(user=staff))
    return response
