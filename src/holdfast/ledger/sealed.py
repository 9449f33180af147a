"""Text that the database must not tell: sealed under the master key, bound to the row it belongs to (AES-256-GCM)."""

from __future__ import annotations

import base64
import binascii
from uuid import UUID

from holdfast.ledger.envelope import WrappedKey
from holdfast.ledger.errors import Undecipherable
from holdfast.ledger.keys import master_keys

AUTHENTICATORS = UUID("5a0c6f0e-7d0a-5f7c-9c7e-2f4d4a1f8a11")
"""To what the secrets of authenticators are bound: their rows have no id of ours."""


def seal(place: UUID, text: str) -> str:
    """Return `text` sealed for the row `place`. Raises: KeyUnavailable."""
    master_id, wrapped = master_keys().wrap(place, text.encode())
    return f"{master_id}.{base64.b64encode(wrapped).decode()}"


def unseal(place: UUID, sealed: str) -> str:
    """Return the text. Raises: Undecipherable where it was changed or moved; KeyUnavailable."""
    master_id, _, text = sealed.partition(".")
    try:
        wrapped = base64.b64decode(text, validate=True)
    except binascii.Error:
        raise Undecipherable("it is not what was sealed") from None
    return master_keys().unwrap(place, WrappedKey(master_id, wrapped)).decode()


def is_current(sealed: str) -> bool:
    """Say whether it is sealed under the master key in use, and not under a former one."""
    return sealed.partition(".")[0] == master_keys().current_id
