"""Episodes: opened by staff, or imported; what was done with each. Whether one may end is asked above (`transfers`)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from holdfast.config.clock import now
from holdfast.incoming.faults import Faults, FileRefused, Place, Tally
from holdfast.incoming.files import json_of
from holdfast.ledger.sealed import seal
from holdfast.people.importing.episodes import EpisodeEntry, episodes_in
from holdfast.people.models import Episode, EpisodeAct, EpisodeSource, Person, person_id
from holdfast.protocol.codes import EpisodeKind, NoneNeeded
from holdfast.protocol.episodes import LONGEST_CRISIS

OPENED, ENDED, REFUSED = "opened", "ended", "refused"
BATCH = 500
SINCE_DAYS = timedelta(days=90)
"""How far back an import looks where nobody says."""


@dataclass(frozen=True, slots=True)
class EpisodesWish:
    """Whose episodes are imported: of people of `source`, as those of one service, which began at `since` or later."""

    service_id: str
    since: datetime
    source: str = "fhir"
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class EpisodesImported:
    """What an import did, and what it left out."""

    tally: Tally
    notes: list[str]


@dataclass(frozen=True, slots=True)
class Ended:
    """How an episode ended: by a handoff, or without one, for a reason that was said in words."""

    by: str
    handoff_id: UUID | None = None
    none_needed: NoneNeeded | None = None
    words: str = field(default="", repr=False)


def episode_open(person: UUID, service_id: str, kind: EpisodeKind, by: str) -> Episode:
    """Open an episode; while one of the kind is open at the service, it is that one."""
    try:
        with transaction.atomic():
            made = Episode.objects.create(
                person_id=person, service_id=service_id, kind=kind, source=EpisodeSource.STAFF, began_at=now()
            )
            _note(made, by, OPENED)
            return made
    except IntegrityError:
        return Episode.objects.get(
            person=person, service_id=service_id, kind=kind, source=EpisodeSource.STAFF, closed_at=None
        )


def episode_end(episode: Episode, ended: Ended) -> None:
    """Write down that an episode ended; who asks has asked whether it may, with the row locked."""
    episode.closed_at, episode.closed_by = now(), ended.by
    episode.handoff_id, episode.none_needed = ended.handoff_id, ended.none_needed or ""
    episode.save(update_fields=["closed_at", "closed_by", "handoff_id", "none_needed"])
    _note(episode, ended.by, ENDED, words=ended.words)


def episode_end_refused(episode: Episode, by: str, rules: Iterable[str]) -> None:
    """Write down that somebody wanted to end an episode, and what kept them."""
    _note(episode, by, REFUSED, refused=" ".join(rules))


def episodes_cold(service_ids: Iterable[str], start: datetime | None, end: datetime) -> QuerySet[Episode]:
    """Return the silent cold referrals of services that became so before `end`; where `start` is given, since then.

    The service was done with the person, and there is neither a completed handoff nor a reason; or an episode of
    crisis that staff began has been open for longer than crises last (`LONGEST_CRISIS`).
    """
    long_open = Q(over_at=None, kind=EpisodeKind.CRISIS, source=EpisodeSource.STAFF, began_at__lt=end - LONGEST_CRISIS)
    over = Q(over_at__lt=end)
    if start is not None:
        over &= Q(over_at__gte=start)
        long_open &= Q(began_at__gte=start - LONGEST_CRISIS)
    theirs = Episode.objects.filter(over | long_open, service_id__in=list(service_ids), closed_at=None)
    return theirs.order_by("-began_at", "-id")


def episodes_import(paths: Iterable[Path], wish: EpisodesWish) -> EpisodesImported:
    """Import the episodes of FHIR R4 bundles (EpisodeOfCare, Encounter) for people who were imported before.

    All or nothing. What is about nobody who is known, or began before `since`, is left out and counted in a note.
    Raises: FileRefused with every fault.
    """
    faults, tally, left = Faults(), Tally(), {"began earlier": 0, "are about nobody who was imported": 0}
    with transaction.atomic():
        for path in paths:
            bundle = json_of(path, faults)
            entries = bundle.get("entry", []) if isinstance(bundle, dict) else []
            people = _people_of(entries, wish.source) if isinstance(entries, list) else {}
            found = iter(list(episodes_in(entries, Place(path.name, "$"), faults)) if isinstance(entries, list) else [])
            while batch := list(islice(found, BATCH)):
                _write(batch, people, wish, tally, left)
        if faults:
            raise FileRefused(faults)
        transaction.set_rollback(wish.dry_run)
    return EpisodesImported(tally, [f"{count} episodes {why}; left out." for why, count in left.items() if count])


def _people_of(entries: list[object], source: str) -> dict[str, UUID]:
    """Return the people of a bundle by how its other entries refer to them."""
    found: dict[str, UUID] = {}
    for entry in entries:
        resource = entry.get("resource") if isinstance(entry, dict) else None
        if isinstance(entry, dict) and isinstance(resource, dict) and resource.get("resourceType") == "Patient":
            pk = person_id(source, str(resource.get("id")))
            found |= {f"Patient/{resource.get('id')}": pk, str(entry.get("fullUrl")): pk}
    return found


def _write(
    batch: list[EpisodeEntry], people: dict[str, UUID], wish: EpisodesWish, tally: Tally, left: dict[str, int]
) -> None:
    known = set(Person.objects.filter(pk__in=set(people.values())).values_list("pk", flat=True))
    for entry in batch:
        pk = people.get(entry.refers_to)
        if pk is None or pk not in known:
            left["are about nobody who was imported"] += 1
        elif entry.began_at < wish.since and (entry.over_at is None or entry.over_at < wish.since):
            left["began earlier"] += 1
        else:
            _keep(entry, pk, wish, tally)


def _keep(entry: EpisodeEntry, person: UUID, wish: EpisodesWish, tally: Tally) -> None:
    said = {"kind": entry.kind, "began_at": entry.began_at, "over_at": entry.over_at}
    key = f"{wish.source[:100]}/{entry.key}"
    episode, is_new = Episode.objects.get_or_create(
        source=entry.source, source_key=key, defaults={**said, "person_id": person, "service_id": wish.service_id}
    )
    if is_new:
        tally.added += 1
        _note(episode, "import", OPENED)
    elif all(getattr(episode, name) == value for name, value in said.items()):
        tally.unchanged += 1
    else:
        tally.changed += 1
        Episode.objects.filter(pk=episode.pk).update(**said)


def _note(episode: Episode, by: str, act: str, *, refused: str = "", words: str = "") -> None:
    made = EpisodeAct(episode=episode, at=now(), by=by, act=act, refused=refused[:60])
    if words:
        made.sealed = seal(episode.pk, words)
    made.save(force_insert=True)
