"""Who may open a page of a guest or of the person: the holder of a session that a link or code opened.

The session's bearer stands in a cookie of its own, beside nothing else: no staff session, no other cookie. What a page
sends back carries a proof made from it, so a form drawn by anybody else does nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from holdfast.accounts.errors import GuestRefused
from holdfast.accounts.models import Adapter
from holdfast.accounts.selectors import Guest
from holdfast.accounts.services import session_renew
from holdfast.config.clock import now
from holdfast.protocol.codes import Seat
from holdfast.transfers.callers import Caller, guest_calling
from holdfast.web.speaking import read_in

COOKIE = "hf_guest"
PROOF = "proof"
"""The name of the field that proves that our page drew the form."""
OURS = ("same-origin", "none")
"""What a browser says of a form of our own, or that somebody sent again by hand (W3C Fetch Metadata)."""
RENEWED_BELOW = timedelta(hours=1)
"""A session that has less than this left is renewed by using the page."""
REMEMBERED_AFTER = timedelta(days=1)
"""So long a browser keeps a session that has ended: it opens nothing, but says whom to call."""
P = ParamSpec("P")
Page = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def kept_nowhere(view: Page[P]) -> Page[P]:
    """Have nothing of a page kept, found by search, or told to where a link leads (ui.md 11).

    No browser says then from where our own forms come: they carry a proof instead.
    """

    @never_cache
    @wraps(view)
    def page(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return page


def guest_page(seat: Seat, *, otherwise: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[Page[P]], Page[P]]:
    """Let only a guest of `seat` open a page; others get what `otherwise` answers, which never says why."""

    def decorate(view: Page[P]) -> Page[P]:
        @csrf_exempt  # the proof stands in its place, so that no second cookie is needed
        @kept_nowhere
        @wraps(view)
        def page(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            bearer = request.COOKIES.get(COOKIE, "")
            caller = guest_calling(bearer, Adapter.PAGE)
            if caller is None or caller.guest is None or caller.guest.party is not seat:
                return otherwise(request)
            if request.method not in ("GET", "HEAD") and not is_ours(request, bearer):
                raise PermissionDenied
            request.caller = caller  # type: ignore[attr-defined]  # read by `caller_of`
            request.proof = proof_of(bearer)  # type: ignore[attr-defined]  # drawn into every form of the page
            with timezone.override(None):  # which zone it is, the page says; nothing of it stays for the next reader
                drawn = read_in(caller.guest.language, lambda: view(request, *args, **kwargs))
            return _held(drawn, caller.guest, bearer)

        return page

    return decorate


def _held(response: HttpResponseBase, guest: Guest, bearer: str) -> HttpResponseBase:
    """Let the session of who uses the page last on; it ends where theirs must."""
    if guest.expires_at - now() < RENEWED_BELOW and guest.expires_at < guest.opens_until:
        with suppress(GuestRefused):  # it was ended meanwhile, by leaving or by being revoked
            remember(response, bearer, session_renew(UUID(guest.session_id)))
    return response


def guest_of_page(request: HttpRequest) -> Caller | None:
    """Return the guest, or the person, whose browser asks for a page; none where the session is not good any more."""
    return guest_of(request.COOKIES, Adapter.PAGE)


def guest_of(cookies: Mapping[str, str], adapter: Adapter) -> Caller | None:
    """Return the guest, or the person, whose cookie it is; none where it is not good any more."""
    return guest_calling(cookies.get(COOKIE, ""), adapter)


def remember(response: HttpResponseBase, bearer: str, expires_at: datetime) -> None:
    """Keep a guest's session in the browser until it ends, and a little longer."""
    seconds = max(0, int((expires_at + REMEMBERED_AFTER - now()).total_seconds()))
    response.set_cookie(
        COOKIE, bearer, max_age=seconds, httponly=True, secure=settings.SESSION_COOKIE_SECURE, samesite="Lax"
    )


def forget(response: HttpResponseBase) -> None:
    """Take a guest's session from the browser."""
    response.delete_cookie(COOKIE, samesite="Lax")


def proof_of(bearer: str) -> str:
    """Return what a form of a guest's page carries; it tells nothing of the session."""
    return salted_hmac("holdfast.web.guests", bearer, algorithm="sha256").hexdigest()


def is_foreign(request: HttpRequest) -> bool:
    """Say whether a browser says that a form comes from elsewhere; our own pages have it name no origin.

    Neither does a form in a foreign sandbox; what tells it from ours is where the browser says it was sent from.
    """
    origin = request.headers.get("Origin")
    if request.headers.get("Sec-Fetch-Site", OURS[0]) not in OURS:
        return True
    return origin is not None and origin != "null" and urlsplit(origin).netloc != request.get_host()


def is_ours(request: HttpRequest, bearer: str) -> bool:
    """Say whether our own page, drawn for the session `bearer`, sent a form."""
    return not is_foreign(request) and constant_time_compare(request.POST.get(PROOF, ""), proof_of(bearer))
