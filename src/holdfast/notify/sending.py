"""Sending messages to members of staff, by email and by web push: at least once, and only while they are needed."""

from __future__ import annotations

from uuid import UUID

from django.utils import translation

from holdfast.config.clock import now
from holdfast.notify.letters import letter, post
from holdfast.notify.matters import is_still_needed
from holdfast.notify.models import Channel, Dispatch, Sending
from holdfast.notify.pushing import push
from holdfast.notify.readers import language_of, zone_of
from holdfast.notify.trying import Came, NeverDeliverable, NotToBeSent, attempt, in_turn
from holdfast.notify.undelivered import dispatch_not_delivered
from holdfast.notify.words import staff_words

BATCH = 200


def send_due(channel: Channel, limit: int = BATCH) -> int:
    """Send what is due on one channel, harm first, then the oldest; return how many went. Several may run at once."""
    due = Dispatch.objects.filter(status=Sending.WAITING, next_try_at__lte=now(), channel=channel)
    ids = due.order_by("-message__is_harm", "next_try_at").values_list("pk", flat=True)
    return in_turn(ids[:limit], _send_one)


def send(dispatch_id: UUID) -> bool:
    """Send one, if it is due and nobody else is about it; say whether it was sent."""
    return _send_one(dispatch_id).is_sent


def _send_one(dispatch_id: UUID) -> Came:
    came = attempt(Dispatch, dispatch_id, _send)
    if came.status is Sending.GIVEN_UP:
        dispatch_not_delivered(Dispatch.objects.select_related("message").get(pk=dispatch_id))
    return came


def _send(dispatch: Dispatch) -> None:
    message = dispatch.message
    staff = message.staff
    if not staff.is_active:
        raise NotToBeSent("not-active")
    if not is_still_needed(message):
        # What was tried in vain while it was needed did not arrive, and that is to be seen.
        raise NeverDeliverable("too-late") if dispatch.tries > 1 else NotToBeSent("not-needed")
    with translation.override(language_of(staff)):
        if dispatch.channel == Channel.EMAIL:
            post(letter(dispatch, staff_words(message, zone_of(staff) or message.zone), staff.email))
        else:
            push(dispatch)
