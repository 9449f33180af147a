"""The story: what each command changes in the state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from holdfast.protocol import events as e
from holdfast.protocol.chapters.story import commands as c
from holdfast.protocol.chapters.story.said import (
    BarrierNamed,
    Correction,
    Reading,
    Retelling,
    SaidBack,
    SmallStep,
    Telling,
)
from holdfast.protocol.chapters.story.standing import may_know, open_to_receiver
from holdfast.protocol.command import Command
from holdfast.protocol.state import State

C = TypeVar("C", bound=Command)


def _given(kind: type[C], event: e.StepFiled) -> C:
    assert isinstance(event.command, kind)
    return event.command


def _kept(state: State, **fields: object) -> State:
    return state.changed(story=replace(state.story, **fields))  # type: ignore[arg-type]  # each is named as it is there


def _told(state: State, event: e.StepFiled) -> State:
    tellings = state.story.tellings
    told = Telling(len(tellings) + 1, _given(c.TellStory, event), event.facts.by.id, event.facts.at)
    return _kept(state, tellings=(*tellings, told))


def _read(state: State, event: e.StepFiled) -> State:
    command = _given(c.StoryRead, event)
    reading = Reading(command.how, event.facts.at, command.read_by or "")
    tellings = tuple(
        replace(told, reading=reading) if told.number == command.version and told.reading is None else told
        for told in state.story.tellings
    )
    return _kept(state, tellings=tellings)


def _corrected(state: State, event: e.StepFiled) -> State:
    command, facts = _given(c.CorrectStory, event), event.facts
    said = Correction(command.version, command.field, command.words, facts.by.id, facts.at)
    return _kept(state, corrections=(*state.story.corrections, said))


def _said_back(state: State, event: e.StepFiled) -> State:
    command, facts = _given(c.ReadBack, event), event.facts
    scopes = open_to_receiver(state, facts.at)
    return _kept(state, said_back=SaidBack(command.version, command.words, facts.by.id, facts.at, scopes=scopes))


def _answered_back(state: State, event: e.StepFiled) -> State:
    command, facts, said = _given(c.ConfirmReadBack, event), event.facts, state.story.said_back
    assert said is not None
    answered = replace(
        said, is_right=command.is_right, correction=command.words or "", answered_by=facts.by.id, answered_at=facts.at
    )
    return _kept(state, said_back=answered)


def _barrier_named(state: State, event: e.StepFiled) -> State:
    command, facts = _given(c.NameBarrier, event), event.facts
    if command.barrier in state.story.barriers and not may_know(state, facts.by, command.barrier, facts.at):
        return state  # what stands there is not theirs to know, so it is not theirs to write over
    named = BarrierNamed(command.barrier, command.severity, command.note or "", facts.by.id, facts.at)
    return _kept(state, barriers={**state.story.barriers, command.barrier: named})


def _barrier_answered(state: State, event: e.StepFiled) -> State:
    command, facts = _given(c.AnswerBarrier, event), event.facts
    answered = replace(
        state.story.barriers[command.barrier], answer=command.answer or "", owner=command.owner or "", due=command.by,
        answered_by=facts.by.id, answered_at=facts.at,
    )  # fmt: skip
    return _kept(state, barriers={**state.story.barriers, command.barrier: answered})


def _step_agreed(state: State, event: e.StepFiled) -> State:
    facts = event.facts
    return _kept(state, small_step=SmallStep(_given(c.AgreeSmallStep, event).words, facts.by.id, facts.at))


def _retold(state: State, event: e.StepFiled) -> State:
    return _kept(state, retellings=(*state.story.retellings, Retelling(event.facts.by.id, event.facts.at)))


FILED: dict[str, Callable[[State, e.StepFiled], State]] = {
    "tell_story": _told,
    "story_read": _read,
    "correct_story": _corrected,
    "read_back": _said_back,
    "confirm_read_back": _answered_back,
    "name_barrier": _barrier_named,
    "answer_barrier": _barrier_answered,
    "agree_small_step": _step_agreed,
    "report_retelling": _retold,
}
