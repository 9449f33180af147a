"""The secrets that Holdfast hands out: how they are made, read back and compared. Only digests of them are stored.

A bearer secret carries 32 random bytes, so one SHA-256 is the right digest for it: there is nothing to guess that a
slow hash could protect, and a slow hash would cost every request. A spoken code has only eight digits, so its digest is
keyed with the server's secret key: whoever reads the table still cannot try all codes.
"""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.crypto import salted_hmac

_SECRET_BYTES = 32
_REFERENCE_BYTES = 8
_LONGEST = 128


class Kind(StrEnum):
    """What a bearer secret opens. It leads the text, so that one found in a log or a repository is known at once."""

    STAFF_TOKEN = "hft"  # noqa: S105 - the mark of a kind, not a secret
    GUEST_LINK = "hfl"
    GUEST_SESSION = "hfs"
    INVITATION = "hfi"
    SIGN_IN_LINK = "hfd"


@dataclass(frozen=True, slots=True)
class Credential:
    """A secret with its public reference (by which its row is found) and its digest (which alone is stored)."""

    reference: str
    digest: str
    text: str = field(repr=False)
    """What the holder is given, once."""


def mint(kind: Kind) -> Credential:
    """Return a new bearer secret of `kind`."""
    reference = secrets.token_hex(_REFERENCE_BYTES)
    return _bearer(kind, reference, secrets.token_urlsafe(_SECRET_BYTES))


def read(kind: Kind, text: str) -> Credential | None:
    """Take apart what somebody presents as a secret of `kind`; `None` where it cannot be one."""
    if len(text) > _LONGEST or not text.isascii() or not text.isprintable():
        return None
    match text.split("_", 2):
        case [mark, reference, secret] if mark == kind and reference and secret:
            return _bearer(kind, reference, secret)
    return None


def mint_code() -> Credential:
    """Return a new spoken code of eight digits, with a reference of nine.

    Digits, not words: they are said and keyed in on any telephone and in any language.
    """
    reference = str(secrets.randbelow(9 * 10**8) + 10**8)
    return _code(reference, f"{secrets.randbelow(10**8):08d}")


def mint_short_code(reference: str) -> Credential:
    """Return a new short code of six digits for the link `reference`: said aloud to the person, never sent."""
    code = f"{secrets.randbelow(10**6):06d}"
    return Credential(reference, _short(reference, code), code)


def read_short_code(reference: str, code: str) -> Credential | None:
    """Take a link's short code as somebody typed it."""
    digits = _digits(code)
    return Credential(reference, _short(reference, digits), digits) if digits else None


def read_code(reference: str, code: str) -> Credential | None:
    """Take a spoken code as somebody typed it: spaces, dashes and the digits of any script are welcome."""
    digits = (_digits(reference), _digits(code))
    return _code(*digits) if all(digits) else None


def same(left: str, right: str) -> bool:
    """Compare two digests in constant time."""
    return secrets.compare_digest(left, right)


def _bearer(kind: Kind, reference: str, secret: str) -> Credential:
    digest = hashlib.sha256(secret.encode()).hexdigest()
    return Credential(reference, digest, f"{kind}_{reference}_{secret}")


def _code(reference: str, code: str) -> Credential:
    digest = salted_hmac(f"holdfast.accounts.code.{reference}", code, algorithm="sha256").hexdigest()
    return Credential(reference, digest, code)


def _short(reference: str, code: str) -> str:
    return salted_hmac(f"holdfast.accounts.short_code.{reference}", code, algorithm="sha256").hexdigest()


def _digits(text: str) -> str:
    if len(text) > _LONGEST:
        return ""
    return "".join(str(unicodedata.decimal(char)) for char in text if char.isdecimal())
