"""What a page answers who guesses at links and codes; they are counted in `accounts.throttling`."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from holdfast.accounts.throttling import is_held_off, refusal_count

STAFFS, GUESTS = "429.html", "pages/join/too_often.html"
TOO_MANY_REQUESTS = 429


def held_off(request: HttpRequest) -> HttpResponse | None:
    """Return the answer (429) for a guest's code that is not to be looked at now; none where it may be tried."""
    return _answer(request, GUESTS) if is_held_off(request) else None


def refused_too_often(request: HttpRequest, page: str = STAFFS) -> HttpResponse | None:
    """Count one link or code that was not good; return the answer (429) where there were too many from one address.

    Side effects: a line in the log, with nothing of who it was or what they tried.
    """
    return _answer(request, page) if refusal_count(request) else None


def _answer(request: HttpRequest, page: str) -> HttpResponse:
    return render(request, page, status=TOO_MANY_REQUESTS)
