"""What changes the directory: confirmations by named people, own closures, imports."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Q
from django.db.models.functions import Coalesce

from holdfast.config.clock import now
from holdfast.directory.aspects import OF_PATHWAY, WrongValue, normal_value
from holdfast.directory.closed_days import LONGEST_SPAN, region_fault
from holdfast.directory.hours import zone_fault
from holdfast.directory.importing.sets import reading_of
from holdfast.directory.importing.settle import Assumed, settle
from holdfast.directory.importing.slots import slots_import as slots_import  # noqa: PLC0414 - with the other imports
from holdfast.directory.importing.store import check, write
from holdfast.directory.known import known, known_service, local_day, standing
from holdfast.directory.models import Aspect, Closure, Confirmation, Pathway, Service
from holdfast.incoming.faults import Faults, FileRefused, Tally
from holdfast.incoming.texts import unsafe_character
from holdfast.protocol.codes import Capacity
from holdfast.protocol.errors import HoldfastError, Malformed

LINE = 300
LONGEST_SOURCE = 100


class UnknownEntry(HoldfastError):  # noqa: N818 - the word the caller needs
    """There is no such pathway or service in the directory."""


class OthersToSay(HoldfastError):  # noqa: N818 - the word the caller needs
    """It is known, and the service's own organisation alone says it anew: ask them to, or whoever runs the server."""

    def __init__(self) -> None:
        super().__init__(
            "This is known already, and only staff of the service's own organisation say it anew. Ask them to, or "
            "whoever runs the server. Nothing was recorded."
        )


@dataclass(frozen=True, slots=True)
class Ground:
    """Who says so, on which date, and how they know it. `until`: the last date it holds, None: until further."""

    by: str
    on: date
    source: str
    until: date | None = None


def may_confirm(service_id: str, by_staff_of: Collection[str] | None, *, is_known: bool) -> bool:
    """Say whether staff of some services may confirm a fact of a service: what is unknown, or of their organisation.

    `by_staff_of` None: whoever runs the server, who may confirm any. At most one statement.
    """
    if by_staff_of is None or not is_known:
        return True
    theirs = Q(pk=service_id) | Q(organization__services=service_id)
    return Service.objects.filter(theirs, pk__in=list(by_staff_of)).exists()


def confirm(
    entry_id: str, aspect: str, value: object, ground: Ground, *, by_staff_of: Collection[str] | None = None
) -> Confirmation:
    """Record that a named person confirmed one aspect; from then on it counts, as long as it is in force.

    `entry_id` is a pathway's id for needs, ages, languages, payers, capacity and intake_requirements; for hours, zone,
    region, staffed and status it is a service's, or that of a pathway of it. `value` None says: not known any more.
    `by_staff_of`: the services at which they work, as `may_confirm` has it.
    Raises UnknownEntry; Malformed with the fields that are wrong; OthersToSay.
    """
    wrong = _ground_faults(ground)
    if aspect not in Aspect.values:
        wrong["aspect"] = f"must be one of {', '.join(Aspect.values)}"
    else:
        try:
            value = normal_value(aspect, value)
        except WrongValue as why:
            wrong["value"] = str(why)
    if wrong:
        raise Malformed(wrong)
    with transaction.atomic():
        of = _locked(entry_id, of_pathway=aspect in OF_PATHWAY)
        if not may_confirm(_service_of(of), by_staff_of, is_known=_is_known(of, aspect)):
            raise OthersToSay
        return _record(of, aspect, value, ground)


def _service_of(of: dict[str, Pathway | Service]) -> str:
    (entry,) = of.values()
    return str(entry.service_id if isinstance(entry, Pathway) else entry.pk)


def _is_known(of: dict[str, Pathway | Service], aspect: str) -> bool:
    """Say whether something is known of an aspect now, by a confirmation or the source."""
    (entry,), at = of.values(), now()
    if isinstance(entry, Pathway):
        value: object = getattr(known(entry, standing([entry.pk], [entry.service_id], at.date()), at), aspect)
    else:
        said = standing([], [entry.pk], at.date())
        value = known_service(entry, said, local_day(entry, said, at))[aspect]
    return value is not None and value != Capacity.UNKNOWN


def _record(of: dict[str, Pathway | Service], aspect: str, value: object, ground: Ground) -> Confirmation:
    standing = Confirmation.objects.filter(**of, aspect=aspect)
    number = standing.aggregate(last=Coalesce(Max("number"), 0))["last"] + 1
    return Confirmation.objects.create(
        **of,
        aspect=aspect,
        number=number,
        value=value,
        confirmed_by=ground.by.strip(),
        confirmed_on=ground.on,
        in_force_until=ground.until,
        ground=ground.source.strip(),
        recorded_at=now(),
    )


def _locked(entry_id: str, *, of_pathway: bool) -> dict[str, Pathway | Service]:
    """Return the entry, locked so that two confirmations at once get two numbers."""
    try:
        pathway = Pathway.objects.select_for_update(of=("self",)).filter(pk=entry_id).first()
        if pathway and of_pathway:
            return {"pathway": pathway}
        service_id = pathway.service_id if pathway else entry_id
        service = None if of_pathway else Service.objects.select_for_update().filter(pk=service_id).first()
    except ValidationError:
        service = None
    if service is None:
        raise UnknownEntry(f"There is no {'pathway' if of_pathway else 'service or pathway'} with this id.")
    return {"service": service}


def _ground_faults(ground: Ground) -> dict[str, str]:
    wrong: dict[str, str] = {}
    for name, text, most in (("by", ground.by, 300), ("source", ground.source, 1000)):
        if not text.strip() or len(text) > most or unsafe_character(text):
            wrong[name] = f"must be a text of 1 to {most} sound characters: who confirmed it, or how they know"
    if ground.on > now().date():
        wrong["on"] = "must be a date that has come: on which day it was confirmed"
    if ground.until and ground.until < ground.on:
        wrong["until"] = "must not be before the date of the confirmation"
    return wrong


@dataclass(frozen=True, slots=True)
class Days:
    """The days of an own closure, both ends included; `yearly`: each year, only month and day count."""

    first: date
    last: date
    yearly: bool = False


def close(service_id: str, days: Days, *, reason: str, source: str) -> Closure:
    """Record that a service is closed on some days; they are closed days of its calendar from now on.

    Where that is on record already, word for word, nothing changes. Deadlines already set keep the calendar they were
    computed with. Raises UnknownEntry; Malformed.
    """
    wrong: dict[str, str] = {}
    if not days.yearly and not 0 <= (days.last - days.first).days <= LONGEST_SPAN.days:
        wrong["last"] = "must not be before the first day, nor ten years after it"
    for name, text in (("reason", reason), ("source", source)):
        if not text.strip() or len(text) > LINE or unsafe_character(text):
            wrong[name] = "must be a text of 1 to 300 sound characters"
    if wrong:
        raise Malformed(wrong)
    said: dict[str, Any] = {
        "first": days.first,
        "last": days.last,
        "yearly": days.yearly,
        "reason": reason,
        "told_by": source,
    }
    with transaction.atomic():
        # Two clicks at once wait for one another here.
        service = Service.objects.select_for_update().filter(pk=service_id).first()
        if service is None:
            raise UnknownEntry("There is no service with this id.")
        return Closure.objects.get_or_create(service=service, source="", in_force_until=None, **said)[0]


def reopen(closure_id: UUID, organizations: Collection[UUID]) -> None:
    """Take back a closure that a person recorded for a service of these organisations: from today on it is none.

    Deadlines already set keep the calendar they were computed with. Raises UnknownEntry.
    """
    theirs = Closure.objects.filter(pk=closure_id, source="", service__organization_id__in=list(organizations))
    if not theirs.filter(in_force_until=None).update(in_force_until=now().date() - timedelta(days=1)):
        raise UnknownEntry("There is no such closure, or it was taken back already.")


@dataclass(frozen=True, slots=True)
class ImportWish:
    """How a directory is to be imported.

    `source` names the data set, so that two with the same ids do not mix (its form's name where None). `zone` and
    `region` stand for services of which the source says neither. `dry_run` counts and writes nothing.
    """

    source: str | None = None
    zone: str | None = None
    region: str | None = None
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did, and what it left unknown."""

    tally: Tally
    notes: list[str]


def directory_import(path: Path, wish: ImportWish, advance: Callable[[int], None] = lambda _: None) -> Imported:
    """Import a folder or a file into the directory, all of it or nothing.

    1. read and check every row; 2. write entries; 3. work out hours, zones, regions and pathways; 4. commit.
    Raises FileRefused with every fault and its place; Malformed for a wrong wish.
    """
    _check_wish(wish)
    faults = Faults()
    found = reading_of(path, faults)
    if found is None:
        raise FileRefused(faults)
    reading, form = found
    source = wish.source or form
    check(reading, source, faults, advance)
    if faults:
        raise FileRefused(faults)
    with transaction.atomic():
        tally = write(reading, source, advance)
        settle(source, Assumed(wish.zone, wish.region))
        transaction.set_rollback(wish.dry_run)
    return Imported(tally, faults.notes)


def _check_wish(wish: ImportWish) -> None:
    wrong = {
        "zone": zone_fault(wish.zone) if wish.zone else None,
        "region": region_fault(wish.region) if wish.region else None,
        "source": None
        if wish.source is None or (0 < len(wish.source) <= LONGEST_SOURCE and not unsafe_character(wish.source))
        else "must be a name of 1 to 100 characters",
    }
    if any(wrong.values()):
        raise Malformed({name: why for name, why in wrong.items() if why})
