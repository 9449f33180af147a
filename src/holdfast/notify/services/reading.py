"""What a member of staff does with messages of their own, and an administrator with those that did not arrive."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from holdfast.config.clock import now
from holdfast.notify.errors import UnknownMessage
from holdfast.notify.models import Backup, Dispatch, GuestLinkRequest, Message, Sending, ToSend
from holdfast.notify.writing import USEFUL_FOR

SENT: tuple[type[ToSend], ...] = (Dispatch, GuestLinkRequest, Backup)


def message_read(staff_id: UUID, message_id: UUID) -> None:
    """Mark a message of one's own as read; twice changes nothing. Raises: UnknownMessage."""
    mine = Message.objects.filter(pk=message_id, staff=staff_id)
    if not mine.filter(read_at=None).update(read_at=now()) and not mine.exists():
        raise UnknownMessage("There is no such message, or it is not yours.")


def messages_read(staff_id: UUID) -> int:
    """Mark all messages of one's own as read; return how many were not."""
    return Message.objects.filter(staff=staff_id, read_at=None).update(read_at=now())


def send_again(row_id: UUID, allowed: Iterable[UUID]) -> None:
    """Try once more to send what was given up, at once and then for a day.

    `allowed` are the rows that the administrator may see (`selectors.undelivered`). Raises: UnknownMessage.
    """
    at = now()
    fresh = {"status": Sending.WAITING, "reason": "", "settled_at": None, "tries": 0}
    for model in SENT if row_id in set(allowed) else ():
        given_up = model._default_manager.filter(pk=row_id, status=Sending.GIVEN_UP)
        if given_up.update(**fresh, next_try_at=at, useful_until=at + USEFUL_FOR):
            return
    raise UnknownMessage("There is no such message, or it is on its way again already.")
