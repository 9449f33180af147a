"""Administration: where it begins, and the numbers of the protocol in force."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from holdfast.config.clock import now
from holdfast.transfers.selectors import policy_of
from holdfast.web.access import staff_page
from holdfast.web.administering import administered
from holdfast.web.presenters.administration import home_page
from holdfast.web.presenters.administration_policy import Checked, overlay_checked, policy_page
from holdfast.web.shell import ADMINISTRATORS

FAULTY = 422
LONGEST_OVERLAY = 100_000


@require_safe
@staff_page(roles=ADMINISTRATORS)
def admin_home(request: HttpRequest) -> HttpResponseBase:
    """Show what is kept here, and what waits."""
    page = home_page(administered(request), now())
    return render(request, "pages/administration/home.html", {"page": page})


@require_http_methods(["GET", "POST"])
@staff_page(roles=ADMINISTRATORS)
def admin_policy(request: HttpRequest) -> HttpResponseBase:
    """Show the policy in force; look at an overlay, which changes nothing: it is set where the server is started."""
    checked: Checked | None = None
    if request.method == "POST":
        checked = _looked_at(request)
    is_overlaid = bool(settings.HOLDFAST_POLICY)
    page = policy_page(policy_of(""), is_overlaid=is_overlaid, checked=checked)
    status = FAULTY if checked and checked.faults else 200
    return render(request, "pages/administration/policy.html", {"page": page}, status=status)


def _looked_at(request: HttpRequest) -> Checked:
    sent = request.FILES.get("overlay")
    if sent is None or sent.size is None or not 0 < sent.size <= LONGEST_OVERLAY:
        return overlay_checked(None)
    try:
        return overlay_checked(sent.read().decode("utf-8"))
    except UnicodeDecodeError:
        return overlay_checked(None)
