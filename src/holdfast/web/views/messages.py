"""Messages: one's own, the one-tap link of an email, alerts in browsers, and what did not arrive."""

from __future__ import annotations

from importlib.resources import files
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from holdfast.accounts.models import Staff
from holdfast.accounts.services import Viewed
from holdfast.config.clock import now
from holdfast.directory.selectors import organizations_of
from holdfast.notify.errors import EndpointRefused, NotBeforeYou, UnknownMessage
from holdfast.notify.selectors import undelivered
from holdfast.notify.services import (
    Browser,
    Linked,
    browser_add,
    browser_end,
    link_acknowledge,
    link_look,
    message_acknowledge,
    message_read,
    messages_read,
    send_again,
)
from holdfast.protocol.codes import Role
from holdfast.protocol.errors import Malformed
from holdfast.transfers.errors import Conflict
from holdfast.transfers.selectors import Paging
from holdfast.web.access import caller_of, staff_page
from holdfast.web.headers import secret_address
from holdfast.web.presenters.messages import link_page, messages_page
from holdfast.web.presenters.undelivered import lost_page
from holdfast.web.throttle import refused_too_often

ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})
_WORKER = files("holdfast.web").joinpath("static/holdfast/push-worker.js")


@require_safe
@staff_page()
def messages(request: HttpRequest) -> HttpResponseBase:
    """Show one's own messages, the latest first."""
    caller, staff = caller_of(request), request.user
    assert isinstance(staff, Staff), "behind `staff_page`"
    try:
        page = messages_page(caller, staff.email, Paging(request.GET.get("after") or None))
    except Malformed:
        raise Http404 from None
    caller.note([Viewed(transfer_id) for transfer_id in page.transfers], "messages")
    return render(request, "pages/messages/messages.html", {"page": page})


@require_POST
@staff_page()
def messages_seen(request: HttpRequest) -> HttpResponseBase:
    """Mark all of one's own messages as read."""
    messages_read(caller_of(request).id)
    return redirect("messages")


@require_POST
@staff_page()
def message_seen(request: HttpRequest, message_id: UUID) -> HttpResponseBase:
    """Mark one message as read."""
    try:
        message_read(caller_of(request).id, message_id)
    except UnknownMessage:
        raise Http404 from None
    return redirect("messages")


@require_POST
@staff_page()
def message_taken(request: HttpRequest, message_id: UUID) -> HttpResponseBase:
    """Say that one has the matter of a message; where that is not so any more, say why."""
    try:
        if message_acknowledge(caller_of(request).id, message_id):
            return redirect("messages")
    except UnknownMessage:
        raise Http404 from None
    except (NotBeforeYou, Conflict):
        pass
    return render(request, "pages/messages/not_yours.html", status=409)


@never_cache
@secret_address
@require_http_methods(["GET", "HEAD", "POST"])
def acknowledge(request: HttpRequest, message_id: UUID, secret: str) -> HttpResponse:
    """Open the link of a message, which changes nothing; its button acknowledges, without signing in.

    404 for a link that is none (429 after too many from one address), 410 for one that is over.
    """
    try:
        linked = _tapped(message_id, secret) if request.method == "POST" else link_look(message_id, secret)
    except UnknownMessage:
        return refused_too_often(request) or render(request, "pages/messages/no_link.html", status=404)
    page = link_page(linked)
    status = 200 if page.is_good or page.is_done else 410
    return render(request, "pages/messages/link.html", {"page": page}, status=status)


def _tapped(message_id: UUID, secret: str) -> Linked:
    try:
        return link_acknowledge(message_id, secret)
    except Conflict:  # others were faster, several times: the page offers the button again
        return link_look(message_id, secret)


@require_POST
@staff_page()
def browser_subscribe(request: HttpRequest) -> HttpResponseBase:
    """Let this browser be woken; its address and keys come from the browser itself, by script."""
    told = (request.POST.get(name, "") for name in ("endpoint", "p256dh", "auth"))
    try:
        browser_add(caller_of(request).id, Browser(*told))
    except EndpointRefused as refusal:
        return JsonResponse({"refused": refusal.reason}, status=422)
    return redirect("messages")


@require_POST
@staff_page()
def browser_unsubscribe(request: HttpRequest, browser_id: UUID) -> HttpResponseBase:
    """Wake a browser of one's own no more."""
    browser_end(caller_of(request).id, browser_id)
    return redirect("messages")


@require_safe
def push_worker(request: HttpRequest) -> HttpResponse:
    """Give the script that browsers run when they are woken; at the root, so that it may open any page."""
    return HttpResponse(_WORKER.read_bytes(), content_type="text/javascript; charset=utf-8")


@require_safe
@staff_page(roles=ADMINISTRATORS)
def messages_lost(request: HttpRequest) -> HttpResponseBase:
    """Show what did not arrive lately in the organizations one administers."""
    return render(request, "pages/messages/lost.html", {"page": lost_page(_administered(request), now())})


@require_POST
@staff_page(roles=ADMINISTRATORS)
def message_again(request: HttpRequest, row_id: UUID) -> HttpResponseBase:
    """Have something sent once more."""
    theirs = (each.id for each in undelivered(_administered(request), now()))
    try:
        send_again(row_id, theirs)
    except UnknownMessage:
        raise Http404 from None
    return redirect("messages_lost")


def _administered(request: HttpRequest) -> list[UUID]:
    """Return the organizations that the caller administers."""
    held = caller_of(request).party.assignments
    services = {each.service for each in held if each.role in ADMINISTRATORS}
    return sorted({UUID(organization) for organization, _ in organizations_of(services).values()})
