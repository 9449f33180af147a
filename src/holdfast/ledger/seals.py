"""Seals, as values: the leaves of the tree, the statement that is signed, and the keys that sign it (Ed25519)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from holdfast.ledger.canonical import canonical_json
from holdfast.ledger.merkle import leaf_hash

FIRST_PREV_SEAL = bytes(32)
"""What the first seal names as the hash of the seal before it."""
_PURPOSE = b"holdfast seal v1\n"


class Leaf(NamedTuple):
    """A transfer's head as a seal took it in; `erasure` is the hash of its tombstone where it was erased."""

    transfer: str
    seq: int
    hash: bytes
    erasure: bytes | None


class Statement(NamedTuple):
    """What a seal says: the tree's size and root at an instant, after the seal before it, by this key."""

    n: int
    at: str
    size: int
    root: bytes
    prev_hash: bytes
    public_key: bytes


class SealKeys:
    """The signing keys, newest first: the first signs, a signature of any is trusted."""

    def __init__(self, seeds: Sequence[bytes]) -> None:
        private = [Ed25519PrivateKey.from_private_bytes(seed) for seed in seeds]
        self._signer = private[0]
        self.public_keys = tuple(key.public_key().public_bytes_raw() for key in private)

    def sign(self, content: bytes) -> bytes:
        """Return the current key's signature of a seal's content."""
        return self._signer.sign(_PURPOSE + content)

    def is_signed(self, content: bytes, *, public_key: bytes, signature: bytes) -> bool:
        """Say whether one of these keys, and the one named, signed the seal's content."""
        if public_key not in self.public_keys:
            return False
        try:
            Ed25519PublicKey.from_public_bytes(public_key).verify(signature, _PURPOSE + content)
        except InvalidSignature:
            return False
        return True


def leaf_digest(leaf: Leaf) -> bytes:
    """Return the leaf's hash in the tree (RFC 9162)."""
    erasure = leaf.erasure.hex() if leaf.erasure else None
    content = {"transfer": leaf.transfer, "seq": leaf.seq, "hash": leaf.hash.hex(), "erasure": erasure}
    return leaf_hash(canonical_json(content))


def erasure_digest(*, transfer: str, at: str, by: str, reason: str) -> bytes:
    """Return the hash of a tombstone, which the next seal takes in."""
    content = {"transfer": transfer, "at": at, "by": by, "reason": reason}
    return hashlib.sha256(canonical_json(content)).digest()


def statement_json(statement: Statement) -> bytes:
    """Return the bytes that are hashed and signed."""
    content = {
        "v": 1,
        "n": statement.n,
        "at": statement.at,
        "size": statement.size,
        "root": statement.root.hex(),
        "prev": statement.prev_hash.hex(),
        "key": statement.public_key.hex(),
    }
    return canonical_json(content)
