"""One page for every step that people take: a command's form is drawn, and given."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_http_methods

from holdfast.protocol.codes import RecordKind
from holdfast.web.access import staff_page
from holdfast.web.forms import show, submit
from holdfast.web.forms.shapes import steps
from holdfast.web.frames import frame_of
from holdfast.web.kept import gives_back


@gives_back
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page()
def command_give(request: HttpRequest, transfer_id: UUID, step: str) -> HttpResponseBase:
    """Draw the form of a command, or give it."""
    if step not in steps() or step in set(RecordKind):
        raise Http404
    return (submit if request.method == "POST" else show)(request, transfer_id, step, frame_of(step))
