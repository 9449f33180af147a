"""What each filed step changes in the state, by command or kind of record. Part of `evolve`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from holdfast.protocol import commands as c
from holdfast.protocol import events as e
from holdfast.protocol import records as r
from holdfast.protocol.calendars import noon_next_day
from holdfast.protocol.chapters.consent import filed as consent
from holdfast.protocol.chapters.safety.duress import is_held_open, is_word_of_danger
from holdfast.protocol.chapters.safety.filed import in_danger
from holdfast.protocol.codes import (
    OPENERS,
    REACHED_THE_CONTACT,
    Acceptance,
    ContactOutcome,
    DeadlineName,
    FirstActionOutcome,
    Instruction,
    RecordKind,
    Seat,
    Wish,
    YesNoUnknown,
)
from holdfast.protocol.facts import CLOCK, PERSON
from holdfast.protocol.grading import grade_of_events
from holdfast.protocol.presence import Attempt, Attestation, LiveEvent, SeatTaken
from holdfast.protocol.state import Accepted, Corrective, Handoff, SafetyAnswer, Standing, State

K = TypeVar("K")
V = TypeVar("V")
C = TypeVar("C", bound=c.Command)
R = TypeVar("R", bound=r.Record)


def with_entry(mapping: Mapping[K, V], key: K, value: V) -> dict[K, V]:
    """Return `mapping` with one entry set."""
    return {**mapping, key: value}


def without(mapping: Mapping[K, V], *keys: K) -> dict[K, V]:
    """Return `mapping` without some entries."""
    return {key: value for key, value in mapping.items() if key not in keys}


def ended(state: State, at: datetime) -> LiveEvent | None:
    """Return the live event of `state` as it is when it has ended at `at`; everybody has left it."""
    live = state.live
    if live is None or not live.is_open:
        return live
    seats = tuple(replace(s, left_at=at) if s.left_at is None else s for s in live.seats)
    return replace(live, ended_at=at, seats=seats)


def _opened(state: State, event: e.StepFiled) -> State:
    command, facts = _of(c.OpenTransfer, event), event.facts
    assert facts.policy is not None, "a transfer is opened under a policy"
    site = facts.services[facts.by.service_as(OPENERS) or facts.by.assignments[0].service]
    return state.changed(
        opened_at=facts.at, case_id=command.case_id, subject=facts.subject, linked_from=facts.linked_from,
        practised_by=facts.practised_by, person=command.person, need=command.need_category,
        package=command.package or "", originator=facts.by.id,
        originating_hands=frozenset({facts.by.id}), service=site.id, zone=site.zone, policy=facts.policy,
        safety=replace(state.safety, protected_since=facts.at, protected_by=CLOCK)
        if facts.is_protected
        else state.safety,
    )  # fmt: skip


def _consent_revoked(state: State, event: e.StepFiled) -> State:
    return consent.revoked(state, _of(c.RevokeConsent, event).to)


def _safety_checked(state: State, event: e.StepFiled) -> State:
    check = _of(c.CheckSafety, event)
    if is_word_of_danger(state, check):
        return in_danger(state, event)
    answer = SafetyAnswer(check.safe_now, event.facts.at, check.alone is YesNoUnknown.NO)
    return state.changed(safety_by_person=answer) if event.facts.by.is_person else state.changed(safety_by_staff=answer)


def _emergency_started(state: State, event: e.StepFiled) -> State:
    until = event.facts.at + state.rules.span("emergency.paperwork")
    is_running = DeadlineName.EMERGENCY_PAPERWORK in state.deadlines
    return consent.emergency_started(state, event).changed(
        is_emergency=state.is_emergency or not state.is_after_handoff,
        emergency_until=state.emergency_until if is_running else until,
    )


def _live_event_opened(state: State, event: e.StepFiled) -> State:
    number = state.live.number + 1 if state.live else 1
    is_accepted_in = state.live and state.accepted and state.accepted.in_event == state.live.number
    kept = state.live if is_accepted_in else state.accepted_in
    return state.changed(accepted_in=kept, live=LiveEvent(number, _of(c.OpenLiveEvent, event).channel, event.facts.at))


def _live_event_closed(state: State, event: e.StepFiled) -> State:
    return state.changed(live=ended(state, event.facts.at))


def _joined(state: State, event: e.StepFiled) -> State:
    command, facts = _of(c.JoinLiveEvent, event), event.facts
    assert state.live is not None
    who = PERSON if command.party is Seat.PERSON else facts.by.id
    seat = SeatTaken(command.party, who, command.identity, command.measured, facts.at)
    is_helped = command.party is Seat.PERSON and not facts.by.is_person
    before = state.live.seats if is_helped else _left(state.live.seats, command.party, who, event)
    seats = (*before, seat)
    known = state.identities
    if command.party is Seat.RECEIVER:
        known = with_entry(known, who, known.get(who, frozenset()) | {command.identity})
    return state.changed(live=replace(state.live, seats=seats), identities=known, hands=state.hands | {facts.by.id})


def _left_event(state: State, event: e.StepFiled) -> State:
    party = _of(c.LeaveLiveEvent, event).party
    assert state.live is not None
    who = PERSON if party is Seat.PERSON else event.facts.by.id
    return state.changed(live=replace(state.live, seats=_left(state.live.seats, party, who, event)))


def _left(seats: tuple[SeatTaken, ...], party: Seat, who: str, event: e.StepFiled) -> tuple[SeatTaken, ...]:
    return tuple(
        replace(s, left_at=event.facts.at) if s.party is party and s.who == who and s.left_at is None else s
        for s in seats
    )


def _attested(state: State, event: e.StepFiled) -> State:
    command, facts = _of(c.AttestPresence, event), event.facts
    assert state.live is not None
    word = Attestation(
        command.party, facts.by.id, command.identity, command.device, frozenset(command.present), facts.at
    )
    live = replace(state.live, attestations=(*state.live.attestations, word))
    return state.changed(live=live, hands=state.hands | {facts.by.id})


def _contact_attempted(state: State, event: e.StepFiled) -> State:
    command = _of(c.ContactAttempt, event)
    live, event_now = state.live, state.event
    if event_now is not None and event_now.is_open:
        live = replace(event_now, attempts=(*event_now.attempts, Attempt(command.contact, command.outcome)))
    has_bridge = command.outcome in REACHED_THE_CONTACT and (state.has_bridge or state.contact_failed)
    has_failed = state.contact_failed or command.outcome is not ContactOutcome.LIVE_HUMAN_ACCEPTED
    if state.accepted is not None:
        has_bridge, has_failed = state.has_bridge, state.contact_failed  # nobody is chased who has accepted
    if has_failed and not state.contact_failed:
        zone = (state.route and state.route.zone) or state.zone
        state = state.changed(contact_due=noon_next_day(event.facts.at, zone))
    return state.changed(
        live=live, has_bridge=has_bridge, contact_failed=has_failed, hands=state.hands | {event.facts.by.id},
        contact=state.contact.attempted(command.contact, command.outcome),
    )  # fmt: skip


def _person_confirmed(state: State, event: e.StepFiled) -> State:
    if _of(c.PersonConfirms, event).what == "resume":
        return state.changed(is_paused=False)
    return state.changed(heard_at_step=state.step)


def _said_by_voice(state: State, event: e.StepFiled) -> State:
    return state.changed(voice=_of(c.VoiceAcceptance, event), hands=state.hands | {event.facts.by.id})


def _voice_confirmed(state: State, event: e.StepFiled) -> State:
    identity, by = _of(c.ConfirmVoiceAcceptance, event).identity, event.facts.by.id
    assert state.voice is not None
    action = state.voice.first_action
    return state.changed(
        accepted=Accepted(by, state.step, by_voice=True), voice=None, has_bridge=True,
        first_action_at=action.at if action else None, is_first_action_kept=False, has_declined=False,
        identities=with_entry(state.identities, by, state.identities.get(by, frozenset()) | {identity}),
        hands=state.hands | {by},
    )  # fmt: skip


def _recorded(state: State, event: e.StepFiled) -> State:
    """Put a record among those that stand."""
    assert isinstance(event.command, c.FileRecord)
    record, facts = event.command.record, event.facts
    standing = Standing(record, state.step, facts.at, facts.by.id, event.command.added)
    return state.changed(records=with_entry(state.records, record.kind, standing))


def _recorded_by_hand(state: State, event: e.StepFiled) -> State:
    recorded = _recorded(state, event)
    return recorded.changed(hands=state.hands | {event.facts.by.id})


def _requested(state: State, event: e.StepFiled) -> State:
    request = _record_of(r.AuthorizationRequest, event)
    return _recorded_by_hand(state, event).changed(
        route=event.facts.pathways[request.receiving_pathway],
        is_elevated=state.rules.is_elevated(request.urgency, request.risk_indicators),
        has_declined=False,
    )


def _ready(state: State, event: e.StepFiled) -> State:
    return _recorded_by_hand(state, event).changed(review_of=RecordKind.RELEASE_READINESS)


def _answered(state: State, event: e.StepFiled) -> State:
    answer = _record_of(r.ReceivingAcceptance, event)
    known, by = state.identities, event.facts.by
    if by.identity is not None:
        known = with_entry(known, by.id, known.get(by.id, frozenset()) | {by.identity})
    recorded = _recorded_by_hand(state, event).changed(
        identities=known, has_declined=answer.acceptance is Acceptance.DECLINED
    )
    if answer.acceptance is Acceptance.PENDING:
        return recorded.changed(accepted=None)
    if answer.acceptance is Acceptance.DECLINED:
        return recorded.changed(accepted=None, voice=None, first_action_at=None, has_bridge=True)
    action = answer.first_action
    kept_time = state.first_action_at if state.accepted else None
    return recorded.changed(
        accepted=Accepted(event.facts.by.id, state.step, by_voice=False, in_event=_event_number(state)),
        voice=None, has_bridge=True, first_action_at=kept_time or (action.at if action else None),
        is_first_action_kept=state.is_first_action_kept and state.accepted is not None,
    )  # fmt: skip


def _event_number(state: State) -> int:
    return state.event.number if state.event else 0


def _handed_off(state: State, event: e.StepFiled) -> State:
    if state.is_after_handoff:
        return _recorded_by_hand(state, event)
    assert state.accepted is not None
    is_live = state.is_live_mode and not state.accepted.by_voice
    handoff = Handoff(event.facts.at, grade_of_events(state, event.facts.at), is_live)
    return _recorded_by_hand(state, event).changed(
        handoff=handoff,
        passed_at=event.facts.at,
        is_reopened=False,
        residual_risk=None,
        review_of=RecordKind.HANDOFF_CLOSURE,
    )


def _verified(state: State, event: e.StepFiled) -> State:
    return _recorded(state, event).changed(residual_risk=_record_of(r.Verification, event).residual_risk)


def _determined(state: State, event: e.StepFiled) -> State:
    c2 = _record_of(r.CorrectiveDetermination, event)
    return _recorded_by_hand(state, event).changed(
        corrective=Corrective(c2.instruction, c2.corrective_owner_id),
        is_determination_owed=False,
        is_reopened=c2.instruction is Instruction.REPEAT_LIVE_HANDOFF,
        events_before=state.live.number if state.live else 0,
    )


def _followed_up(state: State, event: e.StepFiled) -> State:
    return _recorded(state, event).changed(review_of=RecordKind.ASSURANCE_FOLLOWUP)


def _first_action_reported(state: State, event: e.StepFiled) -> State:
    outcome = _of(c.ReportFirstAction, event).outcome
    is_kept = outcome is FirstActionOutcome.KEPT
    is_undone = outcome in (FirstActionOutcome.NO_SHOW, FirstActionOutcome.CANCELLED)
    return state.changed(is_first_action_kept=is_kept or (state.is_first_action_kept and not is_undone))


def _first_action_rescheduled(state: State, event: e.StepFiled) -> State:
    return state.changed(first_action_at=_of(c.RescheduleFirstAction, event).at)


def _corrective_completed(state: State, event: e.StepFiled) -> State:
    return state.changed(access_by=_of(c.CompleteCorrective, event).receiving_person or "")


def _access_confirmed(state: State, event: e.StepFiled) -> State:
    by, identity = event.facts.by.id, _of(c.ConfirmAccess, event).identity
    known = with_entry(state.identities, by, state.identities.get(by, frozenset()) | {identity})
    custody = replace(state.custody, access_at_step=state.step) if event.facts.is_need_free else state.custody
    return state.changed(
        custody=custody, access_by="", passed_at=event.facts.at, identities=known, has_bridge=True, residual_risk=None,
        hands=state.hands | {by},
    )  # fmt: skip


def _acknowledged(state: State, event: e.StepFiled) -> State:
    control = _of(c.AcknowledgeEscalation, event).control
    held = replace(state.escalations[control], acknowledged_by=event.facts.by.id, acknowledge_by=None)
    return state.changed(escalations=with_entry(state.escalations, control, held))


def _resolved(state: State, event: e.StepFiled) -> State:
    control = _of(c.ResolveEscalation, event).control
    return state.changed(escalations=without(state.escalations, control), rises=without(state.rises, control))


def _reassigned(state: State, event: e.StepFiled) -> State:
    if state.is_after_handoff:
        return state
    to = _of(c.Reassign, event).to
    return state.changed(assignee=to, originating_hands=state.originating_hands | {to})


def _stopped(state: State, event: e.StepFiled) -> State:
    wish = _of(c.PersonStops, event).wish
    if is_held_open(state, wish):
        return state.changed(is_paused=True, safety=replace(state.safety, withdrew_at=event.facts.at))
    return state.changed(is_paused=True) if wish is Wish.PAUSE else state


def _of(kind: type[C], event: e.StepFiled) -> C:
    assert isinstance(event.command, kind)
    return event.command


def _record_of(kind: type[R], event: e.StepFiled) -> R:
    assert isinstance(event.command, c.FileRecord)
    assert isinstance(event.command.record, kind)
    return event.command.record


FILED: dict[str, Callable[[State, e.StepFiled], State]] = {
    "open_transfer": _opened,
    "give_consent": consent.consented,
    "revoke_consent": _consent_revoked,
    "check_safety": _safety_checked,
    "emergency_start": _emergency_started,
    "open_live_event": _live_event_opened,
    "close_live_event": _live_event_closed,
    "join_live_event": _joined,
    "leave_live_event": _left_event,
    "attest_presence": _attested,
    "contact_attempt": _contact_attempted,
    "person_confirms": _person_confirmed,
    "voice_acceptance": _said_by_voice,
    "confirm_voice_acceptance": _voice_confirmed,
    RecordKind.AUTHORIZATION_REQUEST: _requested,
    RecordKind.AUTHORIZATION_DECISION: _recorded_by_hand,
    RecordKind.RELEASE_READINESS: _ready,
    RecordKind.LIVE_CONNECTION: _recorded_by_hand,
    RecordKind.RECEIVING_ACCEPTANCE: _answered,
    RecordKind.HANDOFF_CLOSURE: _handed_off,
    RecordKind.VERIFICATION: _verified,
    RecordKind.CORRECTIVE_DETERMINATION: _determined,
    RecordKind.ASSURANCE_FOLLOWUP: _followed_up,
    "report_first_action": _first_action_reported,
    "reschedule_first_action": _first_action_rescheduled,
    "complete_corrective": _corrective_completed,
    "confirm_access": _access_confirmed,
    "acknowledge_escalation": _acknowledged,
    "resolve_escalation": _resolved,
    "reassign": _reassigned,
    "person_stops": _stopped,
}
