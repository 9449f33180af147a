"""Nobody answered: the backup route of one handoff on one page."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from holdfast.config.clock import now
from holdfast.web.access import caller_of, staff_page
from holdfast.web.presenters.unanswered import unanswered_page


@require_safe
@staff_page()
def transfer_unanswered(request: HttpRequest, transfer_id: UUID) -> HttpResponseBase:
    """Show what was tried, and the backup route. Side effects: access log."""
    page = unanswered_page(caller_of(request), transfer_id, now())
    return render(request, "pages/unanswered/page.html", {"page": page})
