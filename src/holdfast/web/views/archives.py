"""All handoffs that auditors and leaders may read."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from holdfast.config.clock import now
from holdfast.web.access import caller_of, staff_page
from holdfast.web.keyset import in_pages, paging_of
from holdfast.web.presenters.archives import archive_page
from holdfast.web.shell import OVERSEERS


@require_safe
@staff_page(roles=OVERSEERS)
@in_pages
def transfers_found(request: HttpRequest) -> HttpResponseBase:
    """Show the handoffs that fit the filters of the address, the one that changed last first."""
    page = archive_page(caller_of(request), now(), paging_of(request), request.GET)
    return render(request, "pages/archives/list.html", {"page": page})
