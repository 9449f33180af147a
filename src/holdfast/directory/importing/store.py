"""Checking that what entries name exists, and writing them in bulk. An entry already stored alike is left alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar
from uuid import UUID

from django.db import models

from holdfast.directory.importing.entries import Entry, Kind, Reading, Reference
from holdfast.directory.models import (
    Address,
    Category,
    Closure,
    Imported,
    IntakeContact,
    Location,
    OpeningPeriod,
    Organization,
    Phone,
    Program,
    Service,
    ServiceAtLocation,
    source_id,
)
from holdfast.incoming.faults import Faults, Place, Tally
from holdfast.incoming.texts import shown

BATCH = 1000
MODELS: dict[Kind, type[Imported]] = {
    Kind.ORGANIZATION: Organization,
    Kind.PROGRAM: Program,
    Kind.LOCATION: Location,
    Kind.ADDRESS: Address,
    Kind.CATEGORY: Category,
    Kind.SERVICE: Service,
    Kind.PLACE: ServiceAtLocation,
    Kind.CONTACT: IntakeContact,
    Kind.PHONE: Phone,
    Kind.PERIOD: OpeningPeriod,
    Kind.CLOSURE: Closure,
}
Advance = Callable[[int], None]
_Item = TypeVar("_Item")


def check(reading: Reading, source: str, faults: Faults, advance: Advance) -> None:
    """Read everything once. Adds a fault for each id that stands twice and each parent that is nowhere.

    Only keys are held in memory; the directory is asked once for each batch of parents that are not in the files.
    """
    seen: dict[Kind, set[str]] = {kind: set() for kind in Kind}
    elsewhere: dict[tuple[Kind, str], list[tuple[Place, str]]] = defaultdict(list)
    for entry in reading.check(faults):
        advance(1)
        if entry.key in seen[entry.kind] and entry.counted:
            faults.add(entry.place, "id", "the id stands already in a row above.", "an id of its own for each row")
        seen[entry.kind].add(entry.key)
        for reference in entry.references:
            if reference.key and reference.key not in seen[reference.kind]:
                elsewhere[reference.kind, reference.key].append((entry.place, reference.column))
    absent = {(kind, key) for kind in Kind for key in _not_stored(kind, seen, elsewhere, source)}
    for (kind, key), places in elsewhere.items():
        for place, column in places if (kind, key) in absent else ():
            wrong = f"there is no {kind} “{shown(key)}” in these files nor in the directory."
            accepted = "an id that stands in these files, or was imported before from the same source"
            faults.add(place, column, wrong, accepted)


def _not_stored(
    kind: Kind, seen: dict[Kind, set[str]], elsewhere: Iterable[tuple[Kind, str]], source: str
) -> Iterator[str]:
    for batch in _batches(key for of, key in elsewhere if of is kind and key not in seen[kind]):
        ids = {source_id(source, kind, key): key for key in batch}
        stored = set(MODELS[kind]._default_manager.filter(pk__in=list(ids)).values_list("pk", flat=True))
        yield from (key for pk, key in ids.items() if pk not in stored)


def write(reading: Reading, source: str, advance: Advance) -> Tally:
    """Write every entry, in batches of a thousand and two statements each, inside the caller's transaction."""
    tally = Tally()
    for kind in Kind:
        for batch in _batches(reading.entries(kind)):
            _write_batch(kind, batch, source, tally)
            advance(len(batch))
    return tally


def _write_batch(kind: Kind, batch: list[Entry], source: str, tally: Tally) -> None:
    model = MODELS[kind]
    stored = model._default_manager.in_bulk([source_id(source, kind, entry.key) for entry in batch])
    writing: list[Imported] = []
    for entry in batch:
        pk = source_id(source, kind, entry.key)
        row = stored.get(pk) or model(id=pk, source=source, source_key=entry.key)
        is_new = pk not in stored
        is_changed = _fill(row, entry, source)
        if is_new or is_changed:
            writing.append(row)
        if entry.counted:
            tally.added += is_new
            tally.changed += is_changed and not is_new
            tally.unchanged += not is_new and not is_changed
    upsert(model, writing)


def upsert(model: type[models.Model], rows: Sequence[models.Model]) -> None:
    """Insert rows, or write over those that have the same id, in one statement."""
    if not rows:
        return
    fields = [field.name for field in model._meta.concrete_fields if not field.primary_key]
    model._default_manager.bulk_create(
        rows, update_conflicts=True, unique_fields=["id"], update_fields=fields, batch_size=BATCH
    )


def _fill(row: Imported, entry: Entry, source: str) -> bool:
    """Put an entry's values into a row; say whether that changed anything."""
    wanted: dict[str, object] = dict(entry.values)
    wanted |= {f"{name}_id": pk for name, pk in _parent_ids(entry.references, source)}
    is_changed = False
    for name, value in wanted.items():
        now = getattr(row, name)
        # What a source leaves out says nothing, so it takes nothing away.
        new = {**now, **value} if isinstance(now, dict) and isinstance(value, dict) else value
        if now != new:
            setattr(row, name, new)
            is_changed = True
    return is_changed


def _parent_ids(references: Iterable[Reference], source: str) -> Iterator[tuple[str, UUID | None]]:
    for reference in references:
        if reference.field:
            yield reference.field, source_id(source, reference.kind, reference.key) if reference.key else None


def _batches(items: Iterable[_Item]) -> Iterator[list[_Item]]:
    rest = iter(items)
    while batch := list(islice(rest, BATCH)):
        yield batch
