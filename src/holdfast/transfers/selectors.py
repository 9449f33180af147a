"""Reads of transfers: the judge that `verify` runs, one transfer, queues and archives. Each is scoped to who asks."""

from __future__ import annotations

from collections.abc import Sequence

from holdfast.ledger.entries import Recorded
from holdfast.ledger.verify import Finding
from holdfast.protocol.replay import replay
from holdfast.transfers.stream import event_of


def judge(history: Sequence[Recorded]) -> Finding | None:
    """Judge a transfer's history by the protocol's controls; return the first event that they do not bear out."""
    events = []
    for recorded in history:
        try:
            events.append(event_of(recorded))
        except (ValueError, KeyError, TypeError) as fault:
            return Finding(
                recorded.transfer_id, recorded.seq, "it is no event of the protocol", "one", type(fault).__name__
            )
    found = replay(events).contradiction
    if found is None:
        return None
    place = history[min(found.place, len(history) - 1)]
    return Finding(place.transfer_id, place.seq, "the controls do not bear it out", found.expected, found.came)
