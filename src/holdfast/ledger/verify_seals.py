"""Verifying the seals, and every head they ever took in against today's chains: what was dropped or rewritten shows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Max

from holdfast.ledger import statements
from holdfast.ledger.entries import instant_text
from holdfast.ledger.merkle import Frontier
from holdfast.ledger.models import Seal
from holdfast.ledger.seals import (
    FIRST_PREV_SEAL,
    Leaf,
    SealKeys,
    Statement,
    erasure_digest,
    leaf_digest,
    statement_json,
)
from holdfast.ledger.verify import Finding

PAGE = 5_000


class SealedLeaf(NamedTuple):
    """A leaf as it is stored, and what today's ledger has in its place."""

    place: int
    seal_n: int
    leaf: Leaf
    hash_today: bytes | None
    last_seq_today: int | None
    erasure_today: bytes | None


class CheckedSeal(NamedTuple):
    """A seal that was verified, how many heads it took in, and what is wrong with it or them."""

    n: int
    heads: int
    findings: list[Finding]


def verify_seals(keys: SealKeys, *, page: int = PAGE) -> Iterator[CheckedSeal]:
    """Verify every seal from the first on, in bounded memory; stop after a forged one, for nothing follows from it.

    1. The seal has the next number and names the hash of the seal before it.
    2. Its hash is of its own statement, and one of `keys` signed it.
    3. Its leaves stand in their places, and the tree grown by them has its size, root and peaks.
    4. Each leaf's event is in today's ledger with the same hash, and its tombstone is the one that was sealed.
    """
    # Up to the last one of now: a seal that is made meanwhile has leaves that were not there when a page was read.
    until = Seal.objects.aggregate(last=Max("n"))["last"] or 0
    leaves, tree, prev_hash = _stored_leaves(page), Frontier(), FIRST_PREV_SEAL
    for number, row in enumerate(Seal.objects.filter(n__lte=until).order_by("n").iterator(500), start=1):
        taken: list[SealedLeaf] = []
        forged = _statement_fault(row, number, prev_hash, keys)
        if forged is None:
            taken = list(islice(leaves, row.size - tree.size))
            forged = _tree_fault(row, taken, tree)
        if forged is not None:
            yield CheckedSeal(number, 0, [forged])
            return
        yield CheckedSeal(number, len(taken), [fault for leaf in taken if (fault := _leaf_fault(leaf))])
        prev_hash = bytes(row.hash)


def faults_beside_seals() -> list[Finding]:
    """Return what no seal can tell of itself.

    1. No leaf stands without its seal: the last seal was not dropped.
    2. No head counts as sealed without a leaf that says what it says.
    """
    with connection.cursor() as cursor:
        cursor.execute(statements.LEAVES_WITHOUT_SEAL)
        dropped = [_forged(n, "it was dropped", "the seal of its heads", "none") for (n,) in cursor.fetchall()]
        cursor.execute(statements.HIDDEN_FROM_SEALS)
        hidden = [_hidden(*row) for row in cursor.fetchall()]
    return dropped + hidden


def _statement_fault(row: Seal, number: int, prev_hash: bytes, keys: SealKeys) -> Finding | None:
    if row.n != number:
        return _forged(number, "a seal is missing", f"seal {number}", f"seal {row.n}")
    if bytes(row.prev_hash) != prev_hash:
        return _forged(number, "it follows another seal", prev_hash.hex(), bytes(row.prev_hash).hex())
    public_key = bytes(row.public_key)
    statement = Statement(number, instant_text(row.at), row.size, bytes(row.root), prev_hash, public_key)
    content = statement_json(statement)
    if (found := hashlib.sha256(content).digest()) != bytes(row.hash):
        return _forged(number, "its statement or its hash was changed", bytes(row.hash).hex(), found.hex())
    if not keys.is_signed(content, public_key=public_key, signature=bytes(row.signature)):
        return _forged(number, "its signature is not of a trusted key", keys.public_keys[0].hex(), public_key.hex())
    return None


def _tree_fault(row: Seal, taken: Sequence[SealedLeaf], tree: Frontier) -> Finding | None:
    for leaf in taken:
        if (leaf.place, leaf.seal_n) != (tree.size, row.n):
            came = f"place {leaf.place} of seal {leaf.seal_n}"
            return _forged(row.n, "a sealed head is missing", f"place {tree.size}", came)
        tree.add(leaf_digest(leaf.leaf))
    if (row.size, bytes(row.root)) != (tree.size, tree.root()):
        expected = f"{row.size} heads with root {bytes(row.root).hex()}"
        return _forged(row.n, "its heads were changed", expected, f"{tree.size} with root {tree.root().hex()}")
    if bytes(row.peaks) != b"".join(tree.peaks):
        return _forged(row.n, "its peaks were changed", b"".join(tree.peaks).hex(), bytes(row.peaks).hex())
    return None


def _leaf_fault(sealed: SealedLeaf) -> Finding | None:
    leaf, transfer_id = sealed.leaf, UUID(sealed.leaf.transfer)
    if sealed.hash_today is None:
        last = sealed.last_seq_today
        what = "a sealed transfer was dropped" if last is None else "a sealed event was dropped"
        return Finding(transfer_id, leaf.seq, what, f"event {leaf.seq}", f"events up to {last or 0}")
    if sealed.hash_today != leaf.hash:
        what = "it was rewritten after it was sealed"
        return Finding(transfer_id, leaf.seq, what, leaf.hash.hex(), sealed.hash_today.hex())
    if leaf.erasure and sealed.erasure_today != leaf.erasure:
        came = sealed.erasure_today.hex() if sealed.erasure_today else "none"
        return Finding(transfer_id, None, "its tombstone was changed", leaf.erasure.hex(), came)
    return None


def _hidden(transfer_id: UUID, seq: int) -> Finding:
    return Finding(transfer_id, seq, "its head counts as sealed and is in no seal", "a seal of it", "none")


def _forged(number: int, what: str, expected: str, came: str) -> Finding:
    return Finding(None, number, what, expected, came)


def _stored_leaves(page: int) -> Iterator[SealedLeaf]:
    after = -1
    while found := _read_leaves(after, page):
        yield from found
        after = found[-1].place


def _read_leaves(after: int, limit: int) -> list[SealedLeaf]:
    with connection.cursor() as cursor:
        cursor.execute(statements.READ_LEAVES, [after, limit])
        return [_sealed_leaf(*row) for row in cursor.fetchall()]


def _sealed_leaf(*row: Any) -> SealedLeaf:
    place, seal_n, transfer, seq, own_hash, erasure, hash_today, last_seq, at, by, reason = row
    tombstone = erasure_digest(transfer=transfer, at=at, by=by, reason=reason) if at else None
    return SealedLeaf(place, seal_n, Leaf(transfer, seq, own_hash, erasure), hash_today, last_seq, tombstone)
