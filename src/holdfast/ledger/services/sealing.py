"""Sealing: a signed Merkle root over all heads, so that a dropped tail or transfer shows."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import orjson
from django.db import connection, transaction

from holdfast.ledger import statements
from holdfast.ledger.entries import instant_text
from holdfast.ledger.keys import seal_keys
from holdfast.ledger.merkle import Frontier
from holdfast.ledger.models import Head, Seal
from holdfast.ledger.seals import (
    FIRST_PREV_SEAL,
    Leaf,
    SealKeys,
    Statement,
    erasure_digest,
    leaf_digest,
    statement_json,
)

SEAL_EVERY = timedelta(minutes=1)
SEAL_AT_HEADS = 1_000
MOST_HEADS = 10_000
"""Heads that one seal takes in; the rest wait for the next, which follows at once."""
_ONE_SEALER = 7_305_114
_HASH_BYTES = 32


class MadeSeal(NamedTuple):
    """A seal that was just made: its number, how many heads it took in, the size and root of the tree."""

    n: int
    heads: int
    size: int
    root: bytes
    hash: bytes


def is_seal_due(now: datetime) -> bool:
    """Say whether unsealed heads have waited for a minute, or are many."""
    unsealed = Head.objects.filter(is_unsealed=True)
    waiting = unsealed[:SEAL_AT_HEADS].count()
    last = Seal.objects.order_by("-n").first()
    return waiting >= SEAL_AT_HEADS or (waiting > 0 and (last is None or now - last.at >= SEAL_EVERY))


def seal(now: datetime, *, most_heads: int = MOST_HEADS) -> MadeSeal | None:
    """Seal the heads that moved since the last seal; None where none did, or where another worker is sealing.

    Raises: KeyUnavailable when the seal key is not set.
    """
    keys = seal_keys()
    with transaction.atomic(), connection.cursor() as cursor:
        # One sealer at a time: two would give the same number to two seals, and one of them would fail.
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_ONE_SEALER])
        if cursor.fetchone() != (True,):
            return None
        cursor.execute(statements.COLLECT_UNSEALED, [most_heads])
        leaves = [_leaf(*row) for row in cursor.fetchall()]
        if not leaves:
            return None
        last = Seal.objects.order_by("-n").first()
        made, row = _make(leaves, last, now=now, keys=keys)
        cursor.execute(statements.INSERT_SEAL, row)
    return made


def _leaf(transfer: str, seq: int, head_hash: bytes, *erasure: Any) -> Leaf:
    at, by, reason = erasure
    digest = erasure_digest(transfer=transfer, at=at, by=by, reason=reason) if at else None
    return Leaf(transfer, seq, head_hash, digest)


def _make(
    leaves: Sequence[Leaf], last: Seal | None, *, now: datetime, keys: SealKeys
) -> tuple[MadeSeal, dict[str, Any]]:
    tree = frontier_of(last)
    first_place = tree.size
    for leaf in leaves:
        tree.add(leaf_digest(leaf))
    number, prev_hash = (last.n + 1, bytes(last.hash)) if last else (1, FIRST_PREV_SEAL)
    statement = Statement(number, instant_text(now), tree.size, tree.root(), prev_hash, keys.public_keys[0])
    content = statement_json(statement)
    own_hash = hashlib.sha256(content).digest()
    row = statement._asdict() | {
        "hash": own_hash,
        "signature": keys.sign(content),
        "peaks": b"".join(tree.peaks),
        "leaves": _rows(leaves, first_place),
    }
    return MadeSeal(number, len(leaves), tree.size, statement.root, own_hash), row


def frontier_of(seal_row: Seal | None) -> Frontier:
    """Return the tree as a seal left it, ready to grow."""
    if seal_row is None:
        return Frontier()
    peaks = bytes(seal_row.peaks)
    return Frontier(seal_row.size, [peaks[i : i + _HASH_BYTES] for i in range(0, len(peaks), _HASH_BYTES)])


def _rows(leaves: Sequence[Leaf], first_place: int) -> str:
    rows = [
        {
            "place": place,
            "transfer_id": leaf.transfer,
            "seq": leaf.seq,
            "hash": leaf.hash.hex(),
            "erasure": leaf.erasure.hex() if leaf.erasure else None,
        }
        for place, leaf in enumerate(leaves, start=first_place)
    ]
    return orjson.dumps(rows).decode()
