"""Rebuilding the read models from the ledger: everything in them is derived, and this shows it."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.db import transaction

from holdfast.ledger import selectors as ledger
from holdfast.ledger.models import Head
from holdfast.protocol.state import INITIAL
from holdfast.transfers import stream
from holdfast.transfers.models import (
    BookedVisit,
    Custody,
    Deadline,
    Escalation,
    Failure,
    FiledRecord,
    Outbox,
    Ownership,
    Transfer,
)
from holdfast.transfers.projection import project
from holdfast.transfers.protecting import protection_kept
from holdfast.transfers.services import write_rows

DERIVED = (Ownership, Deadline, Escalation, FiledRecord, Failure, BookedVisit, Custody)


def rebuild(advance: Callable[[int], None] = lambda _: None) -> int:
    """Rebuild the read models of every transfer, one transaction each; return how many.

    Of an erased transfer the row that says so stays as it is. What was delivered from the outbox stays delivered.
    """
    count = 0
    for history in ledger.stream_all():
        if not history.tip.is_erased:
            _rebuild(history.transfer_id)
        count += 1
        advance(1)
    return count


@transaction.atomic
def _rebuild(transfer_id: UUID) -> None:
    """Rebuild one transfer. Its head is locked, so that nobody files in between."""
    Head.objects.select_for_update().get(transfer_id=transfer_id)
    history = ledger.load(transfer_id)
    delivered = {row.seq: row for row in Outbox.objects.filter(transfer_id=transfer_id)}
    for model in (*DERIVED, Outbox):
        model.objects.filter(transfer_id=transfer_id).delete()
    Transfer.objects.filter(id=transfer_id).delete()
    projection = project(transfer_id, stream.numbered(history), INITIAL)
    write_rows(transfer_id, projection.rows())
    protection_kept(projection.state.subject)
    for seq, row in delivered.items():
        Outbox.objects.filter(transfer_id=transfer_id, seq=seq).update(
            delivered_at=row.delivered_at, tries=row.tries, next_try_at=row.next_try_at
        )
