"""The limits of a sign-in, on every request of staff: idle and absolute, by the server's clock.

Here and not in `accounts`, because an open live event holds a sign-in, and only `transfers` knows of those.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.middleware.csrf import CSRF_SESSION_KEY
from django.shortcuts import resolve_url
from django.urls import reverse

from holdfast.accounts.selectors import SIGN_IN, WARNING, Stay, limits_now
from holdfast.accounts.services import sign_in_begin, sign_in_seen, sign_in_stands
from holdfast.config.clock import now
from holdfast.transfers.selectors import seat_held
from holdfast.web.browsers import browser_of
from holdfast.web.kept import keep
from holdfast.web.presenters.updates import AS, GUEST
from holdfast.web.reader import ZONE, zone_at_work

__all__ = ["SIGNED_OUT", "SIGN_IN", "SessionLimits", "StayNow", "is_background", "stay_of"]

SIGNED_OUT = "holdfast_signed_out"
"""In the session that comes after one that ended by itself: why it did, for the sign-in page to say."""
ENDED_STATUS = 401
"""What a page that asks by itself is answered after the end: it keeps what it shows (`session.js`, `live.js`)."""


@dataclass(frozen=True, slots=True)
class StayNow:
    """The stay of whoever asks, for pages: when it ends if they do nothing more, and by how many seconds."""

    sign_in: UUID
    began_at: datetime
    ends_at: datetime
    seconds_left: int
    warn_seconds: int = int(WARNING.total_seconds())
    """How long before the end the page warns."""


def stay_of(request: HttpRequest) -> StayNow | None:
    """Return the stay of the member of staff who asks; `None` where nobody is signed in."""
    found = getattr(request, "stay", None)
    return found if isinstance(found, StayNow) else None


def is_background(request: HttpRequest) -> bool:
    """Say whether the page asked by itself: that does not count as somebody doing something."""
    return request.method in ("GET", "HEAD") and "HX-Request" in request.headers


class SessionLimits:
    """Ends sign-ins at their limits. What had been typed is kept, and given back after signing in again."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on: as the member of staff, or, where a limit is reached, as nobody."""
        ended = _ended(request)
        if ended is not None and "HX-Request" in request.headers and not _is_guests(request):
            return HttpResponse(status=ENDED_STATUS)
        response = self.get_response(request)
        if ended is not None:
            return _kept(request, response, ended)
        if request.session.modified and SESSION_KEY in request.session and SIGN_IN not in request.session:
            _begin(request, UUID(request.session[SESSION_KEY]))
        return response


def _is_guests(request: HttpRequest) -> bool:
    """Say whether a guest's page asks: their session goes on, whoever else was signed in with the same browser."""
    return request.GET.get(AS) == GUEST or request.path.startswith(reverse("guest_page"))


def _ended(request: HttpRequest) -> UUID | None:
    """Return whose sign-in has come to its end with this request, if one has. Side effects: `request.stay`."""
    if request.session.session_key is None or not request.user.is_authenticated:
        return None
    staff_id = UUID(str(request.user.pk))
    if SIGN_IN not in request.session:
        _begin(request, staff_id)
    sign_in = UUID(request.session[SIGN_IN])
    stay = None if is_background(request) else sign_in_seen(sign_in, staff_id)
    found = stay or sign_in_stands(sign_in, staff_id, lambda: seat_held(str(staff_id)))
    if isinstance(found, Stay):
        request.stay = _stay_now(sign_in, found)  # type: ignore[attr-defined]  # ours, read by `stay_of`
        return None
    # The form they are sending was drawn in the session that ends here: its token stays good until they sign in.
    token = request.session.get(CSRF_SESSION_KEY)
    request.session.flush()
    request.session[SIGNED_OUT] = found.value if found else "ended"
    if token:
        request.session[CSRF_SESSION_KEY] = token
    request.user = AnonymousUser()
    return staff_id


def _begin(request: HttpRequest, staff_id: UUID) -> None:
    begun = sign_in_begin(staff_id, browser_of(request.headers.get("User-Agent", "")))
    request.session[SIGN_IN] = str(begun.pk)
    request.session[ZONE] = zone_at_work(str(staff_id))


def _stay_now(sign_in: UUID, stay: Stay) -> StayNow:
    ends_at = stay.ends_at(limits_now())
    return StayNow(sign_in, stay.began_at, ends_at, max(0, math.floor((ends_at - now()).total_seconds())))


def _kept(request: HttpRequest, response: HttpResponseBase, staff_id: UUID) -> HttpResponseBase:
    """Keep what was typed, where the page wanted somebody signed in, and lead back to it after the sign-in."""
    sign_in_page = resolve_url("account_login")
    wants_sign_in = isinstance(response, HttpResponseRedirect) and response.url.startswith(sign_in_page)
    if request.method != "POST" or not wants_sign_in:
        return response
    return HttpResponseRedirect(f"{sign_in_page}?{urlencode({'next': keep(request, staff_id)})}")
