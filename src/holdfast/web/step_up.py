"""Proving once more who one is, before authorizing, releasing or exporting: within the last minutes, else again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from holdfast.accounts.models import Staff
from holdfast.accounts.services import is_demo
from holdfast.config.clock import now
from holdfast.web.kept import keep
from holdfast.web.limits import stay_of

PROVED_AT = "holdfast_proved_at"
"""In the browser's session: when somebody of a demo's cast, who has no password, confirmed last."""


def step_up(request: HttpRequest) -> HttpResponse | None:
    """Return where to go to prove who one is; `None` where that was done within the last minutes (a setting).

    Signing in counts. What is being posted is kept, and given back afterwards; nothing of it is done meanwhile. Ask it
    first, also when the form is shown, so that nobody types before they are asked: `if asked := step_up(request): ...`.
    """
    staff = request.user
    if not isinstance(staff, Staff):
        return HttpResponseRedirect(reverse("account_login"))
    if _is_recent(request, staff):
        return None
    back = keep(request, staff.pk) if request.method == "POST" else request.get_full_path()
    return HttpResponseRedirect(f"{_where(staff)}?{urlencode({'next': back})}")


def proved(request: HttpRequest) -> None:
    """Note that somebody of a demo's cast confirmed now."""
    request.session[PROVED_AT] = now().timestamp()


def _is_recent(request: HttpRequest, staff: Staff) -> bool:
    instants = [datetime.fromtimestamp(record["at"], UTC) for record in get_authentication_records(request, staff)]
    if is_demo() and PROVED_AT in request.session:
        instants.append(datetime.fromtimestamp(request.session[PROVED_AT], UTC))
    stay = stay_of(request)
    if stay is not None:
        instants.append(stay.began_at)
    within = timedelta(minutes=settings.HOLDFAST_STEP_UP_MINUTES)
    return bool(instants) and now() - max(instants) < within


def _where(staff: Staff) -> str:
    methods = get_adapter().get_reauthentication_methods(staff)
    if not methods and is_demo():
        return reverse("step_up_demo")
    return str(methods[0]["url"]) if methods else reverse("account_reauthenticate")
