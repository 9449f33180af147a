"""Delivering links to guests: the secret is made when it is sent, and kept nowhere. What is sent is neutral."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.core.mail import EmailMessage
from django.utils import translation

from holdfast.accounts.services import GrantMessage, GrantOrder, grant_message, grant_revoke
from holdfast.config.clock import now
from holdfast.directory.models import IntakeContact
from holdfast.notify.letters import letter, post
from holdfast.notify.models import GuestLinkRequest, Sending
from holdfast.notify.paths import join_link
from holdfast.notify.services.links import EVENT_LINK_LASTS, USEFUL_FOR
from holdfast.notify.trying import Came, NotToBeSent, attempt, in_turn
from holdfast.notify.undelivered import link_not_delivered
from holdfast.notify.words import link_words
from holdfast.notify.writing import known_zone
from holdfast.protocol.codes import Identity, Seat
from holdfast.transfers.models import Transfer
from holdfast.transfers.selectors import Invitation, invitation

BATCH = 50
OWNERS_LINK_LASTS = timedelta(days=30)


def deliver_due(limit: int = BATCH) -> int:
    """Deliver what is due, the oldest first; return how many were sent. Several may run at once."""
    due = GuestLinkRequest.objects.filter(status=Sending.WAITING, next_try_at__lte=now()).order_by("next_try_at")
    return in_turn(due.values_list("pk", flat=True)[:limit], _deliver)


def deliver(request_id: UUID) -> bool:
    """Send one link, if it is due and nobody else is about it; say whether it was sent.

    It is asked again whether it may be sent, and the link is made. Side effects: where it is given up, or an owner's
    is refused, who should know is told.
    """
    return _deliver(request_id).is_sent


def _deliver(request_id: UUID) -> Came:
    came = attempt(GuestLinkRequest, request_id, _send)
    if came.status in (Sending.GIVEN_UP, Sending.REFUSED):
        link_not_delivered(GuestLinkRequest.objects.get(pk=request_id))
    return came


def _send(request: GuestLinkRequest) -> None:
    at = now()
    contact = IntakeContact.objects.filter(pk=request.contact_id).values_list("email", flat=True).first()
    if not contact:
        raise NotToBeSent("no-address")
    asked = invitation(
        request.transfer_id, str(request.contact_id), request.live_event, at, summary_until=request.good_until
    )
    if not asked.is_allowed:
        raise NotToBeSent(asked.refused_by)
    granted = grant_message(_order(request, asked, at))
    try:
        post(_mail(request, granted, contact))
    except Exception:
        # Not sent, so nobody holds it. One that was sent before a crash stays good: it may be the one that is read.
        grant_revoke(granted.grant_id)
        raise


def _order(request: GuestLinkRequest, asked: Invitation, at: datetime) -> GrantOrder:
    is_owners = asked.is_owner and request.live_event is None
    return GrantOrder(
        transfer_id=request.transfer_id, party=Seat.RECEIVER, identity=Identity.DIRECTORY_LINK,
        subject_id=request.contact_id, expires_at=request.good_until or at + _lasts(request, is_owners=is_owners),
        live_event=request.live_event, one_time=not is_owners and request.good_until is None,
    )  # fmt: skip


def _lasts(request: GuestLinkRequest, *, is_owners: bool) -> timedelta:
    """Return how long the link lasts: the owner's can be opened again and again for a month."""
    if request.live_event is not None:
        return EVENT_LINK_LASTS
    return OWNERS_LINK_LASTS if is_owners else USEFUL_FOR


def _mail(request: GuestLinkRequest, granted: GrantMessage, address: str) -> EmailMessage:
    zone = Transfer.objects.filter(pk=request.transfer_id).values_list("zone", flat=True).first()
    with translation.override(granted.language):
        words = link_words(join_link(granted.secret), granted.expires_at, known_zone(zone or ""))
    return letter(request, words, address)
