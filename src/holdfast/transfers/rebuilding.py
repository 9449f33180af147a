"""Rebuilding the read models from the ledger: everything in them is derived, and this shows it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

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

ONE_ACCEPTANCE = "transfers_one_acceptance"
DERIVED = (Ownership, Deadline, Escalation, FiledRecord, Failure, BookedVisit, Custody)


def rebuild(advance: Callable[[int], None] = lambda _: None, twice: Callable[[UUID], None] = lambda _: None) -> int:
    """Rebuild the read models of every transfer, one transaction each; return how many.

    Of an erased transfer the row that says so stays as it is. What was delivered from the outbox stays delivered.
    `twice` is told of each transfer that stands accepted beside another of the same person's same need, as it could
    before there was S.one_acceptance: it is written as not taking the need, which the other one takes.
    """
    count = 0
    for history in ledger.stream_all():
        if not history.tip.is_erased and not _rebuild(history.transfer_id):
            twice(history.transfer_id)
        count += 1
        advance(1)
    return count


@transaction.atomic
def _rebuild(transfer_id: UUID) -> bool:
    """Rebuild one transfer; return whether its acceptance is the only one of the person's need.

    Its head is locked, so that nobody files in between.
    """
    Head.objects.select_for_update().get(transfer_id=transfer_id)
    history = ledger.load(transfer_id)
    delivered = {row.seq: row for row in Outbox.objects.filter(transfer_id=transfer_id)}
    for model in (*DERIVED, Outbox):
        model.objects.filter(transfer_id=transfer_id).delete()
    Transfer.objects.filter(id=transfer_id).delete()
    projection = project(transfer_id, stream.numbered(history), INITIAL)
    is_only_one = _written(transfer_id, projection.rows())
    protection_kept(projection.state.subject)
    for seq, row in delivered.items():
        Outbox.objects.filter(transfer_id=transfer_id, seq=seq).update(
            delivered_at=row.delivered_at, tries=row.tries, next_try_at=row.next_try_at
        )
    return is_only_one


def _written(transfer_id: UUID, rows: dict[str, Any]) -> bool:
    """Write the rows of a transfer; return whether its acceptance is the only one of the person's need."""
    try:
        with transaction.atomic():
            write_rows(transfer_id, dict(rows))
    except IntegrityError as clash:
        if ONE_ACCEPTANCE not in str(clash):
            raise
        write_rows(transfer_id, rows | {"custody": rows["custody"] | {"is_taking": False}})
        return False
    return True
