"""Appending: the one way in which an event comes to stand on the ledger."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import orjson
from django.db import connection
from django.db.transaction import TransactionManagementError

from holdfast.ledger import statements
from holdfast.ledger.chain import header_hash
from holdfast.ledger.commitments import commit
from holdfast.ledger.entries import Appended, Entry, Header, Stored, instant_text
from holdfast.ledger.envelope import TransferCipher, new_key
from holdfast.ledger.errors import ErasedTransfer, SeqConflict, Unrecordable
from holdfast.ledger.keys import master_keys
from holdfast.ledger.selectors import NO_EVENTS, Tip, read_tip


def append(transfer_id: UUID, expected_seq: int, entries: Sequence[Entry], *, tip: Tip | None = None) -> list[Appended]:
    """Append `entries` after the event `expected_seq` (0: the transfer begins); return their places and hashes.

    One SQL statement. `tip` is what `load` returned; without it, a transfer that has begun is asked for it first.

    Raises: SeqConflict when the head has moved (the transaction stays usable); ErasedTransfer; Unrecordable;
    TransactionManagementError outside `transaction.atomic`.
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError("append() must be called inside transaction.atomic().")
    tip = tip or (NO_EVENTS if expected_seq == 0 else read_tip(transfer_id))
    if tip.is_erased:
        raise ErasedTransfer(transfer_id)
    if tip.seq != expected_seq:
        raise SeqConflict(transfer_id, expected_seq)
    if not entries:
        return []
    return _write(transfer_id, tip, entries)


def _write(transfer_id: UUID, tip: Tip, entries: Sequence[Entry]) -> list[Appended]:
    arguments: dict[str, Any] = {"transfer_id": transfer_id}
    if tip.cipher is None:
        key = new_key()
        cipher, statement = TransferCipher(transfer_id, key), statements.APPEND_FIRST
        arguments |= master_keys().wrap(transfer_id, key)._asdict()
    else:
        cipher, statement = tip.cipher, statements.APPEND_NEXT
        arguments |= {"prev_seq": tip.seq, "prev_hash": tip.hash}
    links = _links(transfer_id, tip, entries, cipher)
    last = links[-1]
    arguments |= {"seq": last.header.seq, "hash": last.hash, "events": _rows(links)}
    with connection.cursor() as cursor:
        cursor.execute(statement, arguments)
        if cursor.fetchone() != (1,):
            raise SeqConflict(transfer_id, tip.seq)
    return [Appended(link.header.seq, link.hash) for link in links]


def _links(transfer_id: UUID, tip: Tip, entries: Sequence[Entry], cipher: TransferCipher) -> list[Stored]:
    transfer, prev_hash, links = str(transfer_id), tip.hash, []
    for seq, entry in enumerate(entries, start=tip.seq + 1):
        committed = commit(entry.payload)
        header = Header(
            transfer,
            seq,
            entry.kind,
            _at(entry),
            entry.actor,
            entry.policy_version,
            entry.schema,
            entry.controls,
            committed.commitments,
            prev_hash,
        )
        prev_hash = header_hash(header)
        links.append(Stored(header, prev_hash, cipher.encrypt(seq, committed.text)))
    return links


def _at(entry: Entry) -> str:
    if entry.at.tzinfo is None:
        raise Unrecordable(f"The instant of {entry.kind} has no zone; give an aware one.")
    return instant_text(entry.at)


def _rows(links: Sequence[Stored]) -> str:
    return orjson.dumps([_row(link) for link in links]).decode()


def _row(link: Stored) -> dict[str, object]:
    header, own_hash, sealed = link
    return header._asdict() | {
        "prev_hash": header.prev_hash.hex(),
        "hash": own_hash.hex(),
        "sealed": base64.b64encode(sealed or b"").decode(),
    }
