"""The nine records: each is filed on a page, and stands on one."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from holdfast.config.clock import now
from holdfast.protocol.codes import RecordKind
from holdfast.transfers.selectors import record_view, seen_of, transfer_looked_at
from holdfast.web.access import caller_of, staff_page
from holdfast.web.forms import show, submit
from holdfast.web.frames import frame_of
from holdfast.web.kept import gives_back
from holdfast.web.presenters.records import record_page_of


@gives_back
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page()
def record_file(request: HttpRequest, transfer_id: UUID, kind: str) -> HttpResponseBase:
    """Draw the form of a record, empty or to correct the one that stands; or file it."""
    if kind not in set(RecordKind):
        raise Http404
    return (submit if request.method == "POST" else show)(request, transfer_id, kind, frame_of(kind))


@require_safe
@staff_page()
def record_page(request: HttpRequest, transfer_id: UUID, kind: str) -> HttpResponseBase:
    """Show the record of a kind that stands, as far as the caller may see it. Side effects: access log."""
    if kind not in set(RecordKind):
        raise Http404
    caller = caller_of(request)
    looked = transfer_looked_at(caller.asker, transfer_id, now())
    view = record_view(looked, RecordKind(kind))
    if view is None:
        raise Http404
    caller.note([seen_of(looked)], f"record-{kind}")
    return render(request, "pages/records/record.html", {"page": record_page_of(looked, view, caller)})
