"""Who holds the cookies of a socket: staff by their session, a guest by theirs. Asking lengthens no session."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from uuid import UUID

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest

from holdfast.accounts.models import Adapter
from holdfast.accounts.selectors import Stay, is_second_factor_required
from holdfast.accounts.services import sign_in_stands
from holdfast.transfers.callers import Caller
from holdfast.transfers.selectors import seat_held
from holdfast.web.access import caller_signed_in
from holdfast.web.guests import guest_of
from holdfast.web.limits import SIGN_IN
from holdfast.web.second_factor import HAS_ONE


def caller_of_cookies(cookies: Mapping[str, str]) -> Caller | None:
    """Return who is signed in with these cookies now; none where nobody is, or their limits are reached."""
    return _staff(cookies) or guest_of_cookies(cookies)


def guest_of_cookies(cookies: Mapping[str, str]) -> Caller | None:
    """Return the guest whose page asks, whoever else is signed in with the same browser; none where there is none."""
    return guest_of(cookies, Adapter.LIVE)


def _staff(cookies: Mapping[str, str]) -> Caller | None:
    session_key = cookies.get(settings.SESSION_COOKIE_NAME, "")
    if not session_key:
        return None
    request = HttpRequest()
    request.COOKIES = dict(cookies)
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    request.user = get_user(request)
    caller = caller_signed_in(request)
    return caller if caller is not None and _stays(request, caller) else None


def _stays(request: HttpRequest, caller: Caller) -> bool:
    sign_in = request.session.get(SIGN_IN)
    if sign_in is None or (is_second_factor_required() and not request.session.get(HAS_ONE)):
        return False
    return isinstance(sign_in_stands(UUID(sign_in), caller.id, lambda: seat_held(str(caller.id))), Stay)
