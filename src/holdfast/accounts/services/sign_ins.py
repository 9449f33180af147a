"""Sign-ins: begun, held within their limits, ended. The server's clock alone counts."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from django.db import connection

from holdfast.accounts.limits import Limits, Stay, limits_now
from holdfast.accounts.models import EndedBy, SignIn
from holdfast.config.clock import now

# One statement for what nearly every request asks: still within both limits, and seen now.
_SEEN = """
    UPDATE accounts_signin SET seen_at = %(at)s
    WHERE id = %(id)s AND staff_id = %(staff)s AND ended_at IS NULL
      AND began_at > %(began_after)s AND seen_at > %(seen_after)s
    RETURNING began_at
"""


def sign_in_begin(staff_id: uuid.UUID, browser: str = "") -> SignIn:
    """Note that a member of staff signed in now."""
    at = now()
    return SignIn.objects.create(staff_id=staff_id, browser=browser[:60], began_at=at, seen_at=at)


def sign_in_seen(sign_in: uuid.UUID, staff_id: uuid.UUID) -> Stay | None:
    """Note that they did something now; one statement. `None` where a limit is reached, or the sign-in has ended."""
    limits, at = limits_now(), now()
    asked: dict[str, uuid.UUID | datetime] = {
        "id": sign_in, "staff": staff_id, "at": at,
        "began_after": at - limits.absolute, "seen_after": at - limits.idle,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_SEEN, asked)
        row = cursor.fetchone()
    return Stay(row[0], at) if row else None


def sign_in_stands(sign_in: uuid.UUID, staff_id: uuid.UUID, holds: Callable[[], bool]) -> Stay | EndedBy | None:
    """Return the stay as it stands, or by what it ended; `None` where there is no such open sign-in.

    `holds` says whether an open live event holds them there; it is asked only where they did nothing for too long,
    and then they count as seen now.
    Side effects: ends the sign-in where a limit is reached.
    """
    limits, at = limits_now(), now()
    row = SignIn.objects.filter(pk=sign_in, staff_id=staff_id, ended_at=None).first()
    if row is None:
        return None
    stay = Stay(row.began_at, row.seen_at)
    over = stay.over(at, limits)
    if over is EndedBy.IDLE and holds():
        SignIn.objects.filter(pk=sign_in, ended_at=None).update(seen_at=at)
        return replace(stay, seen_at=at, is_held=True)
    if over is not None:
        _end(sign_in, over, _ended_at(stay, over, limits))
        return over
    return stay


def sign_in_end(sign_in: uuid.UUID, staff_id: uuid.UUID, by: EndedBy = EndedBy.SIGN_OUT) -> None:
    """End one sign-in of theirs now; one that has ended stays as it is."""
    SignIn.objects.filter(pk=sign_in, staff_id=staff_id, ended_at=None).update(ended_at=now(), ended_by=by)


def sign_ins_end(staff_id: uuid.UUID, by: EndedBy, *, but: uuid.UUID | None = None) -> int:
    """End all sign-ins of a member of staff now, but for one; return how many."""
    theirs = SignIn.objects.filter(staff_id=staff_id, ended_at=None)
    if but is not None:
        theirs = theirs.exclude(pk=but)
    return theirs.update(ended_at=now(), ended_by=by)


def _ended_at(stay: Stay, over: EndedBy, limits: Limits) -> datetime:
    """Return when the limit was reached: it ended then, and not when somebody came to look."""
    return stay.began_at + limits.absolute if over is EndedBy.ABSOLUTE else stay.seen_at + limits.idle


def _end(sign_in: uuid.UUID, by: EndedBy, at: datetime) -> None:
    SignIn.objects.filter(pk=sign_in, ended_at=None).update(ended_at=at, ended_by=by)
