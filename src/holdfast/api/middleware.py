"""The outermost layer of `/api/`: whatever is answered wrong there, from wherever, is answered as a problem."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from holdfast.api.problems import MEDIA_TYPE, not_found, plain

PREFIX = "/api/"
FAULTY = 400
NOT_FOUND = 404
KEPT = ("Allow", "Retry-After", "WWW-Authenticate")


class ProblemMiddleware:
    """Turns what Django and ninja answer by themselves (unknown addresses, wrong methods, hosts) into problems."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer; nothing of the API is kept by a cache."""
        response = self.get_response(request)
        if not request.path_info.startswith(PREFIX):
            return response
        if response.status_code >= FAULTY and not response.headers.get("Content-Type", "").startswith(MEDIA_TYPE):
            response = _problem(response)
        response.headers.setdefault("Cache-Control", "no-store")
        return response


def _problem(response: HttpResponseBase) -> HttpResponse:
    kept = {name: response.headers[name] for name in KEPT if name in response.headers}
    problem = not_found() if response.status_code == NOT_FOUND else plain(response.status_code, kept)
    return problem.answer()
