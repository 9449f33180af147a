"""The first visit: what each command changes in the state, and how it follows what else happens in the transfer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from holdfast.protocol import commands as c
from holdfast.protocol import events as e
from holdfast.protocol.chapters.visit.said import (
    AnswerCancel,
    BookVisit,
    CancelAnswer,
    CancelAsked,
    RescheduleVisit,
    Visit,
    VisitEnd,
    VisitMode,
    VisitTime,
)
from holdfast.protocol.chapters.visit.standing import is_first_action, is_for, is_receivers_word, side_of
from holdfast.protocol.codes import DeadlineName, FirstActionOutcome
from holdfast.protocol.facts import Facts
from holdfast.protocol.state import State

_ENDS = {
    FirstActionOutcome.KEPT: VisitEnd.KEPT,
    FirstActionOutcome.NO_SHOW: VisitEnd.NO_SHOW,
    FirstActionOutcome.CANCELLED: VisitEnd.CANCELLED,
}


def asked_at(command: VisitTime, facts: Facts) -> datetime:
    """Return when the visit that a command asks for is."""
    if command.slot is not None:
        return facts.slots[command.slot].at
    assert command.at is not None, "the form has one of the two"
    return command.at


def _booked(state: State, event: e.StepFiled) -> State:
    assert isinstance(event.command, BookVisit)
    visit = replace(_made(state, event, event.command), companion=event.command.companion)
    return _with(state, visit, takes_the_place=_is_undone(state))


def _moved(state: State, event: e.StepFiled) -> State:
    assert isinstance(event.command, RescheduleVisit)
    before = state.visit.standing
    assert before is not None, "only a visit that stands is moved"
    bring = event.command.bring or before.bring
    visit = replace(_made(state, event, event.command), companion=before.companion, bring=bring)
    moved = _with(state, visit, takes_the_place=is_first_action(state, before) or _is_undone(state))
    return moved.changed(visit=replace(moved.visit, moves=state.visit.moves + 1))


def _made(state: State, event: e.StepFiled, command: VisitTime) -> Visit:
    facts = event.facts
    slot = facts.slots[command.slot] if command.slot is not None else None
    return Visit(
        number=state.visit.latest.number + 1 if state.visit.latest else 1,
        slot=slot.id if slot else "",
        service=state.receiving_service or "",
        at=asked_at(command, facts),
        minutes=slot.minutes if slot else 0,
        mode=slot.mode if slot else command.mode or VisitMode.IN_PERSON,
        place=slot.place if slot else command.place or "",
        who=slot.who if slot else command.who or "",
        bring=command.bring or "",
        companion=False,
        booked_by=facts.by.id,
        booked_at=facts.at,
        is_confirmed=slot is not None or is_receivers_word(state, facts.by),
        acknowledged_by=facts.by.id if is_receivers_word(state, facts.by) else "",
        pathway=slot.pathway if slot else "",
    )


def _is_undone(state: State) -> bool:
    """Say whether the first action did not come about, so that a new visit takes its place."""
    return state.accepted is not None and DeadlineName.REENGAGEMENT in state.deadlines


def _with(state: State, visit: Visit, *, takes_the_place: bool) -> State:
    """Return the state with a visit; where it takes the place of the first action, the clock is to move to it."""
    booked = state.changed(visit=replace(state.visit, latest=visit))
    return booked.changed(first_action_at=visit.at) if takes_the_place and visit.is_confirmed else booked


def _changed(state: State, **fields: object) -> State:
    assert state.visit.latest is not None, "S.order asks for a visit that stands"
    latest = replace(state.visit.latest, **fields)  # type: ignore[arg-type]  # fields of a visit
    return state.changed(visit=replace(state.visit, latest=latest))


def _confirmed(state: State, event: e.StepFiled) -> State:
    changed = _changed(state, is_confirmed=True, acknowledged_by=event.facts.by.id)
    assert changed.visit.latest is not None
    return _with(changed, changed.visit.latest, takes_the_place=_is_undone(state))


def _acknowledged(state: State, event: e.StepFiled) -> State:
    return _changed(state, acknowledged_by=event.facts.by.id)


def _cancel_asked(state: State, event: e.StepFiled) -> State:
    by = event.facts.by
    return _changed(state, cancel=CancelAsked(side_of(state, by), by.id, event.facts.at))


def _cancel_answered(state: State, event: e.StepFiled) -> State:
    command, visit = event.command, state.visit.latest
    assert isinstance(command, AnswerCancel)
    assert visit is not None
    outcome = command.outcome if command.answer is CancelAnswer.ALREADY_HAPPENED else FirstActionOutcome.CANCELLED
    assert outcome is not None, "the form asks for it"
    ended = _changed(state, cancel=None, ended=_ENDS[outcome])
    if not is_first_action(state, visit):
        return ended
    return ended.changed(is_first_action_kept=outcome is FirstActionOutcome.KEPT)


def _person_comes(state: State, event: e.StepFiled) -> State:
    return _changed(state, person_comes=True)


FILED: dict[str, Callable[[State, e.StepFiled], State]] = {
    "book_visit": _booked,
    "confirm_visit": _confirmed,
    "acknowledge_visit": _acknowledged,
    "reschedule_visit": _moved,
    "ask_cancel_visit": _cancel_asked,
    "answer_cancel": _cancel_answered,
    "person_comes": _person_comes,
}


def followed(before: State, after: State, event: e.Event) -> State:
    """Return the state with its visit as `event` leaves it: kept, missed or moved as the first action it is, or lapsed.

    A visit that lapsed never comes back: somebody else may hold its time.
    """
    visit = before.visit.standing
    if visit is None or after.visit.standing is None:
        return _said_otherwise(before, after, event)
    if isinstance(event, e.StepFiled):
        return _as_first_action(before, after, event, visit)
    if isinstance(event, e.TransferClosed | e.RecordsVoided) and _is_given_up(after, visit):
        return _changed(after, ended=VisitEnd.LAPSED, cancel=None)
    return after


_CAME = (VisitEnd.KEPT, VisitEnd.NO_SHOW)


def _said_otherwise(before: State, after: State, event: e.Event) -> State:
    """Return the state with its visit as it is said to have ended, where before it was said otherwise.

    Only between kept and not come: one that was cancelled, or lapsed, gave its time to others and does not come back.
    """
    visit = before.visit.latest
    command = event.command if isinstance(event, e.StepFiled) else None
    if visit is None or visit.ended not in _CAME or not isinstance(command, c.ReportFirstAction):
        return after
    ended = _ENDS.get(command.outcome)
    is_other = ended in _CAME and ended is not visit.ended and is_first_action(before, visit)
    return _changed(after, ended=ended) if is_other else after


def _as_first_action(before: State, after: State, event: e.StepFiled, visit: Visit) -> State:
    command = event.command
    if isinstance(command, c.ReportFirstAction) and is_first_action(before, visit):
        if command.outcome in _ENDS:
            return _changed(after, ended=_ENDS[command.outcome], cancel=None)
        return _changed(after, acknowledged_by=event.facts.by.id)
    if isinstance(command, c.RescheduleFirstAction) and is_first_action(before, visit):
        moved = replace(
            visit, number=visit.number + 1, at=command.at, slot="", pathway="", minutes=0, is_confirmed=True,
            acknowledged_by=event.facts.by.id, person_comes=False, cancel=None,
        )  # fmt: skip
        return after.changed(visit=replace(after.visit, latest=moved, moves=after.visit.moves + 1))
    if isinstance(command, c.FileRecord) and _is_given_up(after, visit):
        return _changed(after, ended=VisitEnd.LAPSED, cancel=None)
    return after


def _is_given_up(state: State, visit: Visit) -> bool:
    """Say whether nobody waits for the visit any more: closed, declined, or on its way to another service.

    So it is where its time is kept for the pathway that was asked for before, and the request names another.
    """
    is_elsewhere = state.receiving_service != visit.service or not is_for(visit.pathway, state)
    return state.is_closed or state.has_declined or is_elsewhere
