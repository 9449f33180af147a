"""Reads of texts to the person: whether any can go, and what became of the last ones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Count

from holdfast.notify.models import News, PersonsMessage, Report, Sending

MOST = 5


@dataclass(frozen=True, slots=True)
class TextView:
    """A text to the person: what became of it so far, and when. `reason`: why it did not go, or waits, in a word."""

    news: News
    status: Sending
    report: Report
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class HeldText:
    """A text to the person that waits because it may not go now. `until`: when it is asked anew whether it may."""

    reason: str
    until: datetime


def texts_held(transfer_id: UUID) -> tuple[HeldText, ...]:
    """Return the texts to the person of a transfer that are held, the next one first, at most five; one statement."""
    rows = PersonsMessage.objects.filter(transfer_id=transfer_id, status=Sending.WAITING).exclude(reason="")
    return tuple(HeldText(row.reason, row.next_try_at) for row in rows.order_by("next_try_at", "pk")[:MOST])


def texts_can_go() -> bool:
    """Say whether a carrier of texts is set."""
    return bool(settings.HOLDFAST_TEXTING.kind)


def texts_of(transfer_id: UUID) -> tuple[TextView, ...]:
    """Return the last texts to the person of a transfer, the latest first, at most five; one statement."""
    rows = PersonsMessage.objects.filter(transfer_id=transfer_id).order_by("-asked_at", "-pk")[:MOST]
    return tuple(map(_view, rows))


def _view(row: PersonsMessage) -> TextView:
    at = row.reported_at or row.settled_at or row.asked_at
    return TextView(News(row.news), Sending(row.status), Report(row.report), row.reason, at)


def reminders_sent(transfer_ids: Iterable[UUID]) -> dict[UUID, int]:
    """Return how many reminders reached the carrier for each of these transfers, those that had any; one statement."""
    sent = PersonsMessage.objects.filter(
        transfer_id__in=list(transfer_ids), news=News.REMINDER, status=Sending.SENT
    ).values_list("transfer_id")
    return dict(sent.annotate(count=Count("pk")).order_by())
