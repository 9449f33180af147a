"""Episodes of one's services, and their end: asked of the protocol with the handoffs of the person (section 3.6)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from holdfast.people.episodes import Ended, episode_end, episode_end_refused, episode_open, episodes_cold
from holdfast.people.merging import rows_of
from holdfast.people.models import Episode
from holdfast.people.selectors import is_hidden, may_be_transferred, person
from holdfast.protocol.codes import OPENERS, EpisodeKind
from holdfast.protocol.controls.gates import DECIDERS
from holdfast.protocol.episodes import Ending, HandoffPicture, barred_end
from holdfast.protocol.state import State
from holdfast.transfers import stream
from holdfast.transfers.callers import Caller
from holdfast.transfers.errors import UnknownTransfer
from holdfast.transfers.models import Transfer
from holdfast.transfers.paging import Paging, paged
from holdfast.transfers.scope import REAL, Asker, services_overseen
from holdfast.transfers.views import Page

ENDERS = OPENERS | DECIDERS
"""Who opens and ends episodes of the service at which they work."""
MOST_COLD = 50


@dataclass(frozen=True, slots=True)
class EpisodeView:
    """An episode as its service sees it. `handoff_id`: of the one it ended with; `none_needed`: a code, or blank."""

    id: UUID
    person_id: UUID
    service_id: str
    kind: EpisodeKind
    began_at: datetime
    over_at: datetime | None
    closed_at: datetime | None
    handoff_id: UUID | None
    none_needed: str


@dataclass(frozen=True, slots=True)
class Offered:
    """A handoff of the service itself since the episode began; it may end with one that is completed."""

    transfer_id: UUID
    case_id: str
    opened_at: datetime
    is_completed: bool


@dataclass(frozen=True, slots=True)
class EpisodeAsked:
    """One episode with the handoffs that it may end with."""

    episode: EpisodeView
    handoffs: tuple[Offered, ...]


def episodes_of(caller: Caller, paging: Paging, *, is_open: bool = True) -> Page[EpisodeView]:
    """Return the episodes of the services at which the caller works with people, the latest first; one statement.

    Raises Malformed for a wrong `after`.
    """
    rows = Episode.objects.filter(service_id__in=_services(caller), closed_at__isnull=is_open)
    return paged(rows, ("-began_at", "-id"), paging, lambda found: [_view(row) for row in found])


def episode_asked(caller: Caller, episode_id: UUID) -> EpisodeAsked:
    """Return an episode of the caller's services with the handoffs of its person; at most three statements.

    Raises: UnknownTransfer, where there is none for them.
    """
    row = _mine(caller).filter(pk=episode_id).first()
    if row is None:
        raise UnknownTransfer("There is no such episode.")
    return EpisodeAsked(_view(row), tuple(offered for offered, _ in _handoffs(row)))


def episode_begin(caller: Caller, person_id: UUID, kind: EpisodeKind) -> UUID:
    """Open an episode of somebody at the caller's service; while one of the kind is open, it is that one.

    Raises: UnknownTransfer, where the caller opens none, or there is nobody of this id.
    """
    service, whom = caller.party.service_as(ENDERS), person(str(person_id))
    if service is None or whom is None or not may_be_transferred(whom.id) or is_hidden(whom.id, caller.services):
        raise UnknownTransfer("There is nobody to open an episode for.")
    return episode_open(UUID(whom.id), service, kind, str(caller.id)).pk


@transaction.atomic
def episode_close(caller: Caller, episode_id: UUID, ending: Ending) -> tuple[str, ...]:
    """End an episode, where it may; return the rules that keep it from ending, none where it was done.

    Raises: UnknownTransfer. Side effects: what was tried stands in the episode's acts, also where it was refused.
    """
    row = _mine(caller).select_for_update().filter(pk=episode_id).first()
    if row is None:
        raise UnknownTransfer("There is no such episode.")
    pictures = [picture for _, picture in _handoffs(row)]
    barred = barred_end(ending, pictures, is_ended=row.closed_at is not None)
    if barred:
        episode_end_refused(row, str(caller.id), barred)
        return barred
    handoff = UUID(ending.handoff) if ending.handoff else None
    episode_end(row, Ended(str(caller.id), handoff, None if handoff else ending.none_needed, ending.words.strip()))
    return ()


def episodes_gone_cold(asker: Asker, start: datetime | None, end: datetime) -> list[EpisodeView]:
    """Return the silent cold referrals of a span at services that the asker oversees; at most 50, two statements."""
    services = [str(pk) for pk in services_overseen(asker).values_list("pk", flat=True)]
    return [_view(row) for row in episodes_cold([*services, *asker.services], start, end)[:MOST_COLD]]


def _mine(caller: Caller) -> QuerySet[Episode]:
    return Episode.objects.filter(service_id__in=_services(caller))


def _services(caller: Caller) -> set[str]:
    return {each.service for each in caller.party.assignments if each.role in ENDERS}


def _handoffs(row: Episode) -> Iterable[tuple[Offered, HandoffPicture]]:
    """Return the handoffs that the episode's own service opened for the person since it began; two statements.

    One that came to the service is not its own: it has still to hand the person on.
    """
    own = Transfer.objects.filter(REAL, service_id=row.service_id, person_id__in=rows_of([row.person_id]))
    since = own.filter(Q(closed_at=None) | Q(closed_at__gte=row.began_at))
    rows = {each.pk: each for each in since.filter(is_erased=False).order_by("-opened_at", "-id")[:MOST_COLD]}
    states = stream.load_many(rows)
    for each in rows.values():
        picture = _pictured(each, states[each.pk].state if each.pk in states else None)
        yield Offered(each.pk, each.case_id, each.opened_at, picture.is_completed), picture


def _pictured(row: Transfer, state: State | None) -> HandoffPicture:
    has_failed = state is not None and (state.is_determination_owed or state.corrective is not None)
    was_verified = state is not None and state.is_verified
    return HandoffPicture(str(row.pk), row.warmth, was_verified, has_failed)


def _view(row: Episode) -> EpisodeView:
    return EpisodeView(
        row.pk, row.person_id, row.service_id, EpisodeKind(row.kind), row.began_at, row.over_at, row.closed_at,
        row.handoff_id, row.none_needed,
    )  # fmt: skip
