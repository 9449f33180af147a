"""Saying that two entries of the people list are one person, and taking that back."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from holdfast.people.merging import merge_undo, people_merge
from holdfast.protocol.errors import Malformed
from holdfast.protocol.fields import NOTE_LENGTH, UNSAFE
from holdfast.transfers.episodes import ENDERS
from holdfast.web.access import caller_of, staff_page
from holdfast.web.parts import ErrorSummary, Problem
from holdfast.web.presenters.same import SamePage, same_page

SEE_OTHER, CONFLICT, UNREADABLE = 303, 409, 422


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(roles=ENDERS)
def people_same(request: HttpRequest, person_id: UUID) -> HttpResponseBase:
    """Show who may be the same person, or say that somebody is; it can be undone."""
    page = same_page(caller_of(request), person_id)
    if page is None:
        raise Http404
    if request.method != "POST":
        return _drawn(request, page)
    return _undone(request, page) if "undo" in request.POST else _merged(request, page)


def _merged(request: HttpRequest, page: SamePage) -> HttpResponse:
    other, why = request.POST.get("other", ""), request.POST.get("why", "").strip()
    wrong = []
    if other not in {each.id for each in page.alike}:
        wrong.append(Problem(gettext("Choose who is the same person."), "#id_other"))
    if not why or len(why) > NOTE_LENGTH or UNSAFE.search(why):
        wrong.append(Problem(gettext("Say in a few words how you know."), "#id_why"))
    if wrong:
        return _drawn(request, page, wrong, UNREADABLE)
    try:
        people_merge(UUID(page.person.id), UUID(other), by=str(caller_of(request).id), why=why)
    except Malformed:
        faster = Problem(gettext("Somebody else changed these entries. Look again."))
        return _drawn(request, page, [faster], CONFLICT)
    return HttpResponseRedirect(f"{page.url}?done=merged", status=SEE_OTHER)


def _undone(request: HttpRequest, page: SamePage) -> HttpResponse:
    undo = request.POST["undo"]
    if undo not in {str(each.id) for each in page.merged}:
        raise Http404
    merge_undo(UUID(undo), by=str(caller_of(request).id))
    return HttpResponseRedirect(f"{page.url}?done=undone", status=SEE_OTHER)


def _drawn(request: HttpRequest, page: SamePage, wrong: list[Problem] | None = None, status: int = 200) -> HttpResponse:
    errors = ErrorSummary(gettext("There is a problem"), tuple(wrong)) if wrong else None
    typed = {"other": request.POST.get("other", ""), "why": request.POST.get("why", "")[:NOTE_LENGTH]}
    at_field = {each.url.removeprefix("#id_"): each.text for each in wrong or ()}
    context = {"page": page, "errors": errors, "wrong": at_field, "typed": typed, "done": request.GET.get("done", "")}
    return render(request, "pages/people/same.html", context, status=status)
