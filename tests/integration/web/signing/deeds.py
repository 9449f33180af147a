"""Two pages that ask for a step-up, for the tests: one whose form shows what was kept, and one that takes POST only."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import include, path
from django.views.decorators.http import require_POST

from holdfast.web.access import staff_page
from holdfast.web.kept import given_back, gives_back
from holdfast.web.step_up import step_up

DONE: list[str] = []


@gives_back
@staff_page()
def decide(request: HttpRequest) -> HttpResponseBase:
    """Take a decision with a reason."""
    if asked := step_up(request):
        return asked
    if request.method == "POST":
        DONE.append(request.POST["reason"])
        return HttpResponse("done")
    typed = given_back(request)
    return HttpResponse(f"reason: {typed['reason'] if typed else ''}")


@require_POST
@staff_page()
def release(request: HttpRequest) -> HttpResponseBase:
    """Release."""
    if asked := step_up(request):
        return asked
    DONE.append("released")
    return HttpResponse("done")


urlpatterns = [path("decide/", decide), path("release/", release), path("", include("holdfast.config.urls"))]
