"""Whether something changed since a page was drawn: asked where sockets are blocked. Never what changed."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from holdfast.config.clock import now
from holdfast.protocol.codes import DeadlineName
from holdfast.transfers.callers import Caller
from holdfast.transfers.errors import ErasedTransfer, UnknownTransfer
from holdfast.transfers.selectors import Paging, Wanted, queue_grown, transfer_looked_at, transfers_found
from holdfast.web.access import caller_of, caller_signed_in, staff_page
from holdfast.web.guests import guest_of_page
from holdfast.web.practising import as_played
from holdfast.web.presenters.updates import AS, GUEST, instant_read, instant_words, notice_of

NOTHING_NEW, UNREADABLE, NOBODY, NOT_THERE, GONE = 204, 400, 401, 404, 410


@never_cache
@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """Answer 204 where nothing changed since `seen`, else what is to be sent as `seen` next: of a transfer, or at all.

    For staff and guests alike, and for the guest where their page asks, whoever else is signed in. Nobody is sent to
    sign in by a request that nobody made.
    """
    is_guests = request.GET.get(AS) == GUEST
    caller = (None if is_guests else caller_signed_in(request)) or guest_of_page(request)
    if caller is None:
        return HttpResponse(status=NOBODY)
    seen, transfer = request.GET.get("seen", ""), request.GET.get("transfer")
    try:
        latest = _latest_change(caller, seen) if transfer is None else _latest_event(request, caller, transfer)
    except (UnknownTransfer, ValueError):
        return HttpResponse(status=NOT_THERE)
    except ErasedTransfer:
        return HttpResponse(status=GONE)
    return HttpResponse(status=NOTHING_NEW) if latest == seen else JsonResponse({"seen": latest})


@require_safe
@staff_page()
def queue_notice(request: HttpRequest, deadline: str) -> HttpResponseBase:
    """Draw the notice of a queue that has grown since it was drawn; 204 where it has not."""
    since = instant_read(request.GET.get("since", ""))
    if since is None or deadline not in set(DeadlineName):
        return HttpResponse(status=UNREADABLE)
    name = DeadlineName(deadline)
    grown = queue_grown(caller_of(request).asker, now(), name, since)
    if not grown:
        return HttpResponse(status=NOTHING_NEW)
    return render(request, "pages/live/notice.html", {"notice": notice_of(name, since, grown)})


def _latest_event(request: HttpRequest, caller: Caller, transfer: str) -> str:
    """Return the last event of a transfer. Raises: UnknownTransfer; ErasedTransfer; ValueError for what is no id."""
    transfer_id = UUID(transfer)
    asker = as_played(request, caller, transfer_id).asker
    return str(transfer_looked_at(asker, transfer_id, now()).seq)


def _latest_change(caller: Caller, seen: str) -> str:
    """Return when something last changed that the caller may see; `seen` itself where nothing did since."""
    latest = transfers_found(caller.asker, now(), Wanted(), Paging(limit=1)).items
    since = instant_read(seen)
    if since is not None and (not latest or latest[0].changed_at <= since):
        return seen
    return instant_words(latest[0].changed_at if latest else now())
