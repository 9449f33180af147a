"""Acknowledging a matter from a message: signed in, or by the one-time link that only the one who was told got.

The link needs no sign-in. It can do one thing, to one matter, as one member of staff, while that matter waits before
their level; opening it does nothing, it shows nothing that the message did not say, and the ledger keeps that it was
the link. Whoever must first find a password at 2 a.m. lets the minutes run out: that is the greater danger.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from holdfast.accounts.selectors import party
from holdfast.config.clock import now
from holdfast.notify.errors import NotBeforeYou, UnknownMessage
from holdfast.notify.matters import Standing, matter_of, standing_of
from holdfast.notify.models import Kind, Message
from holdfast.notify.paths import is_acknowledge_secret
from holdfast.protocol.commands import AcknowledgeEscalation
from holdfast.protocol.state import State
from holdfast.transfers.errors import ErasedTransfer, UnknownTransfer
from holdfast.transfers.services import Order, handle

LINK_LASTS = timedelta(days=3)
BY_LINK = "Acknowledged with the one-time link of the message."
BY_HAND = ""


class LinkStanding(StrEnum):
    """Whether a link can still be used."""

    GOOD = "good"
    USED = "used"
    """The matter was acknowledged with it, or signed in: by the one it was sent to."""
    HELD = "held"
    """Somebody else has acknowledged it."""
    MOVED_ON = "moved_on"
    SETTLED = "settled"
    EXPIRED = "expired"
    REFUSED = "refused"
    """Who it was sent to may not hold the matter any more (S.role): it is on the ledger that they tried."""


@dataclass(frozen=True, slots=True)
class Linked:
    """What the page of a link shows: no more than the message said."""

    message_id: UUID
    standing: LinkStanding
    level: str
    due_at: datetime | None
    zone: str


_OF_MATTER = {
    Standing.WAITING: LinkStanding.GOOD,
    Standing.YOURS: LinkStanding.USED,
    Standing.HELD: LinkStanding.HELD,
    Standing.MOVED_ON: LinkStanding.MOVED_ON,
    Standing.SETTLED: LinkStanding.SETTLED,
}


def link_look(message_id: UUID, secret: str) -> Linked:
    """Return what a link leads to; nothing is changed by it. Raises: UnknownMessage."""
    return _linked(_by_link(message_id, secret))


def link_acknowledge(message_id: UUID, secret: str) -> Linked:
    """Acknowledge the matter of a link as the member of staff it was sent to; twice is as good as once.

    Raises: UnknownMessage; Conflict. Side effects: the command on the ledger, also where it is refused.
    """
    message = _by_link(message_id, secret)
    looked = _linked(message)
    if looked.standing is not LinkStanding.GOOD:
        return looked
    try:
        is_filed = _acknowledge(message, BY_LINK)
    except NotBeforeYou:
        return _linked(message)
    if not is_filed:  # the time may have run out at the tap itself: then it has gone on, and that is what is said
        now_is = _standing(message)
        return _linked(message, LinkStanding.REFUSED if now_is is LinkStanding.GOOD else now_is)
    Message.objects.filter(pk=message.pk, link_used_at=None).update(link_used_at=now())
    return _linked(message, LinkStanding.USED)


def message_acknowledge(staff_id: UUID, message_id: UUID) -> bool:
    """Acknowledge, signed in, the matter of a message of one's own; say whether it was done (else S.role refused it).

    Raises: UnknownMessage; NotBeforeYou; Conflict. Side effects: the command on the ledger; the message is read.
    """
    message = Message.objects.filter(pk=message_id, staff=staff_id, kind=Kind.ESCALATION).first()
    if message is None:
        raise UnknownMessage("There is no such message, or it is not yours.")
    is_filed = _acknowledge(message, BY_HAND)
    Message.objects.filter(pk=message.pk, read_at=None).update(read_at=now())
    return is_filed


def _by_link(message_id: UUID, secret: str) -> Message:
    message = Message.objects.filter(pk=message_id, kind=Kind.ESCALATION).first()
    if message is None or not is_acknowledge_secret(message_id, secret):
        raise UnknownMessage("This link is not good.")
    return message


def _linked(message: Message, standing: LinkStanding | None = None) -> Linked:
    found = standing or _standing(message)
    return Linked(message.pk, found, message.level, message.due_at, message.zone)


def _standing(message: Message) -> LinkStanding:
    found = _OF_MATTER[standing_of(message, matter_of(message))]
    is_over = now() >= message.written_at + LINK_LASTS
    return LinkStanding.EXPIRED if found is LinkStanding.GOOD and is_over else found


def _acknowledge(message: Message, note: str) -> bool:
    """Give the command as whom the message was sent to, with the roles they hold now. Raises: NotBeforeYou."""
    staff_id = str(message.staff_id)
    by = party(staff_id).get(staff_id)
    if by is None or message.transfer_id is None:
        raise NotBeforeYou
    command = AcknowledgeEscalation(control=message.about, note=note)
    key = f"message:{message.pk}"
    order = Order(message.transfer_id, command, by, key, guard=lambda state: _waits(message, state))
    try:
        return handle(order).is_filed
    except (UnknownTransfer, ErasedTransfer):
        raise NotBeforeYou from None


def _waits(message: Message, state: State) -> None:
    """Raise unless the matter still waits before the level it was sent to: asked under the lock of the write."""
    matter = state.escalations.get(message.about)
    if matter is None or matter.acknowledged_by or matter.level != message.level:
        raise NotBeforeYou
