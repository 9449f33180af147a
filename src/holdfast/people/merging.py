"""One person who stands on the list twice: two rows become one, with their history, and may be taken apart again.

No row is changed but for where it leads: what is on the ledger names the row it was filed for, and is found by either.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from holdfast.config.clock import now
from holdfast.ledger.sealed import seal
from holdfast.people.models import PRACTICE, Merge, Person
from holdfast.people.selectors import PersonView, people_alike, person
from holdfast.protocol.errors import Malformed


@dataclass(frozen=True, slots=True)
class MergeView:
    """A merge: the row that is gone, its name, when and by whom, and whether it was undone since."""

    id: UUID
    gone_id: UUID
    name: str = field(repr=False)
    at: datetime
    by: str
    undone_at: datetime | None


@transaction.atomic
def people_merge(kept: UUID, gone: UUID, *, by: str, why: str) -> Merge:
    """Say that two rows are one person; done before, it is that merge. `kept` is the one that lists name from now on.

    What was merged into `gone` before leads to `kept` as well. Raises: Malformed, where they can't be one.
    """
    person_held(kept, gone)
    rows = Person.objects.in_bulk([kept, gone])
    if kept == gone or set(rows) != {kept, gone} or PRACTICE in {row.source for row in rows.values()}:
        raise Malformed({"person": "must be two people of the list"})
    if rows[kept].merged_into_id is not None:
        raise Malformed({"kept": "is itself a second entry of somebody; keep that one"})
    if rows[gone].merged_into_id is not None:
        before = Merge.objects.filter(gone=gone, undone_at=None).first()
        if before is not None and before.kept_id == kept:
            return before
        raise Malformed({"gone": "is a second entry of somebody else already; undo that first"})
    made = Merge(kept_id=kept, gone_id=gone, at=now(), by=by)
    made.sealed = seal(made.pk, why)
    made.save(force_insert=True)
    Person.objects.filter(Q(pk=gone) | Q(merged_into=gone)).update(merged_into=kept)
    return made


@transaction.atomic
def merge_undo(merge_id: UUID, *, by: str) -> None:
    """Take two rows apart again; twice changes nothing. Raises: Malformed, where there is no such merge."""
    known = Merge.objects.filter(pk=merge_id).first()
    if known is None:
        raise Malformed({"merge": "there is none"})
    person_held(known.kept_id, known.gone_id)
    made = Merge.objects.select_for_update().get(pk=merge_id)
    if made.undone_at is not None:
        return
    made.undone_at, made.undone_by = now(), by
    made.save(update_fields=["undone_at", "undone_by"])
    Person.objects.filter(pk=made.gone_id).update(merged_into=None)
    back = [pk for pk in _led_here(made.gone_id) if pk != made.gone_id]
    Person.objects.filter(pk__in=back).update(merged_into=made.gone_id)


def merges_of(person_id: UUID) -> tuple[MergeView, ...]:
    """Return the rows that were merged into a person, the latest first; one statement."""
    rows = Merge.objects.filter(kept=person_id).select_related("gone").order_by("-at", "-pk")
    return tuple(MergeView(row.pk, row.gone_id, row.gone.name, row.at, row.by, row.undone_at) for row in rows)


def perhaps_the_same(whom: PersonView) -> tuple[PersonView, ...]:
    """Return who may be the same person: of one name and birth date, or of one phone; at most three statements."""
    found = {each.id: each for each in people_alike(name=whom.name, born=whom.born, phone="")}
    for phone in whom.phones[:1]:
        found.update({each.id: each for each in people_alike(name="", born="", phone=phone)})
    found.pop(whom.id, None)
    return tuple(found.values())


def one_of(person_id: UUID) -> PersonView | None:
    """Return a person by the id of any of their rows; none where there is none."""
    return person(str(person_id))


def person_held(*person_ids: UUID) -> set[UUID]:
    """Hold all rows of some people until the transaction ends; return their ids, and those asked for. One statement.

    Whoever looks at all that one person has, or says who is one person, does this first, before any other lock: it is
    the one order of locks (people by id, then a published time, then ledgers), so that no two wait for each other.
    Where a merge came before, whose rows were not known yet, they are held by one statement more.
    """
    asked, held = set(person_ids), set[UUID]()
    while not asked <= held:
        rows = Person.objects.select_for_update(no_key=True).filter(pk__in=rows_of(asked)).order_by("pk")
        leads = dict(rows.values_list("pk", "merged_into"))
        held = {*asked, *leads}
        asked = held | {into for into in leads.values() if into is not None}
    return held


def rows_of(person_ids: Iterable[UUID]) -> QuerySet[Person, UUID]:
    """Return a query of the ids of all rows of some people, given any of them; it is not run here."""
    asked = Person.objects.filter(pk__in=list(person_ids))
    kept = asked.annotate(kept=Coalesce("merged_into", "pk")).values("kept")
    led = Person.objects.filter(merged_into__in=kept).values("pk")
    # A union, since of an "or" of two subqueries the database reads the whole table.
    return Person.objects.filter(pk__in=kept.union(led)).values_list("pk", flat=True)


def _led_here(gone: UUID) -> set[UUID]:
    """Return the rows that had been merged into `gone` before it was itself merged, and still are."""
    return set(Merge.objects.filter(kept=gone, undone_at=None).values_list("gone_id", flat=True))
