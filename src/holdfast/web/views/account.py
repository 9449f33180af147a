"""One's own account: languages, passkeys, sign-ins; staying signed in; text given back after signing in again."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from holdfast.accounts.models import EndedBy, Staff
from holdfast.accounts.services import is_demo, sign_in_end, sign_ins_end, staff_prefers, text_discard, text_kept
from holdfast.web.access import caller_of, staff_page
from holdfast.web.forms.account import PreferencesForm
from holdfast.web.kept import with_field
from holdfast.web.limits import stay_of
from holdfast.web.presenters.account import account_page, kept_page
from holdfast.web.speaking import speaking
from holdfast.web.step_up import proved


@require_http_methods(["GET", "POST"])
@staff_page()
def account(request: HttpRequest) -> HttpResponseBase:
    """Show the account; keep language and zone."""
    staff, form = _staff(request), PreferencesForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        staff_prefers(staff.pk, language=form.cleaned_data["language"], zone=form.cleaned_data["zone"])
        return speaking(redirect("account"), form.cleaned_data["language"])
    page = account_page(staff, caller_of(request), stay_of(request), form if form.is_bound else None)
    return render(request, "pages/account/account.html", {"page": page}, status=422 if form.is_bound else 200)


@require_POST
@staff_page()
def sign_ins_stop(request: HttpRequest) -> HttpResponseBase:
    """End one other sign-in of one's own, or all others."""
    staff, stay = _staff(request), stay_of(request)
    chosen = request.POST.get("sign_in", "")
    if chosen:
        sign_in_end(_uuid(chosen), staff.pk, EndedBy.ELSEWHERE)
    else:
        sign_ins_end(staff.pk, EndedBy.ELSEWHERE, but=stay.sign_in if stay else None)
    return redirect("account")


@require_safe
@staff_page()
def session_left(request: HttpRequest) -> HttpResponseBase:
    """Say how long the sign-in lasts: as a page, or, to a script, in seconds. Asking is not doing something."""
    stay = stay_of(request)
    if stay is None:
        raise Http404
    if "HX-Request" in request.headers:
        return JsonResponse({"left": stay.seconds_left})
    return render(request, "pages/account/session.html", {"ends_at": stay.ends_at, "next": _next(request)})


@require_POST
@staff_page()
def session_extend(request: HttpRequest) -> HttpResponseBase:
    """Stay signed in: that somebody posts this is all it takes."""
    stay = stay_of(request)
    if "HX-Request" in request.headers:
        return JsonResponse({"left": stay.seconds_left if stay else 0})
    return HttpResponseRedirect(_next(request))


@require_http_methods(["GET", "POST"])
@staff_page()
def kept(request: HttpRequest, kept_id: UUID) -> HttpResponseBase:
    """Give back what was typed: in its own form where that can show it, else here, to be sent with one button."""
    staff = _staff(request)
    if request.method == "POST":
        text_discard(kept_id, staff.pk)
        return redirect("home")
    found = text_kept(kept_id, staff.pk)
    if found is None:
        return render(request, "pages/account/kept_gone.html", status=404)
    try:
        gives_back = getattr(resolve(found.path.partition("?")[0]).func, "gives_back", False)
    except Resolver404:
        raise Http404 from None
    if gives_back:
        return HttpResponseRedirect(with_field(found.path, found.id))
    return render(request, "pages/account/kept.html", {"page": kept_page(found)})


@require_http_methods(["GET", "POST"])
@staff_page()
def step_up_demo(request: HttpRequest) -> HttpResponseBase:
    """Let somebody of a demo's cast, who has no password, confirm that they mean it."""
    if not is_demo():
        raise PermissionDenied
    if request.method == "POST":
        proved(request)
        return HttpResponseRedirect(_next(request))
    return render(request, "pages/account/step_up_demo.html", {"next": _next(request)})


def _staff(request: HttpRequest) -> Staff:
    assert isinstance(request.user, Staff), "behind `staff_page`"
    return request.user


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


def _next(request: HttpRequest) -> str:
    """Return where they wanted to go, if that is a page of ours; else the start page."""
    asked = request.POST.get("next") or request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return asked if is_ours else "/"
