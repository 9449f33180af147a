"""The first visit: what exactly is wrong with a time that was asked for. V.slot and V.time ask for none. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from holdfast.protocol.chapters.visit.filed import asked_at
from holdfast.protocol.chapters.visit.said import VisitTime
from holdfast.protocol.chapters.visit.standing import is_for
from holdfast.protocol.codes import RecordKind, Urgency
from holdfast.protocol.situation import Situation

_WITHIN = "visit.within_48_hour"
_TWO_DAYS = 172_800
"""Seconds, where a transfer began under a policy that did not have the number yet."""


class VisitFault(StrEnum):
    """What is wrong with the time of a visit. Pages have a sentence for each."""

    OVER = "over"
    """It is not ahead: at this very instant it is over."""
    CLOSED_DAY = "closed_day"
    CLOSED_HOUR = "closed_hour"
    TOO_LATE = "too_late"
    """Later than an urgency of 48 hours allows."""
    TAKEN = "taken"
    WITHDRAWN = "withdrawn"
    ELSEWHERE = "elsewhere"
    """A published time of another service."""
    OTHER_PATHWAY = "other_pathway"
    """A published time that is kept for another pathway."""


def slot_fault(s: Situation) -> VisitFault | None:
    """Return what is wrong with the published time that is named; none where nothing is, or none is named."""
    asked = _asked(s).slot
    if asked is None:
        return None
    picture = s.facts.slots[asked]
    if picture.service != s.state.receiving_service:
        return VisitFault.ELSEWHERE
    if not is_for(picture.pathway, s.state):
        return VisitFault.OTHER_PATHWAY
    if picture.is_withdrawn:
        return VisitFault.WITHDRAWN
    if not picture.is_free:
        return VisitFault.TAKEN
    return None if picture.at > s.at else VisitFault.OVER


def time_fault(s: Situation) -> VisitFault | None:
    """Return what is wrong with the time itself; of a published one that is over `slot_fault` says so."""
    asked = _asked(s)
    at = asked_at(asked, s.facts)
    known = s.facts.times.get(at)
    if asked.slot is None and at <= s.at:
        return VisitFault.OVER
    if known is not None and known.is_closed_day:
        return VisitFault.CLOSED_DAY
    if known is not None and asked.slot is None and known.is_open is False:
        return VisitFault.CLOSED_HOUR
    latest = latest_visit(s)
    return VisitFault.TOO_LATE if latest is not None and at > latest else None


def latest_visit(s: Situation) -> datetime | None:
    """Return until when, included, the visit must be: 48 hours after the request where its urgency says so.

    Where a visit fell through or is moved, 48 hours from now: else nothing could be booked any more.
    """
    standing = s.state.records.get(RecordKind.AUTHORIZATION_REQUEST)
    if standing is None or s.state.request is None or s.state.request.urgency is not Urgency.HOURS_48:
        return None
    is_anew = s.state.visit.latest is not None and s.state.visit.latest.is_confirmed
    return (s.at if is_anew else standing.at) + timedelta(seconds=s.policy.numbers.get(_WITHIN, _TWO_DAYS))


def _asked(s: Situation) -> VisitTime:
    assert isinstance(s.command, VisitTime)
    return s.command
