"""The one byte form of a value, which is what is hashed: UTF-8 JSON, keys sorted by code point, no blanks.

Numbers that are not whole take their shortest exact form, which is why a payload keeps the bytes it committed to
and a header holds none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import orjson

from holdfast.ledger.errors import Unrecordable

JSON: TypeAlias = "bool | int | float | str | Sequence[JSON] | Mapping[str, JSON] | None"

_STRICT = orjson.OPT_SORT_KEYS | orjson.OPT_PASSTHROUGH_DATACLASS | orjson.OPT_PASSTHROUGH_DATETIME


def canonical_json(value: object) -> bytes:
    """Return the canonical form of `value`. NaN and infinity, which JSON has not, become null.

    Raises: Unrecordable for what JSON does not know, a whole number beyond 64 bits, or half a surrogate pair.
    """
    try:
        return orjson.dumps(value, option=_STRICT)
    except TypeError as fault:
        raise Unrecordable(f"The ledger keeps JSON values only: {fault}.") from None
