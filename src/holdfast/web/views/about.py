"""The way in, the accessibility statement, and the choice of a language."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from holdfast.web.access import caller_of, staff_page
from holdfast.web.guests import guest_of_page
from holdfast.web.shell import home_of
from holdfast.web.speaking import chosen


@require_safe
@staff_page()
def home(request: HttpRequest) -> HttpResponseBase:
    """Go to where the caller's work is."""
    return HttpResponseRedirect(home_of(caller_of(request)))


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Show the accessibility statement."""
    return render(request, "pages/about/accessibility.html")


@csrf_exempt
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Remember the chosen language, and go back to the page; a forged choice harms nobody."""
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        back = "/"
    return chosen(request, guest_of_page(request), HttpResponseRedirect(back), request.POST.get("language", ""))


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that a form was too old, or came from elsewhere, and how to go on; nothing was done."""
    return render(request, "403_csrf.html", status=403)
