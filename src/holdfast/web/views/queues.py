"""Queues: what waits for whom, the shortest time left first."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from holdfast.config.clock import now
from holdfast.protocol.codes import OPENERS
from holdfast.protocol.controls.gates import FOLLOWERS as ASKERS
from holdfast.transfers.services import Outcome
from holdfast.web.access import caller_of, staff_page
from holdfast.web.forms import Frame, done_words, submit
from holdfast.web.forms.frames import DONE
from holdfast.web.keyset import in_pages, paging_of
from holdfast.web.presenters.calls import calls_due_page
from holdfast.web.presenters.checks import checks_due_page, countersigns_page
from holdfast.web.presenters.coming import REPORT, coming_page
from holdfast.web.presenters.decisions import decisions_due_page
from holdfast.web.presenters.failed import failed_checks_page
from holdfast.web.presenters.following import people_followed_page
from holdfast.web.shell import CALLERS, CORRECTORS, DECIDERS, FOLLOWERS, RECEIVERS, REVIEWERS


@require_safe
@staff_page(roles=DECIDERS)
@in_pages
def decisions_due(request: HttpRequest) -> HttpResponseBase:
    """Show the requests that wait for the caller's decision, those of their pools included."""
    page = decisions_due_page(caller_of(request), now(), paging_of(request), request.GET)
    return _drawn(request, "pages/queues/decisions.html", page)


@require_safe
@staff_page(roles=RECEIVERS)
@in_pages
def coming_to_us(request: HttpRequest) -> HttpResponseBase:
    """Show what is routed to the caller's services, and whose first visit they wait for."""
    page = coming_page(caller_of(request), now(), paging_of(request), request.GET)
    return _drawn(request, "pages/queues/coming.html", page)


@require_POST
@staff_page(roles=RECEIVERS)
def visit_kept(request: HttpRequest, transfer_id: UUID) -> HttpResponseBase:
    """Report with one tap that the first visit was kept; where that is refused, the page of the report says why."""
    return submit(request, transfer_id, REPORT, Frame(done=_to_coming))


@require_safe
@staff_page(roles=REVIEWERS)
@in_pages
def checks_due(request: HttpRequest) -> HttpResponseBase:
    """Show the first visits to check, and what waits for the caller's countersign."""
    page = checks_due_page(caller_of(request), now(), paging_of(request), request.GET)
    return _drawn(request, "pages/queues/checks.html", page)


@require_safe
@staff_page()
@in_pages
def countersigns_due(request: HttpRequest) -> HttpResponseBase:
    """Show the records that name the caller as their reviewer and wait for a countersign."""
    page = countersigns_page(caller_of(request), now(), paging_of(request), request.GET)
    return _drawn(request, "pages/queues/countersigns.html", page)


@require_safe
@staff_page(roles=CORRECTORS)
@in_pages
def checks_failed(request: HttpRequest) -> HttpResponseBase:
    """Show what failed and who owns it, with the instructions that run."""
    page = failed_checks_page(caller_of(request), now(), paging_of(request), request.GET)
    return _drawn(request, "pages/queues/failed.html", page)


@require_safe
@staff_page(roles=CALLERS | ASKERS)
@in_pages
def calls_due(request: HttpRequest) -> HttpResponseBase:
    """Show whom to call and ask whether it held."""
    page = calls_due_page(caller_of(request), now(), paging_of(request), request.GET)
    return _drawn(request, "pages/queues/calls.html", page)


@require_safe
@staff_page(roles=FOLLOWERS | OPENERS)
@in_pages
def people_followed(request: HttpRequest) -> HttpResponseBase:
    """Show whom the caller stays with until the first visit is kept."""
    page = people_followed_page(caller_of(request), now(), paging_of(request), request.GET)
    return _drawn(request, "pages/queues/followed.html", page)


def _to_coming(outcome: Outcome, step: str) -> str:
    return f"{reverse('coming_to_us')}?{DONE}={step}"


def _drawn(request: HttpRequest, template: str, page: object) -> HttpResponseBase:
    return render(request, template, {"page": page, "done": done_words(request.GET.get(DONE, ""))})
