"""Who answers for the person: what each command changes in the state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from holdfast.protocol import events as e
from holdfast.protocol.chapters.custody import said
from holdfast.protocol.chapters.visit.said import VisitEnd
from holdfast.protocol.command import Command
from holdfast.protocol.state import State

C = TypeVar("C", bound=Command)


def _of(kind: type[C], event: e.StepFiled) -> C:
    assert isinstance(event.command, kind)
    return event.command


def _kept(state: State, **fields: object) -> State:
    return state.changed(custody=replace(state.custody, **fields))  # type: ignore[arg-type]  # each is named above


def _covered(state: State, event: e.StepFiled) -> State:
    command = _of(said.StandIn, event)
    others = tuple(each for each in state.custody.covers if each.for_whom != command.for_whom)
    kept = _kept(state, covers=(*others, said.Cover(command.for_whom, command.colleague, command.until)))
    if command.for_whom not in state.originators:
        return kept
    return kept.changed(originating_hands=state.originating_hands | {command.colleague})


def _uncovered(state: State, event: e.StepFiled) -> State:
    whose = _of(said.EndCover, event).for_whom
    return _kept(state, covers=tuple(each for each in state.custody.covers if each.for_whom != whose))


def _offered(state: State, event: e.StepFiled) -> State:
    command = _of(said.OfferCustody, event)
    offer = said.Offer(event.facts.by.id, command.to, command.until, command.note)
    return _kept(state, offer=offer, declined=None)


def _taken_on(state: State, event: e.StepFiled) -> State:
    """Before the handoff who takes the person on acts for the originating side, as after `reassign`."""
    taker = event.facts.by.id
    if state.is_after_handoff:
        return state
    return state.changed(assignee=taker, originating_hands=state.originating_hands | {taker})


def _not_taken(state: State, event: e.StepFiled) -> State:
    return state.changed(custody=state.custody.without_offer())


def _declined(state: State, event: e.StepFiled) -> State:
    reason = _of(said.DeclineCustody, event).reason
    return _kept(state, offer=None, declined=said.Declined(event.facts.by.id, reason))


def _planned(state: State, event: e.StepFiled) -> State:
    command = _of(said.PlanUnreachable, event)
    return _kept(state, plan=said.Plan(event.facts.at, command.attempts, frozenset(command.safe_channels)))


def _tried(state: State, event: e.StepFiled) -> State:
    command = _of(said.AttemptPerson, event)
    tried = said.Tried(event.facts.at, command.means, command.answer)
    return _kept(state, tried=(*state.custody.tried, tried))


def _died(state: State, event: e.StepFiled) -> State:
    """Nothing of it is waited for any more; a time that was held for a visit is free again."""
    died_on, standing = _of(said.RecordDeath, event).died_on, state.visit.standing
    if standing is not None:
        ended = replace(standing, ended=VisitEnd.LAPSED, cancel=None)
        state = state.changed(visit=replace(state.visit, latest=ended))
    kept = _kept(state, died_on=died_on, died_by=event.facts.by.id, is_death_taken_back=False, offer=None)
    return kept.changed(is_determination_owed=False, voice=None, access_by="")


def _lives(state: State, event: e.StepFiled) -> State:
    return _kept(state, died_on=None, died_by="", is_death_taken_back=True)


FILED: dict[str, Callable[[State, e.StepFiled], State]] = {
    "cover": _covered,
    "end_cover": _uncovered,
    "offer_custody": _offered,
    "accept_custody": _taken_on,
    "decline_custody": _declined,
    "withdraw_offer": _not_taken,
    "plan_unreachable": _planned,
    "attempt_person": _tried,
    "record_death": _died,
    "withdraw_death": _lives,
}
