"""The weekly agenda of leaders."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from holdfast.config.clock import now
from holdfast.web.access import caller_of, staff_page
from holdfast.web.keyset import in_pages
from holdfast.web.presenters.agenda import agenda_page, agenda_part_page, part_of
from holdfast.web.shell import LEADERS


@require_safe
@staff_page(roles=LEADERS)
def agenda(request: HttpRequest) -> HttpResponseBase:
    """Show every part of one week, this one by default."""
    page = agenda_page(caller_of(request), now(), request.GET)
    return render(request, "pages/agenda/agenda.html", {"page": page})


@require_safe
@staff_page(roles=LEADERS)
@in_pages
def agenda_part(request: HttpRequest, part: str) -> HttpResponseBase:
    """Show one part of a week in full."""
    page = agenda_part_page(caller_of(request), now(), part_of(part), request.GET)
    return render(request, "pages/agenda/agenda.html", {"page": page})
