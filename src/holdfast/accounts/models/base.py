"""What the tables of `accounts` have in common: their key, a term of office, codes that the database itself checks."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models

from holdfast.config.clock import now
from holdfast.config.ids import new_id


class Keyed(models.Model):
    """A row with a UUIDv7 for its key."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)

    class Meta:
        abstract = True


class Term(Keyed):
    """A place somebody holds from an instant (included) until another (not included), or until it is ended."""

    held_from = models.DateTimeField(default=now)
    held_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


def one_of(field: str, codes: Iterable[str], *, table: str) -> models.CheckConstraint:
    """Let the database refuse a code that is not in the protocol's list."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{field}__in": [str(code) for code in codes]}), name=f"accounts_{table}_{field}_known"
    )


def in_order(*, table: str) -> models.CheckConstraint:
    """Let the database refuse a term that ends before it begins."""
    return models.CheckConstraint(
        condition=models.Q(held_until__isnull=True) | models.Q(held_until__gte=models.F("held_from")),
        name=f"accounts_{table}_term_in_order",
    )


def open_once(fields: Iterable[str], *, table: str) -> models.UniqueConstraint:
    """Let the database refuse a second open term for the same place."""
    return models.UniqueConstraint(
        fields=[*fields], condition=models.Q(held_until__isnull=True), name=f"accounts_{table}_open_once"
    )
