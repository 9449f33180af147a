"""The hash chain: the canonical form of a header, and the SHA-256 that binds it to the event before it."""

from __future__ import annotations

import hashlib

from holdfast.ledger.canonical import canonical_json
from holdfast.ledger.entries import Header


def header_json(header: Header) -> bytes:
    """Return the bytes that are hashed; anybody can hash them again with `sha256sum`."""
    return canonical_json(
        {
            "v": 1,
            "transfer": header.transfer,
            "seq": header.seq,
            "kind": header.kind,
            "at": header.at,
            "actor": header.actor,
            "policy": header.policy_version,
            "schema": header.schema,
            "controls": header.controls,
            "commitments": header.commitments,
            "prev": header.prev_hash.hex(),
        }
    )


def header_hash(header: Header) -> bytes:
    """Return the event's hash (32 bytes)."""
    return hashlib.sha256(header_json(header)).digest()
