"""How a matter that somebody was told of stands now, and whether it still needs them."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from uuid import UUID

from holdfast.config.clock import now
from holdfast.notify.holders import with_stand_ins
from holdfast.notify.models import Backup, Kind, Message
from holdfast.transfers.models import BookedVisit, Deadline, DeadlineStatus, Escalation, Transfer

CANCEL = "cancel-"
"""How what a word is about begins, where it is about who asked to cancel a visit: then the visit's number."""


class Standing(StrEnum):
    """How a matter stands for who was told of it."""

    WAITING = "waiting"
    """Before their level, and nobody has said that they have it."""
    YOURS = "yours"
    """They have said that they have it."""
    HELD = "held"
    """Somebody else has."""
    MOVED_ON = "moved_on"
    """It is before another level now."""
    SETTLED = "settled"
    """It was resolved."""


def standings(messages: Iterable[Message]) -> dict[UUID, Standing]:
    """Return how the matter of each escalation among `messages` stands, by the message's id; one statement."""
    told = [message for message in messages if message.kind == Kind.ESCALATION]
    ids = {message.transfer_id for message in told if message.transfer_id is not None}
    open_matters = Escalation.objects.filter(transfer_id__in=ids, resolved_at__isnull=True)
    matters: dict[tuple[UUID | None, str], Escalation] = {(row.transfer_id, row.control): row for row in open_matters}
    return {message.pk: standing_of(message, matters.get((message.transfer_id, message.about))) for message in told}


def standing_of(message: Message, matter: Escalation | None) -> Standing:
    """Return how a matter stands for who was sent `message`."""
    if matter is None or matter.seq > (message.seq or 0):  # what is open now came anew, after it was settled
        return Standing.SETTLED
    if matter.acknowledged_by:
        return Standing.YOURS if matter.acknowledged_by == str(message.staff_id) else Standing.HELD
    return Standing.WAITING if matter.level == message.level else Standing.MOVED_ON


def matter_of(message: Message) -> Escalation | None:
    """Return the open matter that an escalation's message is about."""
    if message.transfer_id is None:
        return None
    return Escalation.objects.filter(
        transfer_id=message.transfer_id, control=message.about, resolved_at__isnull=True
    ).first()


def is_still_needed(message: Message) -> bool:
    """Say whether a message is still of use to who it is for: asked again each time before it is sent."""
    if message.kind == Kind.ESCALATION:
        return standing_of(message, matter_of(message)) is Standing.WAITING
    if message.kind in (Kind.VISIT, Kind.VISIT_SILENT):
        return _is_visit_silent(message)
    if message.transfer_id is None or message.seq is None:
        return True
    is_needed = _NEEDED.get(Kind(message.kind))
    return is_needed is None or is_needed(message.transfer_id, message.seq, str(message.staff_id))


def _is_visit_silent(message: Message) -> bool:
    number = message.about.rpartition("-")[2]
    if message.transfer_id is None:
        return False
    silent = BookedVisit.objects.filter(transfer_id=message.transfer_id, has_ended=False)
    if message.about.startswith(CANCEL):
        return number.isdigit() and silent.filter(number=int(number), cancel_asked_at__isnull=False).exists()
    silent = silent.filter(is_silent=True)
    return number.isdigit() and silent.filter(number=int(number), starts_at__gt=now()).exists()


def _is_owner(transfer_id: UUID, seq: int, staff_id: str) -> bool:
    owner = Transfer.objects.filter(pk=transfer_id).values_list("owner_id", flat=True).first()
    return owner is not None and staff_id in with_stand_ins([owner], transfer_id, now())


def _is_backup(transfer_id: UUID, seq: int, staff_id: str) -> bool:
    named = Backup.objects.filter(transfer_id=transfer_id, seq=seq).first()
    return named is not None and _is_owner(transfer_id, seq, named.owner_id)


def _is_deadline_open(transfer_id: UUID, seq: int, staff_id: str) -> bool:
    return Deadline.objects.filter(transfer_id=transfer_id, seq=seq, status=DeadlineStatus.OPEN).exists()


def _is_event_open(transfer_id: UUID, seq: int, staff_id: str) -> bool:
    return Transfer.objects.filter(pk=transfer_id, is_event_open=True).exists()


_NEEDED = {
    Kind.OWNER: _is_owner, Kind.BACKUP: _is_backup, Kind.DEADLINE: _is_deadline_open, Kind.CALLED: _is_event_open,
}  # fmt: skip
