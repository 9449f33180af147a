"""Sending messages to members of staff, by email and by web push: at least once, and only while they are needed."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.db.models import Max, Min
from django.utils import translation

from holdfast.config.clock import now
from holdfast.notify.letters import letter, post
from holdfast.notify.matters import is_still_needed
from holdfast.notify.models import Channel, Dispatch, PushSubscription, Sending
from holdfast.notify.pushing import push
from holdfast.notify.readers import language_of, zone_of
from holdfast.notify.trying import Came, NeverDeliverable, NotToBeSent, attempt, in_turn
from holdfast.notify.undelivered import dispatch_not_delivered
from holdfast.notify.words import staff_words

BATCH = 200
IN_VAIN = 3
"""How many messages in a row a browser may not take, each tried for as long as it was of use, before it is ended."""
_TOO_LATE = "too-late"


def send_due(channel: Channel, limit: int = BATCH) -> int:
    """Send what is due on one channel; return how many went. Several may run at once.

    Harm first, then what was tried least: a server that keeps us waiting holds up no news. Then the oldest.
    """
    due = Dispatch.objects.filter(status=Sending.WAITING, next_try_at__lte=now(), channel=channel)
    ids = due.order_by("-message__is_harm", "tries", "next_try_at").values_list("pk", flat=True)
    return in_turn(ids[:limit], _send_one if channel is Channel.EMAIL else _wake_one)


def send(dispatch_id: UUID) -> bool:
    """Send one, if it is due and nobody else is about it; say whether it was sent."""
    return _send_one(dispatch_id).is_sent


def _send_one(dispatch_id: UUID) -> Came:
    came = attempt(Dispatch, dispatch_id, _send)
    if came.status is Sending.GIVEN_UP:
        dispatch = Dispatch.objects.select_related("message", "browser").get(pk=dispatch_id)
        dispatch_not_delivered(dispatch)
        if dispatch.browser is not None:
            _end_where_dead(dispatch.browser)
    return came


def _wake_one(dispatch_id: UUID) -> Came:
    """Wake one browser. Each has a server of its own: that one of them is away says nothing of the next."""
    return replace(_send_one(dispatch_id), is_server_away=False)


def _end_where_dead(browser: PushSubscription) -> None:
    """Wake a browser no more that took none of its last messages, while others took theirs: else the fault may be ours.

    What was over before it was given up (`too-late`) says little of a browser, and does not count.
    """
    woken = Dispatch.objects.filter(channel=Channel.PUSH, settled_at__gt=browser.subscribed_at)
    sent = woken.filter(status=Sending.SENT)
    vain = woken.filter(browser=browser, status=Sending.GIVEN_UP).exclude(reason=_TOO_LATE)
    last = sent.filter(browser=browser).aggregate(at=Max("settled_at"))["at"]
    if last is not None:
        vain = vain.filter(settled_at__gt=last)
    began = vain.aggregate(at=Min("settled_at"))["at"]
    if vain.count() >= IN_VAIN and sent.filter(settled_at__gt=began).exists():
        PushSubscription.objects.filter(pk=browser.pk, ended_at=None).update(ended_at=now())


def _send(dispatch: Dispatch) -> None:
    message = dispatch.message
    staff = message.staff
    if not staff.is_active:
        raise NotToBeSent("not-active")
    if not is_still_needed(message):
        # What was tried in vain while it was needed did not arrive, and that is to be seen.
        raise NeverDeliverable(_TOO_LATE) if dispatch.tries > 1 else NotToBeSent("not-needed")
    with translation.override(language_of(staff)):
        if dispatch.channel == Channel.EMAIL:
            post(letter(dispatch, staff_words(message, zone_of(staff) or message.zone), staff.email))
        else:
            push(dispatch)
