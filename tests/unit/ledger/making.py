"""Transfers of the ledger made in memory, as the database would return them."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from holdfast.ledger.canonical import JSON
from holdfast.ledger.entries import Entry
from holdfast.ledger.envelope import MasterKeys, TransferCipher, WrappedKey
from holdfast.ledger.selectors import NO_EVENTS
from holdfast.ledger.services.appending import _links
from holdfast.ledger.stored import StoredHead, StoredTransfer

TRANSFER = UUID("01a1fd7a-d046-73b7-b198-35dc94f2e2a9")
AT = datetime(2026, 11, 21, 15, 0, 0, 5, tzinfo=UTC)
KEY, MASTERS = bytes(range(32)), MasterKeys([b"m" * 32, b"n" * 32])
CIPHER = TransferCipher(TRANSFER, KEY)
HELD = {"held": ["A1.trigger", "A1.queued"]}


def entry(kind: str = "StepFiled", **payload: JSON) -> Entry:
    return Entry(kind, AT, "staff-1", "us-2026.1", HELD, payload or {"note": "é \\ \n", "urgency": None})


def stored_transfer(*entries: Entry, transfer_id: UUID = TRANSFER) -> StoredTransfer:
    links = _links(transfer_id, NO_EVENTS, entries or (entry(), entry(), entry()), TransferCipher(transfer_id, KEY))
    head = StoredHead(links[-1].header.seq, links[-1].hash, False)
    return StoredTransfer(transfer_id, head, MASTERS.wrap(transfer_id, KEY), None, links)


def wrapped() -> WrappedKey:
    return MASTERS.wrap(TRANSFER, KEY)
