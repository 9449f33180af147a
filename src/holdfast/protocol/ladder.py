"""The escalation ladder (section 3.9): a vacant or unmapped place falls to the next level; nobody answers, the next hears."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from holdfast.protocol.codes import EscalationLevel
from holdfast.protocol.facts import Rung

Ladder = Mapping[EscalationLevel, Rung]

_L = EscalationLevel
UNMAPPED_FALLS_TO: dict[EscalationLevel, EscalationLevel | None] = {
    _L.SUPERVISORY: _L.DIRECTOR,
    _L.MANAGER: _L.DIRECTOR,
    _L.QUALITY: _L.QUALITY_MANAGER,
    _L.QUALITY_MANAGER: _L.EXECUTIVE,
    _L.DIRECTOR: _L.EXECUTIVE,
    _L.REGIONAL: _L.EXECUTIVE,
    _L.EXECUTIVE: _L.REGIONAL,
}
"""Where a level falls that the organisation has not mapped."""


def next_level(ladder: Ladder, level: EscalationLevel) -> EscalationLevel | None:
    """Return the level above `level`; none at the top."""
    rung = ladder.get(level)
    return rung.next if rung else UNMAPPED_FALLS_TO[level]


def holding_level(ladder: Ladder, level: EscalationLevel) -> EscalationLevel:
    """Return the level that really holds a matter for `level`: places that are vacant or unmapped fall through.

    Where no place is held at all, or no ladder is known, it stays at `level`.
    """
    seen: list[EscalationLevel] = []
    here: EscalationLevel | None = level
    while here is not None and here not in seen:
        rung = ladder.get(here)
        if rung is not None and not rung.vacant:
            return here
        seen.append(here)
        here = next_level(ladder, here)
    return level


def acknowledge_by(ladder: Ladder, level: EscalationLevel, start: datetime) -> datetime | None:
    """Return by when `level` must acknowledge before the next hears; none at the top or where no ladder is known."""
    rung = ladder.get(level)
    if rung is None or next_level(ladder, level) is None:
        return None
    return start + timedelta(minutes=rung.minutes)
