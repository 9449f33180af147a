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


@dataclass(frozen=True, slots=True)
class Loaded:
    """A transfer as the ledger has it: the state, and where its chain goes on."""

    transfer_id: UUID
    state: State
    tip: Tip


class _States:
    """The states last folded, by transfer, with the hash they were folded up to."""

    def __init__(self) -> None:
        self._kept: OrderedDict[UUID, tuple[int, bytes, State]] = OrderedDict()
        self._lock = Lock()

    def find(self, transfer_id: UUID) -> tuple[int, bytes, State] | None:
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
    if known and _continues(known, history):
        state = fold(map(event_of, history.events), known[2])
    else:
        if known:
            history = ledger.load(transfer_id)
        state = fold(map(event_of, history.events))
    loaded = Loaded(transfer_id, state, history.tip)
    if history.tip.seq:
        _states.keep(loaded)
    return loaded


def _continues(known: tuple[int, bytes, State], history: ledger.History) -> bool:
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
