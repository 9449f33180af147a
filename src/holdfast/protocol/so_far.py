"""A record as it could be filed with what is known so far: what nobody has said yet is blank, so its control fails.

For asking the controls what is missing (`outlook`); nothing of this is ever filed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from holdfast.protocol import records as r
from holdfast.protocol.calendars import local_date
from holdfast.protocol.codes import (
    Acceptance,
    Decision,
    FailureCategory,
    FirstActionStatus,
    Identity,
    Mode,
    PersonHeard,
    PersonReport,
    RecordKind,
    Risk,
    Role,
    Seat,
    Suitability,
    Urgency,
)
from holdfast.protocol.commands import FileRecord
from holdfast.protocol.facts import Assignment, Party
from holdfast.protocol.presence import SeatTaken
from holdfast.protocol.state import State

NOBODY = "queue:nobody"
"""Stands where no named person, route or lead is known yet."""


@dataclass(frozen=True, slots=True)
class SoFar:
    """A record that is not there yet, and who would file it."""

    command: FileRecord
    by: Party
    people: Mapping[str, Party]
    """Who is named in it."""


def filing_so_far(state: State, kind: RecordKind, at: datetime) -> SoFar:
    """Return the filing of `kind` that the state allows for at `at`."""
    by = _receiver(state, at) if kind is RecordKind.RECEIVING_ACCEPTANCE else Party(state.originator)
    reached = _reached(state)
    supersedes = kind if state.stands(kind) else None
    command = FileRecord.model_construct(record=_RECORDS[kind](state, at), supersedes=supersedes)
    return SoFar(command, by, {reached: Party(reached, _of_receiving_service(state))})


def receiver_seated(state: State) -> SeatTaken | None:
    """Return the seat of the receiver who is in the live event now, the one proved by more than a code first."""
    live = state.event
    seats = [s for s in live.seats if s.party is Seat.RECEIVER and s.left_at is None] if live and live.is_open else []
    return min(seats, key=lambda seat: seat.identity is Identity.READ_OUT_CODE, default=None)


def _request(state: State, at: datetime) -> r.Record:
    if state.request is not None:
        return state.request
    return r.AuthorizationRequest.model_construct(
        transfer_trigger=state.need, need_category=state.need, urgency=Urgency.NOT_RATED, risk_indicators=(),
        mode=Mode.FOLLOW_UP_CALL, receiving_pathway=NOBODY,
    )  # fmt: skip


def _decision(state: State, at: datetime) -> r.Record:
    """An authorization; what a decision that blocked names as unresolved still is."""
    blocked = state.decision
    return r.AuthorizationDecision.model_construct(
        decision=Decision.AUTHORIZE, pathway_suitability=Suitability.SUITABLE,
        accommodations=blocked.accommodations if blocked else (), transfer_failure_risk=Risk.LOW,
        unresolved_dependencies=blocked.unresolved_dependencies if blocked else (),
    )  # fmt: skip


def _readiness(state: State, at: datetime) -> r.Record:
    return r.ReleaseReadiness.model_construct(fallback_route=None, person_readiness=None)


def _connection(state: State, at: datetime) -> r.Record:
    return r.LiveConnection.model_construct(
        receiving_service=state.receiving_service or "", contact_attempted_at=at, receiving_contact_id=_reached(state)
    )


def _reached(state: State) -> str:
    """Return whom the originator has on the line: the receiver in the event, or who an attempt in it reached."""
    seat, live = receiver_seated(state), state.event
    if seat is not None:
        return seat.who
    attempts = live.attempts if live is not None and live.is_open else ()
    return next((a.contact for a in reversed(attempts) if live and live.reached(a.contact)), NOBODY)


def _acceptance(state: State, at: datetime) -> r.Record:
    """An acceptance: of what a pending answer has said already, else of nothing yet."""
    standing = state.records.get(RecordKind.RECEIVING_ACCEPTANCE)
    if standing is not None and isinstance(standing.record, r.ReceivingAcceptance) and not state.has_declined:
        return standing.record.model_copy(update={"acceptance": Acceptance.ACCEPTED})
    return r.ReceivingAcceptance.model_construct(
        acceptance=Acceptance.ACCEPTED, accepted_scope=(), accommodations_confirmed=(), first_action=None,
        unmet_intake_requirements=(),
    )  # fmt: skip


def _receiver(state: State, at: datetime) -> Party:
    """Return the receiver who would answer; while nobody is there, one who can prove who they are."""
    seat, places = receiver_seated(state) or _just_left(state, at), _of_receiving_service(state)
    return Party(seat.who, places) if seat is not None else Party("", places, identity=Identity.ACCOUNT)


def _just_left(state: State, at: datetime) -> SeatTaken | None:
    """Return the receiver who left so lately that their answer still counts (B2.live)."""
    live, grace = state.event, state.rules.span("live.grace")
    seats = [s for s in live.seats if s.party is Seat.RECEIVER] if live is not None else []
    return next((s for s in reversed(seats) if live and live.was_receiver_within(s.who, at, grace)), None)


def _of_receiving_service(state: State) -> tuple[Assignment, ...]:
    return (Assignment(Role.INTAKE_LEAD, state.receiving_service or ""),)


def _closure(state: State, at: datetime) -> r.Record:
    return r.HandoffClosure.model_construct(
        person_heard_next_step=PersonHeard.CONFIRMED_BY_PERSON, witness_id=None,
        fallback_contact_route=r.FallbackContactRoute(),
    )  # fmt: skip


def _verification(state: State, at: datetime) -> r.Record:
    handed_over = state.handoff.at if state.handoff else at
    return r.Verification.model_construct(
        transfer_event_date=local_date(handed_over, state.zone), first_action_status=FirstActionStatus.UNKNOWN,
        evidence=(),
    )  # fmt: skip


def _determination(state: State, at: datetime) -> r.Record:
    return r.CorrectiveDetermination.model_construct(
        failure_category=FailureCategory.UNSPECIFIED, corrective_owner_id=NOBODY, corrective_deadline=at
    )


def _followup(state: State, at: datetime) -> r.Record:
    return r.AssuranceFollowup.model_construct(
        person_reported_continuity=PersonReport.NOT_ASKED, attempts=None, retelling_burden_reduced=None,
        residual_concern=False,
    )  # fmt: skip


_RECORDS: dict[RecordKind, Callable[[State, datetime], r.Record]] = {
    RecordKind.AUTHORIZATION_REQUEST: _request,
    RecordKind.AUTHORIZATION_DECISION: _decision,
    RecordKind.RELEASE_READINESS: _readiness,
    RecordKind.LIVE_CONNECTION: _connection,
    RecordKind.RECEIVING_ACCEPTANCE: _acceptance,
    RecordKind.HANDOFF_CLOSURE: _closure,
    RecordKind.VERIFICATION: _verification,
    RecordKind.CORRECTIVE_DETERMINATION: _determination,
    RecordKind.ASSURANCE_FOLLOWUP: _followup,
}
