"""Lists of transfers and of what came of them: boards, queues, archives, escalations, failures. Each is scoped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet

from holdfast.accounts.ladder import climb
from holdfast.accounts.selectors import ladders_for
from holdfast.directory.selectors import organizations_of
from holdfast.protocol.codes import ConsentScope, DeadlineName, EscalationLevel, RecordKind
from holdfast.transfers.disclosure import NEED, RISK, UNHEARD_DEADLINES, Sight
from holdfast.transfers.models import Deadline, DeadlineStatus, Escalation, Failure, FiledRecord, Transfer
from holdfast.transfers.paging import Paging, paged
from holdfast.transfers.scope import (
    Asker,
    names_shown,
    overseen,
    right_of,
    services_overseen,
    sight_of,
    visible,
)
from holdfast.transfers.views import ArchiveRow, EscalationRow, FailureRow, Page, Queue, QueueRow, TransferCard

OLDEST_FIRST = ("transfer_id", "seq")
NEWEST_FIRST = ("-transfer_id", "-seq")
MOST_SERVICES = 500


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which of the transfers that may be seen. `service`: on either side; `opened_until` is not included itself."""

    stage: str = ""
    service: str = ""
    owner: str = ""
    warmth: str = ""
    opened_from: datetime | None = None
    opened_until: datetime | None = None


def transfers_found(asker: Asker, at: datetime, wanted: Wanted, paging: Paging) -> Page[TransferCard]:
    """Return transfers, the one that changed last first; one statement. Raises Malformed for a wrong `after`."""
    found = visible(asker, at).filter(_wanted(wanted), is_erased=False)
    return paged(found, ("-changed_at", "-id"), paging, lambda rows: [_card(row, asker, at) for row in rows])


def services_to_choose(asker: Asker) -> tuple[tuple[str, str], ...]:
    """Return ids and names of the services that `asker` oversees, in order of name, at most 500; one statement."""
    found = services_overseen(asker).order_by("name", "pk").values_list("pk", "name")[:MOST_SERVICES]
    return tuple((str(pk), name) for pk, name in found)


def _wanted(wanted: Wanted) -> Q:
    plain = {
        "stage": wanted.stage, "owner_id": wanted.owner, "warmth": wanted.warmth,
        "opened_at__gte": wanted.opened_from, "opened_at__lt": wanted.opened_until,
    }  # fmt: skip
    asked = Q(**{name: value for name, value in plain.items() if value})
    if wanted.service:
        asked &= Q(service_id=wanted.service) | Q(receiving_service_id=wanted.service)
    return asked


def queues_open(asker: Asker, at: datetime) -> tuple[Queue, ...]:
    """Return the queues that have open deadlines, with their counts; one statement."""
    counted = (
        _open_deadlines(asker, at)
        .values("name")
        .annotate(n=Count("seq"), overdue=Count("seq", filter=Q(due_at__lte=at)), oldest=Min("due_at"))
    )
    return tuple(Queue(row["name"], row["n"], row["overdue"], row["oldest"]) for row in counted.order_by("oldest"))


def queue_rows(asker: Asker, at: datetime, deadline: DeadlineName, paging: Paging) -> Page[QueueRow]:
    """Return the open deadlines of one name, the oldest due first; two statements."""
    found = _open_deadlines(asker, at).filter(name=deadline)

    def rows(page: list[Deadline]) -> list[QueueRow]:
        cards = cards_of({row.transfer_id for row in page}, asker, at)
        return [_queue_row(row, cards[row.transfer_id]) for row in page if row.transfer_id in cards]

    return paged(found, ("due_at", *OLDEST_FIRST), paging, rows)


def archive_rows(asker: Asker, at: datetime, kind: RecordKind, paging: Paging) -> Page[ArchiveRow]:
    """Return the filed records of one archive, the latest first; one statement."""
    found = FiledRecord.objects.filter(kind=kind, transfer__in=visible(asker, at).values("pk"))
    return paged(found, ("-filed_at", *NEWEST_FIRST), paging, lambda rows: [_archive_row(row) for row in rows])


def failure_rows(asker: Asker, paging: Paging) -> Page[FailureRow]:
    """Return refused attempts and breaches, the latest first; one statement."""
    found = Failure.objects.filter(transfer__in=overseen(asker).values("pk"))
    return paged(found, ("-at", *NEWEST_FIRST), paging, lambda rows: [_failure_row(row) for row in rows])


def escalation_rows(
    asker: Asker, at: datetime, paging: Paging, *, level: EscalationLevel | None = None, is_open: bool | None = True
) -> Page[EscalationRow]:
    """Return matters before a level, the oldest first, with who holds each now; five statements, whatever the number.

    `is_open` None: also those that are resolved.
    """
    found = Escalation.objects.filter(transfer__in=overseen(asker).values("pk")).select_related("transfer")
    if level is not None:
        found = found.filter(level=level)
    if is_open is not None:
        found = found.filter(resolved_at__isnull=is_open)
    return paged(found, ("raised_at", *OLDEST_FIRST), paging, lambda rows: _escalations(rows, at))


def _open_deadlines(asker: Asker, at: datetime) -> QuerySet[Deadline]:
    """Return the open deadlines of which the asker hears: one that tells too much, where they oversee."""
    found = Deadline.objects.filter(status=DeadlineStatus.OPEN, transfer__in=visible(asker, at).values("pk"))
    return found.exclude(Q(name__in=UNHEARD_DEADLINES) & ~Q(transfer__in=overseen(asker).values("pk")))


def cards_of(ids: set[UUID], asker: Asker, at: datetime) -> dict[UUID, TransferCard]:
    """Return those of some transfers that `asker` may see, by their ids; one statement."""
    return {row.pk: _card(row, asker, at) for row in visible(asker, at).filter(pk__in=ids)}


def _card(row: Transfer, asker: Asker, at: datetime) -> TransferCard:
    sight, scopes = sight_of(row, asker), _scopes(row, asker, at)
    is_whole = sight is Sight.WHOLE
    sees_need = is_whole or NEED in scopes
    return TransferCard(
        id=row.pk, seq=row.seq, sight=sight, stage=row.stage, warmth=row.warmth,
        case_id=row.case_id if is_whole else None,
        person_id=row.person_id if is_whole and _is_named_in(row, asker) else None,
        need=row.need if sees_need else None, urgency=(row.urgency or None) if sees_need else None,
        is_elevated=row.is_elevated if is_whole or RISK in scopes else None, is_emergency=row.is_emergency,
        is_paused=row.is_paused, is_event_open=row.is_event_open, service_id=row.service_id,
        receiving_service_id=row.receiving_service_id, owner_id=row.owner_id, owner_service_id=row.owner_service_id,
        opened_at=row.opened_at, changed_at=row.changed_at, next_due_at=row.next_due_at,
        shared=() if is_whole else tuple(ConsentScope(scope) for scope in sorted(scopes)),
        basis=right_of(row) if is_whole else row.consent_basis if scopes else "",
    )  # fmt: skip


def _is_named_in(row: Transfer, asker: Asker) -> bool:
    """Say whether a list may name the person of a transfer."""
    is_protected: bool = row.is_protected or row.is_shielded  # type: ignore[attr-defined]  # annotated by `visible`
    return names_shown(is_protected, (row.owner_id, row.originator_id, row.continuity_lead_id), asker)


def _scopes(row: Transfer, asker: Asker, at: datetime) -> frozenset[str]:
    """Return what is shared with the asker, by the consent towards the receiving service that the row keeps.

    In the emergency window a list shows no more than the consent covers; the transfer itself does.
    """
    is_theirs = row.receiving_service_id in asker.services
    has_ended = row.consent_ends_at is not None and at >= row.consent_ends_at
    is_before = row.consent_until is not None and at < row.consent_until
    is_kept = row.consent_until is not None and row.owner_service_id == row.receiving_service_id
    if not is_theirs or has_ended or row.is_paused or not (is_before or is_kept):
        return frozenset()
    return frozenset(row.consent_scopes) - (frozenset() if is_before else {ConsentScope.SUD_PART2})


def _queue_row(row: Deadline, card: TransferCard) -> QueueRow:
    return QueueRow(
        transfer_id=row.transfer_id, seq=row.seq, deadline=row.name, due_at=row.due_at, opened_at=row.opened_at,
        zone=row.zone, stage=card.stage, need=card.need, urgency=card.urgency, owner_id=card.owner_id,
        service_id=card.service_id, receiving_service_id=card.receiving_service_id, shared=card.shared,
        basis=card.basis,
    )  # fmt: skip


def _archive_row(row: FiledRecord) -> ArchiveRow:
    return ArchiveRow(
        transfer_id=row.transfer_id, seq=row.seq, kind=row.kind, filed_by=row.filed_by, filed_at=row.filed_at,
        reviewer_id=row.reviewer_id or None, is_correction=row.is_correction, is_standing=row.is_standing,
        countersigned_at=row.countersigned_at,
    )  # fmt: skip


def _failure_row(row: Failure) -> FailureRow:
    return FailureRow(
        row.transfer_id, row.seq, row.step or None, row.by, row.at, tuple(row.controls), is_breach=row.is_breach
    )


def _escalations(rows: list[Escalation], at: datetime) -> list[EscalationRow]:
    organizations = organizations_of(row.transfer.service_id for row in rows)
    ladders = ladders_for(set(organizations.values()))
    views = []
    for row in rows:
        rungs = ladders.get(organizations.get(row.transfer.service_id, ("", "")), {})
        held = climb(rungs, EscalationLevel(row.level), at, without=frozenset({row.transfer.originator_id}))
        views.append(_escalation_row(row, held.level, held.holders))
    return views


def _escalation_row(row: Escalation, held_at: EscalationLevel | None, holders: tuple[str, ...]) -> EscalationRow:
    return EscalationRow(
        transfer_id=row.transfer_id, seq=row.seq, control=row.control, level=row.level, asked=row.asked,
        is_vacancy=row.is_vacancy, count=row.count, raised_at=row.raised_at, acknowledge_by=row.acknowledge_by,
        acknowledged_by=row.acknowledged_by or None, acknowledged_at=row.acknowledged_at,
        resolved_by=row.resolved_by or None, resolved_at=row.resolved_at, held_at=held_at, holders=holders,
    )  # fmt: skip
