"""Lists in pages: which one an address asks for. An address that no page of ours made leads nowhere."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponseBase

from holdfast.protocol.errors import Malformed
from holdfast.transfers.selectors import Paging

P = ParamSpec("P")
Page = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def paging_of(request: HttpRequest) -> Paging:
    """Return which page is asked for."""
    return Paging(request.GET.get("after") or None)


def in_pages(view: Page[P]) -> Page[P]:
    """Answer 404 where the `after` of an address is none that a page before gave."""

    @wraps(view)
    def page(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except Malformed:
            raise Http404 from None

    return page
