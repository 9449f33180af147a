"""Receiving services for who hands over: routes, what is known of each, confirming it; and who is on call."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from holdfast.config.clock import now
from holdfast.directory.selectors import PathwayCard, pathway_card, pathway_facts
from holdfast.directory.services import Ground, OthersToSay, UnknownEntry, confirm
from holdfast.protocol.errors import Malformed
from holdfast.web.access import caller_of, staff_page
from holdfast.web.forms.directory import NAMES, ConfirmForm, confirmed
from holdfast.web.keyset import in_pages
from holdfast.web.presenters.administration_services import wrong_words
from holdfast.web.presenters.directory import crumbs, others_to_say, route_page, routes_page
from holdfast.web.presenters.on_call import on_call_page

UNREADABLE = 422


@require_safe
@staff_page()
@in_pages
def directory_pathways(request: HttpRequest) -> HttpResponseBase:
    """Show routes by need and name."""
    return render(request, "pages/directory/routes.html", {"page": routes_page(now(), request.GET)})


@require_safe
@staff_page()
def directory_pathway(request: HttpRequest, pathway_id: UUID) -> HttpResponseBase:
    """Show everything that is known of one route, and by whom."""
    page = route_page(caller_of(request), str(pathway_id), now())
    if page is None:
        raise Http404
    return render(request, "pages/directory/route.html", {"page": page, "is_done": "done" in request.GET})


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page()
def directory_confirm(request: HttpRequest, pathway_id: UUID, aspect: str) -> HttpResponseBase:
    """Confirm one aspect of a route or of its service, under one's own name."""
    card = pathway_card(str(pathway_id), at=now())
    if card is None or aspect not in NAMES:
        raise Http404
    if not caller_of(request).may_write:
        raise PermissionDenied
    initial = {"on": now().date(), "value": _known(card, aspect)}
    form = ConfirmForm(request.POST or None, aspect=aspect, initial=initial)
    if request.method == "POST" and form.is_valid() and _is_confirmed(request, card, form):
        return redirect(f"{reverse('directory_pathway', args=[card.id])}?done")
    return _drawn(request, card, form)


@require_safe
@staff_page()
def on_call(request: HttpRequest) -> HttpResponseBase:
    """Show who holds each level of the ladder now and next."""
    return render(request, "pages/directory/on_call.html", {"page": on_call_page(caller_of(request), now())})


def _known(card: PathwayCard, aspect: str) -> object:
    """Return what is known of one aspect of a route or its service, as it is typed."""
    return next(confirmed(aspect, each.value) for each in pathway_facts(card.id, at=now()) if each.aspect == aspect)


def _is_confirmed(request: HttpRequest, card: PathwayCard, form: ConfirmForm) -> bool:
    said = form.cleaned_data
    ground = Ground(caller_of(request).name, said["on"], said["ground"], said["until"])
    try:
        confirm(card.id, form.aspect, form.value, ground, by_staff_of=caller_of(request).services)
    except UnknownEntry:
        raise Http404 from None
    except OthersToSay:
        form.add_error("value", others_to_say())
        return False
    except Malformed as wrong:
        for name in wrong.fields:
            form.add_error("ground" if name in ("source", "by") else name, wrong_words(name))
        return False
    return True


def _drawn(request: HttpRequest, card: PathwayCard, form: ConfirmForm) -> HttpResponse:
    shown = {"form": form, "name": card.name, "what": NAMES[form.aspect], "crumbs": crumbs(card)}
    return render(request, "pages/directory/confirm.html", shown, status=UNREADABLE if form.is_bound else 200)
