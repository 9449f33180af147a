"""A transfer as it stands in the database, before anything of it is believed or decrypted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple
from uuid import UUID

import orjson

from holdfast.ledger.canonical import JSON
from holdfast.ledger.entries import Header, Recorded, Stored
from holdfast.ledger.envelope import WrappedKey
from holdfast.ledger.upcasting import UPCASTERS


class StoredHead(NamedTuple):
    """What the head says of a transfer."""

    seq: int
    hash: bytes
    is_erased: bool


class Tombstone(NamedTuple):
    """When, by whom and why a transfer's key was erased; `at` as text, UTC."""

    at: str
    by: str
    reason: str


class StoredTransfer(NamedTuple):
    """A head, the wrapped key, the tombstone, and the events with payloads (all, or those after a seq)."""

    transfer_id: UUID
    head: StoredHead
    key: WrappedKey | None
    erasure: Tombstone | None
    events: list[Stored]


def transfers_of(rows: Iterable[Sequence[Any]]) -> Iterator[StoredTransfer]:
    """Read the rows of `statements.READ_ONE`, `READ_MANY` or `READ_PAGE`: by transfer and seq."""
    for transfer, group in groupby(rows, key=itemgetter(0)):
        own = list(group)
        _, seq, head_hash, is_erased, master_id, wrapped, at, by, reason = own[0][:9]
        yield StoredTransfer(
            UUID(transfer),
            StoredHead(seq, head_hash, is_erased),
            WrappedKey(master_id, wrapped) if wrapped is not None else None,
            Tombstone(at, by, reason) if at is not None else None,
            [_event(transfer, row) for row in own if row[9] is not None],
        )


def recorded(stored: Stored, transfer_id: UUID, payload: Mapping[str, JSON] | None) -> Recorded:
    """Return a stored event as callers read it, its payload in today's shape."""
    header = stored.header
    if payload is not None:
        payload = UPCASTERS.current(header.kind, header.schema, payload)
    return Recorded(
        transfer_id, header.seq, header.kind, datetime.fromisoformat(header.at), header.actor, header.policy_version,
        header.controls, payload, header.schema, header.prev_hash, stored.hash, header.commitments,
    )  # fmt: skip


def _event(transfer: str, row: Sequence[Any]) -> Stored:
    seq, kind, at, actor, policy, schema, results, prev_hash, own_hash, sealed = row[9:]
    controls, commitments = orjson.loads(results)
    header = Header(transfer, seq, kind, at, actor, policy, schema, controls, commitments, prev_hash)
    return Stored(header, own_hash, sealed)
