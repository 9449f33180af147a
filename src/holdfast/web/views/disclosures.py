"""What was shared of one handoff, and with whom: shown, and given as a file after proving once more who asks."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from holdfast.config.clock import now
from holdfast.transfers.selectors import disclosures_in_file, seen_of, transfer_looked_at
from holdfast.web.access import caller_of, staff_page
from holdfast.web.keyset import in_pages, paging_of
from holdfast.web.presenters.disclosures import disclosures_page, file_of, whole_only
from holdfast.web.step_up import step_up


@require_safe
@staff_page()
@in_pages
def transfer_disclosures(request: HttpRequest, transfer_id: UUID) -> HttpResponseBase:
    """Show what was shared, the latest first. Side effects: access log."""
    caller = caller_of(request)
    looked = transfer_looked_at(caller.asker, transfer_id, now())
    page = disclosures_page(caller, looked, paging_of(request), request.GET)
    caller.note([seen_of(looked)], "disclosures")
    return render(request, "pages/transfers/disclosures.html", {"page": page})


@require_safe
@staff_page()
def transfer_disclosures_file(request: HttpRequest, transfer_id: UUID) -> HttpResponseBase:
    """Give the same as CSV; who asks proves once more who they are. Side effects: access log."""
    caller = caller_of(request)
    looked = transfer_looked_at(caller.asker, transfer_id, now())
    whole_only(looked)
    if asked_again := step_up(request):
        return asked_again
    told = file_of(disclosures_in_file(transfer_id, looked.at))
    caller.note([seen_of(looked)], "disclosures-file")
    return HttpResponse(
        told, content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="disclosures.csv"'},
    )  # fmt: skip
