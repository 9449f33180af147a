"""When the receiving contact does not answer: what each command changes in the state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from holdfast.protocol import events as e
from holdfast.protocol.chapters.contact import said
from holdfast.protocol.codes import REACHED_THE_CONTACT
from holdfast.protocol.command import Command
from holdfast.protocol.presence import Attempt
from holdfast.protocol.state import State

C = TypeVar("C", bound=Command)


def _of(kind: type[C], event: e.StepFiled) -> C:
    assert isinstance(event.command, kind)
    return event.command


def _alternate_tried(state: State, event: e.StepFiled) -> State:
    """Who is reached here is reached for the live event, and against a passive close, as by any other attempt."""
    command, live = _of(said.AlternateContact, event), state.event
    tried = said.Alternate(command.who, command.outcome, event.facts.at)
    if live is not None and live.is_open:
        state = state.changed(live=replace(live, attempts=(*live.attempts, Attempt(command.who, command.outcome))))
    return state.changed(
        contact=replace(state.contact, alternates=(*state.contact.alternates, tried)),
        has_bridge=state.has_bridge or command.outcome in REACHED_THE_CONTACT,
        hands=state.hands | {event.facts.by.id},
    )


def _summary_sent(state: State, event: e.StepFiled) -> State:
    command = _of(said.SendSecureSummary, event)
    sent_to = state.contact.summaries_to | {command.to}
    kept = replace(state.contact, summary=said.Summary(command.to, command.until), summaries_to=sent_to)
    return state.changed(contact=kept, hands=state.hands | {event.facts.by.id})


def _summary_opened(state: State, event: e.StepFiled) -> State:
    summary = state.contact.summary
    assert summary is not None, "one that is not there is opened by nobody (S.order)"
    return state.changed(contact=replace(state.contact, summary=replace(summary, opened=summary.opened + 1)))


def _summary_ended(state: State, event: e.StepFiled) -> State:
    return state.changed(contact=replace(state.contact, summary=None))


def _bridge_planned(state: State, event: e.StepFiled) -> State:
    command = _of(said.PlanBridgeContact, event)
    bridge = said.Bridge(command.who, command.at, command.how)
    return state.changed(contact=replace(state.contact, bridge=bridge))


def _bridge_reported(state: State, event: e.StepFiled) -> State:
    bridge = state.contact.bridge
    assert bridge is not None, "one that is not planned is reported by nobody (S.order)"
    outcome = _of(said.ReportBridgeContact, event).outcome
    return state.changed(contact=replace(state.contact, bridge=replace(bridge, outcome=outcome)))


def _owner_named(state: State, event: e.StepFiled) -> State:
    who = _of(said.NameEscalationOwner, event).who
    return state.changed(contact=replace(state.contact, escalation_owner=who))


FILED: dict[str, Callable[[State, e.StepFiled], State]] = {
    "alternate_contact": _alternate_tried,
    "send_secure_summary": _summary_sent,
    "summary_opened": _summary_opened,
    "end_summary": _summary_ended,
    "plan_bridge_contact": _bridge_planned,
    "report_bridge_contact": _bridge_reported,
    "name_escalation_owner": _owner_named,
}
