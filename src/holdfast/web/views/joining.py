"""The way in for guests and the person: by a link, or a code that was read out; and what stands where it has ended."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from holdfast.accounts.errors import GuestRefused
from holdfast.accounts.models import GuestSession
from holdfast.accounts.services import grant_redeem, session_revoke
from holdfast.protocol.codes import Seat
from holdfast.web.guests import COOKIE, forget, guest_of_page, is_foreign, kept_nowhere, remember
from holdfast.web.presenters.joining import ended_page
from holdfast.web.throttle import refused_too_often

_PAGES = {Seat.PERSON: "person_page", Seat.RECEIVER: "guest_page"}


@csrf_exempt  # the secret itself is the proof; a second cookie would be one too many
@kept_nowhere
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, secret: str) -> HttpResponse:
    """Show one button; pressing it opens a session. Whatever fetches a link ahead uses nothing up."""
    if request.method != "POST":
        return render(request, "pages/join/link.html")
    if is_foreign(request):
        raise PermissionDenied
    try:
        return _entered(*grant_redeem(secret))
    except GuestRefused:
        return refused_too_often(request) or ended(request, secret)


@csrf_exempt  # as above: reference and code are the proof
@kept_nowhere
@require_http_methods(["GET", "HEAD", "POST"])
def join_code(request: HttpRequest) -> HttpResponse:
    """Let somebody in by a code that was read out to them, with its reference."""
    if request.method != "POST":
        return render(request, "pages/join/code.html", {"reference": "", "is_refused": False})
    if is_foreign(request):
        raise PermissionDenied
    reference, code = request.POST.get("reference", "")[:40], request.POST.get("code", "")[:40]
    try:
        return _entered(*grant_redeem(code, reference=reference))
    except GuestRefused:
        shown = {"reference": reference, "is_refused": True}
        return refused_too_often(request) or render(request, "pages/join/code.html", shown, status=422)


@kept_nowhere
@require_safe
def leave(request: HttpRequest) -> HttpResponse:
    """End the session of this browser at once, and go to a page that says nothing of anybody (ui.md 3).

    A link, so that one tap is enough without script; it ends no more than the session of whoever follows it.
    """
    caller = guest_of_page(request)
    if caller is not None:
        session_revoke(caller.id)
    response = HttpResponseRedirect(settings.HOLDFAST_LEAVE_TO)
    forget(response)
    return response


def ended(request: HttpRequest, secret: str = "") -> HttpResponse:
    """Say that a link has ended, without saying why, and whom to call: 988, and the team where it is known."""
    response = render(request, "pages/join/ended.html", {"page": ended_page(secret)}, status=404)
    if COOKIE in request.COOKIES:
        forget(response)
    return response


def _entered(session: GuestSession, bearer: str) -> HttpResponse:
    response = HttpResponseRedirect(reverse(_PAGES[Seat(session.grant.party)]))
    remember(response, bearer, session.expires_at)
    return response
