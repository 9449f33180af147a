"""Giving a command: from a request to `transfers.handle`, and from its outcome to an answer. One way for all."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from pydantic import TypeAdapter, ValidationError

from holdfast.api.answers import answer
from holdfast.api.bodies import object_in
from holdfast.api.callers import Caller, caller_of
from holdfast.api.knowing import completed, party_giving
from holdfast.api.problems import forbidden, header_wrong
from holdfast.config.clock import now
from holdfast.protocol.codes import RecordKind
from holdfast.protocol.commands import Command, FileRecord
from holdfast.protocol.errors import Malformed
from holdfast.protocol.fields import Instant
from holdfast.protocol.parsing import parse
from holdfast.protocol.state import State
from holdfast.transfers.errors import ErasedTransfer
from holdfast.transfers.selectors import is_of_originating_side, transfer_seen
from holdfast.transfers.services import Order, handle

LONGEST_KEY = 128
_KEY = re.compile(rf"[\x21-\x7e]{{1,{LONGEST_KEY}}}")
_CLAIM: TypeAdapter[datetime] = TypeAdapter(Instant)
_ETAG = re.compile(r'"(\d{1,9})"')


def give(request: HttpRequest, transfer_id: UUID, step: str) -> HttpResponse:
    """Give the command or file the record named `step`.

    1. read the body; 2. fill in what the server knows; 3. handle, which first asks whether the caller may see the
    transfer; 4. answer. Who may see it and gives what is not theirs to give is refused by S.role, on the ledger.
    """
    caller = caller_of(request)
    command = _command(step, completed(caller, step, object_in(request)))
    order = Order(
        transfer_id, command, party_giving(caller, step), key_of(request, caller), seen_seq_of(request),
        claimed_at=occurred_at_of(request), guard=lambda state: _may_know(caller, transfer_id, state),
    )  # fmt: skip
    try:
        return answer(handle(order))
    except ErasedTransfer:
        # Who may not know of it is told that there is none.
        transfer_seen(caller.asker, transfer_id, now())
        raise


def key_of(request: HttpRequest, caller: Caller) -> str:
    """Return the idempotency key of a request, blank for none. Raises: Problem 422.

    Every person is called `person`, and a contact may be invited twice: a guest's key counts for their transfer alone.
    """
    given = request.headers.get("Idempotency-Key")
    if given is None:
        return ""
    if not _KEY.fullmatch(given):
        raise header_wrong("Idempotency-Key", f"must be 1 to {LONGEST_KEY} visible ASCII characters, without blanks")
    return given if caller.guest is None else f"{caller.guest.transfer_id}:{given}"


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


def _may_know(caller: Caller, transfer_id: UUID, state: State) -> None:
    """Raise where the caller may not see the transfer, or was invited to another live event of it."""
    if not is_of_originating_side(caller.asker, state):
        transfer_seen(caller.asker, transfer_id, now())
    guest = caller.guest
    if guest is None or guest.live_event is None:
        return
    if state.live is None or state.live.number != guest.live_event:
        raise forbidden("Your link or code was for another live event. Ask for a new one.")


def _command(step: str, fields: dict[str, Any]) -> Command:
    if step not in set(RecordKind):
        return parse(step, fields)
    if "record" in fields:
        raise Malformed({"record": "is not a field; the address says which record it is"})
    command = parse(FileRecord.do, {**fields, "record": step})
    return command
