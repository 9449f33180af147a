"""What goes wrong while a page looks at a transfer, as the page that says so: not there, or its content erased."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from holdfast.transfers.errors import ErasedTransfer, UnknownTransfer, YesTakenBack

_PAGES: dict[type[Exception], tuple[str, int]] = {
    UnknownTransfer: ("404.html", 404),
    YesTakenBack: ("yes_taken_back.html", 403),
    ErasedTransfer: ("410.html", 410),
}


class Faults:
    """Answers where a view lets such a fault pass. Who may not know of a transfer is told that there is nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        """Return the page of a fault that has one; Django deals with every other."""
        found = _PAGES.get(type(fault))
        return render(request, found[0], {"fault": fault}, status=found[1]) if found else None
