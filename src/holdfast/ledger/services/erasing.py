"""Erasing: the lawful deletion of what a transfer says, which leaves its chain whole."""

from __future__ import annotations

import re
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import connection, transaction

from holdfast.config import clock
from holdfast.ledger.errors import NotOnLedger, Unrecordable
from holdfast.ledger.models import Erasure

_CODE = re.compile(r"[a-z][a-z0-9-]{2,39}")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@:-]{0,63}")


class Erased(NamedTuple):
    """A transfer's tombstone. `is_new` is False where it had been erased before."""

    at: datetime
    by: str
    reason: str
    is_new: bool


def erase(transfer_id: UUID, reason: str, by: str) -> Erased:
    """Drop a transfer's key: its payloads can never be read again, and nothing can be added to it.

    `reason` is a code and `by` an id, because both are kept for ever: neither may hold anything personal.
    Backups made before still hold the wrapped key; they open as long as its master key is kept.

    Raises: NotOnLedger; Unrecordable when `reason` or `by` has another form.
    """
    _check(reason, by)
    with transaction.atomic(), connection.cursor() as cursor:
        # The head's row lock comes first: an append that runs at the same time ends before, or finds it erased.
        cursor.execute(
            "UPDATE ledger_head SET is_erased = true, is_unsealed = true WHERE transfer_id = %s RETURNING seq",
            [transfer_id],
        )
        if cursor.fetchone() is None:
            raise NotOnLedger(transfer_id)
        cursor.execute(
            "INSERT INTO ledger_erasure (transfer_id, at, by, reason) VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING",
            [transfer_id, clock.now(), by, reason],
        )
        is_new = cursor.rowcount == 1
        cursor.execute("DELETE FROM ledger_key WHERE transfer_id = %s", [transfer_id])
        kept = Erasure.objects.get(transfer_id=transfer_id)
    return Erased(kept.at, kept.by, kept.reason, is_new)


def _check(reason: str, by: str) -> None:
    if not _CODE.fullmatch(reason):
        raise Unrecordable(
            "The reason is kept for ever, so it must be a code without anything personal: 3 to 40 lower-case letters, "
            "digits and dashes, such as `person-request` or `retention-ended`."
        )
    if not _ID.fullmatch(by):
        raise Unrecordable("Who erases must be an id of at most 64 letters, digits and . _ @ : -, not a name.")
