"""What changes people: the import of FHIR bundles, whom staff add, and who is made up to practise on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path
from uuid import UUID

from django.db import transaction

from holdfast.incoming.faults import Faults, FileRefused, Place, Tally
from holdfast.incoming.texts import unsafe_character
from holdfast.people.correcting import corrected_among
from holdfast.people.importing.bundles import PersonEntry, people_of
from holdfast.people.merging import rows_of
from holdfast.people.models import ADDED, PRACTICE, Person, Protection, person_id
from holdfast.protocol.errors import Malformed

BATCH = 500
LONGEST_SOURCE = 100
INVENTED_FAMILY, INVENTED_BORN = "Practice", "1990-01-01"


@dataclass(frozen=True, slots=True)
class ImportWish:
    """How people are to be imported. `source` names the system they come from: with another one they are others."""

    source: str = "fhir"
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did, and which files held nobody."""

    tally: Tally
    notes: list[str]


def people_import(paths: Iterable[Path], wish: ImportWish, advance: Callable[[int], None] = lambda _: None) -> Imported:
    """Import FHIR R4 bundles (files, or folders of .json files), all of them or nothing.

    One file at a time is held in memory. `advance` is told after each file. Raises FileRefused with every fault and its
    place; Malformed for a wrong source.
    """
    if not 0 < len(wish.source) <= LONGEST_SOURCE or unsafe_character(wish.source):
        raise Malformed({"source": f"must be a name of 1 to {LONGEST_SOURCE} characters"})
    if wish.source in {ADDED, PRACTICE}:
        raise Malformed({"source": "is kept for people who were added by staff or made up; use another name"})
    faults, tally = Faults(), Tally()
    with transaction.atomic():
        entries = _entries(paths, faults, advance)
        while batch := list(islice(entries, BATCH)):
            if not faults:
                _write(batch, wish.source, tally)
        if faults:
            raise FileRefused(faults)
        transaction.set_rollback(wish.dry_run)
    return Imported(tally, faults.notes)


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Somebody whom no source knows, as a member of staff writes them down. `phone`, `family`: blank where not known.

    `language`: a BCP 47 tag.
    """

    given: str = field(repr=False)
    family: str = field(repr=False)
    born: date = field(repr=False)
    language: str
    phone: str = field(default="", repr=False)


def person_add(new: NewPerson, key: str) -> UUID:
    """Add somebody, once for each key; return their id. Their names stand in no address and no log."""
    pk = person_id(ADDED, key)
    values = {
        "name": f"{new.given} {new.family}".strip(), "family": new.family, "given": new.given,
        "born": new.born.isoformat(), "language": new.language, "languages": [new.language],
        "telecom": [{"system": "phone", "value": new.phone, "use": "mobile"}] if new.phone else [],
    }  # fmt: skip
    Person.objects.get_or_create(pk=pk, defaults={**values, "source": ADDED, "source_key": key})
    return pk


def person_invent(key: str, given: str, language: str) -> UUID:
    """Make up somebody to practise on, the same one for the same key; return their id. No list names them."""
    pk = person_id(PRACTICE, key)
    name = {"name": f"{given} {INVENTED_FAMILY}", "family": INVENTED_FAMILY, "given": given}
    Person.objects.get_or_create(
        pk=pk, defaults={**name, "source": PRACTICE, "source_key": key, "born": INVENTED_BORN, "language": language}
    )
    return pk


def person_protected_by(person_id: UUID, services: Iterable[str]) -> None:
    """Let these services protect a person, and no others: nobody else finds them. Twice is as good as once."""
    wanted, known = set(services), Protection.objects.filter(person=person_id)
    known.exclude(service_id__in=wanted).delete()
    Protection.objects.bulk_create(
        [Protection(person_id=person_id, service_id=service) for service in sorted(wanted)], ignore_conflicts=True
    )


def person_death_set(person_id: UUID, died_on: date | None) -> None:
    """Write down that a person died, and on which day; `None`: that they live. It holds for each of their rows."""
    died = died_on.isoformat() if died_on else ""
    Person.objects.filter(pk__in=rows_of([person_id])).update(is_deceased=died_on is not None, died=died)


def bundle_files(paths: Iterable[Path]) -> list[Path]:
    """Return the files that paths stand for: a folder for its .json files."""
    found: list[Path] = []
    for path in paths:
        inside = sorted(file for file in path.iterdir() if file.suffix.lower() == ".json") if path.is_dir() else []
        found += inside or [path]
    return list(dict.fromkeys(found))


def _entries(paths: Iterable[Path], faults: Faults, advance: Callable[[int], None]) -> Iterator[PersonEntry]:
    seen: dict[str, Place] = {}
    for path in bundle_files(paths):
        for entry in people_of(path, faults):
            before = seen.setdefault(entry.key, entry.place)
            if before is not entry.place:
                wrong = f"the id stands already at {before.column('')}."
                faults.add(entry.place, "id", wrong, "each person once")
            yield entry
        advance(1)


def _write(batch: list[PersonEntry], source: str, tally: Tally) -> None:
    stored = Person.objects.in_bulk([person_id(source, entry.key) for entry in batch])
    corrected = corrected_among(stored)
    writing = []
    for entry in batch:
        pk = person_id(source, entry.key)
        person = stored.get(pk)
        values = {**entry.values, "born": stored[pk].born} if pk in corrected else entry.values
        if person is None:
            tally.added += 1
        elif all(getattr(person, name) == value for name, value in values.items()):
            tally.unchanged += 1
            continue
        else:
            tally.changed += 1
        writing.append(Person(id=pk, source=source, source_key=entry.key, **values))
    ours = {"merged_into"}  # what staff said of a person, not their source
    fields = [field.name for field in Person._meta.concrete_fields if not field.primary_key and field.name not in ours]
    Person.objects.bulk_create(writing, update_conflicts=True, unique_fields=["id"], update_fields=fields)
