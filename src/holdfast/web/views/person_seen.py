"""Who looked at what is known of a person: the access log, shown to the person themself."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from holdfast.transfers.selectors import person_seen_by
from holdfast.web.access import caller_of
from holdfast.web.keyset import in_pages, paging_of
from holdfast.web.presenters.person_seen import seen_page
from holdfast.web.views.person import page_of, person_only


@require_safe
@person_only
@in_pages
def seen(request: HttpRequest) -> HttpResponse:
    """Show who looked, the latest first; what the person looked at themself is left out."""
    found = person_seen_by(caller_of(request).asker, paging_of(request))
    shown = {"page": page_of(request), "seen": seen_page(found, request.GET)}
    return render(request, "pages/person/seen.html", shown)
