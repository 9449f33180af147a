"""Sending at least once: claimed by a conditional write with a lease, tried again after growing pauses, or given up.

Of several workers one gets the claim. One that dies between sending and writing it down has lost the claim when the
lease ends: then, and only then, something is sent twice, under the same Message-ID.
"""

from __future__ import annotations

import logging
import smtplib
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

from django.db.models import F

from holdfast.config.clock import now
from holdfast.notify.models import Sending, ToSend

log = logging.getLogger(__name__)
LEASE = timedelta(minutes=3)
"""How long what is claimed is left alone by other workers; longer than a try takes (settings.EMAIL_TIMEOUT)."""
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=10), timedelta(minutes=15)
RUN_SECONDS = 20.0
"""How long one run may keep a worker; the next one goes on."""
_AWAY = (
    smtplib.SMTPServerDisconnected, smtplib.SMTPConnectError, smtplib.SMTPHeloError,
    smtplib.SMTPAuthenticationError, smtplib.SMTPNotSupportedError,
)  # fmt: skip

T = TypeVar("T", bound=ToSend)


class NotToBeSent(Exception):  # noqa: N818 - says what is so
    """It may not be sent, or not any more; `reason` is a control's id or a word."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NotYet(Exception):  # noqa: N818 - says what is so
    """It may be sent from `since` on, and not before; nothing failed. `reason` says why it waits, in a word."""

    def __init__(self, since: datetime, reason: str) -> None:
        super().__init__(reason)
        self.since, self.reason = since, reason


class NeverDeliverable(NotToBeSent):
    """No further try would help: the other side refused for good."""


@dataclass(frozen=True, slots=True)
class Came:
    """What came of one try; no status where the row was left alone: not due, or somebody else is about it."""

    status: Sending | None = None
    is_server_away: bool = False
    """Whether the next message would fail in the same way."""

    @property
    def is_sent(self) -> bool:
        """Whether it was sent."""
        return self.status is Sending.SENT


def attempt(model: type[T], pk: UUID, send: Callable[[T], None]) -> Came:
    """Send one row, if it is due and nobody else is about it; return what came of it.

    1. claim; 2. send; 3. write down what came of it. Side effects: those of `send`, and the row.
    """
    row = _claim(model, pk)
    if row is None:
        return Came()
    try:
        send(row)
    except NeverDeliverable as refusal:
        return Came(settle(row, Sending.GIVEN_UP, refusal.reason))
    except NotToBeSent as refusal:
        return Came(settle(row, Sending.REFUSED, refusal.reason))
    except NotYet as waiting:
        return Came(_wait(row, waiting))
    except Exception as trouble:
        return Came(_again(row, trouble), is_away(trouble))
    return Came(settle(row, Sending.SENT))


def in_turn(ids: Iterable[UUID], one: Callable[[UUID], Came]) -> int:
    """Work through what is due, for `RUN_SECONDS` at most and only while the server is there; return how many went."""
    ends, sent = time.monotonic() + RUN_SECONDS, 0
    for pk in ids:
        came = one(pk)
        sent += came.is_sent
        if came.is_server_away or time.monotonic() > ends:
            break
    return sent


def settle(row: ToSend, status: Sending, reason: str = "") -> Sending:
    """Write down what came of it, and return that."""
    type(row)._default_manager.filter(pk=row.pk).update(status=status, reason=reason[:40], settled_at=now())
    return status


def is_away(trouble: Exception) -> bool:
    """Say whether a trouble is the server's, not the message's: then the next message would fail in the same way."""
    if isinstance(trouble, smtplib.SMTPException):
        return isinstance(trouble, _AWAY)
    return isinstance(trouble, OSError)


def _claim(model: type[T], pk: UUID) -> T | None:
    at = now()
    free = model._default_manager.filter(pk=pk, status=Sending.WAITING, next_try_at__lte=at)
    if not free.update(next_try_at=at + LEASE, tries=F("tries") + 1):
        return None
    return model._default_manager.get(pk=pk)


def _wait(row: ToSend, waiting: NotYet) -> Sending:
    """Leave it alone until it may be sent; where it would be of no use then any more, it is not sent at all."""
    if waiting.since >= row.useful_until:
        return settle(row, Sending.REFUSED, waiting.reason)
    waits = {"next_try_at": waiting.since, "tries": row.tries - 1, "reason": waiting.reason[:40]}
    type(row)._default_manager.filter(pk=row.pk).update(**waits)
    return Sending.WAITING


def _again(row: ToSend, trouble: Exception) -> Sending:
    """Wait for a pause that doubles, or give up when the message would be of no use any more."""
    log.warning("%s %s: not sent at try %d: %s", row._meta.label, row.pk, row.tries, type(trouble).__name__)
    next_try = now() + min(FIRST_PAUSE * 2 ** min(row.tries - 1, 10), LONGEST_PAUSE)
    if next_try >= row.useful_until:
        return settle(row, Sending.GIVEN_UP, type(trouble).__name__)
    type(row)._default_manager.filter(pk=row.pk).update(next_try_at=next_try)
    return Sending.WAITING
