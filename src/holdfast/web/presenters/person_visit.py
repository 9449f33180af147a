"""The visit that is booked, on the person's own page: when, where, with whom, what to bring, and what they can say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from holdfast.protocol.chapters.visit.said import VisitMode, VisitSide
from holdfast.protocol.state import State


@dataclass(frozen=True, slots=True)
class BookedVisit:
    """A visit that lies ahead. `companion`: who of the team comes along; blank: nobody.

    `may_say`: whether they can say that they come, or ask to cancel it; `is_asked`: whether the other side asks them.
    """

    at: datetime
    place: str
    who: str
    mode: VisitMode
    bring: str
    companion: str
    is_confirmed: bool
    comes: bool
    may_say: bool
    is_cancel_asked: bool
    """Whether they, or their team, asked to cancel it, and nobody has answered."""
    is_asked: bool
    """Whether the service asks them to agree that it is cancelled."""
    is_first: bool
    """Whether it is what happens first: then the page says when and where already."""


def booked_visit(state: State, lead: str, at: datetime, *, first_at: datetime | None) -> BookedVisit | None:
    """Return the visit that stands and lies ahead; `lead`: the name of who stays with the person.

    `first_at`: when that is which the page shows as what happens first.
    """
    visit = state.visit.standing
    if visit is None or visit.at <= at or state.is_closed:
        return None
    asked_by = visit.cancel.side if visit.cancel else None
    return BookedVisit(
        at=visit.at, place=visit.place, who=visit.who, mode=visit.mode, bring=visit.bring,
        companion=lead if visit.companion else "", is_confirmed=visit.is_confirmed, comes=visit.person_comes,
        may_say=visit.cancel is None and not state.is_paused,
        is_cancel_asked=asked_by in (VisitSide.PERSON, VisitSide.ORIGINATING),
        is_asked=asked_by is VisitSide.RECEIVING, is_first=visit.at == first_at,
    )  # fmt: skip
