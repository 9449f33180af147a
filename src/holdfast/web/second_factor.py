"""Where the installation asks for a second factor, whoever signs in by password alone is led to add one first."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from holdfast.accounts.models import Staff
from holdfast.accounts.selectors import SECOND, factors_of, is_second_factor_required

HAS_ONE = "holdfast_second_factor"
"""In the browser's session: that they have one, so that it is asked for once."""
_STILL_OPEN = ("account_logout", "account_reauthenticate", "mfa_index", "language", "accessibility", "session_extend")


class SecondFactor:
    """Leads staff without a second factor to the page where they add one, wherever else they want to go."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on, or lead to the page."""
        if not is_second_factor_required() or _may_pass(request):
            return self.get_response(request)
        return HttpResponseRedirect(reverse("mfa_index"))


def _may_pass(request: HttpRequest) -> bool:
    if request.session.session_key is None or request.session.get(HAS_ONE):
        return True
    staff = request.user
    if not isinstance(staff, Staff) or _is_open(request.path):
        return True
    if SECOND & factors_of(staff.pk).keys():
        request.session[HAS_ONE] = True
        return True
    return False


def _is_open(path: str) -> bool:
    """Say whether a page can be had without: those where one is added, and those by which one leaves."""
    return path.startswith((reverse("mfa_index"), settings.STATIC_URL)) or path in map(reverse, _STILL_OPEN)
