"""Who may open a page of staff: signed in, active, with a role where one is asked for. Everything else is scoped."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache

from holdfast.accounts.models import Adapter, Staff
from holdfast.accounts.selectors import party, session_device
from holdfast.protocol.codes import Role
from holdfast.transfers.callers import Caller, signed_in
from holdfast.web.guests import COOKIE
from holdfast.web.practising import as_played

P = ParamSpec("P")
Page = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def staff_page(*, roles: frozenset[Role] | None = None) -> Callable[[Page[P]], Page[P]]:
    """Let only staff who signed in open a page, and only holders of one of `roles` where they are given.

    Others are sent to sign in, or get 403. Nothing of the page is kept by browser or proxy. The pages of a practice of
    their own are opened as the part that they play.
    """

    def decorate(view: Page[P]) -> Page[P]:
        @never_cache
        @wraps(view)
        def page(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            caller = caller_signed_in(request)
            if caller is None:
                return _to_sign_in(request)
            caller = as_played(request, caller, kwargs.get("transfer_id"))
            if roles is not None and not caller.party.holds(roles):
                raise PermissionDenied
            request.caller = caller  # type: ignore[attr-defined]  # read by `caller_of` and the shell
            return view(request, *args, **kwargs)

        return page

    return decorate


def caller_of(request: HttpRequest) -> Caller:
    """Return who opened the page; only behind `staff_page`."""
    caller = getattr(request, "caller", None)
    assert isinstance(caller, Caller), "every page that needs a caller is behind `staff_page`"
    return caller


def caller_signed_in(request: HttpRequest) -> Caller | None:
    """Return the member of staff who is signed in with the request's session; none where nobody is. One statement.

    Two, where a guest's session was opened in the same browser.
    """
    staff = request.user
    if not isinstance(staff, Staff) or not staff.is_active:
        return None
    found = party(str(staff.pk)).get(str(staff.pk))
    return signed_in(found, staff.display_name, device_known(request), Adapter.PAGE) if found else None


def device_known(request: HttpRequest) -> str:
    """Name the browser as whoever signed in there first: a guest, or staff; blank where nobody did.

    One browser is one device, however many parties it plays (protocol section 5). By a session without telling its key.
    """
    of_guest = session_device(request.COOKIES.get(COOKIE, ""))
    if of_guest or not isinstance(request.user, Staff):
        return of_guest
    return "browser:" + hashlib.sha256((request.session.session_key or "").encode()).hexdigest()[:32]


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    back = urlencode({"next": request.get_full_path()}) if request.method in ("GET", "HEAD") else ""
    return HttpResponseRedirect(f"{reverse('account_login')}{'?' if back else ''}{back}")
