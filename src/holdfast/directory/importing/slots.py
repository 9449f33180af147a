"""Published times from a CSV table, beside a directory that was imported: all rows or none, each fault by its row.

Importing the same file again changes nothing, also when its times have passed. A row keeps its day and time for ever:
another handoff may hold it. `withdrawn` takes it back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from holdfast.config.clock import now
from holdfast.directory.importing.cells import CLOCK_FORMS, DATE_FORMS, HOUR, MIDNIGHT, clock_of, day_of
from holdfast.directory.importing.rows import Row
from holdfast.directory.importing.tables import Table, table_files
from holdfast.directory.known import is_id
from holdfast.directory.languages import language_code
from holdfast.directory.models import IntakeContact, Service, Slot, SlotMode, source_id
from holdfast.directory.slots import SlotWish, Wrong, is_pathway_of, slot_of, times_of
from holdfast.incoming.faults import Faults, FileRefused, Tally

TABLE = Table(
    "slots", "slots", frozenset({"id", "service_id", "date", "time", "minutes", "mode"}),
    frozenset({"place", "who", "contact_id", "pathway_id", "languages", "withdrawn"}),
)  # fmt: skip
CHANGEABLE = ("minutes", "mode", "place", "who", "contact_id", "pathway_id", "languages")
_YES, _NO = ("yes", "true", "1"), ("", "no", "false", "0")
_IDS = "an id of a service here, or the id that it has in the directory that --source names"


@dataclass(frozen=True, slots=True)
class _Read:
    """A row that was read: its wish, and the key of its source."""

    row: Row
    key: str
    wish: SlotWish
    is_withdrawn: bool


@dataclass(frozen=True, slots=True)
class SlotsImported:
    """What an import did."""

    tally: Tally
    notes: list[str]


def slots_import(
    path: Path, source: str, *, dry_run: bool = False, advance: Callable[[int], None] = lambda _: None
) -> SlotsImported:
    """Import a table of published times. `source`: the name of the data set whose ids of services it uses.

    Raises FileRefused with every fault and its place; then nothing was imported.
    """
    faults, tally = Faults(), Tally()
    files = table_files([path], [[TABLE]], faults)
    with transaction.atomic():
        for file in files:
            for row in file.rows(faults):
                _import(row, source, faults, tally)
                advance(1)
        if faults:
            raise FileRefused(faults)
        transaction.set_rollback(dry_run)
    return SlotsImported(tally, faults.notes)


def _import(row: Row, source: str, faults: Faults, tally: Tally) -> None:
    before = faults.count
    read = _read(row, source)
    if read is None or faults.count > before:
        return
    known = Slot.objects.filter(pk=source_id(source, "slot", read.key)).first()
    if known is None:
        _add(read, source, tally)
    else:
        _change(known, read, tally)


def _read(row: Row, source: str) -> _Read | None:
    service = _service(row, source)
    day, minutes = day_of(row.text("date", required=True)), clock_of(row.text("time", required=True))
    length, mode = row.text("minutes", required=True), row.text("mode", required=True).lower()
    if day is None:
        row.fault("date", "is no date.", DATE_FORMS)
    if minutes is None or minutes >= MIDNIGHT:
        row.fault("time", "is no time of day.", CLOCK_FORMS)
    if not length.isdigit():
        row.fault("minutes", "is no number.", "a whole number of minutes")
    if mode not in SlotMode.values:
        row.fault("mode", "is not known.", ", ".join(SlotMode.values))
    withdrawn = row.text("withdrawn").lower()
    if withdrawn not in _YES + _NO:
        row.fault("withdrawn", "is neither yes nor no.", "yes or no")
    pathway = _pathway(row, service)
    key, contact, languages = row.key("id"), _contact(row, service, source), tuple(_languages(row))
    if service is None or day is None or minutes is None or minutes >= MIDNIGHT:
        return None
    if not length.isdigit() or mode not in SlotMode.values:
        return None
    wish = SlotWish(
        service=str(service), day=day, clock=time(*divmod(minutes, HOUR)), minutes=int(length[:5]),
        mode=SlotMode(mode), place=row.text("place"), who=row.text("who"), contact=contact, pathway=pathway,
        languages=languages,
    )  # fmt: skip
    return _Read(row, key, wish, withdrawn in _YES)


def _service(row: Row, source: str) -> UUID | None:
    key = row.text("service_id", required=True)
    named = Q(pk=key) if is_id(key) else Q(source=source, source_key=key)
    found = Service.objects.filter(named).values_list("pk", flat=True).first() if key else None
    if found is None and key:
        row.fault("service_id", f"{row.quoted(key)} is no service that we know.", _IDS)
    return found


def _contact(row: Row, service: UUID | None, source: str) -> str:
    key = row.text("contact_id")
    if not key or service is None:
        return ""
    named = Q(pk=key) if is_id(key) else Q(source=source, source_key=key)
    found = IntakeContact.objects.filter(named, Q(service=None) | Q(service=service)).first()
    if found is None:
        row.fault("contact_id", "is no contact of this service.", "an id of a contact of the service; or leave it out")
    return str(found.pk) if found else ""


def _pathway(row: Row, service: UUID | None) -> str:
    key = row.text("pathway_id")
    if key and service is not None and not is_pathway_of(key, str(service)):
        row.fault("pathway_id", "is no pathway of this service.", "an id of a pathway of the service; or leave it out")
    return key if is_id(key) else ""


def _languages(row: Row) -> Iterator[str]:
    for name in filter(None, (each.strip() for each in row.text("languages").replace(";", ",").split(","))):
        code = language_code(name)
        if code is None:
            row.fault("languages", f"{row.quoted(name)} is no language that we know.", "English, es, zh-Hant, ...")
        else:
            yield code


def _add(read: _Read, source: str, tally: Tally) -> None:
    if read.is_withdrawn:
        tally.unchanged += 1  # it was taken back before it was ever published here
        return
    times = times_of(read.wish)
    for wrong in times:
        if isinstance(wrong, Wrong):
            read.row.fault("date" if wrong.name == "day" else wrong.name, f"{wrong.sentence}.", "a time that can be")
    starts = [each for each in times if not isinstance(each, Wrong)]
    if len(starts) != len(times):
        return
    slot = slot_of(read.wish, starts[0], "", now())
    slot.id, slot.source, slot.source_key = source_id(source, "slot", read.key), source, read.key
    same = Q(service_id=slot.service_id, contact_id=slot.contact_id, who=slot.who, starts_at=slot.starts_at)
    if Slot.objects.filter(same, withdrawn_at=None).exists():
        read.row.fault("time", "is published already with the same person.", "each time once")
        return
    slot.save(force_insert=True)
    tally.added += 1


def _change(known: Slot, read: _Read, tally: Tally) -> None:
    wanted = slot_of(read.wish, known.starts_at, "", known.published_at)
    changed = [name for name in CHANGEABLE if getattr(known, name) != getattr(wanted, name)]
    if _moves(known, read.wish):
        read.row.fault("time", "is another than before.", "the time it had; a new time is a row with an id of its own")
        return
    for name in changed:
        setattr(known, name, getattr(wanted, name))
    if read.is_withdrawn and known.withdrawn_at is None:
        known.withdrawn_at = now()
        changed.append("withdrawn_at")
    if changed:
        known.save(update_fields=changed)
    tally.changed += bool(changed)
    tally.unchanged += not changed


def _moves(known: Slot, wish: SlotWish) -> bool:
    """Say whether a row that is here already stands at another time now; one that has passed moves nowhere."""
    times = times_of(wish, is_known=True)
    return any(not isinstance(each, Wrong) and each != known.starts_at for each in times)
