"""Throttling of what is guessed at: links and codes. The marks stand in PostgreSQL, for all processes alike."""

from __future__ import annotations

import logging

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse

log = logging.getLogger(__name__)


def refused_too_often(request: HttpRequest) -> HttpResponse | None:
    """Count one link or code that was not good; return the answer (429) where there were too many from one address.

    Side effects: a line in the log, with nothing of who it was or what they tried.
    """
    log.warning("a link or code was refused")
    answer: HttpResponse | None = ratelimit.consume_or_429(request, action="secret_link", limit_get=True)
    return answer
