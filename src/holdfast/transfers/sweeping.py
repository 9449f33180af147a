"""The sweep: finds transfers for which something fell due, also while everything was down, and passes time for them."""

from __future__ import annotations

import logging
from datetime import timedelta
from uuid import UUID

from holdfast.config.clock import now
from holdfast.protocol.commands import Tick
from holdfast.protocol.facts import CLOCK, Party
from holdfast.transfers import statements
from holdfast.transfers.models import Claim
from holdfast.transfers.services import Order, handle, pass_together

log = logging.getLogger(__name__)

BATCH = 50
CLAIM_FOR = timedelta(seconds=15)
"""How long a claimed transfer is left alone by other workers; after that a worker that died has lost it.

Many times what a batch takes, and so short that nobody waits long for a word of a deadline because a worker died. Where
a batch takes longer two workers try the same, and the ledger lets one of them write.
"""


def sweep(limit: int | None = None) -> int:
    """Pass time for every transfer that has something due, oldest first; return how many were passed.

    Several may run at once: each transfer is claimed by a conditional write. Those claimed are passed in one
    transaction, and where that fails one by one. A transfer that fails alone is logged by id and left for its claim to
    run out, so that one bad row can't stop the others.
    """
    passed = 0
    while limit is None or passed < limit:
        claimed = _claim(BATCH if limit is None else min(BATCH, limit - passed))
        if not claimed:
            break
        passed += len(claimed)
        done = claimed if _pass_together(claimed) else [each for each in claimed if _pass(each)]
        Claim.objects.filter(transfer_id__in=done).delete()
    return passed


def _claim(limit: int) -> list[UUID]:
    at = now()
    rows = statements.execute(statements.CLAIM, {"at": at, "until": at + CLAIM_FOR, "limit": limit})
    return [UUID(str(row[0])) for row in rows]


def _pass_together(transfer_ids: list[UUID]) -> bool:
    try:
        pass_together(transfer_ids)
    except Exception:  # somebody filed in between, or one row is bad: each is then tried alone, and that is logged
        return False
    return True


def _pass(transfer_id: UUID) -> bool:
    try:
        handle(Order(transfer_id, Tick(), Party(CLOCK)))
    except Exception as trouble:  # whatever a bad row brings about, the others' time passes
        log.warning("transfer %s: time could not be passed: %s", transfer_id, type(trouble).__name__)
        return False
    return True
