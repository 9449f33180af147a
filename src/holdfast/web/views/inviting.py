"""Bringing somebody into the live event: a link that the server sends, a code that is said, a link for the person.

A secret that the originator may see is kept by nobody but their browser, in a cookie for these pages alone, so that the
page can be drawn again; the server forgets it.
"""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from holdfast.accounts.services import Viewed
from holdfast.config.clock import now
from holdfast.notify.errors import NobodyToCall, NotInvited
from holdfast.notify.models import News
from holdfast.notify.services import TextWish, link, text_ask
from holdfast.notify.services.calling import call_reaches, supervisor_call
from holdfast.notify.services.inviting import (
    MadeCode,
    MadeLink,
    code_make,
    link_ask,
    may_invite,
    own_link_make,
    own_links_end,
)
from holdfast.protocol.codes import Seat
from holdfast.protocol.errors import Malformed
from holdfast.transfers.callers import Caller
from holdfast.transfers.selectors import Looked, transfer_looked_at
from holdfast.web.access import caller_of, staff_page
from holdfast.web.forms.refusals import failures
from holdfast.web.presenters.inviting import Shown, called_page, invite_page, shown_page
from holdfast.web.presenters.live import Wrong

SHOWN = "hf_shown"
SEE_OTHER, CONFLICT, UNREADABLE = 303, 409, 422
LONGEST_SHOWN_SECONDS = 1_800


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page()
def live_invite(request: HttpRequest, transfer_id: UUID) -> HttpResponseBase:
    """Offer the ways to bring somebody in, or take the one that was pressed."""
    caller, looked = _inviter(request, transfer_id)
    if request.method != "POST":
        return _offers(request, looked, None, 200)
    try:
        return _invited(request, caller, looked)
    except NotInvited as refusal:
        return _offers(request, looked, Wrong(refused=failures([refusal.control], looked, "join_live_event")), CONFLICT)
    except Malformed:
        return _offers(request, looked, _unable(request), UNREADABLE)


@require_safe
@staff_page()
def live_shown(request: HttpRequest, transfer_id: UUID) -> HttpResponseBase:
    """Show the link, or the code, that was just made; nobody but the browser that asked for it has it."""
    _, looked = _inviter(request, transfer_id)
    shown = _kept(request)
    if shown is None:
        return HttpResponseRedirect(reverse("live_invite", args=[transfer_id]), status=SEE_OTHER)
    page = shown_page(looked, shown, link(reverse("join_code")))
    return render(request, "pages/live/shown.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page()
def live_supervisor(request: HttpRequest, transfer_id: UUID) -> HttpResponseBase:
    """Say who holds the supervisory level now, and ask them to join."""
    _, looked = _inviter(request, transfer_id)
    if request.method == "POST":
        try:
            supervisor_call(looked)
        except NobodyToCall:
            return _called(request, looked, CONFLICT)
        return HttpResponseRedirect(f"{reverse('live_room', args=[transfer_id])}?done=called", status=SEE_OTHER)
    return _called(request, looked, 200)


def _called(request: HttpRequest, looked: Looked, status: int) -> HttpResponse:
    page = called_page(looked, call_reaches(looked))
    return render(request, "pages/live/supervisor.html", {"page": page}, status=status)


def _inviter(request: HttpRequest, transfer_id: UUID) -> tuple[Caller, Looked]:
    """Return who asks and the transfer as they see it. Raises: PermissionDenied for all but the originating side.

    Side effects: access log.
    """
    caller = caller_of(request)
    looked = transfer_looked_at(caller.asker, transfer_id, now())
    if not may_invite(caller, looked):
        raise PermissionDenied
    caller.note([Viewed(transfer_id)], "live-invite")
    return caller, looked


def _offers(request: HttpRequest, looked: Looked, wrong: Wrong | None, status: int) -> HttpResponse:
    shown = {"page": invite_page(looked, wrong), "is_ended": request.GET.get("done") == "ended"}
    return render(request, "pages/live/invite.html", shown, status=status)


def _invited(request: HttpRequest, caller: Caller, looked: Looked) -> HttpResponse:
    """Take the way that was pressed. Raises: Malformed; NotInvited."""
    how = request.POST.get("how", "")
    if how == "contact-link":
        event = looked.state.event
        number = event.number if event is not None and event.is_open else None
        link_ask(looked, _contact(request), by=caller.party.id, live_event=number)
        return HttpResponseRedirect(reverse("live_invite", args=[looked.transfer_id]), status=SEE_OTHER)
    if how == "person-end":
        own_links_end(looked)
        return HttpResponseRedirect(f"{reverse('live_invite', args=[looked.transfer_id])}?done=ended", status=SEE_OTHER)
    if how == "person-text":
        by, key = caller.party.id, _text_key(request)
        text_ask(TextWish(transfer_id=looked.transfer_id, news=News.PAGE, key=key, asked_by=by))
        return HttpResponseRedirect(f"{reverse('live_invite', args=[looked.transfer_id])}#texts", status=SEE_OTHER)
    if how not in _SHOWN:
        raise Malformed({"how": "is none of the ways"})
    return _remembered(looked, _SHOWN[how](request, caller, looked))


_SHOWN: dict[str, Callable[[HttpRequest, Caller, Looked], Shown]] = {
    "person-link": lambda request, by, looked: _of_link(
        own_link_make(looked, into_event=True, needs_code=_is_safe(request))
    ),
    "person-page": lambda request, by, looked: _of_link(own_link_make(looked, needs_code=_is_safe(request))),
    "person-code": lambda request, by, looked: _of_code(
        code_make(looked, Seat.PERSON, by=by.party.id, needs_code=_is_safe(request)), Seat.PERSON
    ),
    "contact-code": lambda request, by, looked: _of_code(
        code_make(looked, Seat.RECEIVER, _contact(request), by=by.party.id), Seat.RECEIVER
    ),
}
"""The ways whose link or code the originator shows or says themself."""


def _of_link(made: MadeLink) -> Shown:
    return Shown(Seat.PERSON, made.expires_at, link=made.link, code=made.code)


def _is_safe(request: HttpRequest) -> bool:
    """Say whether the person's page is to stand behind a short code."""
    return request.POST.get("safe") == "yes"


def _of_code(made: MadeCode, whom: Seat) -> Shown:
    return Shown(whom, made.expires_at, reference=made.reference, code=made.code, short=made.short_code)


def _text_key(request: HttpRequest) -> str:
    """Return the key of the page that was sent: pressed twice, one text goes."""
    try:
        return f"page:{UUID(request.POST.get('key', ''))}"
    except ValueError:
        raise Malformed({"key": "is not what the page had"}) from None


def _contact(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("contact", ""))
    except ValueError:
        raise Malformed({"contact_id": "must be chosen"}) from None


def _unable(request: HttpRequest) -> Wrong:
    if request.POST.get("how", "").startswith("contact"):
        words = gettext("Choose somebody of the receiving service. Where no link can be sent to them, read out a code.")
        return Wrong({"contact": words})
    return Wrong(words=gettext("This needs an open live room, and a person who is known here. Open the room first."))


def _remembered(looked: Looked, shown: Shown) -> HttpResponse:
    """Lead to the page that shows it; only the browser keeps it, for that page, and not for long."""
    where = reverse("live_shown", args=[looked.transfer_id])
    response = HttpResponseRedirect(where, status=SEE_OTHER)
    kept = signing.dumps(shown.as_kept(), salt=SHOWN)
    response.set_cookie(
        SHOWN, kept, max_age=LONGEST_SHOWN_SECONDS, path=where, httponly=True, secure=settings.SESSION_COOKIE_SECURE,
        samesite="Strict",
    )  # fmt: skip
    return response


def _kept(request: HttpRequest) -> Shown | None:
    try:
        return Shown.from_kept(signing.loads(request.COOKIES.get(SHOWN, ""), salt=SHOWN, max_age=LONGEST_SHOWN_SECONDS))
    except signing.BadSignature:
        return None
