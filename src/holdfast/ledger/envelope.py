"""Envelope encryption: a key for each transfer encrypts its payloads, and a master key wraps that key (AES-256-GCM).

Each ciphertext is bound to its place, so it can't be moved to another event or another transfer.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from holdfast.ledger.errors import KeyUnavailable, Undecipherable

KEY_BYTES = 32
_NONCE_BYTES = 12


class WrappedKey(NamedTuple):
    """A transfer's key under a master key; `master_id` names which."""

    master_id: str
    wrapped: bytes


class TransferCipher:
    """Encrypts and decrypts the payloads of one transfer."""

    __slots__ = ("_aead", "_transfer")

    def __init__(self, transfer_id: UUID, key: bytes) -> None:
        self._transfer, self._aead = transfer_id.bytes, AESGCM(key)

    def encrypt(self, seq: int, text: bytes) -> bytes:
        """Return nonce and ciphertext, bound to the transfer and to `seq`."""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._aead.encrypt(nonce, text, self._place(seq))

    def decrypt(self, seq: int, sealed: bytes) -> bytes:
        """Return the text. Raises: Undecipherable when it was changed or stands in another place."""
        return _open(self._aead, sealed, self._place(seq))

    def _place(self, seq: int) -> bytes:
        return self._transfer + seq.to_bytes(8, "big")


class MasterKeys:
    """The master keys, newest first: the first wraps, all unwrap. A key's id is derived from it without telling it."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        self._by_id = {master_key_id(key): AESGCM(key) for key in keys}
        self.ids = tuple(self._by_id)
        self.current_id = self.ids[0]

    def wrap(self, transfer_id: UUID, key: bytes) -> WrappedKey:
        """Wrap a transfer's key under the current master key."""
        nonce = os.urandom(_NONCE_BYTES)
        wrapped = nonce + self._by_id[self.current_id].encrypt(nonce, key, transfer_id.bytes)
        return WrappedKey(self.current_id, wrapped)

    def unwrap(self, transfer_id: UUID, held: WrappedKey) -> bytes:
        """Return the transfer's key.

        Raises: KeyUnavailable when its master key is not among these; Undecipherable when the wrapped key was changed.
        """
        if (aead := self._by_id.get(held.master_id)) is None:
            raise KeyUnavailable(
                f"The key of transfer {transfer_id} is wrapped by master key {held.master_id}, which is not set; "
                "add that key to HOLDFAST_MASTER_KEY, after the current one."
            )
        return _open(aead, held.wrapped, transfer_id.bytes)

    def rewrap(self, transfer_id: UUID, held: WrappedKey) -> WrappedKey:
        """Wrap the same transfer's key anew, under the current master key."""
        return self.wrap(transfer_id, self.unwrap(transfer_id, held))

    def cipher(self, transfer_id: UUID, held: WrappedKey) -> TransferCipher:
        """Return the transfer's cipher. Raises: as `unwrap`."""
        return TransferCipher(transfer_id, self.unwrap(transfer_id, held))


def master_key_id(key: bytes) -> str:
    """Return the name under which a master key is known: 16 hexadecimal digits."""
    return hashlib.sha256(b"holdfast master key id" + key).hexdigest()[:16]


def new_key() -> bytes:
    """Return a fresh random key of 256 bits."""
    return os.urandom(KEY_BYTES)


def _open(aead: AESGCM, sealed: bytes, place: bytes) -> bytes:
    try:
        return aead.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], place)
    except (InvalidTag, ValueError):
        raise Undecipherable("it was changed, or stands in another place than the one it was written for") from None
