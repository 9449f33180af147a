"""The keys that never stand in the database: the master keys and the seal keys, from Django's settings.

Each setting holds one or more keys (base64 of 32 bytes) between blanks or commas. The first is the one in use;
the others are former ones, which still open or verify what they made.
"""

from __future__ import annotations

import base64
import binascii
from functools import lru_cache

from django.conf import settings

from holdfast.ledger.envelope import KEY_BYTES, MasterKeys
from holdfast.ledger.errors import KeyUnavailable
from holdfast.ledger.seals import SealKeys


def master_keys() -> MasterKeys:
    """Return the keys that wrap transfers' keys. Raises: KeyUnavailable when unset or malformed."""
    return _master_keys(settings.HOLDFAST_MASTER_KEY)


def seal_keys() -> SealKeys:
    """Return the keys that sign seals. Raises: KeyUnavailable when unset or malformed."""
    return _seal_keys(settings.HOLDFAST_SEAL_KEY)


@lru_cache(maxsize=2)
def _master_keys(text: str) -> MasterKeys:
    return MasterKeys(_parse("HOLDFAST_MASTER_KEY", text))


@lru_cache(maxsize=2)
def _seal_keys(text: str) -> SealKeys:
    return SealKeys(_parse("HOLDFAST_SEAL_KEY", text))


def _parse(name: str, text: str) -> list[bytes]:
    words = text.replace(",", " ").split()
    if not words:
        raise KeyUnavailable(f"{name} is not set; make a key with `holdfast keys new` and set it, or {name}_FILE.")
    return [_key(name, place, word) for place, word in enumerate(words, start=1)]


def _key(name: str, place: int, word: str) -> bytes:
    try:
        key = base64.b64decode(word, validate=True)
    except binascii.Error:
        key = b""
    if len(key) != KEY_BYTES:
        raise KeyUnavailable(f"Key {place} of {name} is not base64 of {KEY_BYTES} bytes; see `holdfast keys new`.")
    return key
