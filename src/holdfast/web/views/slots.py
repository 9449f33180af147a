"""Our visits: staff of a receiving service publish the times that first visits can hold, and withdraw them."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from holdfast.config.clock import now
from holdfast.directory.slots import SlotsRefused, slot_places, slots_publish
from holdfast.transfers.callers import Caller
from holdfast.transfers.slots import slot_withdraw
from holdfast.web.access import caller_of, staff_page
from holdfast.web.forms.slots import SlotForm, fault_words
from holdfast.web.keyset import in_pages, paging_of
from holdfast.web.presenters.slots import our_visits_page
from holdfast.web.shell import RECEIVERS

UNREADABLE = 422
OF_FIELD = {
    "day": "day",
    "time": "time",
    "minutes": "minutes",
    "weeks": "weeks",
    "place": "place",
    "who": "who",
    "pathway": "pathway",
}


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(roles=RECEIVERS)
@in_pages
def our_visits(request: HttpRequest) -> HttpResponseBase:
    """Show the published times of the caller's services; publish one or a weekly run, or withdraw one."""
    caller = caller_of(request)
    places = slot_places({each.service for each in caller.party.assignments if each.role in RECEIVERS})
    if "withdraw" in request.POST:
        return _withdrawn(request, [service for service, _name in places.services])
    form = SlotForm(request.POST if request.method == "POST" else None, places=places)
    if form.is_bound and form.is_valid() and _published(form, caller):
        return redirect(f"{request.path}?done=published")
    page = our_visits_page(places.services, now(), paging_of(request), request.GET, form)
    status = UNREADABLE if form.is_bound else 200
    return render(request, "pages/slots/ours.html", {"page": page, "done": _done(request)}, status=status)


def _published(form: SlotForm, caller: Caller) -> bool:
    try:
        slots_publish(form.wish, caller.party.id)
    except SlotsRefused as refused:
        for wrong in refused.wrong:
            form.add_error(OF_FIELD.get(wrong.name), fault_words(wrong))
        return False
    return True


def _withdrawn(request: HttpRequest, services: list[str]) -> HttpResponseBase:
    try:
        slot_id = UUID(request.POST["withdraw"])
    except ValueError:
        raise Http404 from None
    done = "withdrawn" if slot_withdraw(slot_id, services) else "held"
    return redirect(f"{request.path}?done={done}")


def _done(request: HttpRequest) -> str:
    words = {
        "published": gettext("It is published. Other services can hold it now."),
        "withdrawn": gettext("It is withdrawn. Nobody can hold it any more."),
        "held": gettext("It is not withdrawn: somebody holds it, or it is not yours. Ask to cancel the visit instead."),
    }
    return words.get(request.GET.get("done", ""), "")
