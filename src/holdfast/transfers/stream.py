"""A transfer's events to and from the ledger, and the state they add up to.

Folded states are kept in memory by transfer and chain hash: what the hash does not match is read and folded again, so a
process that is killed, or has seen an older chain, loses nothing and gets nothing wrong.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from uuid import UUID

from holdfast.ledger import selectors as ledger
from holdfast.ledger.entries import Entry, Recorded
from holdfast.ledger.selectors import Tip
from holdfast.ledger.services import append
from holdfast.protocol import events as e
from holdfast.protocol.codec import actor_of, read, write
from holdfast.protocol.evolve import fold
from holdfast.protocol.state import State
from holdfast.transfers.errors import ErasedTransfer
from holdfast.transfers.projection import Numbered

_KEPT = 10_000
Kept = tuple[int, bytes, State]
"""A folded state, with the event that it was folded up to and its hash."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A transfer as the ledger has it: the state, and where its chain goes on."""

    transfer_id: UUID
    state: State
    tip: Tip


class _States:
    """The states last folded, by transfer, with the hash they were folded up to."""

    def __init__(self) -> None:
        self._kept: OrderedDict[UUID, Kept] = OrderedDict()
        self._lock = Lock()

    def find(self, transfer_id: UUID) -> Kept | None:
        with self._lock:
            found = self._kept.get(transfer_id)
            if found is not None:
                self._kept.move_to_end(transfer_id)
            return found

    def forget(self, transfer_id: UUID) -> None:
        with self._lock:
            self._kept.pop(transfer_id, None)

    def keep(self, loaded: Loaded) -> None:
        with self._lock:
            self._kept[loaded.transfer_id] = (loaded.tip.seq, loaded.tip.hash, loaded.state)
            self._kept.move_to_end(loaded.transfer_id)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)


_states = _States()


def load(transfer_id: UUID) -> Loaded:
    """Return a transfer's state, folded from the ledger, by one statement. Raises ErasedTransfer."""
    known = _states.find(transfer_id)
    history = ledger.load(transfer_id, known[0] if known else 0)
    if history.tip.is_erased:
        _states.forget(transfer_id)
        raise ErasedTransfer("The content of this transfer was erased.")
    return _folded(history, known)


def load_many(transfer_ids: Iterable[UUID]) -> dict[UUID, Loaded]:
    """Return the states of several transfers, by one statement; erased and unknown ones are left out."""
    known = {transfer_id: _states.find(transfer_id) for transfer_id in transfer_ids}
    histories = ledger.load_many({transfer_id: kept[0] if kept else 0 for transfer_id, kept in known.items()})
    return {
        transfer_id: _folded(history, known[transfer_id])
        for transfer_id, history in histories.items()
        if not history.tip.is_erased
    }


def _folded(history: ledger.History, known: Kept | None) -> Loaded:
    """Return what a history adds up to, on top of the state that was kept where it goes on from there."""
    if known is not None and not _continues(known, history):
        history, known = ledger.load(history.transfer_id), None
    events = map(event_of, history.events)
    loaded = Loaded(history.transfer_id, fold(events, known[2]) if known else fold(events), history.tip)
    if history.tip.seq:
        _states.keep(loaded)
    return loaded


def tell(transfer_id: UUID) -> tuple[Loaded, tuple[Numbered, ...]]:
    """Return a transfer's state together with all its events, by one statement. Raises ErasedTransfer."""
    history = ledger.load(transfer_id)
    if history.tip.is_erased:
        _states.forget(transfer_id)
        raise ErasedTransfer("The content of this transfer was erased.")
    told = tuple(numbered(history))
    loaded = Loaded(transfer_id, fold(each.event for each in told), history.tip)
    if history.tip.seq:
        _states.keep(loaded)
    return loaded, told


def _continues(known: Kept, history: ledger.History) -> bool:
    """Say whether what was read goes on from the state that was kept."""
    seq, kept_hash, _ = known
    if history.events:
        return history.events[0].seq == seq + 1 and history.events[0].prev_hash == kept_hash
    return history.tip.seq == seq and history.tip.hash == kept_hash


def event_of(recorded: Recorded) -> e.Event:
    """Return the protocol's event that the ledger recorded. Raises ErasedTransfer."""
    if recorded.payload is None:
        raise ErasedTransfer("The content of this transfer was erased.")
    return read(recorded.kind, recorded.controls, recorded.payload, recorded.at)  # type: ignore[arg-type]  # JSON both


def numbered(history: Iterable[Recorded]) -> list[Numbered]:
    """Return the events of a history with their places and the instants of their acts."""
    return [Numbered(recorded.seq, recorded.at, event_of(recorded)) for recorded in history]


def between(transfer_id: UUID, first: int, last: int) -> list[Numbered]:
    """Return the events from `first` to `last`, both included."""
    return [n for n in numbered(ledger.load(transfer_id, first - 1)) if n.seq <= last]


def record(loaded: Loaded, events: Sequence[e.Event], at: datetime) -> list[Numbered]:
    """Append events to the ledger, by one statement; return them with their places. Raises ledger SeqConflict."""
    entries, actor = [], ""
    policy = loaded.state.policy
    for event in events:
        actor = actor_of(event, actor)
        if isinstance(event, e.StepFiled) and event.facts.policy is not None:
            policy = event.facts.policy
        written = write(event)
        version = policy.version if policy else ""
        entries.append(Entry(written.kind, at, actor, version, written.controls, written.payload))
    appended = append(loaded.transfer_id, loaded.tip.seq, entries, tip=loaded.tip)
    return [Numbered(place.seq, at, event) for place, event in zip(appended, events, strict=True)]
