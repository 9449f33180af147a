"""The way in by a one-time link: an invitation, by which staff choose their sign-in; and the demo's sign-in links."""

from __future__ import annotations

from allauth.mfa.webauthn.internal.auth import begin_registration
from allauth.mfa.webauthn.internal.flows import signup_authenticator
from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from holdfast.accounts.entering import enter
from holdfast.accounts.errors import LinkRefused
from holdfast.accounts.models import Staff
from holdfast.accounts.passkeys import FirstPasskeyForm
from holdfast.accounts.services import invitation_find, invitation_use, is_demo, sign_in_link_use
from holdfast.web.forms.account import FirstPasswordForm
from holdfast.web.headers import secret_address
from holdfast.web.throttle import refused_too_often


@never_cache
@secret_address
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Let an invited member of staff choose a password, or a passkey. Looking at the page uses nothing up."""
    try:
        staff = invitation_find(secret).staff
        if request.method == "POST":
            form, response = _chosen(request, staff, secret)
            if response is not None:
                return response
            return _invited(request, staff, form, status=422)
    except LinkRefused:
        return _refused(request)
    return _invited(request, staff, FirstPasswordForm(staff=staff))


@never_cache
@secret_address
@require_http_methods(["GET", "POST"])
def demo_sign_in(request: HttpRequest, secret: str) -> HttpResponse:
    """Sign somebody of the demo's cast in: a button, since whatever fetches a link ahead must not use it up."""
    if request.method == "POST":
        try:
            return enter(request, sign_in_link_use(secret), by="demo")
        except LinkRefused:
            return _refused(request)
    return render(request, "pages/account/demo_sign_in.html") if is_demo() else _refused(request)


def _chosen(request: HttpRequest, staff: Staff, secret: str) -> tuple[forms.Form, HttpResponse | None]:
    """Return the form that was sent, and where to go when it was good."""
    if "credential" in request.POST:
        form: forms.Form = FirstPasskeyForm(request.POST, user=staff)
        if form.is_valid():
            with transaction.atomic():
                invitation_use(secret)
                signup_authenticator(request, staff, form.cleaned_data["name"], form.cleaned_data["credential"])
            return form, enter(request, staff, by="invitation", with_passkey=True)
        return form, None
    form = FirstPasswordForm(request.POST, staff=staff)
    if form.is_valid():
        invited = invitation_use(secret, password=form.cleaned_data["password"])
        return form, enter(request, invited, by="invitation")
    return form, None


def _invited(request: HttpRequest, staff: Staff, form: forms.Form, *, status: int = 200) -> HttpResponse:
    shown = {
        "name": staff.display_name, "email": staff.email, "errors": form,
        "form": form if isinstance(form, FirstPasswordForm) else FirstPasswordForm(staff=staff),
        "passkey": FirstPasskeyForm(user=staff),
        "js_data": {"creation_options": begin_registration(staff, passwordless=True)},
    }  # fmt: skip
    return render(request, "pages/account/invitation.html", shown, status=status)


def _refused(request: HttpRequest) -> HttpResponse:
    return refused_too_often(request) or render(request, "pages/account/link_refused.html", status=404)
