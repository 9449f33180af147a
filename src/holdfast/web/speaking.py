"""The chosen language, in a cookie of the browser: it holds for whoever uses it, signed in or not."""

from __future__ import annotations

from typing import TypeVar

from django.conf import settings
from django.http import HttpResponseBase

Answer = TypeVar("Answer", bound=HttpResponseBase)


def speaking(response: Answer, code: str) -> Answer:
    """Have the browser keep the language `code`; blank: forget what it kept. One not offered changes nothing."""
    if not code:
        response.delete_cookie(settings.LANGUAGE_COOKIE_NAME, samesite="Lax")
    elif code in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, code, max_age=settings.LANGUAGE_COOKIE_AGE, httponly=True,
            secure=settings.SESSION_COOKIE_SECURE, samesite="Lax",
        )  # fmt: skip
    return response
