"""The people of a member of staff: their open handoffs, and finding somebody."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from holdfast.config.clock import now
from holdfast.web.access import caller_of, staff_page
from holdfast.web.keyset import in_pages, paging_of
from holdfast.web.presenters.people import people_page
from holdfast.web.presenters.searching import search_page
from holdfast.web.shell import KEEPERS

UNREADABLE = 422


@require_safe
@staff_page(roles=KEEPERS)
@in_pages
def people_mine(request: HttpRequest) -> HttpResponseBase:
    """Show the caller's open handoffs, and what they have begun to write."""
    page = people_page(caller_of(request), now(), paging_of(request), request.GET)
    done = gettext("The draft was deleted.") if request.GET.get("done") == "draft_deleted" else ""
    return render(request, "pages/people/mine.html", {"page": page, "done": done})


@require_POST
@staff_page()
def people_search(request: HttpRequest) -> HttpResponseBase:
    """Show who is found by name, case number or phone: drawn from what was posted, never from an address."""
    page = search_page(caller_of(request), now(), request.POST.get("text", ""))
    return render(request, "pages/people/search.html", {"page": page}, status=UNREADABLE if page.error else 200)
