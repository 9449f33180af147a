"""Asking for a link to be sent to an intake contact, so that no member of staff ever sees its secret (protocol 5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from holdfast.notify.models import GuestLinkRequest, Sending

USEFUL_FOR = timedelta(hours=24)
"""How long a link that is tied to no live event is tried to be delivered, and then can be opened."""
EVENT_LINK_LASTS = timedelta(minutes=30)
"""How long the one-time link into a live event lasts (section 3.1)."""


@dataclass(frozen=True, slots=True)
class LinkOrder:
    """To whom a link is to be sent, and for what."""

    transfer_id: UUID
    contact_id: UUID
    asked_by: str
    live_event: int | None = None
    good_until: datetime | None = None
    """Until when the link can be opened again and again; none: it works once, within a day."""


def link_request(order: LinkOrder, at: datetime) -> GuestLinkRequest:
    """Write down that a link be sent; a job sends it. Where the same one waits already, that one is returned.

    Side effects: a row, and a job in the same transaction.
    """
    lasts = USEFUL_FOR if order.live_event is None else EVENT_LINK_LASTS
    useful_until = min(at + lasts, order.good_until or at + lasts)
    with transaction.atomic():
        waiting = _waiting(order)
        if waiting is not None:
            return waiting
        try:
            with transaction.atomic():
                row = _write(order, at, useful_until=useful_until)
        except IntegrityError:
            return GuestLinkRequest.objects.get(**_same(order), status=Sending.WAITING)
        _defer(row.pk)
        return row


def link_refuse(order: LinkOrder, at: datetime, *, reason: str) -> GuestLinkRequest:
    """Write down that a link was asked for and refused: an attempt leaves a trace. `reason`: a control's id."""
    return _write(order, at, useful_until=at, status=Sending.REFUSED, reason=reason, settled_at=at)


def _same(order: LinkOrder) -> dict[str, UUID | int | datetime | None]:
    return {
        "transfer_id": order.transfer_id, "contact_id": order.contact_id, "live_event": order.live_event,
        "good_until": order.good_until,
    }  # fmt: skip


def _waiting(order: LinkOrder) -> GuestLinkRequest | None:
    return GuestLinkRequest.objects.filter(**_same(order), status=Sending.WAITING).first()


def _write(order: LinkOrder, at: datetime, *, useful_until: datetime, **fields: object) -> GuestLinkRequest:
    return GuestLinkRequest.objects.create(
        **_same(order), asked_by=order.asked_by, asked_at=at, next_try_at=at, useful_until=useful_until, **fields
    )


def _defer(request_id: UUID) -> None:
    # Here, not above: Procrastinate finds `jobs` once Django is ready.
    from holdfast.notify.jobs import deliver_link

    deliver_link.defer(request_id=str(request_id))
