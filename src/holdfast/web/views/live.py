"""The live room of staff: opened, joined, confirmed, left and ended; who else is on the call; who is brought in."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from holdfast.config.clock import now
from holdfast.live import services as live
from holdfast.live.errors import NoLiveEvent, NotYourRoom
from holdfast.live.models import Company
from holdfast.protocol.codes import Channel, Seat
from holdfast.protocol.errors import Malformed
from holdfast.transfers.callers import Caller
from holdfast.transfers.errors import Conflict, KeyReused
from holdfast.transfers.selectors import Looked, seen_of, transfer_looked_at
from holdfast.transfers.services import Outcome
from holdfast.web.access import caller_of, staff_page
from holdfast.web.forms.refusals import refusal
from holdfast.web.presenters.cases import case_of
from holdfast.web.presenters.live import OWN, Wrong, live_page
from holdfast.web.presenters.room import people_in_room, room_of
from holdfast.web.presenters.room_acts import where_of_staff

SEE_OTHER, CONFLICT, UNREADABLE = 303, 409, 422
Act = Callable[[Caller, UUID, str], Outcome]
ACTS: dict[str, tuple[str, Act]] = {
    "join": ("join_live_event", lambda by, of, key: live.event_join(by, of, key=key)),
    "join-person": ("join_live_event", lambda by, of, key: live.event_join(by, of, person_too=True, key=key)),
    "attest": ("attest_presence", lambda by, of, key: live.event_attest(by, of, key=key)),
    "leave": ("leave_live_event", lambda by, of, key: live.event_leave(by, of, key=key)),
    "leave-person": ("leave_live_event", lambda by, of, key: live.event_leave(by, of, person_too=True, key=key)),
    "end": ("close_live_event", lambda by, of, key: live.event_close(by, of, key=key)),
}
"""What one press does: its command, and how it is given."""


@require_safe
@staff_page()
def live_room(request: HttpRequest, transfer_id: UUID) -> HttpResponseBase:
    """Show the live room; to htmx the room alone, as it stands on the page that asks (`?on=transfer`)."""
    if "HX-Request" not in request.headers:
        return _page(request, transfer_id)
    caller, looked = _looked(request, transfer_id)
    where = where_of_staff(transfer_id, is_own_page=request.GET.get("on") != "transfer")
    room = room_of(case_of(looked, also=people_in_room(looked.state)), caller, where)
    return _varied(render(request, "pages/live/room.html", {"room": room, "is_again": where.is_own_page}))


@require_POST
@staff_page()
def live_open(request: HttpRequest, transfer_id: UUID) -> HttpResponseBase:
    """Open the live room and take one's seat in it."""
    typed = _typed(request, "channel", "video_link")
    if typed["channel"] not in set(Channel):
        words = gettext("Choose how the three of you talk.")
        return _page(request, transfer_id, Wrong({"channel": words}, typed=typed), UNREADABLE)
    opening = live.Opening(Channel(typed["channel"]), typed["video_link"].strip())
    try:
        outcome = live.event_open(caller_of(request), transfer_id, opening, key=_key(request))
    except Malformed:
        words = gettext("Give the address of a video call that begins with https://, or leave it empty.")
        return _page(request, transfer_id, Wrong({"video_link": words}, typed=typed), UNREADABLE)
    except (Conflict, KeyReused) as fault:
        return _page(request, transfer_id, Wrong(words=_fault(fault), typed=typed), CONFLICT)
    return _done(request, outcome, "open_live_event", typed)


@require_POST
@staff_page()
def live_act(request: HttpRequest, transfer_id: UUID, act: str) -> HttpResponseBase:
    """Do what was pressed; pressed twice, it is done once."""
    if act not in ACTS:
        raise Http404
    step, give = ACTS[act]
    try:
        outcome = give(caller_of(request), transfer_id, _key(request))
    except (Conflict, KeyReused) as fault:
        return _page(request, transfer_id, Wrong(words=_fault(fault)), CONFLICT)
    return _done(request, outcome, step)


@require_POST
@staff_page()
def live_company(request: HttpRequest, transfer_id: UUID) -> HttpResponseBase:
    """Note who else is on the call."""
    typed = _typed(request, "kind", "name", "beside")
    wrong = {
        "kind": gettext("Choose who it is.") if typed["kind"] not in set(Company) else "",
        "beside": gettext("Choose whose device they share.") if typed["beside"] not in {OWN, *Seat} else "",
    }
    wrong = {name: words for name, words in wrong.items() if words}
    if not wrong:
        beside = None if typed["beside"] == OWN else Seat(typed["beside"])
        companion = live.Companion(Company(typed["kind"]), typed["name"], beside)
        try:
            key = _key(request)
            live.companion_add(caller_of(request), transfer_id, companion, key=UUID(key) if key else None)
        except Malformed:
            wrong = {"name": gettext("Use one line of at most 40 characters, or leave it empty.")}
        except (NoLiveEvent, NotYourRoom):
            return _page(request, transfer_id, Wrong(words=_not_yours(), typed=typed), CONFLICT)
    if wrong:
        return _page(request, transfer_id, Wrong(wrong, typed=typed), UNREADABLE)
    return _back(transfer_id)


@require_POST
@staff_page()
def live_company_leave(request: HttpRequest, transfer_id: UUID, seat_id: UUID) -> HttpResponseBase:
    """Note that somebody else is on the call no more."""
    try:
        live.companion_leave(caller_of(request), transfer_id, seat_id)
    except (NoLiveEvent, NotYourRoom):
        return _page(request, transfer_id, Wrong(words=_not_yours()), CONFLICT)
    return _back(transfer_id)


def _page(request: HttpRequest, transfer_id: UUID, wrong: Wrong | None = None, status: int = 200) -> HttpResponse:
    """Draw the live page. Side effects: access log."""
    caller, looked = _looked(request, transfer_id)
    page = live_page(looked, caller, wrong, done=request.GET.get("done", ""))
    return _varied(render(request, "pages/live/page.html", {"page": page}, status=status))


def _looked(request: HttpRequest, transfer_id: UUID) -> tuple[Caller, Looked]:
    """Return who asks and the transfer as they see it. Side effects: access log."""
    caller = caller_of(request)
    looked = transfer_looked_at(caller.asker, transfer_id, now())
    caller.note([seen_of(looked)], "live-room")
    return caller, looked


def _done(request: HttpRequest, outcome: Outcome, step: str, typed: dict[str, str] | None = None) -> HttpResponse:
    """Lead back to where it was pressed; what was refused is told on the live page, with what mends it."""
    if outcome.is_filed:
        return _back(outcome.transfer_id, on=request.GET.get("on", ""))
    caller, looked = _looked(request, outcome.transfer_id)
    wrong = Wrong(refused=refusal(outcome, looked, step), typed=typed or {})
    return _varied(render(request, "pages/live/page.html", {"page": live_page(looked, caller, wrong)}, status=CONFLICT))


def _back(transfer_id: UUID, *, on: str = "") -> HttpResponse:
    if on == "transfer":
        return HttpResponseRedirect(f"{reverse('transfer_page', args=[transfer_id])}#room", status=SEE_OTHER)
    return HttpResponseRedirect(reverse("live_room", args=[transfer_id]), status=SEE_OTHER)


def _typed(request: HttpRequest, *names: str) -> dict[str, str]:
    return {name: request.POST.get(name, "") for name in names}


def _key(request: HttpRequest) -> str:
    """Return the key of the rendering that was sent; blank for what is none of ours."""
    try:
        return str(UUID(request.POST.get("key", "")))
    except ValueError:
        return ""


def _fault(fault: Conflict | KeyReused) -> str:
    if isinstance(fault, KeyReused):
        return gettext("This was sent before, with other answers. Look at the page again, then press anew.")
    return gettext("Others were filing at the same time. Look at the page again, then press anew.")


def _not_yours() -> str:
    return gettext("Only who runs the call says who else is on it, and only while it is open.")


def _varied(response: HttpResponse) -> HttpResponse:
    patch_vary_headers(response, ["HX-Request"])
    return response
