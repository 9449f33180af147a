"""Verifying a transfer: every stored byte against chain, head and commitments, then the controls by a judge.

It reads nothing itself: what is stored and the master keys come in, so it runs wherever those are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias
from uuid import UUID

from holdfast.ledger.chain import header_hash
from holdfast.ledger.commitments import Opened, open_text
from holdfast.ledger.entries import FIRST_PREV_HASH, Recorded, Stored
from holdfast.ledger.envelope import MasterKeys, TransferCipher
from holdfast.ledger.errors import KeyUnavailable, Undecipherable, Unrecordable
from holdfast.ledger.stored import StoredTransfer, recorded


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it was recorded: where, what should stand there, what does.

    `seq` is None where it is no one event; without a transfer it is the number of a seal.
    """

    transfer_id: UUID | None
    seq: int | None
    what: str
    expected: str
    came: str

    def __str__(self) -> str:
        return f"{self._place()}: {self.what}: expected {self.expected}, came {self.came}"

    def _place(self) -> str:
        if self.transfer_id is None:
            return f"seal {self.seq}"
        return f"transfer {self.transfer_id}" + (f", event {self.seq}" if self.seq is not None else "")


Judge: TypeAlias = Callable[[Sequence[Recorded]], Finding | None]


@dataclass(frozen=True, slots=True)
class Checked:
    """A transfer that was verified. `finding` is the first thing wrong with it, or None."""

    transfer_id: UUID
    events: int
    is_erased: bool
    finding: Finding | None


def verify_transfer(stored: StoredTransfer, masters: MasterKeys, judge: Judge | None = None) -> Checked:
    """Verify all of one transfer; stop at its first fault.

    1. Its key is there, or its tombstone, and the head says the same.
    2. The key opens under its master key.
    3. Each event stands in its place: next seq, the hash before it, the hash of its own header.
    4. Each payload is there, decrypts in its place, and gives the header's commitments (not where it was erased).
    5. The head names the last event.
    6. The judge, where one is given, finds that the controls were kept (not where it was erased).
    """
    events: list[Recorded] = []
    finding = _erasure_fault(stored)
    if finding is None:
        try:
            cipher = masters.cipher(stored.transfer_id, stored.key) if stored.key else None
            finding = _events_fault(stored, cipher, events) or _head_fault(stored)
        except (Undecipherable, KeyUnavailable) as fault:
            finding = Finding(
                stored.transfer_id, None, "the transfer's key does not open", "the wrapped key", str(fault)
            )
    if finding is None and judge and stored.key:
        finding = judge(events)
    return Checked(stored.transfer_id, len(stored.events), stored.erasure is not None, finding)


def _erasure_fault(stored: StoredTransfer) -> Finding | None:
    said = (stored.head.is_erased, stored.erasure is not None, stored.key is None)
    if len(set(said)) == 1:
        return None
    words = ("head says erased", "tombstone", "key gone")
    came = ", ".join(word if is_so else f"not: {word}" for word, is_so in zip(words, said, strict=True))
    return Finding(stored.transfer_id, None, "key and erasure disagree", "all three or none of them", came)


def _events_fault(stored: StoredTransfer, cipher: TransferCipher | None, events: list[Recorded]) -> Finding | None:
    prev_hash = FIRST_PREV_HASH
    for seq, event in enumerate(stored.events, start=1):
        finding = _link_fault(stored.transfer_id, event, seq, prev_hash)
        if finding is None and cipher is not None:
            finding = _payload_fault(stored.transfer_id, event, cipher, events)
        if finding is not None:
            return finding
        prev_hash = event.hash
    return None


def _link_fault(transfer_id: UUID, event: Stored, seq: int, prev_hash: bytes) -> Finding | None:
    header = event.header
    if header.seq != seq:
        return Finding(transfer_id, seq, "an event is missing", f"event {seq}", f"event {header.seq}")
    if header.prev_hash != prev_hash:
        return Finding(transfer_id, seq, "it follows another event", prev_hash.hex(), header.prev_hash.hex())
    if (found := _hash_of(event)) != event.hash:
        return Finding(transfer_id, seq, "its header or its hash was changed", event.hash.hex(), found.hex())
    return None


def _hash_of(event: Stored) -> bytes:
    try:
        return header_hash(event.header)
    except Unrecordable:
        return b""


def _payload_fault(transfer_id: UUID, event: Stored, cipher: TransferCipher, events: list[Recorded]) -> Finding | None:
    seq = event.header.seq
    if event.sealed is None:
        return Finding(transfer_id, seq, "its payload is missing", "a payload", "none")
    try:
        opened = open_text(cipher.decrypt(seq, event.sealed))
    except (Undecipherable, ValueError) as fault:
        return Finding(transfer_id, seq, "its payload does not open", "the payload that was recorded", str(fault))
    if opened.commitments != event.header.commitments:
        return _commitment_fault(transfer_id, event, opened)
    try:
        events.append(recorded(event, transfer_id, opened.payload))
    except ValueError:
        return Finding(transfer_id, seq, "its instant is none", "an instant in UTC", event.header.at)
    return None


def _commitment_fault(transfer_id: UUID, event: Stored, opened: Opened) -> Finding:
    committed, found = _named(event.header.commitments), opened.commitments
    name = min(name for name in committed.keys() | found.keys() if committed.get(name) != found.get(name))
    return Finding(
        transfer_id,
        event.header.seq,
        f"field {name} of its payload, or its salt, was changed",
        committed.get(name, "no such field"),
        found.get(name, "no such field"),
    )


def _named(commitments: object) -> Mapping[str, str]:
    # Who can write the table can put there anything that is JSON.
    return commitments if isinstance(commitments, Mapping) else {"": repr(commitments)}


def _head_fault(stored: StoredTransfer) -> Finding | None:
    head, events = stored.head, stored.events
    last = (events[-1].header.seq, events[-1].hash) if events else (0, FIRST_PREV_HASH)
    if last == (head.seq, head.hash):
        return None
    if last[0] < head.seq:
        return Finding(stored.transfer_id, last[0] + 1, "the tail was dropped", f"event {head.seq}", f"event {last[0]}")
    return Finding(
        stored.transfer_id,
        head.seq,
        "the head names another event",
        f"event {last[0]} with hash {last[1].hex()}",
        f"event {head.seq} with hash {head.hash.hex()}",
    )
