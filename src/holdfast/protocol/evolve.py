"""`evolve(state, event)`: the next state. Nothing else changes state; it decides nothing and refuses nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta

from holdfast.protocol import events as e
from holdfast.protocol.chapters.consent import filed as consent
from holdfast.protocol.chapters.contact import filed as contact
from holdfast.protocol.chapters.custody import filed as custody
from holdfast.protocol.chapters.safety import filed as safety
from holdfast.protocol.chapters.story import filed as story
from holdfast.protocol.chapters.strength import filed as strength
from holdfast.protocol.chapters.visit import filed as visit
from holdfast.protocol.codes import DeadlineName, RecordKind
from holdfast.protocol.deadlines import DEADLINES
from holdfast.protocol.filed import FILED as BY_THE_NINE
from holdfast.protocol.filed import ended, with_entry, without
from holdfast.protocol.state import INITIAL, Deadline, Escalation, Rise, State

FILED = {
    step: apply
    for part in (consent, safety, story, visit, contact, custody, strength)
    for step, apply in part.FILED.items()
}
FILED |= BY_THE_NINE
"""What each filed step changes in the state, by its name."""


def evolve(state: State, event: e.Event) -> State:
    """Return the state after `event`."""
    after = _APPLY[type(event)](state, event)
    after = after if after.visit.latest is None else visit.followed(state, after, event)
    return consent.followed(state, after) if after.consents else after


def fold(events: Iterable[e.Event], state: State = INITIAL) -> State:
    """Return the state that `events` add up to, from `state` on."""
    for event in events:
        state = evolve(state, event)
    return state


# Acts


def _filed(state: State, event: e.StepFiled) -> State:
    apply = FILED.get(event.command.step)
    counted = state.changed(step=state.step + 1, acted_at=event.facts.at)
    applied = apply(counted, event) if apply else counted
    return applied if state.safety.plan is None else safety.heard(counted, applied, event)


def _refused(state: State, event: e.AttemptRefused) -> State:
    return state.changed(step=state.step + 1, acted_at=event.facts.at, refusals=state.refusals + 1)


def _missed(state: State, event: e.DeadlineMissed) -> State:
    deadline = state.deadlines[event.name]
    changed = state.changed(
        step=state.step + 1, acted_at=event.facts.at, deadlines=without(state.deadlines, event.name)
    )
    if event.name is DeadlineName.ACCEPTANCE:
        changed = changed.changed(voice=None, access_by="")
    if deadline.rises_after is not None:
        rule = DEADLINES[event.name]
        assert rule.rises_to is not None
        rise = Rise(deadline.due + timedelta(seconds=deadline.rises_after), rule.rises_to)
        known = state.rises.get(rule.escalates_as)
        rise = known if known is not None and known.due < rise.due else rise
        changed = changed.changed(rises=with_entry(state.rises, rule.escalates_as, rise))
    return changed


def _risen(state: State, event: e.EscalationRisen) -> State:
    known = state.escalations[event.control]
    risen = Escalation(event.level, known.count, None, event.acknowledge_by)
    return state.changed(
        step=state.step + 1,
        acted_at=event.facts.at,
        escalations=with_entry(state.escalations, event.control, risen),
        rises=without(state.rises, event.control) if _is_rise(state, event) else state.rises,
    )


def _is_rise(state: State, event: e.EscalationRisen) -> bool:
    rise = state.rises.get(event.control)
    return rise is not None and rise.due == event.due


# What acts bring about


def _owner_changed(state: State, event: e.OwnerChanged) -> State:
    return state.changed(
        owner=event.owner, owner_service=event.service, owner_is_guest=event.is_guest,
        custody=state.custody.without_offer(),
    )  # fmt: skip


def _deadline_opened(state: State, event: e.DeadlineOpened) -> State:
    deadline = Deadline(event.due, event.opened_at, event.rises_after)
    changed = state.changed(deadlines=with_entry(state.deadlines, event.name, deadline))
    if event.name is DeadlineName.AUTHORIZATION_DECISION:
        return changed.changed(decision_due=deadline)
    if event.name is DeadlineName.DETERMINATION:
        failed = replace(changed.custody, failed_at_step=changed.step)
        return changed.changed(is_determination_owed=True, custody=failed)
    return changed


def _deadline_met(state: State, event: e.DeadlineMet) -> State:
    return state.changed(deadlines=without(state.deadlines, event.name))


def _deadline_voided(state: State, event: e.DeadlineVoided) -> State:
    return state.changed(deadlines=without(state.deadlines, event.name))


def _rise_called_off(state: State, event: e.RiseCalledOff) -> State:
    return state.changed(rises=without(state.rises, event.control))


def _breach_recorded(state: State, event: e.BreachRecorded) -> State:
    return state.changed(breaches=state.breaches | {event.control})


def _escalation_raised(state: State, event: e.EscalationRaised) -> State:
    raised = Escalation(event.level, acknowledge_by=event.acknowledge_by)
    return state.changed(escalations=with_entry(state.escalations, event.control, raised))


def _escalation_counted(state: State, event: e.EscalationCounted) -> State:
    known = state.escalations[event.control]
    return state.changed(
        escalations=with_entry(state.escalations, event.control, replace(known, count=known.count + 1))
    )


def _records_voided(state: State, event: e.RecordsVoided) -> State:
    changed = state.changed(records=without(state.records, *event.kinds))
    if RecordKind.AUTHORIZATION_REQUEST in event.kinds:
        changed = changed.changed(route=None, is_elevated=False, decision_due=None)
    if RecordKind.RECEIVING_ACCEPTANCE in event.kinds:
        changed = changed.changed(accepted=None, voice=None)
    return changed


def _live_event_ended(state: State, event: e.LiveEventEnded) -> State:
    return state.changed(live=ended(state, event.at))


def _instruction_ended(state: State, event: e.InstructionEnded) -> State:
    kept = without(state.records, RecordKind.CORRECTIVE_DETERMINATION)
    return state.changed(corrective=None, is_reopened=False, records=kept)


def _transfer_closed(state: State, event: e.TransferClosed) -> State:
    return state.changed(
        closed_as=event.closed_as, closed_at=event.at, deadlines={}, rises={}, voice=None, access_by=""
    )


def _unchanged(state: State, event: e.Event) -> State:
    return state


_APPLY: dict[type[e.Event], Callable[..., State]] = {
    e.StepFiled: _filed,
    e.AttemptRefused: _refused,
    e.DeadlineMissed: _missed,
    e.EscalationRisen: _risen,
    e.OwnerChanged: _owner_changed,
    e.DeadlineOpened: _deadline_opened,
    e.DeadlineMet: _deadline_met,
    e.DeadlineVoided: _deadline_voided,
    e.RiseCalledOff: _rise_called_off,
    e.BreachRecorded: _breach_recorded,
    e.EscalationRaised: _escalation_raised,
    e.EscalationCounted: _escalation_counted,
    e.RecordsVoided: _records_voided,
    e.LiveEventEnded: _live_event_ended,
    e.InstructionEnded: _instruction_ended,
    e.LinkedTransferCalled: _unchanged,
    e.TransferClosed: _transfer_closed,
}
