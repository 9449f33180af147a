"""The Merkle tree of RFC 9162 section 2.1 (the hashing of RFC 6962): roots, and proofs of inclusion and consistency.

Hashes in, hashes out: a leaf's content is hashed by `leaf_hash` before anything else is done with it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

EMPTY_ROOT = hashlib.sha256().digest()


def leaf_hash(content: bytes) -> bytes:
    """Return the hash of a leaf."""
    return hashlib.sha256(b"\x00" + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of a node with two children."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Frontier:
    """A growing tree, of which only the roots of its full subtrees are kept: one for each bit set in its size."""

    def __init__(self, size: int = 0, peaks: Sequence[bytes] = ()) -> None:
        self.size, self.peaks = size, list(peaks)

    def add(self, leaf: bytes) -> None:
        """Append a leaf's hash."""
        self.size += 1
        place = self.size
        while place % 2 == 0:
            leaf = node_hash(self.peaks.pop(), leaf)
            place //= 2
        self.peaks.append(leaf)

    def root(self) -> bytes:
        """Return the root of the tree as it is."""
        if not self.peaks:
            return EMPTY_ROOT
        root = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            root = node_hash(peak, root)
        return root


def tree_root(leaves: Sequence[bytes]) -> bytes:
    """Return the root over `leaves` (section 2.1.1)."""
    tree = Frontier()
    for leaf in leaves:
        tree.add(leaf)
    return tree.root()


def inclusion_proof(index: int, leaves: Sequence[bytes]) -> list[bytes]:
    """Return the path that proves the leaf at `index` (section 2.1.3.1)."""
    if len(leaves) == 1:
        return []
    split = _split(len(leaves))
    left, right = leaves[:split], leaves[split:]
    if index < split:
        return [*inclusion_proof(index, left), tree_root(right)]
    return [*inclusion_proof(index - split, right), tree_root(left)]


def is_included(leaf: bytes, index: int, *, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Say whether `proof` shows that `leaf` stands at `index` of the tree of `size` leaves (section 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    place, last, found = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if place % 2 or place == last:
            found = node_hash(step, found)
            place, last = _rise_while_even(place, last)
        else:
            found = node_hash(found, step)
        place, last = place // 2, last // 2
    return last == 0 and found == root


def consistency_proof(size: int, leaves: Sequence[bytes]) -> list[bytes]:
    """Return the path that proves the first `size` leaves a prefix of `leaves` (section 2.1.4.1)."""
    return _subproof(size, leaves, is_whole=True)


def is_consistent(old: tuple[int, bytes], new: tuple[int, bytes], proof: Sequence[bytes]) -> bool:
    """Say whether the tree `old` (size, root) is a prefix of the tree `new` (section 2.1.4.2)."""
    (old_size, old_root), (new_size, new_root) = old, new
    if old_size == new_size:
        return old_root == new_root and not proof
    if not 0 < old_size < new_size:
        return False
    path = [old_root, *proof] if old_size & (old_size - 1) == 0 else list(proof)
    return bool(path) and _roots_of(path, old_size - 1, new_size - 1) == (old_root, new_root)


def _roots_of(path: list[bytes], place: int, last: int) -> tuple[bytes, bytes] | None:
    while place % 2:
        place, last = place // 2, last // 2
    old = new = path[0]
    for step in path[1:]:
        if last == 0:
            return None
        if place % 2 or place == last:
            old, new = node_hash(step, old), node_hash(step, new)
            place, last = _rise_while_even(place, last)
        else:
            new = node_hash(new, step)
        place, last = place // 2, last // 2
    return (old, new) if last == 0 else None


def _rise_while_even(place: int, last: int) -> tuple[int, int]:
    while place % 2 == 0 and place != 0:
        place, last = place // 2, last // 2
    return place, last


def _subproof(size: int, leaves: Sequence[bytes], *, is_whole: bool) -> list[bytes]:
    if size == len(leaves):
        return [] if is_whole else [tree_root(leaves)]
    split = _split(len(leaves))
    left, right = leaves[:split], leaves[split:]
    if size <= split:
        return [*_subproof(size, left, is_whole=is_whole), tree_root(right)]
    return [*_subproof(size - split, right, is_whole=False), tree_root(left)]


def _split(count: int) -> int:
    """Return the largest power of two smaller than `count`."""
    return 1 << ((count - 1).bit_length() - 1)
