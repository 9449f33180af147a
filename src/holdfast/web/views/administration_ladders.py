"""Administration of escalation ladders, their rota, and the pools in which small teams share deciders."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from holdfast.accounts.errors import NotFound
from holdfast.accounts.selectors import (
    LevelRow,
    ladder_rows,
    pool_rows,
    reviewer_rows,
    staff_choosable,
)
from holdfast.accounts.services import holder_add, holder_end, pool_join, pool_leave, regional_set, rung_set
from holdfast.config.clock import now
from holdfast.directory.selectors import OrganizationName
from holdfast.protocol.codes import EscalationLevel
from holdfast.web.access import caller_of, staff_page
from holdfast.web.administering import Administered, administered
from holdfast.web.forms.administration import HolderForm, PoolMemberForm, RungForm
from holdfast.web.presenters.administration_ladders import ladder_page, level_page, pools_page
from holdfast.web.shell import ADMINISTRATORS

FAULTY = 422
HOLDER = "holder_%s"
"""Ids of the second form of a page, so that none stands twice."""


@dataclass(frozen=True, slots=True)
class Place:
    """One level of one organisation's ladder, and whether whoever asks may change it."""

    kept: Administered
    organization: OrganizationName
    row: LevelRow

    @property
    def may_change(self) -> bool:
        """A level of the jurisdiction is for those who keep the jurisdiction."""
        return self.row.level is not EscalationLevel.REGIONAL or self.kept.keeps_jurisdiction


@require_safe
@staff_page(roles=ADMINISTRATORS)
def admin_ladders(request: HttpRequest) -> HttpResponseBase:
    """Show the ladder of one organisation."""
    kept = administered(request)
    asked = request.GET.get("organization", "")
    organization = kept.organization(_id(asked) if asked else None)
    rows = ladder_rows(organization.id, organization.jurisdiction, now())
    page = ladder_page(organization, kept.named, rows)
    return render(request, "pages/administration/ladders.html", {"page": page})


@require_http_methods(["GET", "POST"])
@staff_page(roles=ADMINISTRATORS)
def admin_level(request: HttpRequest, organization_id: UUID, level: str) -> HttpResponseBase:
    """Show one level; say its minutes and the level after it; name who holds it, or end that."""
    place = _place(request, organization_id, level)
    if request.method == "POST" and not place.may_change:
        raise Http404
    rung, holder = _forms(request, place)
    if request.method == "POST" and _changed(request, place, rung, holder):
        return redirect("admin_level", organization_id, level)
    page = level_page(place.organization, place.row, rung, holder, may_change=place.may_change)
    status = FAULTY if request.method == "POST" else 200
    return render(request, "pages/administration/level.html", {"page": page}, status=status)


@require_http_methods(["GET", "POST"])
@staff_page(roles=ADMINISTRATORS)
def admin_pools(request: HttpRequest) -> HttpResponseBase:
    """Show who decides for which other service, and who reviews; let somebody in, or out."""
    kept = administered(request)
    staff = [each for each in staff_choosable(kept.organizations) if each[0] != caller_of(request).id]
    joins = request.POST.get("do") == "join"
    form = PoolMemberForm(request.POST if joins else None, services=kept.services, staff=staff)
    if request.method == "POST" and _pooled(request, form, dict(kept.services)):
        return redirect("admin_pools")
    services = dict(kept.services)
    reviewers = reviewer_rows([each.jurisdiction for each in kept.named], kept.organizations)
    page = pools_page(pool_rows(services), reviewers, services, form)
    status = FAULTY if request.method == "POST" else 200
    return render(request, "pages/administration/pools.html", {"page": page}, status=status)


def _place(request: HttpRequest, organization_id: UUID, level: str) -> Place:
    kept = administered(request)
    organization = kept.organization(organization_id)
    rows = ladder_rows(organization.id, organization.jurisdiction, now())
    found = next((row for row in rows if row.level == level), None)
    if found is None:
        raise Http404
    return Place(kept, organization, found)


def _forms(request: HttpRequest, place: Place) -> tuple[RungForm, HolderForm]:
    do, row = request.POST.get("do", ""), place.row
    initial = {"minutes": row.minutes, "next_level": row.next_level or ""}
    staff = staff_choosable(place.kept.organizations)
    return (
        RungForm(request.POST if do == "set" else None, level=row.level, initial=initial),
        HolderForm(request.POST if do == "add" else None, staff=staff, auto_id=HOLDER),
    )


def _changed(request: HttpRequest, place: Place, rung: RungForm, holder: HolderForm) -> bool:
    """Do what was asked for; say whether it was done, else the form says why."""
    if rung.is_bound:
        return rung.is_valid() and _set(place, rung)
    if holder.is_bound:
        return holder.is_valid() and _added(place, holder)
    ended = _id(request.POST.get("holder", ""))
    if ended not in {each.id for each in place.row.holders}:
        raise Http404
    try:
        holder_end(ended)
    except NotFound:
        raise Http404 from None
    return True


def _set(place: Place, form: RungForm) -> bool:
    minutes, after = form.cleaned_data["minutes"], form.cleaned_data["next_level"]
    next_level = EscalationLevel(after) if after else None
    if place.row.level is EscalationLevel.REGIONAL:
        regional_set(minutes=minutes, jurisdiction=place.organization.jurisdiction, next_level=next_level)
    else:
        rung_set(place.organization.id, place.row.level, minutes=minutes, next_level=next_level)
    return True


def _added(place: Place, form: HolderForm) -> bool:
    if place.row.rung_id is None:
        raise Http404
    holder_add(place.row.rung_id, form.cleaned_data["staff"], window=form.window)
    return True


def _pooled(request: HttpRequest, form: PoolMemberForm, services: dict[UUID, str]) -> bool:
    if form.is_bound:
        if not form.is_valid():
            return False
        pool_join(form.cleaned_data["staff"], form.cleaned_data["service"], by=caller_of(request).id)
        return True
    staff_id, service_id = _id(request.POST.get("staff", "")), _id(request.POST.get("service", ""))
    if service_id not in services:
        raise Http404
    try:
        pool_leave(staff_id, service_id)
    except NotFound:
        raise Http404 from None
    return True


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None
