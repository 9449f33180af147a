"""Administration of organisations and services: what is known of them, confirmed by name, and when they are closed."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from holdfast.config.clock import now
from holdfast.directory.selectors import ServiceSheet, service_sheet, services_kept
from holdfast.directory.services import Days, Ground, UnknownEntry, close, confirm, reopen
from holdfast.protocol.errors import Malformed
from holdfast.web.access import caller_of, staff_page
from holdfast.web.administering import Administered, administered
from holdfast.web.forms.administration_services import FACT_NAMES, ClosureForm, FactForm, fact_typed
from holdfast.web.presenters.administration_services import service_kept, services_page, wrong_words
from holdfast.web.shell import ADMINISTRATORS

FAULTY = 422


@require_safe
@staff_page(roles=ADMINISTRATORS)
def admin_services(request: HttpRequest) -> HttpResponseBase:
    """List the services of the organisations that whoever asks administers."""
    after = request.GET.get("after", "")
    try:
        found = services_kept(administered(request).organizations, now(), after=UUID(after) if after else None)
    except ValueError:
        raise Http404 from None
    return render(request, "pages/administration/services.html", {"page": services_page(found, is_later=bool(after))})


@require_http_methods(["GET", "POST"])
@staff_page(roles=ADMINISTRATORS)
def admin_service(request: HttpRequest, service_id: UUID) -> HttpResponseBase:
    """Show one service; record days on which it is closed, or take such days back."""
    kept = administered(request)
    sheet = _sheet(service_id, kept)
    if "reopen" in request.POST:
        return _reopened(request, service_id, kept)
    form = ClosureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        days = Days(said["first"], said["last"], yearly=said["yearly"])
        try:
            close(str(service_id), days, reason=said["reason"], source=said["source"])
            return redirect("admin_service", service_id)
        except Malformed as wrong:
            for name in wrong.fields:
                form.add_error(name, wrong_words(name))
    page = service_kept(sheet, now(), form)
    return render(request, "pages/administration/service.html", {"page": page}, status=FAULTY if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@staff_page(roles=ADMINISTRATORS)
def admin_fact(request: HttpRequest, service_id: UUID, aspect: str) -> HttpResponseBase:
    """Confirm one fact of a service, under one's own name."""
    sheet = _sheet(service_id, administered(request))
    if aspect not in FACT_NAMES:
        raise Http404
    known = next(each.value for each in sheet.facts if each.aspect == aspect)
    initial = {"on": now().date(), "value": fact_typed(aspect, known)}
    form = FactForm(request.POST or None, aspect=aspect, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        ground = Ground(caller_of(request).name, said["on"], said["ground"], said["until"])
        try:
            confirm(str(service_id), aspect, form.value, ground)
            return redirect("admin_service", service_id)
        except Malformed as wrong:
            for name in wrong.fields:
                form.add_error("ground" if name == "source" else name, wrong_words(name))
    shown = {"form": form, "name": sheet.name, "service_id": service_id, "what": FACT_NAMES[aspect]}
    return render(request, "pages/administration/fact.html", shown, status=FAULTY if form.is_bound else 200)


def _reopened(request: HttpRequest, service_id: UUID, kept: Administered) -> HttpResponseBase:
    try:
        reopen(UUID(request.POST["reopen"]), kept.organizations)
    except (ValueError, UnknownEntry):
        raise Http404 from None
    return redirect("admin_service", service_id)


def _sheet(service_id: UUID, kept: Administered) -> ServiceSheet:
    sheet = service_sheet(service_id, kept.organizations, now())
    if sheet is None:
        raise Http404
    return sheet
