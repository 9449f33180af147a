"""Rotating the master key: every transfer's key is wrapped anew. Payloads and chains are not touched."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.db import connection, transaction

from holdfast.ledger.envelope import MasterKeys, WrappedKey
from holdfast.ledger.keys import master_keys

BATCH = 500

_TAKE = """
SELECT transfer_id, master_id, wrapped FROM ledger_key WHERE transfer_id > %s AND master_id <> %s
ORDER BY transfer_id LIMIT %s FOR UPDATE
"""
_PUT = """
UPDATE ledger_key k SET master_id = %s, wrapped = n.wrapped
FROM unnest(%s::uuid[], %s::bytea[]) AS n(transfer_id, wrapped) WHERE k.transfer_id = n.transfer_id
"""


def rotate_master_key(*, batch: int = BATCH, on_progress: Callable[[int], None] = lambda _: None) -> int:
    """Wrap under the current master key every key that another one wraps; return how many.

    Each batch is committed by itself, so an interrupted rotation is continued by calling this again.

    Raises: KeyUnavailable when a former master key is not set; Undecipherable when a wrapped key was changed.
    """
    masters, after, total = master_keys(), UUID(int=0), 0
    while moved := _rotate_batch(masters, after, batch):
        after, total = moved[-1], total + len(moved)
        on_progress(len(moved))
    return total


def _rotate_batch(masters: MasterKeys, after: UUID, batch: int) -> list[UUID]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_TAKE, [after, masters.current_id, batch])
        held = cursor.fetchall()
        anew = [masters.rewrap(transfer, WrappedKey(master_id, key)).wrapped for transfer, master_id, key in held]
        moved = [transfer for transfer, _, _ in held]
        cursor.execute(_PUT, [masters.current_id, moved, anew])
    return moved
