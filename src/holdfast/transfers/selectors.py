"""Reads of transfers: the judge that `verify` runs, one transfer, queues and archives. Each is scoped to who asks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from holdfast.ledger.entries import Recorded
from holdfast.ledger.verify import Finding
from holdfast.protocol.codes import Seat
from holdfast.protocol.evolve import fold
from holdfast.protocol.replay import replay
from holdfast.protocol.state import State
from holdfast.transfers import stream
from holdfast.transfers.acceptances import has_died
from holdfast.transfers.boards import (
    Wanted,
    archive_rows,
    cards_of,
    escalation_rows,
    failure_rows,
    queue_rows,
    queues_open,
    services_to_choose,
    transfers_found,
)
from holdfast.transfers.corrections import corrective_allowed_until
from holdfast.transfers.disclosing import (
    Disclosure,
    disclosed_at,
    disclosed_in,
    disclosed_to,
    disclosures_in_file,
    disclosures_of,
    disclosures_told,
    exceptions_waiting,
    seen_of,
)
from holdfast.transfers.disclosure import Sight, deadlines_heard
from holdfast.transfers.errors import ErasedTransfer, Stopped, UnknownTransfer, YesTakenBack
from holdfast.transfers.filings import Decided, Unsigned, countersigns_due, decisions_made
from holdfast.transfers.histories import event_views, kind_of, record_view, views_of
from holdfast.transfers.inviting import Invitation, invitation
from holdfast.transfers.looking import (
    Glimpse,
    looked_at,
    looked_near,
    looked_of,
    oversees_person,
    people_in_sight,
    people_overseen,
    transfers_by_change,
    transfers_by_time,
    transfers_looked_at,
    transfers_sought,
)
from holdfast.transfers.matters import Matter, Place, levels_of, matters_before, rungs_around
from holdfast.transfers.models import Transfer
from holdfast.transfers.paging import Paging
from holdfast.transfers.policies import policy_of
from holdfast.transfers.portrait import Looked, deadlines_of, portrait
from holdfast.transfers.scope import REAL, Asker, Right, is_of_originating_side, through_glass, visible
from holdfast.transfers.story import NO_STORY, StoryView, VersionView, fields_at_receiver, story_of_person, story_seen
from holdfast.transfers.viewing import (
    AccessView,
    Subject,
    access_views,
    case_sought,
    cases_known,
    erased_among,
    look_known,
    looks_shown,
    person_seen_by,
    transfer_exists,
    transfer_of_case,
)
from holdfast.transfers.views import (
    ArchiveRow,
    EscalationRow,
    EventView,
    FailureRow,
    Page,
    Queue,
    QueueRow,
    RecordView,
    TransferCard,
    TransferView,
)
from holdfast.transfers.weekly import Part, Point, Span, Talk, week_points, week_talks
from holdfast.transfers.worklists import (
    Counted,
    Task,
    followed_by,
    queue_grown,
    tasks_counted,
    tasks_opening,
    tasks_owed,
    to_answer,
    to_decide,
    to_visit,
    visited,
)

__all__ = [
    "NO_STORY", "AccessView", "ArchiveRow", "Asker", "Counted", "Decided", "Disclosure", "EscalationRow", "EventView",
    "FailureRow", "Glimpse", "Invitation", "Looked", "Matter", "Page", "Paging", "Part", "Place", "Point", "Queue",
    "QueueRow", "RecordView", "Right", "Sight", "Span", "StoryView", "Subject", "Talk", "Task", "Told", "TransferCard",
    "TransferView", "Unsigned", "VersionView", "Wanted", "access_views", "archive_rows", "cards_of",
    "case_sought", "cases_known",
    "corrective_allowed_until", "countersigns_due", "deadlines_heard", "deadlines_of", "decisions_made", "disclosed_at",
    "disclosed_in", "disclosed_to", "disclosures_in_file", "disclosures_of", "disclosures_told", "erased_among",
    "escalation_rows", "event_views", "exceptions_waiting",
    "failure_rows", "fields_at_receiver", "followed_by", "has_died", "invitation", "is_of_originating_side", "judge",
    "kind_of", "levels_of", "look_known", "looked_at", "looks_shown", "matters_before", "oversees_person",
    "people_in_sight", "people_overseen", "person_seen_by", "policy_of", "portrait", "queue_grown", "queue_rows",
    "queues_open", "record_view", "rungs_around", "seat_held", "seen_of", "services_to_choose", "state_at", "state_now",
    "story_of_person", "story_seen", "tasks_counted", "tasks_opening", "tasks_owed", "to_answer", "to_decide",
    "to_visit", "transfer_exists", "transfer_looked_at", "transfer_of_case", "transfer_seen", "transfer_told",
    "transfers_by_change", "transfers_by_time", "transfers_found", "transfers_in_sight", "transfers_looked_at",
    "transfers_sought", "visited", "week_points", "week_talks",
]  # fmt: skip

TOLD_FOR = timedelta(hours=1)
"""How long after a call that a pause ended who received in it is told so; later there is nothing to tell."""


def _unseen(asker: Asker, transfer_id: UUID, at: datetime) -> UnknownTransfer:
    """Return why nothing is seen: who receives in the call, or is invited to it, is told that it stops; others nothing.

    Whom the link of a guest is for knew of it already, as did who sat in the call that a pause has ended.
    """
    called = Transfer.objects.filter(
        REAL, pk=transfer_id, closed_at=None, is_erased=False, receiving_service_id__in=asker.services
    )
    row = called.only("zone", "is_paused", "is_event_open", "seated").first() if asker.practising is None else None
    is_guest = asker.only == transfer_id and asker.seat is Seat.RECEIVER
    if row is not None and row.is_paused and (is_guest or _sat_in_call(asker.party.id, transfer_id, at)):
        return YesTakenBack(row.zone, Stopped.PAUSED)
    if row is not None and not row.is_paused and row.is_event_open:
        if asker.party.id in row.seated:
            return YesTakenBack(row.zone)
        if is_guest:
            return YesTakenBack(row.zone, Stopped.INVITED)
    return UnknownTransfer("There is no such transfer, or it is not yours to see.")


def _sat_in_call(who: str, transfer_id: UUID, at: datetime) -> bool:
    """Say whether somebody received in the latest call until it ended, within the time in which they are told so."""
    live = stream.load(transfer_id).state.live
    if live is None or live.ended_at is None or at - live.ended_at > TOLD_FOR:
        return False
    return any(each.party is Seat.RECEIVER and each.who == who for each in live.seats)


def transfer_seen(asker: Asker, transfer_id: UUID, at: datetime, *, to_act: bool = False) -> Glimpse:
    """Return how much `asker` sees of a transfer, by one statement; by another one where they see it by break-glass.

    `to_act`: they mean to do something there, and break-glass lets nobody do anything.
    Raises: UnknownTransfer, also where they may not know of it; ErasedTransfer.
    """
    row = _found(visible(asker, at), transfer_id)
    if row is None and not to_act:
        row = _found(through_glass(asker, at), transfer_id)
    if row is None:
        raise _unseen(asker, transfer_id, at)
    if row.is_erased:
        raise ErasedTransfer("The content of this transfer was erased.")
    return Glimpse.of(row, asker)


def _found(among: QuerySet[Transfer], transfer_id: UUID) -> Transfer | None:
    return among.filter(pk=transfer_id).only("pk", "is_erased", "changed_at").first()


def transfer_looked_at(asker: Asker, transfer_id: UUID, at: datetime) -> Looked:
    """Return a transfer's state with what `asker` may see of it, by two statements. Raises: as `transfer_seen`."""
    seen = transfer_seen(asker, transfer_id, at)
    return looked_near(looked_of(seen, stream.load(transfer_id), asker, at))


@dataclass(frozen=True, slots=True)
class Told:
    """A transfer as somebody looks at it, with all of its events that they may hear of, in their order."""

    looked: Looked
    events: tuple[EventView, ...]


def transfer_told(asker: Asker, transfer_id: UUID, at: datetime) -> Told:
    """Return a transfer with its history, by two statements. Raises: as `transfer_seen`."""
    seen = transfer_seen(asker, transfer_id, at)
    loaded, told = stream.tell(transfer_id)
    looked = looked_near(looked_of(seen, loaded, asker, at))
    return Told(looked, tuple(views_of(looked, told)))


def transfers_in_sight(asker: Asker, transfer_ids: Iterable[UUID], at: datetime) -> set[UUID]:
    """Return those of the transfers that `asker` may see at `at`, also erased ones; one statement."""
    return set(visible(asker, at).filter(pk__in=list(transfer_ids)).values_list("pk", flat=True))


def seat_held(party_id: str) -> bool:
    """Say whether this party holds a seat in a live event that is open now, in whatever transfer; one statement."""
    return Transfer.objects.filter(is_event_open=True, seated__contains=[party_id]).exists()


def state_at(transfer_id: UUID, seq: int) -> State:
    """Return the state that a transfer had after the event `seq`, by one statement."""
    return fold(numbered.event for numbered in stream.between(transfer_id, 1, seq))


def state_now(transfer_id: UUID) -> State | None:
    """Return the state of a transfer for a job of the server's own; none where there is none, or it is erased."""
    try:
        loaded = stream.load(transfer_id)
    except ErasedTransfer:
        return None
    return loaded.state if loaded.tip.seq else None


def judge(history: Sequence[Recorded]) -> Finding | None:
    """Judge a transfer's history by the protocol's controls; return the first event that they do not bear out."""
    events = []
    for recorded in history:
        try:
            events.append(stream.event_of(recorded))
        except (ValueError, KeyError, TypeError) as fault:
            return Finding(
                recorded.transfer_id, recorded.seq, "it is no event of the protocol", "one", type(fault).__name__
            )
    found = replay(events).contradiction
    if found is None:
        return None
    place = history[min(found.place, len(history) - 1)]
    return Finding(place.transfer_id, place.seq, "the controls do not bear it out", found.expected, found.came)
