"""Keyset paging: a page goes on after the last row of the one before, so no list is too long and no row comes twice."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

import orjson
from django.db.models import DateTimeField, ForeignKey, Model, Q, QuerySet, UUIDField

from holdfast.protocol.errors import Malformed
from holdfast.transfers.views import Page

MOST = 100
USUAL = 25

M = TypeVar("M", bound=Model)
V = TypeVar("V")
_READERS: dict[str, Callable[[str], object]] = {"t": datetime.fromisoformat, "u": UUID, "i": int}
"""How a value of a cursor is read, by the letter before it."""


@dataclass(frozen=True, slots=True)
class Paging:
    """Which page: how many rows, and after which one (what the page before gave)."""

    after: str | None = None
    limit: int = USUAL


def paged(rows: QuerySet[M], keys: tuple[str, ...], paging: Paging, view: Callable[[list[M]], list[V]]) -> Page[V]:
    """Return one page of `rows` in the order of `keys` (all rising, or all falling with `-`), as `view` shows them.

    Raises Malformed where `after` is not what a page before gave.
    """
    names = tuple(key.removeprefix("-") for key in keys)
    if paging.after is not None:
        values = _values(paging.after, [_letter(rows, name) for name in names])
        rows = rows.filter(_beyond(names, values, falling=keys[0].startswith("-")))
    most = max(1, min(paging.limit, MOST))
    found = list(rows.order_by(*keys)[: most + 1])
    page = found[:most]
    more = _cursor([getattr(page[-1], name) for name in names]) if len(found) > most else None
    return Page(tuple(view(page)), more)


def _beyond(names: tuple[str, ...], values: list[Any], *, falling: bool) -> Q:
    """Return the condition of the rows after one: (a, b) > (x, y) is a >= x and (a > x or b > y and ...)."""
    less = "lt" if falling else "gt"
    name, value = names[0], values[0]
    if len(names) == 1:
        return Q(**{f"{name}__{less}": value})
    later = _beyond(names[1:], values[1:], falling=falling)
    return Q(**{f"{name}__{less}e": value}) & (Q(**{f"{name}__{less}": value}) | later)


def _cursor(values: list[object]) -> str:
    return base64.urlsafe_b64encode(orjson.dumps([_text(value) for value in values])).decode().rstrip("=")


def _text(value: object) -> str:
    if isinstance(value, datetime):
        return f"t{value.isoformat()}"
    return f"{'u' if isinstance(value, UUID) else 'i'}{value}"


def _letter(rows: QuerySet[Any], name: str) -> str:
    annotated = rows.query.annotations.get(name)
    field = rows.model._meta.get_field(name) if annotated is None else annotated.output_field
    if isinstance(field, DateTimeField):
        return "t"
    return "u" if isinstance(field, UUIDField | ForeignKey) else "i"


def _values(after: str, letters: list[str]) -> list[Any]:
    try:
        padded = after.encode("ascii") + b"=" * (-len(after) % 4)
        texts = orjson.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        values = [_READERS[letter](text[1:]) for letter, text in zip(letters, texts, strict=True) if text[0] == letter]
    except (binascii.Error, ValueError, TypeError, IndexError, KeyError):
        values = []
    if len(values) != len(letters) or any(isinstance(v, datetime) and v.tzinfo is None for v in values):
        raise Malformed({"after": "must be what the page before gave"})
    return values
