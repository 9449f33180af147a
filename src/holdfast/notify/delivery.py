"""Delivering links: claimed by a conditional write, sent at least once, tried again with growing pauses, never in vain.

The secret is made when it is sent and kept nowhere. What is sent says nothing of a person or of health.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F

from holdfast.accounts.services import GrantMessage, GrantOrder, grant_message, grant_revoke
from holdfast.config.clock import now
from holdfast.directory.models import IntakeContact
from holdfast.notify.models import GuestLinkRequest, LinkStatus
from holdfast.notify.services import EVENT_LINK_LASTS, USEFUL_FOR
from holdfast.notify.words import BODY, SUBJECT
from holdfast.protocol.codes import Identity, Seat
from holdfast.transfers.selectors import Invitation, invitation

log = logging.getLogger(__name__)
BATCH = 50
LEASE = timedelta(minutes=2)
"""How long a claimed request is left alone by other workers; after that a worker that died has lost it."""
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=10), timedelta(minutes=15)
OWNERS_LINK_LASTS = timedelta(days=30)


class NotToBeSent(Exception):  # noqa: N818 - says what is so
    """The link may not be sent, or not any more; `reason` is a control's id or a word."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def deliver_due(limit: int = BATCH) -> int:
    """Deliver what is due, the oldest first; return how many were sent. Several may run at once."""
    due = GuestLinkRequest.objects.filter(status=LinkStatus.WAITING, next_try_at__lte=now()).order_by("next_try_at")
    return sum(deliver(request_id) for request_id in due.values_list("pk", flat=True)[:limit])


def deliver(request_id: UUID) -> bool:
    """Send one link, if it is due and nobody else is about it; say whether it was sent.

    1. claim; 2. ask again whether it may be sent; 3. make the link; 4. send; 5. write down what came of it.
    """
    at = now()
    claimed = GuestLinkRequest.objects.filter(pk=request_id, status=LinkStatus.WAITING, next_try_at__lte=at)
    if not claimed.update(next_try_at=at + LEASE, tries=F("tries") + 1):
        return False
    request = GuestLinkRequest.objects.get(pk=request_id)
    try:
        _send(request, at)
    except NotToBeSent as refusal:
        _settle(request, LinkStatus.REFUSED, refusal.reason)
        return False
    except Exception as trouble:
        _again(request, trouble)
        return False
    _settle(request, LinkStatus.SENT)
    return True


def _send(request: GuestLinkRequest, at: datetime) -> None:
    address = IntakeContact.objects.filter(pk=request.contact_id).values_list("email", flat=True).first()
    if not address:
        raise NotToBeSent("no-address")
    asked = invitation(request.transfer_id, str(request.contact_id), request.live_event, at)
    if not asked.is_allowed:
        raise NotToBeSent(asked.refused_by)
    granted = grant_message(_order(request, asked, at))
    try:
        _mail(request, granted, address).send()
    except Exception:
        # Not sent, so nobody holds it. One that was sent before a crash stays good: it may be the one that is read.
        grant_revoke(granted.grant_id)
        raise


def _order(request: GuestLinkRequest, asked: Invitation, at: datetime) -> GrantOrder:
    is_owners = asked.is_owner and request.live_event is None
    return GrantOrder(
        transfer_id=request.transfer_id, party=Seat.RECEIVER, identity=Identity.DIRECTORY_LINK,
        subject_id=request.contact_id, expires_at=at + _lasts(request, is_owners=is_owners),
        live_event=request.live_event, one_time=not is_owners,
    )  # fmt: skip


def _lasts(request: GuestLinkRequest, *, is_owners: bool) -> timedelta:
    """Return how long the link lasts: the owner's can be opened again and again for a month."""
    if request.live_event is not None:
        return EVENT_LINK_LASTS
    return OWNERS_LINK_LASTS if is_owners else USEFUL_FOR


def _mail(request: GuestLinkRequest, granted: GrantMessage, address: str) -> EmailMessage:
    # The secret stands after `#`: a browser sends that to no server, so it is in no log.
    link = f"{settings.HOLDFAST_PUBLIC_URL.rstrip('/')}/join#{granted.secret}"
    body = BODY.format(link=link, until=f"{granted.expires_at:%Y-%m-%d %H:%M} UTC")
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
    return EmailMessage(SUBJECT, body, to=[address], headers={"Message-ID": f"<{request.pk}@{domain}>"})


def _settle(request: GuestLinkRequest, status: LinkStatus, reason: str = "") -> None:
    GuestLinkRequest.objects.filter(pk=request.pk).update(status=status, reason=reason, settled_at=now())


def _again(request: GuestLinkRequest, trouble: Exception) -> None:
    """Try again after a pause that doubles; give up when the link would be of no use any more."""
    log.warning("link request %s: not sent at try %d: %s", request.pk, request.tries, type(trouble).__name__)
    pause = min(FIRST_PAUSE * 2 ** (request.tries - 1), LONGEST_PAUSE)
    next_try = now() + pause
    if next_try >= request.useful_until:
        _settle(request, LinkStatus.GIVEN_UP, type(trouble).__name__[:40])
    else:
        GuestLinkRequest.objects.filter(pk=request.pk).update(next_try_at=next_try)
