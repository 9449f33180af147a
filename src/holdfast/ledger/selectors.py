"""Reads of the ledger: a transfer's history, every history, the state of keys and seals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, overload
from uuid import UUID

import psycopg
from django.db import connection
from django.db.models import Count

from holdfast.ledger import statements
from holdfast.ledger.canonical import JSON
from holdfast.ledger.commitments import open_text
from holdfast.ledger.entries import FIRST_PREV_HASH, Recorded, Stored
from holdfast.ledger.envelope import MasterKeys, TransferCipher, WrappedKey
from holdfast.ledger.errors import Undecipherable
from holdfast.ledger.keys import master_keys
from holdfast.ledger.models import Head, Seal, TransferKey
from holdfast.ledger.stored import StoredTransfer, recorded, transfers_of

PAGE = 64
"""Transfers read by one statement of a stream: with a few hundred events each, some megabytes at most."""
_BEFORE_ALL = UUID(int=0)


class Tip(NamedTuple):
    """Where a transfer's chain can be continued. Give it back to `services.append` as it is."""

    seq: int
    hash: bytes
    cipher: TransferCipher | None
    is_erased: bool


NO_EVENTS = Tip(0, FIRST_PREV_HASH, None, False)


@dataclass(frozen=True, slots=True)
class History(Sequence[Recorded]):
    """The events of a transfer in their order, and the tip after the last of them."""

    transfer_id: UUID
    events: tuple[Recorded, ...]
    tip: Tip

    def __len__(self) -> int:
        return len(self.events)

    @overload
    def __getitem__(self, place: int) -> Recorded: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Recorded, ...]: ...
    def __getitem__(self, place: int | slice) -> Recorded | tuple[Recorded, ...]:
        return self.events[place]


def load(transfer_id: UUID, after_seq: int = 0) -> History:
    """Return a transfer's events after `after_seq`, by one statement; none where the ledger knows no such transfer.

    The chain is not hashed again here: that is what verifying is for.

    Raises: Undecipherable when a payload does not open; KeyUnavailable when its master key is not set.
    """
    found = stored_transfer(transfer_id, after_seq)
    return _history(found, master_keys()) if found else History(transfer_id, (), NO_EVENTS)


def load_many(after: Mapping[UUID, int]) -> dict[UUID, History]:
    """Return the histories of several transfers, of each its events after a seq, by one statement. Raises: as `load`.

    Those that the ledger does not know are left out.
    """
    if not after:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(statements.READ_MANY, {"ids": list(after), "after": list(after.values())})
        found = list(transfers_of(cursor.fetchall()))
    masters = master_keys()
    return {stored.transfer_id: _history(stored, masters) for stored in found}


def stream_all() -> Iterator[History]:
    """Yield every transfer's history, in the order of their ids, in bounded memory. Raises: as `load`."""
    for stored in stream_stored():
        yield _history(stored, master_keys())


def stream_stored(page: int = PAGE) -> Iterator[StoredTransfer]:
    """Yield every transfer as it is stored, a page of transfers by each statement: each transfer in one snapshot."""
    after = _BEFORE_ALL
    while found := _read_page(after, page):
        yield from found
        after = found[-1].transfer_id


def stored_transfer(transfer_id: UUID, after_seq: int = 0) -> StoredTransfer | None:
    """Return one transfer as it is stored, its events after `after_seq`; None where there is no head for it."""
    with connection.cursor() as cursor:
        cursor.execute(statements.READ_ONE, {"transfer_id": transfer_id, "after_seq": after_seq})
        return next(transfers_of(cursor.fetchall()), None)


def read_tip(transfer_id: UUID) -> Tip:
    """Return where a transfer's chain can be continued, by one statement that reads no event."""
    with connection.cursor() as cursor:
        cursor.execute(statements.READ_TIP, [transfer_id])
        row = cursor.fetchone()
    if row is None:
        return NO_EVENTS
    seq, head_hash, is_erased, master_id, wrapped = row
    key = WrappedKey(master_id, wrapped) if wrapped is not None else None
    return Tip(seq, head_hash, master_keys().cipher(transfer_id, key) if key else None, is_erased)


def keys_by_master() -> dict[str, int]:
    """Return how many transfers' keys each master key wraps, by its id."""
    counted = TransferKey.objects.values_list("master_id").annotate(count=Count("transfer_id"))
    return dict(counted.order_by("master_id"))


def count_transfers() -> int:
    """Return how many transfers the ledger has."""
    return Head.objects.count()


def count_seals() -> int:
    """Return how many seals there are."""
    return Seal.objects.count()


def count_unsealed() -> int:
    """Return how many heads wait for the next seal."""
    return Head.objects.filter(is_unsealed=True).count()


def _read_page(after: UUID, limit: int) -> list[StoredTransfer]:
    connection.ensure_connection()
    with psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(statements.READ_PAGE, {"after": after, "limit": limit, "after_seq": 0}, binary=True)
        return list(transfers_of(cursor.fetchall()))


def _history(stored: StoredTransfer, masters: MasterKeys) -> History:
    transfer_id, head = stored.transfer_id, stored.head
    cipher = masters.cipher(transfer_id, stored.key) if stored.key else None
    events = tuple(recorded(event, transfer_id, _payload(event, cipher)) for event in stored.events)
    return History(transfer_id, events, Tip(head.seq, head.hash, cipher, head.is_erased))


def _payload(event: Stored, cipher: TransferCipher | None) -> Mapping[str, JSON] | None:
    if cipher is None:
        return None
    header = event.header
    if event.sealed is None:
        raise Undecipherable(f"Event {header.seq} of transfer {header.transfer} has no payload; run `holdfast verify`.")
    try:
        return open_text(cipher.decrypt(header.seq, event.sealed)).payload
    except (Undecipherable, ValueError):
        raise Undecipherable(
            f"The payload of event {header.seq} of transfer {header.transfer} does not open; run `holdfast verify`."
        ) from None
