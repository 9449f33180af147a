"""From the outbox of transfers to messages: who is to hear of it now, worked off in one transaction a row.

The outbox is a read model of the ledger. A row is locked while it is worked off, and marked in the same transaction:
several workers share the rows, and one that dies leaves its row as it was.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F

from holdfast.config.clock import now
from holdfast.directory.selectors import service_organization
from holdfast.notify.backups import name_backup
from holdfast.notify.holders import administrators_of, hearers_of, with_stand_ins
from holdfast.notify.models import Kind
from holdfast.notify.services.links import LinkOrder, link_request
from holdfast.notify.trying import FIRST_PAUSE, LONGEST_PAUSE
from holdfast.notify.writing import News, tell
from holdfast.protocol.codes import DeadlineName, EscalationLevel
from holdfast.protocol.deadlines import DEADLINES
from holdfast.protocol.facts import CLOCK
from holdfast.protocol.telling import is_harm
from holdfast.transfers.models import Custody, Deadline, DeadlineStatus, Escalation, Outbox, Ownership, Transfer
from holdfast.transfers.scope import REAL
from holdfast.transfers.selectors import policy_of

log = logging.getLogger(__name__)
BATCH = 100
NEWS_FOR = timedelta(days=1)
"""How long it is news to somebody that they own a transfer, or that a deadline runs: later they have long seen it."""


def address_due(limit: int = BATCH) -> int:
    """Work off what the outbox holds, the oldest first; return how many rows were. Several may run at once."""
    due = Outbox.objects.filter(delivered_at__isnull=True, next_try_at__lte=now()).order_by("next_try_at")
    return sum(_address(*key) for key in due.values_list("transfer_id", "seq")[:limit])


def _address(transfer_id: UUID, seq: int) -> bool:
    try:
        with transaction.atomic():
            return _addressed(transfer_id, seq)
    except Exception as trouble:  # one bad row must not stop the others
        log.warning("outbox %s/%d: nobody could be told: %s", transfer_id, seq, type(trouble).__name__)
        _later(transfer_id, seq)
        return False


def _addressed(transfer_id: UUID, seq: int) -> bool:
    mine = Outbox.objects.filter(transfer_id=transfer_id, seq=seq, delivered_at__isnull=True)
    row = mine.select_for_update(skip_locked=True).first()
    if row is None:
        return False
    at = now()
    transfer = Transfer.objects.filter(REAL, pk=transfer_id, is_erased=False).first()
    if transfer is not None:
        _HEARD[row.kind](row, transfer, at)
    mine.update(delivered_at=at, tries=F("tries") + 1)
    return True


def _later(transfer_id: UUID, seq: int) -> None:
    mine = Outbox.objects.filter(transfer_id=transfer_id, seq=seq, delivered_at__isnull=True)
    for row in mine:
        pause = min(FIRST_PAUSE * 2 ** min(row.tries, 10), LONGEST_PAUSE)
        mine.update(next_try_at=now() + pause, tries=F("tries") + 1)


def _escalated(row: Outbox, transfer: Transfer, at: datetime) -> None:
    """Tell who holds the level now; what is settled (and may have come anew), held, or gone on, is told to nobody."""
    open_matters = Escalation.objects.filter(transfer_id=row.transfer_id, control=row.about, resolved_at__isnull=True)
    matter = open_matters.first()
    if matter is None or matter.seq > row.seq or matter.level != row.to or matter.acknowledged_by:
        return
    hearers = hearers_of(transfer, EscalationLevel(row.to), at)
    vacant = set(hearers.vacant)
    if matter.is_vacancy and matter.seq == row.seq:  # it had fallen through when it was raised
        vacant.add(EscalationLevel(matter.asked))
    news = replace(
        _news(Kind.ESCALATION, row, transfer, at), level=row.to, by_vacancy=bool(vacant),
        due_at=matter.acknowledge_by, is_harm=_is_harm(row.about, transfer),
    )  # fmt: skip
    tell(news, _with_escalation_owner(hearers.staff, row))
    for place in sorted(vacant):
        _vacant(transfer, place, at, is_orphan=not hearers.staff)


def _with_escalation_owner(staff: tuple[str, ...], row: Outbox) -> tuple[str, ...]:
    """Return these and, where nobody answered in time, who was named to make somebody answer (section 3.3)."""
    if row.about != DeadlineName.ACCEPTANCE:
        return staff
    named = Custody.objects.filter(pk=row.transfer_id).values_list("escalation_owner_id", flat=True).first()
    return tuple(dict.fromkeys((*staff, named))) if named else staff


def _vacant(transfer: Transfer, level: EscalationLevel, at: datetime, *, is_orphan: bool) -> None:
    """Report a vacant place to who can fill it, once a day; where nobody at all heard of the matter, as harm."""
    organization, _ = service_organization(transfer.service_id)
    news = News(
        kind=Kind.VACANCY, at=at, about=f"{organization}/{level}/{at:%Y-%m-%d}", level=level, zone=transfer.zone,
        is_harm=is_orphan, night=policy_of(transfer.service_id).night,
    )  # fmt: skip
    administrators = administrators_of(organization, at)
    tell(news, administrators)
    if is_orphan and not administrators:
        log.error("transfer %s: a matter is before nobody, and there is no administrator to tell", transfer.pk)


def _owned(row: Outbox, transfer: Transfer, at: datetime) -> None:
    """Tell the new owner. A guest is sent the owner's link, and somebody of their service is named as backup."""
    owned = Ownership.objects.filter(transfer_id=row.transfer_id, seq=row.seq, owned_until__isnull=True).first()
    if owned is None:
        return
    if owned.is_guest:
        link_request(LinkOrder(row.transfer_id, UUID(row.to), CLOCK), at)
        name_backup(owned, transfer, at)
    elif at - row.written_at <= NEWS_FOR and not _has_opened_it(owned, transfer):
        told = with_stand_ins([row.to], row.transfer_id, at)
        tell(replace(_news(Kind.OWNER, row, transfer, at), is_harm=True), told)


def _has_opened_it(owned: Ownership, transfer: Transfer) -> bool:
    """Say whether somebody owns a transfer because they opened it, so that they know; a linked one opens by itself."""
    return owned.owned_from == transfer.opened_at and transfer.linked_from is None


def _deadline_opened(row: Outbox, transfer: Transfer, at: datetime) -> None:
    """Tell the continuity lead that a deadline runs; one that is over already, or is replaced, is told to nobody."""
    deadline = Deadline.objects.filter(transfer_id=row.transfer_id, seq=row.seq, status=DeadlineStatus.OPEN).first()
    if deadline is not None:
        news = replace(_news(Kind.DEADLINE, row, transfer, at), due_at=deadline.due_at, zone=deadline.zone)
        told = with_stand_ins([row.to], row.transfer_id, at)
        tell(replace(news, is_harm=_is_deadline_harm(row.about, transfer)), told)


def _deadline_missed(row: Outbox, transfer: Transfer, at: datetime) -> None:
    if at - row.written_at <= NEWS_FOR:
        news = replace(_news(Kind.MISSED, row, transfer, at), is_harm=_is_deadline_harm(row.about, transfer))
        tell(news, with_stand_ins([row.to], row.transfer_id, at))


def _asked(row: Outbox, transfer: Transfer, at: datetime) -> None:
    """Tell somebody that they are asked to take a person on, or were answered."""
    if at - row.written_at <= NEWS_FOR:
        told = with_stand_ins([row.to], row.transfer_id, at)
        tell(replace(_news(Kind.ASKED, row, transfer, at), is_harm=True), told)


def _summary_sent(row: Outbox, transfer: Transfer, at: datetime) -> None:
    """Send the link to a secure summary to a contact of the directory; who has an account finds it signed in."""
    good_until = datetime.fromisoformat(row.about)
    if good_until <= at or transfer.closed_at is not None:
        return
    written = tell(replace(_news(Kind.ASKED, row, transfer, at), about="summary"), [row.to])
    if not written:
        link_request(LinkOrder(row.transfer_id, UUID(row.to), CLOCK, good_until=good_until), at)


def _news(kind: Kind, row: Outbox, transfer: Transfer, at: datetime) -> News:
    return News(
        kind=kind, at=at, transfer_id=row.transfer_id, seq=row.seq, about=row.about, zone=transfer.zone,
        night=policy_of(transfer.service_id).night,
    )  # fmt: skip


def _is_deadline_harm(name: str, transfer: Transfer) -> bool:
    return _is_harm(DEADLINES[DeadlineName(name)].escalates_as, transfer)


def _is_harm(matter: str, transfer: Transfer) -> bool:
    return is_harm(matter, is_elevated=transfer.is_elevated or transfer.is_emergency)


def _needed(row: Outbox, transfer: Transfer, at: datetime) -> None:
    """Tell who owns the person, and who stays with them, that they are needed; not why (S.duress, S.taken_back)."""
    news = replace(_news(Kind.PERSON_SAYS, row, transfer, at), is_harm=True)
    tell(news, dict.fromkeys((row.to, transfer.continuity_lead_id or transfer.originator_id, transfer.owner_id)))


_HEARD: dict[str, Callable[[Outbox, Transfer, datetime], None]] = {
    "person": _needed,
    "escalation": _escalated,
    "asked": _asked,
    "summary": _summary_sent,
    "owner": _owned,
    "deadline": _deadline_opened,
    "missed": _deadline_missed,
}
"""What is done with each kind of row that `transfers.projection` writes."""
