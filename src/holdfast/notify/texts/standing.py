"""Whether what a text reminds of still stands: asked at the very moment at which it is to go."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from holdfast.notify.models import PersonsMessage
from holdfast.notify.trying import NotToBeSent
from holdfast.protocol.state import State

PREFIX = "visit:"
"""How the key of a reminder of a visit begins: then the transfer, the visit's number, and which reminder it is."""
_PARTS = 4


def parts_of(key: str) -> tuple[UUID, int] | None:
    """Return the transfer and the number of the visit that a reminder is of; none where it is of none."""
    parts = key.split(":")
    if not key.startswith(PREFIX) or len(parts) != _PARTS or not parts[2].isdigit():
        return None
    return UUID(parts[1]), int(parts[2])


def check_stands(row: PersonsMessage, state: State, at: datetime) -> None:
    """Let a reminder of a visit go only while that visit stands at the time it was made for, and before its time.

    Raises: NotToBeSent.
    """
    parts = parts_of(row.key)
    if parts is None:
        return
    visit = state.visit.standing
    if visit is None or visit.number != parts[1]:
        raise NotToBeSent("called-off")
    if at >= row.useful_until or at >= visit.at:
        raise NotToBeSent("too-late")
