"""The chosen language, remembered where it was chosen: by the account, by a guest's link, else by the browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation

from holdfast.accounts.models import GuestGrant, Staff
from holdfast.accounts.services import grant_speaks, staff_prefers
from holdfast.people.selectors import person
from holdfast.protocol.codes import Seat
from holdfast.transfers.callers import Caller

Answer = TypeVar("Answer", bound=HttpResponseBase)


def speaking(response: Answer, code: str) -> Answer:
    """Have the browser keep the language `code`; blank: forget what it kept. One not offered changes nothing."""
    if not code:
        response.delete_cookie(settings.LANGUAGE_COOKIE_NAME, samesite="Lax")
    elif is_offered(code):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, code, max_age=settings.LANGUAGE_COOKIE_AGE, httponly=True,
            secure=settings.SESSION_COOKIE_SECURE, samesite="Lax",
        )  # fmt: skip
    return response


def chosen(request: HttpRequest, guest: Caller | None, response: Answer, code: str) -> Answer:
    """Remember a choice with the guest's link and with the account of who is signed in; else in the browser.

    A guest's browser gets no second cookie. A language that is not offered changes nothing.
    """
    if not is_offered(code):
        return response
    if guest is not None and guest.guest is not None:
        grant_speaks(UUID(guest.guest.grant_id), code)
    if isinstance(request.user, Staff):
        staff_prefers(request.user.pk, language=code, zone=request.user.zone)
    return response if guest is not None else speaking(response, code)


def first_chosen(request: HttpRequest, grant: GuestGrant) -> None:
    """Choose for a link that is opened first: what this browser chose here, else the language the person speaks."""
    code = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    if not code and grant.party == Seat.PERSON:
        known = person(str(grant.subject_id))
        code = known.language.partition("-")[0].lower() if known else ""
    if not grant.language and is_offered(code):
        grant_speaks(grant.pk, code)


def read_in(language: str, draw: Callable[[], Answer]) -> Answer:
    """Return what `draw` draws in a language, and have it say so; blank: in the one that the browser asked for."""
    with translation.override(language or translation.get_language()):
        response = draw()
        response.headers.setdefault("Content-Language", translation.get_language() or settings.LANGUAGE_CODE)
        return response


def is_offered(code: str) -> bool:
    """Say whether pages are offered in a language."""
    return code in dict(settings.LANGUAGES)
