"""Escalations: matters before the caller's levels, taken by one tap and settled with words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from holdfast.config.clock import now
from holdfast.transfers.selectors import Looked
from holdfast.transfers.services import Outcome
from holdfast.web.access import caller_of, staff_page
from holdfast.web.forms import FormPage, Frame, done_words, show, submit
from holdfast.web.forms.frames import DONE, who_and_whose
from holdfast.web.kept import gives_back
from holdfast.web.keyset import in_pages, paging_of
from holdfast.web.presenters.escalated import escalations_page, settling_of
from holdfast.web.shell import ESCALATED_TO

ACKNOWLEDGE, RESOLVE, CONTROL = "acknowledge_escalation", "resolve_escalation", "control"


@require_safe
@staff_page(roles=ESCALATED_TO)
@in_pages
def escalations(request: HttpRequest) -> HttpResponseBase:
    """Show the matters at the levels that the caller's roles can hold."""
    page = escalations_page(caller_of(request), now(), paging_of(request), request.GET)
    context = {"page": page, "done": done_words(request.GET.get(DONE, ""))}
    return render(request, "pages/escalations/list.html", context)


@require_POST
@staff_page(roles=ESCALATED_TO)
def escalation_acknowledge(request: HttpRequest, transfer_id: UUID) -> HttpResponseBase:
    """Take a matter with one tap; where that is refused, its page says why."""
    return submit(request, transfer_id, ACKNOWLEDGE, Frame(done=_to_list))


@gives_back
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(roles=ESCALATED_TO)
def escalation_resolve(request: HttpRequest, transfer_id: UUID) -> HttpResponseBase:
    """Ask how a matter was settled, or settle it."""
    return (submit if request.method == "POST" else show)(request, transfer_id, RESOLVE, SETTLING)


def _settling(request: HttpRequest, looked: Looked, form: FormPage) -> Mapping[str, object]:
    control = form.field[CONTROL].value
    return {"settling": settling_of(looked, control), **who_and_whose(request, looked, form)}


def _control(request: HttpRequest, looked: Looked) -> Mapping[str, Sequence[str]] | None:
    return {CONTROL: [request.GET.get(CONTROL, "")]}


def _to_list(outcome: Outcome, step: str) -> str:
    return f"{reverse('escalations')}?{DONE}={step}"


SETTLING = Frame("pages/escalations/resolve.html", _settling, _to_list, _control)
