"""Writing down what a member of staff is told: shown in the product at once, by email and on phones when it may be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from holdfast.accounts.models import Staff
from holdfast.notify.models import Channel, Dispatch, Kind, Message, PushSubscription
from holdfast.notify.readers import zone_of
from holdfast.protocol.policy import Night
from holdfast.protocol.telling import may_reach_from

USEFUL_FOR = timedelta(hours=24)
"""How long it is tried to reach somebody outside the product; what still matters then has risen, or is given up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What somebody is to be told; the fields are those of `Message`."""

    kind: Kind
    at: datetime
    night: Night
    transfer_id: UUID | None = None
    seq: int | None = None
    about: str = ""
    level: str = ""
    by_vacancy: bool = False
    due_at: datetime | None = None
    zone: str = "UTC"
    is_harm: bool = False


def tell(news: News, staff_ids: Iterable[str]) -> list[Message]:
    """Tell each of these members of staff; return the messages that were written. Who was told already is left out.

    Side effects: a message each, and what is to be sent of it on every channel they have.
    """
    written = [message for each in _active(staff_ids) if (message := _message(news, each)) is not None]
    browsers = PushSubscription.objects.filter(staff__in=[message.staff_id for message in written], ended_at=None)
    dispatches = [_dispatch(news, message, Channel.EMAIL) for message in written]
    by_staff = {message.staff_id: message for message in written}
    dispatches += [_dispatch(news, by_staff[each.staff_id], Channel.PUSH, each) for each in browsers]
    Dispatch.objects.bulk_create(dispatches)
    return written


def reached_from(news: News, staff_ids: Iterable[str]) -> dict[str, datetime]:
    """Return whom `tell` would tell, by id, and from when outside the product; in the product it stands at once."""
    return {str(each.pk): _begins(news, each) for each in _active(staff_ids)}


def _active(staff_ids: Iterable[str]) -> QuerySet[Staff]:
    known = {each for each in map(_uuid, staff_ids) if each is not None}
    return Staff.objects.filter(pk__in=known, is_active=True).order_by("pk")


def _begins(news: News, staff: Staff) -> datetime:
    return may_reach_from(news.at, zone_of(staff) or known_zone(news.zone), news.night, is_harm=news.is_harm)


def _message(news: News, staff: Staff) -> Message | None:
    try:
        with transaction.atomic():
            return Message.objects.create(
                staff=staff, kind=news.kind, transfer_id=news.transfer_id, seq=news.seq, about=news.about,
                level=news.level, by_vacancy=news.by_vacancy, due_at=news.due_at, zone=known_zone(news.zone),
                is_harm=news.is_harm, written_at=news.at,
            )  # fmt: skip
    except IntegrityError:
        return None


def _dispatch(news: News, message: Message, channel: Channel, browser: PushSubscription | None = None) -> Dispatch:
    begins = _begins(news, message.staff)
    return Dispatch(
        message=message, channel=channel, browser=browser, next_try_at=begins, useful_until=begins + USEFUL_FOR
    )


def _uuid(text: str) -> UUID | None:
    """Return the id that a text is; none for what names no member of staff, such as nobody."""
    try:
        return UUID(text)
    except ValueError:
        return None


def known_zone(zone: str) -> str:
    """Return a zone that exists: this one, else UTC."""
    try:
        return ZoneInfo(zone).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return "UTC"
