"""Who looked: the access log of one handoff or person; opening a handoff by break-glass, and the review of it."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urlencode
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from holdfast.accounts.errors import NotAllowed, NotFound
from holdfast.accounts.models import GlassFinding
from holdfast.accounts.selectors import Look
from holdfast.accounts.services import Viewed, glass_break, glass_settle
from holdfast.config.clock import now
from holdfast.protocol.errors import Malformed
from holdfast.transfers.callers import Caller
from holdfast.transfers.selectors import (
    AccessView,
    Page,
    Paging,
    Subject,
    access_views,
    case_sought,
    cases_known,
    look_known,
    looks_shown,
    transfer_exists,
    transfer_of_case,
)
from holdfast.web.access import caller_of, staff_page
from holdfast.web.administering import administered
from holdfast.web.forms.administration_access import CaseForm, GlassForm, SettleForm
from holdfast.web.presenters.administration_access import SettlePage, look_line, looks_page, views_page
from holdfast.web.shell import LOOKS_REVIEWED_BY, LOOKS_SEEN_BY
from holdfast.web.throttle import refused_too_often

FAULTY, REFUSED = 422, 409


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(roles=LOOKS_SEEN_BY)
def access_log(request: HttpRequest) -> HttpResponseBase:
    """Show who looked at one handoff, or at one person. Looking here stands in the access log as well."""
    caller, asked = caller_of(request), {name: str(value) for name, value in request.GET.items() if value}
    organizations = administered(request).organizations
    form = CaseForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        found_id = case_sought(caller.asker, organizations, form.cleaned_data["case"])
        if found_id is not None:
            return redirect(f"{reverse('access_views')}?{urlencode({'transfer': found_id})}")
        form.add_error("case", form.unknown)
    subject = None if form.is_bound else _subject(asked)
    found = _views(caller, organizations, subject, Paging(asked.get("after"))) if subject is not None else None
    page = views_page(found, asked, _cases_of(caller, subject, found), form)
    return render(request, "pages/administration/views.html", {"page": page}, status=FAULTY if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@staff_page()
def glass(request: HttpRequest) -> HttpResponseBase:
    """Let a member of staff look at one handoff outside their scope, with a typed reason, for a few hours."""
    caller = caller_of(request)
    if not caller.may_write:
        raise PermissionDenied
    named = request.GET.get("transfer", "")
    form = GlassForm(request.POST or None, is_named=bool(named))
    if request.method == "POST" and form.is_valid():
        transfer_id = _named(named) if named else transfer_of_case(form.cleaned_data["case"])
        if transfer_id is not None and transfer_exists(transfer_id):
            glass_break(caller.id, transfer_id, form.cleaned_data["reason"])
            return redirect("transfer_page", transfer_id)
        if (answer := refused_too_often(request)) is not None:
            return answer
        form.add_error(None if named else "case", form.unknown)
    status = FAULTY if form.is_bound else 200
    return render(request, "pages/administration/glass.html", {"form": form}, status=status)


@require_safe
@staff_page(roles=LOOKS_REVIEWED_BY)
def glass_reviews(request: HttpRequest) -> HttpResponseBase:
    """List looks by break-glass: those that wait for a review, or those that were reviewed."""
    caller, is_reviewed = caller_of(request), bool(request.GET.get("reviewed"))
    after = request.GET.get("after")
    try:
        found: Page[Look] = looks_shown(caller.asker, Paging(after), reviewed=is_reviewed)
    except Malformed:
        raise Http404 from None
    cases = cases_known(caller.asker, (look.transfer_id for look in found.items))
    page = looks_page(found, caller.id, cases, is_reviewed=is_reviewed, is_later=bool(after))
    return render(request, "pages/administration/looks.html", {"page": page})


@require_http_methods(["GET", "POST"])
@staff_page(roles=LOOKS_REVIEWED_BY)
def glass_review(request: HttpRequest, glass_id: UUID) -> HttpResponseBase:
    """Settle one look: was it justified, and what follows."""
    caller = caller_of(request)
    look = look_known(caller.asker, glass_id)
    if look is None:
        raise Http404
    form, status = SettleForm(request.POST or None), 200
    if form.is_bound:
        status = FAULTY
        if form.is_valid():
            try:
                glass_settle(
                    glass_id, caller.id, GlassFinding(form.cleaned_data["finding"]), form.cleaned_data["remark"]
                )
                return redirect("glass_reviews")
            except (NotAllowed, NotFound):
                status = REFUSED
    cases = cases_known(caller.asker, [look.transfer_id])
    page = SettlePage(look_line(look, caller.id, cases), form)
    shown = {"page": page, "is_refused": status == REFUSED}
    return render(request, "pages/administration/look.html", shown, status=status)


def _views(caller: Caller, organizations: Collection[UUID], subject: Subject, paging: Paging) -> Page[AccessView]:
    """Return who looked, and note that somebody asked."""
    try:
        found = access_views(caller.asker, organizations, now(), subject, paging)
    except Malformed:
        raise Http404 from None
    if found.items:
        caller.note([Viewed(subject.transfer_id, subject.person_id)], "access-log")
    return found


def _cases_of(caller: Caller, subject: Subject | None, found: Page[AccessView] | None) -> dict[UUID, str]:
    """Return the case numbers of what is shown, as far as they are theirs to know."""
    if subject is None or found is None:
        return {}
    ids = {each.transfer_id for each in found.items} | {subject.transfer_id}
    return cases_known(caller.asker, (each for each in ids if each is not None))


def _subject(asked: dict[str, str]) -> Subject | None:
    if "transfer" in asked:
        return Subject(transfer_id=_named(asked["transfer"]))
    return Subject(person_id=_named(asked["person"])) if "person" in asked else None


def _named(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None
