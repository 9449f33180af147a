"""One handoff: its page, what is due in it, its history."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from holdfast.config.clock import now
from holdfast.web.access import caller_of, staff_page
from holdfast.web.presenters import transfers as presenters
from holdfast.web.presenters.histories import before_of, history_page
from holdfast.web.words.steps import done_words


@require_safe
@staff_page()
def transfer_page(request: HttpRequest, transfer_id: UUID) -> HttpResponseBase:
    """Show one handoff as its reader may see it."""
    done = request.GET.get("done", "")
    page = presenters.transfer_page(caller_of(request), transfer_id, now(), done=done)
    context = {"page": page, "done": done_words(done)}
    return render(request, "pages/transfers/transfer.html", context)


@require_safe
@staff_page()
def transfer_deadlines(request: HttpRequest, transfer_id: UUID) -> HttpResponseBase:
    """Draw what is due anew: a part of the page."""
    duties = presenters.deadlines_part(caller_of(request), transfer_id, now())
    return render(request, "pages/transfers/deadlines.html", {"duties": duties})


@require_safe
@staff_page()
def transfer_history(request: HttpRequest, transfer_id: UUID) -> HttpResponseBase:
    """Show everything that happened in one handoff, the newest first."""
    page = history_page(caller_of(request), transfer_id, now(), before_of(request.GET.get("before", "")))
    return render(request, "pages/transfers/history.html", {"page": page})
