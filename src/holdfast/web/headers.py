"""Headers of every answer that is no static file: nothing is kept by browsers, and pages ask for no device."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

_DEVICES = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
Answer = Callable[[HttpRequest], HttpResponseBase]


def page_headers(get_response: Answer) -> Answer:
    """Set what a view has not set itself."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Permissions-Policy", _DEVICES)
        return response

    return answer
