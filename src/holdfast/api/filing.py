"""Giving a command: from a request to `transfers.handle`, and from its outcome to an answer. One way for all."""

from __future__ import annotations

import re
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from pydantic import TypeAdapter, ValidationError

from holdfast.api.answers import answer
from holdfast.api.bodies import object_in
from holdfast.api.callers import caller_of
from holdfast.api.problems import header_wrong
from holdfast.protocol.fields import Instant
from holdfast.transfers.giving import Filing
from holdfast.transfers.giving import give as give_command

LONGEST_KEY = 128
_KEY = re.compile(rf"[\x21-\x7e]{{1,{LONGEST_KEY}}}")
_CLAIM: TypeAdapter[datetime] = TypeAdapter(Instant)
_ETAG = re.compile(r'"(\d{1,9})"')


def give(request: HttpRequest, transfer_id: UUID, step: str) -> HttpResponse:
    """Give the command or file the record named `step`, and answer."""
    filing = Filing(step, object_in(request), key_of(request), seen_seq_of(request), occurred_at_of(request))
    return answer(give_command(caller_of(request), transfer_id, filing))


def key_of(request: HttpRequest) -> str:
    """Return the idempotency key of a request, blank for none. Raises: Problem 422."""
    given = request.headers.get("Idempotency-Key")
    if given is None:
        return ""
    if not _KEY.fullmatch(given):
        raise header_wrong("Idempotency-Key", f"must be 1 to {LONGEST_KEY} visible ASCII characters, without blanks")
    return given


def occurred_at_of(request: HttpRequest) -> datetime | None:
    """Return when the client says that it happened: a claim, kept beside the server's clock. Raises: Problem 422."""
    given = request.headers.get("Occurred-At")
    if given is None:
        return None
    try:
        return _CLAIM.validate_python(given)
    except ValidationError:
        raise header_wrong("Occurred-At", "must be an instant with an offset, like 2026-11-18T14:00:00Z") from None


def seen_seq_of(request: HttpRequest) -> int | None:
    """Return the event that the client has seen last (`If-Match`); none where it does not say. Raises: Problem 422."""
    given = request.headers.get("If-Match")
    if given is None or given.strip() == "*":
        return None
    found = _ETAG.fullmatch(given.strip())
    if found is None:
        raise header_wrong("If-Match", 'must be the ETag of the transfer as you saw it, like "12"')
    return int(found[1])
