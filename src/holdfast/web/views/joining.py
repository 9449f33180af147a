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
from holdfast.accounts.selectors import session_known, session_locked, tries_left
from holdfast.accounts.services import grant_redeem, session_revoke, session_unlock
from holdfast.protocol.codes import Seat
from holdfast.web.access import device_known
from holdfast.web.guests import (
    COOKIE,
    forget,
    guest_of_page,
    is_foreign,
    is_ours,
    kept_nowhere,
    proof_of,
    remember,
)
from holdfast.web.presenters.joining import ended_page
from holdfast.web.speaking import first_chosen
from holdfast.web.throttle import GUESTS, held_off, refused_too_often

SEE_OTHER, UNREADABLE = 303, 422
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
        return _entered(request, *grant_redeem(secret, device=device_known(request)))
    except GuestRefused:
        return refused_too_often(request, GUESTS) or ended(request, secret)


@csrf_exempt  # as above: reference and code are the proof
@kept_nowhere
@require_http_methods(["GET", "HEAD", "POST"])
def join_code(request: HttpRequest) -> HttpResponse:
    """Let somebody in by a code that was read out to them, with its reference."""
    if request.method != "POST":
        return render(request, "pages/join/code.html", {"reference": "", "is_refused": False})
    if is_foreign(request):
        raise PermissionDenied
    if (answer := held_off(request)) is not None:
        return answer
    reference, code = request.POST.get("reference", "")[:40], request.POST.get("code", "")[:40]
    try:
        return _entered(request, *grant_redeem(code, reference=reference, device=device_known(request)))
    except GuestRefused:
        shown = {"reference": reference, "is_refused": True}
        return refused_too_often(request, GUESTS) or render(request, "pages/join/code.html", shown, status=422)


@csrf_exempt  # the proof stands in its place, as on every page of a guest
@kept_nowhere
@require_http_methods(["GET", "HEAD", "POST"])
def short_code(request: HttpRequest) -> HttpResponse:
    """Open a page that stands behind a short code (safe mode); every wrong try is counted, by link and by address."""
    bearer = request.COOKIES.get(COOKIE, "")
    locked = session_locked(bearer)
    if locked is None or request.method != "POST":
        return HttpResponseRedirect(reverse("person_page"), status=SEE_OTHER)
    if not is_ours(request, bearer):
        raise PermissionDenied
    if (answer := held_off(request)) is not None:
        return answer
    try:
        is_right = session_unlock(locked, request.POST.get("code", "")[:40])
    except GuestRefused:
        return refused_too_often(request, GUESTS) or ended(request)
    if is_right:
        return HttpResponseRedirect(reverse("person_page"), status=SEE_OTHER)
    return refused_too_often(request, GUESTS) or _code_asked(request, bearer, left=tries_left(locked))


@kept_nowhere
@require_safe
def leave(request: HttpRequest) -> HttpResponse:
    """End the session of this browser at once, and go to a page that says nothing of anybody (ui.md 3).

    A link, so that one tap is enough without script; it ends no more than the session of whoever follows it.
    """
    caller, locked = guest_of_page(request), session_locked(request.COOKIES.get(COOKIE, ""))
    ending = caller.id if caller is not None else locked
    if ending is not None:
        session_revoke(ending)
    response = HttpResponseRedirect(settings.HOLDFAST_LEAVE_TO)
    forget(response)
    return response


def locked_or_ended(request: HttpRequest) -> HttpResponse:
    """Ask for the short code where the person's page stands behind one; else say that the link has ended."""
    bearer = request.COOKIES.get(COOKIE, "")
    if session_locked(bearer) is None:
        return ended(request)
    if request.method not in ("GET", "HEAD"):
        return HttpResponseRedirect(reverse("person_page"), status=SEE_OTHER)
    return _code_asked(request, bearer)


def ended(request: HttpRequest, secret: str = "") -> HttpResponse:
    """Say that a link has ended, without saying why, and whom to call: 988, and the team where it is known."""
    transfer_id = session_known(request.COOKIES.get(COOKIE, ""))
    response = render(request, "pages/join/ended.html", {"page": ended_page(secret, transfer_id)}, status=404)
    if COOKIE in request.COOKIES and transfer_id is None:
        forget(response)
    return response


def _code_asked(request: HttpRequest, bearer: str, *, left: int = 0) -> HttpResponse:
    """Ask for the short code. `left`: how many tries are left after a wrong one."""
    shown = {"proof": proof_of(bearer), "is_refused": bool(left), "tries_left": left}
    return render(request, "pages/join/short_code.html", shown, status=UNREADABLE if left else 200)


def _entered(request: HttpRequest, session: GuestSession, bearer: str) -> HttpResponse:
    first_chosen(request, session.grant)
    response = HttpResponseRedirect(reverse(_PAGES[Seat(session.grant.party)]))
    remember(response, bearer, session.expires_at)
    return response
