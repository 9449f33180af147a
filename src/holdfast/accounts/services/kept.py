"""Text that somebody had typed when they had to sign in again: kept sealed, for them alone, for half a day."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import orjson

from holdfast.accounts.models import KeptText
from holdfast.config.clock import now
from holdfast.config.ids import new_id
from holdfast.ledger.errors import LedgerError
from holdfast.ledger.sealed import seal, unseal

KEPT_FOR = timedelta(hours=12)
NEVER_KEPT = ("csrfmiddlewaretoken", "password", "oldpassword", "password1", "password2", "code", "credential")
"""Fields that are no text of a form, or a secret."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What was typed, and into which page."""

    id: uuid.UUID
    path: str
    fields: dict[str, list[str]] = field(repr=False)


def text_keep(staff_id: uuid.UUID, path: str, fields: Mapping[str, Sequence[str]]) -> uuid.UUID | None:
    """Keep what was being sent, and return its id; `None` where the address is longer than any of ours."""
    typed = {name: list(values) for name, values in fields.items() if name not in NEVER_KEPT}
    longest = KeptText._meta.get_field("path").max_length
    assert longest is not None
    if len(path) > longest:
        return None
    key = new_id()
    KeptText.objects.create(id=key, staff_id=staff_id, path=path, sealed=seal(key, orjson.dumps(typed).decode()))
    return key


def text_kept(kept_id: uuid.UUID, staff_id: uuid.UUID) -> Kept | None:
    """Return what they had typed; `None` where it is not theirs, is too old, or can't be opened any more."""
    row = KeptText.objects.filter(pk=kept_id, staff_id=staff_id, kept_at__gt=now() - KEPT_FOR).first()
    if row is None:
        return None
    try:
        return Kept(row.pk, row.path, orjson.loads(unseal(row.pk, row.sealed)))
    except LedgerError:
        return None


def text_discard(kept_id: uuid.UUID, staff_id: uuid.UUID) -> None:
    """Remove it: they have it back, or do not want it."""
    KeptText.objects.filter(pk=kept_id, staff_id=staff_id).delete()
