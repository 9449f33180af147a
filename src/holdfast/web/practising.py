"""Playing in a practice: which part somebody plays is kept in their session; its pages are opened as that part."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest

from holdfast.transfers.callers import Caller
from holdfast.transfers.cast import Part
from holdfast.transfers.practice import playing

PLAYS = "holdfast_plays"
"""In the session: the part by the id of the practice, of those that were played last."""
MOST = 20


def part_read(text: str) -> Part | None:
    """Return the part that a text names; none where it names none."""
    return Part(text) if text in set(Part) else None


def play(request: HttpRequest, learner: Caller, transfer_id: UUID, part: Part) -> bool:
    """Go into a practice of one's own in a part; say whether there is such a practice. One statement."""
    if playing(learner, transfer_id, part) is None:
        return False
    kept = {each: name for each, name in request.session.get(PLAYS, {}).items() if each != str(transfer_id)}
    request.session[PLAYS] = dict([*kept.items()][1 - MOST :]) | {str(transfer_id): part.value}
    return True


def as_played(request: HttpRequest, caller: Caller, transfer_id: object) -> Caller:
    """Return the caller as the part they play in this transfer; else themselves. One statement, where they play."""
    part = part_read(request.session.get(PLAYS, {}).get(str(transfer_id), ""))
    if part is None or not isinstance(transfer_id, UUID):
        return caller
    return playing(caller, transfer_id, part) or caller
