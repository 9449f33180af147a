"""The escalation ladder (section 3.9): a vacant place falls to the next level; nobody answers, the next hears."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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


LAST_RESORT = (_L.EXECUTIVE, _L.REGIONAL)
"""Asked, in this order, where a ladder ends or leads in a circle with every place vacant: somebody must hear of it."""


def next_level(ladder: Ladder, level: EscalationLevel) -> EscalationLevel | None:
    """Return the level above `level`; none at the top."""
    rung = ladder.get(level)
    return rung.next if rung else UNMAPPED_FALLS_TO[level]


def leads_to(ladder: Ladder, start: EscalationLevel, level: EscalationLevel) -> bool:
    """Say whether `level` is `start`, or comes after it on the way up."""
    passed: list[EscalationLevel] = []
    here: EscalationLevel | None = start
    while here is not None and here not in passed:
        passed.append(here)
        here = next_level(ladder, here)
    return level in passed


@dataclass(frozen=True, slots=True)
class Landing:
    """Where a matter really lands, and the levels met on the way whose place is vacant or unmapped: itself reported."""

    level: EscalationLevel
    vacant: tuple[EscalationLevel, ...] = ()


def landing(ladder: Ladder, level: EscalationLevel) -> Landing:
    """Return the level that really holds a matter for `level`: places that are vacant or unmapped fall through.

    A ladder that ends or leads in a circle is followed by `LAST_RESORT`. Where no place is held at all the matter stays
    at `level`, with every level reported; where no ladder is known it stays there and nothing is reported.
    """
    if not ladder:
        return Landing(level)
    vacant: list[EscalationLevel] = []
    here: EscalationLevel | None = level
    while here is not None:
        rung = ladder.get(here)
        if rung is not None and not rung.vacant:
            return Landing(here, tuple(vacant))
        vacant.append(here)
        after = next_level(ladder, here)
        here = next((each for each in (after, *LAST_RESORT) if each is not None and each not in vacant), None)
    return Landing(level, tuple(vacant))


def acknowledge_by(ladder: Ladder, level: EscalationLevel, start: datetime) -> datetime | None:
    """Return by when `level` must acknowledge before the next hears; none at the top or where no ladder is known."""
    rung = ladder.get(level)
    if rung is None or next_level(ladder, level) is None:
        return None
    return start + timedelta(minutes=rung.minutes)
