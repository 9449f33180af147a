"""Putting the date of birth of somebody on the people list on record, or right, with a reason."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from holdfast.accounts.services import Viewed
from holdfast.config.clock import now
from holdfast.people.correcting import person_born_set
from holdfast.transfers.episodes import ENDERS
from holdfast.web.access import caller_of, staff_page
from holdfast.web.forms.people import BornForm
from holdfast.web.presenters.born import born_page

SEE_OTHER, UNREADABLE = 303, 422


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(roles=ENDERS)
def person_born(request: HttpRequest, person_id: UUID) -> HttpResponseBase:
    """Show what is known and how it changed; or keep the date, under the name of who says it."""
    caller = caller_of(request)
    page = born_page(caller, person_id, now())
    if page is None:
        raise Http404
    typed = request.POST if request.method == "POST" else None
    form = BornForm(typed, today=timezone.localdate(), born=page.born)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        if person_born_set(UUID(page.id), said["born"], by=str(caller.id), why=said["why"]):
            caller.note([Viewed(person_id=UUID(page.id))], "person-corrected")
        return HttpResponseRedirect(f"{request.path}?done=1", status=SEE_OTHER)
    shown = {"page": page, "form": form, "is_done": "done" in request.GET}
    return render(request, "pages/people/born.html", shown, status=UNREADABLE if form.is_bound else 200)
