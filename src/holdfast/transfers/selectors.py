"""Reads of transfers: the judge that `verify` runs, one transfer, queues and archives. Each is scoped to who asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from holdfast.ledger.entries import Recorded
from holdfast.ledger.verify import Finding
from holdfast.protocol.evolve import fold
from holdfast.protocol.replay import replay
from holdfast.protocol.state import State
from holdfast.transfers import stream
from holdfast.transfers.boards import (
    Wanted,
    archive_rows,
    escalation_rows,
    failure_rows,
    queue_rows,
    queues_open,
    transfers_found,
)
from holdfast.transfers.disclosure import Sight
from holdfast.transfers.errors import ErasedTransfer, UnknownTransfer
from holdfast.transfers.histories import event_views, kind_of, record_view
from holdfast.transfers.inviting import Invitation, invitation
from holdfast.transfers.paging import Paging
from holdfast.transfers.portrait import Looked, deadlines_of, portrait, scopes_seen
from holdfast.transfers.scope import Asker, is_of_originating_side, sight_of, visible
from holdfast.transfers.views import (
    ArchiveRow,
    EscalationRow,
    EventView,
    FailureRow,
    Page,
    Queue,
    QueueRow,
    RecordView,
    TransferCard,
    TransferView,
)

__all__ = [
    "ArchiveRow", "Asker", "EscalationRow", "EventView", "FailureRow", "Invitation", "Looked", "Page", "Paging",
    "Queue", "QueueRow", "RecordView", "Sight", "TransferCard", "TransferView", "Wanted", "archive_rows",
    "deadlines_of", "escalation_rows", "event_views", "failure_rows", "invitation", "is_of_originating_side",
    "judge", "kind_of", "portrait", "queue_rows", "queues_open", "record_view", "state_at",
    "transfer_looked_at", "transfer_seen", "transfers_found",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Seen:
    """That somebody may see a transfer, and how much of it."""

    transfer_id: UUID
    sight: Sight
    changed_at: datetime


def transfer_seen(asker: Asker, transfer_id: UUID, at: datetime) -> Seen:
    """Return how much `asker` sees of a transfer, by one statement.

    Raises: UnknownTransfer, also where they may not know of it; ErasedTransfer.
    """
    row = visible(asker, at).filter(pk=transfer_id).only("pk", "is_erased", "changed_at").first()
    if row is None:
        raise UnknownTransfer("There is no such transfer, or it is not yours to see.")
    if row.is_erased:
        raise ErasedTransfer("The content of this transfer was erased.")
    return Seen(transfer_id, sight_of(row, asker), row.changed_at)


def transfer_looked_at(asker: Asker, transfer_id: UUID, at: datetime) -> Looked:
    """Return a transfer's state with what `asker` may see of it, by two statements. Raises: as `transfer_seen`."""
    seen = transfer_seen(asker, transfer_id, at)
    loaded = stream.load(transfer_id)
    return Looked(
        transfer_id, loaded.state, loaded.tip.seq, seen.sight, scopes_seen(loaded.state, asker, at), asker, at,
        seen.changed_at,
    )  # fmt: skip


def state_at(transfer_id: UUID, seq: int) -> State:
    """Return the state that a transfer had after the event `seq`, by one statement."""
    return fold(numbered.event for numbered in stream.between(transfer_id, 1, seq))


def judge(history: Sequence[Recorded]) -> Finding | None:
    """Judge a transfer's history by the protocol's controls; return the first event that they do not bear out."""
    events = []
    for recorded in history:
        try:
            events.append(stream.event_of(recorded))
        except (ValueError, KeyError, TypeError) as fault:
            return Finding(
                recorded.transfer_id, recorded.seq, "it is no event of the protocol", "one", type(fault).__name__
            )
    found = replay(events).contradiction
    if found is None:
        return None
    place = history[min(found.place, len(history) - 1)]
    return Finding(place.transfer_id, place.seq, "the controls do not bear it out", found.expected, found.came)
