"""Verifying what stands in the database, a transfer or all of them, and what no transfer accounts for."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection

from holdfast.ledger import statements
from holdfast.ledger.keys import master_keys
from holdfast.ledger.selectors import stored_transfer, stream_stored
from holdfast.ledger.stored import StoredTransfer
from holdfast.ledger.verify import Checked, Finding, Judge, verify_transfer


def verify_one(transfer_id: UUID, judge: Judge | None = None) -> Checked | None:
    """Verify one transfer. None where neither the ledger nor a seal knows it.

    Raises: KeyUnavailable when no master key is set.
    """
    stored = stored_transfer(transfer_id)
    if stored is not None:
        return verify_transfer(stored, master_keys(), judge)
    finding = next(iter(stray_faults(transfer_id)), None) or _dropped(transfer_id)
    return Checked(transfer_id, 0, False, finding) if finding else None


def verify_all(judge: Judge | None = None) -> Iterator[Checked]:
    """Verify every transfer, in the order of their ids and in bounded memory.

    Raises: KeyUnavailable when no master key is set.
    """
    return verify_each(stream_stored(), judge)


def verify_each(transfers: Iterable[StoredTransfer], judge: Judge | None = None) -> Iterator[Checked]:
    """Verify transfers that were read, in their order. Raises: as `verify_all`."""
    masters = master_keys()
    with _rare_collections():
        for stored in transfers:
            yield verify_transfer(stored, masters, judge)


@contextmanager
def _rare_collections() -> Iterator[None]:
    """Let the collector of cycles look rarely: verifying makes no cycles, and looking took a quarter of its time."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def stray_faults(transfer_id: UUID | None = None) -> list[Finding]:
    """Return the first event of each transfer (or this one) without a head, and the first payload without its event."""
    one, arguments = ("AND h.transfer_id = %s", [transfer_id] * 2) if transfer_id else ("", [])
    with connection.cursor() as cursor:
        cursor.execute(statements.STRAYS.format(one), arguments)
        return [_stray(*row) for row in cursor.fetchall()]


def _stray(transfer_id: UUID, seq: int, lacking: str) -> Finding:
    what = "it stands without a head" if lacking == "head" else "a payload stands without its event"
    return Finding(transfer_id, seq, what, f"the {lacking} that belongs to it", "none")


def _dropped(transfer_id: UUID) -> Finding | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(seq) FROM ledger_sealed_head WHERE transfer_id = %s", [transfer_id])
        last = cursor.fetchone()[0]
    if last is None:
        return None
    return Finding(transfer_id, 1, "a sealed transfer was dropped", f"events up to {last}", "none")
