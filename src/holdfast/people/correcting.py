"""The date of birth of somebody on the list, put on record or right by staff: with a reason, and what it was before."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

import orjson
from django.db import transaction
from django.db.models import QuerySet

from holdfast.config.clock import now
from holdfast.ledger.errors import LedgerError
from holdfast.ledger.sealed import is_current, seal, unseal
from holdfast.people.models import PRACTICE, Correction, EpisodeAct, Merge, Person
from holdfast.protocol.errors import Malformed


@dataclass(frozen=True, slots=True)
class CorrectionView:
    """A correction: when, by whom, from what to what, and how they knew. Blank: not known, or not to be opened."""

    at: datetime
    by: str
    before: str = field(default="", repr=False)
    after: str = field(default="", repr=False)
    why: str = field(default="", repr=False)


@transaction.atomic
def person_born_set(person_id: UUID, born: date, *, by: str, why: str) -> bool:
    """Put the date of birth of a person on record; return whether that changed anything. Twice it is done once.

    Handoffs that are open keep the age that they began with. Raises: Malformed, where nobody real has this id.
    """
    row = Person.objects.select_for_update().filter(pk=person_id).exclude(source=PRACTICE).first()
    if row is None:
        raise Malformed({"person": "nobody on the people list has this id"})
    if row.born == born.isoformat():
        return False
    made = Correction(person=row, at=now(), by=by)
    said = {"before": row.born, "after": born.isoformat(), "why": why}
    made.sealed = seal(made.pk, orjson.dumps(said).decode())
    made.save(force_insert=True)
    row.born = born.isoformat()
    row.save(update_fields=["born"])
    return True


def corrections_of(person_id: UUID) -> tuple[CorrectionView, ...]:
    """Return what was corrected of a person, the latest first; one statement."""
    return tuple(map(_view, Correction.objects.filter(person=person_id).order_by("-at", "-pk")))


def corrected_among(ids: Collection[UUID]) -> frozenset[UUID]:
    """Return whose date of birth staff put right, of some people; one statement."""
    return frozenset(Correction.objects.filter(person__in=ids).values_list("person_id", flat=True))


def words_seal_anew() -> int:
    """Seal what staff said of people under the master key in use; return how many rows changed. Again when cut off."""
    acts = EpisodeAct.objects.exclude(sealed="")
    changed = sum(_anew(Merge.objects.filter(pk=pk), pk) for pk in Merge.objects.values_list("pk", flat=True))
    changed += sum(
        _anew(Correction.objects.filter(pk=pk), pk) for pk in Correction.objects.values_list("pk", flat=True)
    )
    return changed + sum(
        _anew(EpisodeAct.objects.filter(pk=pk), place) for pk, place in acts.values_list("pk", "episode_id")
    )


def _anew(row: QuerySet[Any], place: UUID) -> int:
    """Seal one row anew, unless somebody changed it meanwhile; return how many that were."""
    old: str = row.values_list("sealed", flat=True).get()
    return 0 if is_current(old) else row.filter(sealed=old).update(sealed=seal(place, unseal(place, old)))


def _view(row: Correction) -> CorrectionView:
    try:
        said = orjson.loads(unseal(row.pk, row.sealed))
    except LedgerError:
        said = {}
    return CorrectionView(row.at, row.by, **said)
