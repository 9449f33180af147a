"""Throttling of what is guessed at, by network address: links and codes of every adapter, counted in one place.

The marks stand in PostgreSQL, for all processes alike, and are gone after a minute. What can be guessed, a code, is not
even looked at while its address is held off (`is_held_off`). A link's secret has 256 bits: a good one opens whatever
else comes from its address, so that nobody beside them can keep the person, or who is paged, from what is theirs.
"""

from __future__ import annotations

import logging

from allauth.core.internal import ratelimit
from django.http import HttpRequest

log = logging.getLogger(__name__)
REFUSED = "a link or code was refused"


def is_held_off(request: HttpRequest) -> bool:
    """Say whether too many links and codes from one address were not good lately; asking counts nothing.

    Side effects: a line in the log where it is so.
    """
    is_over = _is_over(request, dry_run=True)
    if is_over:
        log.warning(REFUSED)
    return is_over


def refusal_count(request: HttpRequest) -> bool:
    """Count one link or code that was not good; say whether there were too many from its address.

    While there are too many, further ones make it last no longer.
    Side effects: a line in the log, with nothing of who it was or what they tried.
    """
    log.warning(REFUSED)
    return _is_over(request, dry_run=False)


def _is_over(request: HttpRequest, *, dry_run: bool) -> bool:
    used = ratelimit.consume(request, app="allauth.account", action="secret_link", dry_run=dry_run, limit_get=True)
    return used is None
