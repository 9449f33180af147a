"""Administration of people: who works here, in which role; invitations; what happens when somebody leaves."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from holdfast.accounts.errors import NotAllowed, NotFound, NotTheirs
from holdfast.accounts.models import EndedBy
from holdfast.accounts.selectors import StaffSheet, staff_listed, staff_sheet
from holdfast.accounts.services import (
    invitation_issue,
    invitation_revoke,
    pool_join,
    pool_leave,
    role_end,
    role_give,
    sign_in_reset,
    sign_ins_end,
    staff_invite,
)
from holdfast.protocol.codes import Role
from holdfast.transfers.errors import NobodyTakesOver
from holdfast.transfers.leaving import account_deactivate, leaving
from holdfast.web.access import caller_of, staff_page
from holdfast.web.administering import Administered, administered
from holdfast.web.forms.administration import InviteForm, PlaceForm, PoolForm
from holdfast.web.forms.searches import sought
from holdfast.web.parts import Confirmation
from holdfast.web.presenters.administration_people import (
    beginning_anew,
    deactivation,
    not_done,
    people_page,
    person_page,
)
from holdfast.web.shell import ADMINISTRATORS

FAULTY = 422
REFUSED = 409
POOL = "pool_%s"
"""Ids of the second form of a page, so that none stands twice."""


@require_http_methods(["GET", "POST"])
@staff_page(roles=ADMINISTRATORS)
def admin_people(request: HttpRequest) -> HttpResponseBase:
    """List who works here; a search is posted, so that no name stands in an address."""
    kept, words = administered(request), sought(request.POST.get("words", ""))
    after = request.GET.get("after", "")
    found = staff_listed(kept.organizations, words=words, after=_id(after) if after else None)
    page = people_page(found, words=words, is_later=bool(after))
    return render(request, "pages/administration/people.html", {"page": page})


@require_http_methods(["GET", "POST"])
@staff_page(roles=ADMINISTRATORS)
def admin_invite(request: HttpRequest) -> HttpResponseBase:
    """Add somebody with a role, and send them the link by which they choose their sign-in."""
    kept = administered(request)
    form = InviteForm(request.POST or None, services=kept.services, roles=kept.roles)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            place = Role(said["role"]), said["service"]
            staff, _is_new = staff_invite(said["email"], said["name"], place, caller_of(request).id)
            return redirect("admin_person", staff.pk)
        except NotTheirs as why:
            form.add_error("role" if why.why == "jurisdiction" else "email", not_done(why.why))
        except NotAllowed:
            form.add_error("email", not_done("invite_new"))
    status = FAULTY if form.is_bound else 200
    return render(request, "pages/administration/invite.html", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
@staff_page(roles=ADMINISTRATORS)
def admin_person(request: HttpRequest, staff_id: UUID) -> HttpResponseBase:
    """Show one member of staff; give and end places, invite, sign out."""
    kept = administered(request)
    sheet = _sheet(staff_id, kept)
    place = PlaceForm(services=kept.services, roles=kept.roles)
    pool = PoolForm(services=kept.services, auto_id=POOL)
    if request.method == "POST":
        place, pool, fault = _changed(request, sheet, kept)
        if fault is None and not (place.errors or pool.errors):
            return redirect("admin_person", staff_id)
        status = FAULTY if fault is None else REFUSED
        return _person(request, sheet, place, pool, fault=fault, status=status)
    return _person(request, sheet, place, pool)


@require_http_methods(["GET", "POST"])
@staff_page(roles=ADMINISTRATORS)
def admin_deactivate(request: HttpRequest, staff_id: UUID) -> HttpResponseBase:
    """Ask, then deactivate an account; its people pass on in the same transaction."""
    sheet = _sheet_of_ours(request, staff_id)
    fault = ""
    if request.method == "POST":
        try:
            account_deactivate(staff_id, by=caller_of(request).id)
            return redirect("admin_person", staff_id)
        except NobodyTakesOver:
            fault = not_done("nobody_takes_over")
        except (NotAllowed, NotFound):
            fault = not_done("deactivate")
    return confirming(request, deactivation(sheet, leaving(staff_id)), fault)


@require_http_methods(["GET", "POST"])
@staff_page(roles=ADMINISTRATORS)
def admin_sign_in_anew(request: HttpRequest, staff_id: UUID) -> HttpResponseBase:
    """Ask, then take away every way in which somebody signs in, and invite them anew."""
    sheet = _sheet_of_ours(request, staff_id)
    fault = ""
    if request.method == "POST":
        try:
            sign_in_reset(staff_id, caller_of(request).id)
            return redirect("admin_person", staff_id)
        except (NotAllowed, NotFound):
            fault = not_done("anew")
    return confirming(request, beginning_anew(sheet), fault)


def _changed(request: HttpRequest, sheet: StaffSheet, kept: Administered) -> tuple[PlaceForm, PoolForm, str | None]:
    """Do what was asked for; return the forms as they were sent, and why it was not done, if it was not."""
    do, staff_id = request.POST.get("do", ""), sheet.row.id
    place = PlaceForm(services=kept.services, roles=kept.roles)
    pool = PoolForm(services=kept.services, auto_id=POOL)
    if do in ("role_give", "role_end"):
        # What somebody else gave may be ended here too, though it could not be given here.
        roles = kept.roles if do == "role_give" else frozenset(Role)
        place = PlaceForm(request.POST, services=kept.services, roles=roles)
        deed = _role_deed(do, staff_id, place, caller_of(request).id)
    elif do in ("pool_join", "pool_leave"):
        pool = PoolForm(request.POST, services=kept.services, auto_id=POOL)
        deed = _pool_deed(do, staff_id, pool, caller_of(request).id)
    else:
        deed = _sign_in_deed(do, sheet, caller_of(request).id)
    try:
        deed()
    except NotTheirs as why:
        return place, pool, not_done(why.why)
    except (NotAllowed, NotFound):
        return place, pool, not_done(do)
    return place, pool, None


def _role_deed(do: str, staff_id: UUID, form: PlaceForm, me: UUID) -> Callable[[], object]:
    if not form.is_valid():
        return _nothing
    role, service = Role(form.cleaned_data["role"]), form.cleaned_data["service"]
    if do == "role_give":
        return lambda: role_give(staff_id, role, service, by=me)
    return lambda: role_end(staff_id, role, service, by=me)


def _pool_deed(do: str, staff_id: UUID, form: PoolForm, me: UUID) -> Callable[[], object]:
    if not form.is_valid():
        return _nothing
    service = form.cleaned_data["service"]
    if do == "pool_join":
        return lambda: pool_join(staff_id, service, by=me)
    return lambda: pool_leave(staff_id, service)


def _sign_in_deed(do: str, sheet: StaffSheet, me: UUID) -> Callable[[], object]:
    deeds: dict[str, Callable[[], object]] = {"invite": lambda: invitation_issue(sheet.row.id, me)}
    if not sheet.works_elsewhere:
        deeds["sign_out"] = lambda: sign_ins_end(sheet.row.id, EndedBy.ADMINISTRATOR)
    if sheet.invitation is not None and not sheet.works_elsewhere:
        invitation_id = sheet.invitation.id
        deeds["uninvite"] = lambda: invitation_revoke(invitation_id)
    if do not in deeds:
        raise Http404
    return deeds[do]


def confirming(request: HttpRequest, page: Confirmation, fault: str) -> HttpResponse:
    """Draw a page that asks, or says why it was not done."""
    shown = {"page": page, "fault": fault}
    return render(request, "pages/administration/confirm.html", shown, status=REFUSED if fault else 200)


def _nothing() -> None:
    """Do nothing: the form says why."""


def _person(
    request: HttpRequest, sheet: StaffSheet, *forms_of: forms.Form, fault: str | None = None, status: int = 200
) -> HttpResponse:
    place, pool = forms_of
    assert isinstance(place, PlaceForm)
    assert isinstance(pool, PoolForm)
    page = person_page(sheet, caller_of(request).id, place, pool)
    return render(request, "pages/administration/person.html", {"page": page, "fault": fault}, status=status)


def _sheet(staff_id: UUID, kept: Administered) -> StaffSheet:
    sheet = staff_sheet(staff_id, kept.organizations)
    if sheet is None:
        raise Http404
    return sheet


def _sheet_of_ours(request: HttpRequest, staff_id: UUID) -> StaffSheet:
    """Return the sheet of somebody who works nowhere else: whose account is the caller's to end, or to begin anew."""
    sheet = _sheet(staff_id, administered(request))
    if sheet.works_elsewhere:
        raise Http404
    return sheet


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None
