"""The first visit: who may give each command, on what it rests, and its controls."""

from __future__ import annotations

from datetime import datetime, timedelta

from holdfast.protocol.chapters.visit.filed import asked_at
from holdfast.protocol.chapters.visit.said import (
    AnswerCancel,
    CancelAnswer,
    RescheduleVisit,
    VisitSide,
    VisitTime,
)
from holdfast.protocol.chapters.visit.standing import is_receivers_word, side_of
from holdfast.protocol.codes import DeadlineName, RecordKind, Urgency
from holdfast.protocol.controls.gates import GIVERS, NAVIGATORS, RESTS_ON, Giver
from holdfast.protocol.controls.registry import control
from holdfast.protocol.situation import Situation

_WITHIN = "visit.within_48_hour"
_TWO_DAYS = 172_800
"""Seconds, where a transfer began under a policy that did not have the number yet."""
TIMED = ("book_visit", "reschedule_visit")


def _of_receiving(s: Situation) -> bool:
    return s.by.is_of(s.state.receiving_service)


def _of_either(s: Situation) -> bool:
    return s.is_by_originator or s.by.is_of(s.state.service) or _of_receiving(s) or s.by.holds(NAVIGATORS)


_STAFF = Giver("staff of the originating or the receiving service, or a navigator", _of_either)
_RECEIVER = Giver("staff of the receiving service", _of_receiving)
_ANYBODY = Giver(
    "the person, staff of the originating or the receiving service, or a navigator",
    lambda s: s.by.is_person or _of_either(s),
)

GIVERS.update(
    {
        "book_visit": _STAFF,
        "confirm_visit": _RECEIVER,
        "acknowledge_visit": _RECEIVER,
        "reschedule_visit": _STAFF,
        "ask_cancel_visit": _ANYBODY,
        "answer_cancel": _ANYBODY,
        "person_comes": Giver(
            "the person, or staff of the originating service recording their word",
            lambda s: s.by.is_person or s.is_by_originator or s.by.is_of(s.state.service),
        ),
    }
)


def _may_be_booked(s: Situation) -> bool:
    state, visit = s.state, s.state.visit.standing
    is_on_its_way = (state.is_authorized or s.is_in_emergency) and state.receiving_service is not None
    is_wanted = not state.is_first_action_kept and not state.is_paused and not state.has_declined
    is_open = visit is None or not visit.is_confirmed or DeadlineName.REENGAGEMENT in state.deadlines
    return is_on_its_way and is_wanted and is_open


def _stands(s: Situation) -> bool:
    return s.state.visit.standing is not None


def _is_unconfirmed(s: Situation) -> bool:
    visit = s.state.visit.standing
    return visit is not None and not visit.is_confirmed


def _is_asked_to_cancel(s: Situation) -> bool:
    visit = s.state.visit.standing
    return visit is not None and visit.cancel is not None


RESTS_ON.update(
    {
        "book_visit": _may_be_booked,
        "confirm_visit": _is_unconfirmed,
        "acknowledge_visit": _stands,
        "reschedule_visit": lambda s: _stands(s) and not s.state.is_first_action_kept and not s.state.is_paused,
        "ask_cancel_visit": lambda s: _stands(s) and not _is_asked_to_cancel(s),
        "answer_cancel": _is_asked_to_cancel,
        "person_comes": _stands,
    }
)


@control(
    "V.slot",
    "A published time is one of the receiving service, to come, not withdrawn, and held by nobody.",
    mend="Choose another published time, or propose one for the receiving service to confirm.",
    steps=TIMED,
)
def slot(s: Situation) -> bool:
    """Say whether the published time that is named can be held."""
    asked = _asked(s).slot
    if asked is None:
        return True
    picture = s.facts.slots[asked]
    is_theirs = picture.service == s.state.receiving_service
    return is_theirs and picture.is_free and not picture.is_withdrawn and picture.at > s.at


@control(
    "V.time",
    "A visit lies ahead, on a day and at an hour when the service is open, and as soon as the urgency asks.",
    mend="Choose a later time, a day on which the service is open, or for an urgency of 48 hours an earlier one.",
    steps=TIMED,
)
def time(s: Situation) -> bool:
    """Say whether the time is one at which a visit can be."""
    asked = _asked(s)
    at = asked_at(asked, s.facts)
    known = s.facts.times.get(at)
    if known is not None and (known.is_closed_day or (asked.slot is None and known.is_open is False)):
        return False
    latest = latest_visit(s)
    return (asked.slot is not None or at > s.at) and (latest is None or at <= latest)


def latest_visit(s: Situation) -> datetime | None:
    """Return until when, included, the visit must be: 48 hours after the request where its urgency says so.

    Where a visit fell through or is moved, 48 hours from now: else nothing could be booked any more.
    """
    standing = s.state.records.get(RecordKind.AUTHORIZATION_REQUEST)
    if standing is None or s.state.request is None or s.state.request.urgency is not Urgency.HOURS_48:
        return None
    is_anew = s.state.visit.latest is not None and s.state.visit.latest.is_confirmed
    return (s.at if is_anew else standing.at) + timedelta(seconds=s.policy.numbers.get(_WITHIN, _TWO_DAYS))


@control(
    "V.confirmed",
    "A time that is not published holds by the word of the receiving side itself, who are identified.",
    mend="Choose a published time, or let the receiving side say it, signed in or by the link sent to them.",
    steps=("confirm_visit", "reschedule_visit"),
)
def confirmed(s: Situation) -> bool:
    """Say whether a time that is not published is the word of the receiving side."""
    if isinstance(s.command, RescheduleVisit) and s.command.slot is not None:
        return True
    return is_receivers_word(s.state, s.by)


@control(
    "V.answer",
    "Who asked to cancel does not answer it, and only the receiving side says what became of a visit.",
    mend="Wait for the answer of the other side; until then the visit stands.",
    steps=("answer_cancel",),
)
def answer(s: Situation) -> bool:
    """Say whether it is the giver's part to answer so."""
    visit, given = s.state.visit.standing, s.given(AnswerCancel)
    assert visit is not None, "S.order holds"
    assert visit.cancel is not None, "S.order holds"
    side = side_of(s.state, s.by)
    if given.answer is CancelAnswer.ALREADY_HAPPENED and not is_receivers_word(s.state, s.by):
        return False
    return (side is VisitSide.RECEIVING) is not (visit.cancel.side is VisitSide.RECEIVING)


def _asked(s: Situation) -> VisitTime:
    assert isinstance(s.command, VisitTime)
    return s.command
