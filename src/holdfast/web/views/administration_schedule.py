"""Administration of who may book with a service's schedule in its name (section 3.2, proxy)."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from holdfast.accounts.selectors import staff_by_email
from holdfast.config.clock import now
from holdfast.directory.delegations import delegation_end, delegation_give
from holdfast.directory.selectors import ServiceSheet, service_sheet
from holdfast.protocol.errors import Malformed
from holdfast.web.access import caller_of, staff_page
from holdfast.web.administering import administered
from holdfast.web.forms.administration_schedule import DelegationForm
from holdfast.web.presenters.administration_schedule import end_of_day, schedule_page
from holdfast.web.shell import ADMINISTRATORS

FAULTY = 422


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(roles=ADMINISTRATORS)
def admin_schedule(request: HttpRequest, service_id: UUID) -> HttpResponseBase:
    """Show who may book with a service's schedule; name somebody, or end what was given."""
    sheet = service_sheet(service_id, administered(request).organizations, now())
    if sheet is None:
        raise Http404
    if "end" in request.POST:
        return _ended(request, service_id)
    form = DelegationForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _given(request, sheet, form):
        return redirect("admin_schedule", service_id)
    status = FAULTY if request.method == "POST" else 200
    context = {"page": schedule_page(sheet, now(), form)}
    return render(request, "pages/administration/schedule.html", context, status=status)


def _given(request: HttpRequest, sheet: ServiceSheet, form: DelegationForm) -> bool:
    """Give it; say whether it was given, else the form says what is wrong."""
    named, until = staff_by_email(form.cleaned_data["email"]), form.cleaned_data["until"]
    if named is None:
        form.add_error("email", _("Nobody with an account here has this address. Ask them how they sign in."))
        return False
    try:
        end = end_of_day(sheet, until) if until else None
        delegation_give(sheet.id, str(named.pk), end, by=str(caller_of(request).id))
    except Malformed:
        form.add_error("until", _("This day has passed. Choose a later one, or leave it out."))
        return False
    return True


def _ended(request: HttpRequest, service_id: UUID) -> HttpResponseBase:
    try:
        delegation_end(UUID(request.POST["end"]), [str(service_id)])
    except ValueError:
        raise Http404 from None
    return redirect("admin_schedule", service_id)
