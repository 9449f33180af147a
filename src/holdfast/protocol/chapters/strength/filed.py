"""How strong the handoff must be: what each command changes in the state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from holdfast.protocol import events as e
from holdfast.protocol.chapters.strength import said
from holdfast.protocol.state import State


def _duty_recorded(state: State, event: e.StepFiled) -> State:
    command = event.command
    assert isinstance(command, said.RecordDuty)
    done = said.DutyDone(command.duty, command.who, command.when, event.facts.by.id)
    others = tuple(each for each in state.strength.duties if each.duty is not command.duty)
    return state.changed(strength=replace(state.strength, duties=(*others, done)))


def _proxy_confirmed(state: State, event: e.StepFiled) -> State:
    command = event.command
    assert isinstance(command, said.ConfirmProxy)
    proxy = said.Proxy(command.who, command.booked_for, event.facts.at)
    return state.changed(strength=replace(state.strength, proxy=proxy), hands=state.hands | {event.facts.by.id})


FILED: dict[str, Callable[[State, e.StepFiled], State]] = {
    said.RecordDuty.do: _duty_recorded,
    said.ConfirmProxy.do: _proxy_confirmed,
}
