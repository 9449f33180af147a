"""Adding somebody whom no source knows, on the way to a handoff for them."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from holdfast.accounts.services import Viewed
from holdfast.config.clock import now
from holdfast.people.selectors import people_alike
from holdfast.people.services import person_add
from holdfast.protocol.codes import OPENERS
from holdfast.transfers.callers import Caller
from holdfast.web.access import caller_of, staff_page
from holdfast.web.drafts import draft_begin, drafts_of
from holdfast.web.forms.people import PersonForm
from holdfast.web.presenters.searching import FoundPerson, found_people

SEE_OTHER, ASKED_AGAIN, UNREADABLE = 303, 409, 422


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(roles=OPENERS)
def person_new(request: HttpRequest) -> HttpResponseBase:
    """Ask who they are; ask once more where somebody like them stands on the list; begin a handoff for them."""
    caller = caller_of(request)
    form = PersonForm(request.POST or None, today=timezone.localdate())
    if not form.is_valid():
        return render(request, "pages/people/new.html", {"form": form}, status=UNREADABLE if form.is_bound else 200)
    alike = () if form.cleaned_data["is_other"] else _alike(caller, form)
    if alike:
        return render(request, "pages/people/new.html", {"form": form, "alike": alike}, status=ASKED_AGAIN)
    person_id = person_add(form.new, str(form.cleaned_data["key"]))
    caller.note([Viewed(person_id=person_id)], "person-added")
    return HttpResponseRedirect(reverse("handoff_draft", args=[_draft(caller, person_id), "person"]), status=SEE_OTHER)


def _alike(caller: Caller, form: PersonForm) -> tuple[FoundPerson, ...]:
    new = form.new
    name, born = f"{new.given} {new.family}", new.born.isoformat()
    people = people_alike(name=name, born=born, phone=new.phone, near=caller.services)
    return found_people(caller, people, now())


def _draft(caller: Caller, person_id: UUID) -> UUID:
    """Return the draft for somebody who was just added; sent twice, the form leads to the same one."""
    begun = (draft.id for draft in drafts_of(caller.id) if draft.person_id == str(person_id))
    return next(begun, None) or draft_begin(caller.id, str(person_id))
