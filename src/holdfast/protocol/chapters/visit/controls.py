"""The first visit: who may give each command, on what it rests, and its controls."""

from __future__ import annotations

from holdfast.protocol.chapters.visit.faults import slot_fault, time_fault
from holdfast.protocol.chapters.visit.said import (
    AnswerCancel,
    CancelAnswer,
    RescheduleVisit,
    VisitSide,
)
from holdfast.protocol.chapters.visit.standing import is_receivers_word, side_of
from holdfast.protocol.codes import DeadlineName
from holdfast.protocol.controls.gates import GIVERS, NAVIGATORS, RESTS_ON, Giver
from holdfast.protocol.controls.registry import control
from holdfast.protocol.situation import Situation

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
    "A published time is one of the receiving service and for this pathway, to come, not withdrawn, held by nobody.",
    mend="Choose another published time, or propose one for the receiving service to confirm.",
    steps=TIMED,
)
def slot(s: Situation) -> bool:
    """Say whether the published time that is named can be held."""
    return slot_fault(s) is None


@control(
    "V.time",
    "A visit lies ahead, on a day and at an hour when the service is open, and as soon as the urgency asks.",
    mend="Choose a later time, a day on which the service is open, or for an urgency of 48 hours an earlier one.",
    steps=TIMED,
)
def time(s: Situation) -> bool:
    """Say whether the time is one at which a visit can be."""
    return time_fault(s) is None


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
