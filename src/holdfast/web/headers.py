"""Headers of every answer that is no static file: nothing is kept by browsers, and pages ask for no device."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponseBase

_DEVICES = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
Answer = Callable[[HttpRequest], HttpResponseBase]
P = ParamSpec("P")
Page = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def page_headers(get_response: Answer) -> Answer:
    """Set what a view has not set itself."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Permissions-Policy", _DEVICES)
        return response

    return answer


def secret_address(view: Page[P]) -> Page[P]:
    """Tell nobody the address of a page, for it is a secret; the log of the next request would have it.

    Not "no-referrer": with that a browser hides where our own forms come from too.
    """

    @wraps(view)
    def page(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response.headers["Referrer-Policy"] = "origin"
        return response

    return page
