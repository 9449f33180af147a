"""What is appended, what is chained, and what is read back. Values only: no database, no keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID

from holdfast.ledger.canonical import JSON

FIRST_PREV_HASH = bytes(32)
"""What the first event of a transfer names as the hash before it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One event that is to be appended.

    `at` is aware. `kind`, `actor` (an id), `policy_version` and `controls` (e.g. `{"held": [...], "failed": [...]}`)
    stay readable for ever, so they hold no personal content; `payload` may, and is encrypted, field by field committed.
    """

    kind: str
    at: datetime
    actor: str
    policy_version: str
    controls: Mapping[str, list[str]]
    payload: Mapping[str, JSON] = field(repr=False)
    schema: int = 1


class Header(NamedTuple):
    """The part of an event that is chained: without personal content, readable without any key."""

    transfer: str
    seq: int
    kind: str
    at: str
    actor: str
    policy_version: str
    schema: int
    controls: Mapping[str, list[str]]
    commitments: Mapping[str, str]
    prev_hash: bytes


class Stored(NamedTuple):
    """An event as it stands in the database: header, the hash kept for it, encrypted payload (None: missing)."""

    header: Header
    hash: bytes
    sealed: bytes | None


class Recorded(NamedTuple):
    """An event as it is read: the payload in today's shape, or None where the transfer was erased.

    `schema` is the one it was recorded in.
    """

    transfer_id: UUID
    seq: int
    kind: str
    at: datetime
    actor: str
    policy_version: str
    controls: Mapping[str, list[str]]
    payload: Mapping[str, JSON] | None
    schema: int
    prev_hash: bytes
    hash: bytes
    commitments: Mapping[str, str]

    def __repr__(self) -> str:
        """Name the event without its payload, which may be personal."""
        return f"<{self.kind} {self.seq} of transfer {self.transfer_id}>"


class Appended(NamedTuple):
    """The place and the hash that an entry was given."""

    seq: int
    hash: bytes


def instant_text(at: datetime) -> str:
    """Return an aware instant as it is hashed: UTC, six digits of a second, `Z`."""
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"
