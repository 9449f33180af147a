"""The nine records of a warm transfer (protocol section 2): forms, API schemas and the reference page come from them.

What the server sets (`case_id`, `transfer_id`, `filed_by`, `filed_at`, `control_status`, ...) is not among the fields:
a client that sends it sends an unknown field.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field, StrictBool, StrictInt, model_validator

from holdfast.protocol import codes
from holdfast.protocol.codes import RecordKind
from holdfast.protocol.fields import (
    LIST_LENGTH,
    Answer,
    Day,
    DayOrInstant,
    Form,
    Instant,
    Line,
    Note,
    PartyId,
    PartyOrKind,
    PathwayId,
    ServiceId,
    Text,
    require,
)


class Accommodation(Form):
    """What makes a pathway fit that would not fit by itself (A2.suitability)."""

    what: codes.AccommodationKind
    """What is made up for."""
    reason: Answer
    """Why the pathway does not fit by itself."""
    plan: Answer
    """What is done about it; for language: an interpreter for the live event and for the first visit."""


class FallbackRoute(Form):
    """Whom the person reaches if the handoff does not come about (A3.fallback)."""

    who: Answer | None = None
    """Who answers."""
    means: Answer | None = None
    """By which means: phone, text, in person."""
    contact: Answer | None = None
    """The number or place."""
    until: DayOrInstant | None = None
    """Until when it is answered."""


class FallbackContactRoute(Form):
    """Whom the person reaches if the first action does not occur (B3.fallback)."""

    who: Answer | None = None
    """Who answers."""
    means: Answer | None = None
    """By which means: phone, text, in person."""
    contact: Answer | None = None
    """The number or place."""


class PersonReadiness(Form):
    """What the person knows and wants before the live handoff (A3.person)."""

    told: StrictBool
    """The person was told who will be on the call and why."""
    understood: StrictBool
    """The person said it back."""
    agreed: StrictBool
    """The person agreed."""
    note: Note
    """In a few words; may be empty."""


class FirstAction(Form):
    """The first real thing the receiving side does (B2.action)."""

    kind: Answer | None = None
    """What it is: appointment, home visit, bed, ride. `callback` is not an action."""
    who: Answer | None = None
    """Who does it."""
    where: Answer | None = None
    """At which place."""
    channel: Answer | None = None
    """Over which channel, where it is not at a place."""
    at: Instant | None = None
    """When."""


class LoopCommitment(Form):
    """Who reports the visit back, and the no-show (B2)."""

    who: Line
    """Who reports."""
    how: Line
    """How."""
    by: DayOrInstant
    """By when."""


class Evidence(Form):
    """One thing the reviewer looked at (C1.evidence)."""

    source: codes.EvidenceSource
    """Where it comes from."""
    grade: codes.EvidenceGrade
    """How good it is (standards 3.3)."""
    observed_at: Instant
    """When it was seen."""
    reference: Line
    """How to find it again."""


class Retelling(Form):
    """Whether the person had to tell it all again (C3.retelling)."""

    answer: codes.RetellingAnswer
    """The answer."""
    source: codes.RetellingSource
    """Whose experience it is."""


Needs = Annotated[tuple[codes.Need, ...], Field(max_length=LIST_LENGTH)]
Lines = Annotated[tuple[Line, ...], Field(max_length=LIST_LENGTH)]


class Record(Form):
    """Base of the nine. `kind` names the record, `code` its place, `archive` and `room` where it is kept."""

    kind: ClassVar[RecordKind]
    code: ClassVar[str]
    folder: ClassVar[str]
    archive: ClassVar[str]


class AuthorizationRequest(Record):
    """A1. Asks, in the active encounter and before the receiver is contacted, whether this transfer may go ahead."""

    kind = RecordKind.AUTHORIZATION_REQUEST
    code = "A1"
    folder = "live handoff governance"
    archive = "transfer authorization queue"

    transfer_trigger: codes.Need
    """What in this encounter calls for the transfer."""
    need_category: codes.Need
    """The need the receiving service is to meet."""
    urgency: codes.Urgency
    """How soon the first action is due."""
    risk_indicators: Annotated[tuple[codes.RiskIndicator, ...], Field(max_length=LIST_LENGTH)]
    """Signs of risk seen now; may be empty."""
    mode: codes.Mode
    """How responsibility is to pass."""
    receiving_pathway: PathwayId
    """One concrete service route of the directory."""
    reviewer_id: PartyId
    """Who is asked to review."""
    next_checkpoint_date: DayOrInstant
    """By when the next step must have been filed."""
    why_not_live: Text | None = None
    """Why responsibility can't pass live, where the mode is not live (section 3.2)."""


class AuthorizationDecision(Record):
    """A2. The supervisor's or coordination lead's word, before anyone lets go."""

    kind = RecordKind.AUTHORIZATION_DECISION
    code = "A2"
    folder = "warm transfer control console"
    archive = "warm transfer control archive"

    decision: codes.Decision
    """Authorize, or block pending alternate planning."""
    pathway_suitability: codes.Suitability
    """Whether the pathway can take this person now."""
    accommodations: Annotated[tuple[Accommodation, ...], Field(max_length=LIST_LENGTH)]
    """What makes up for a poor fit; may be empty."""
    transfer_failure_risk: codes.Risk
    """How likely the transfer is to fail."""
    unresolved_dependencies: Lines
    """What still stands in the way; its length is the count."""


class ReleaseReadiness(Record):
    """A3. Everything is in place before any ownership language is used with the person or family."""

    kind = RecordKind.RELEASE_READINESS
    code = "A3"
    folder = "live release board"
    archive = "transfer release archive"

    fallback_route: FallbackRoute | None
    """Whom the person reaches if the handoff does not come about."""
    person_readiness: PersonReadiness | None
    """What the person knows and wants."""
    continuity_lead_id: PartyId
    """Who of the originating side stays until the first visit is kept."""
    review_date: DayOrInstant
    """By when the reviewer countersigns."""
    reviewer_id: PartyId
    """Who is asked to review."""


class LiveConnection(Record):
    """B1. One live human receiver is there, and the originator stays with the person."""

    kind = RecordKind.LIVE_CONNECTION
    code = "B1"
    folder = "transfer integration"
    archive = "connection folder"

    receiving_service: ServiceId
    """The service reached."""
    contact_attempted_at: Instant
    """When the contact was made."""
    receiving_contact_id: PartyOrKind
    """The named person reached."""
    handoff_purpose: Text
    """Why, in words the person would agree with."""
    channel: codes.Channel
    """What carries the live event."""
    reviewer_id: PartyId
    """Who is asked to review."""
    next_checkpoint_date: DayOrInstant
    """By when the next step must have been filed."""


class _ReceivingAnswer(Record):
    """The fields that an acceptance has, filed by the receiver or written down by voice."""

    acceptance: codes.Acceptance
    """The answer."""
    decline_reason: codes.DeclineReason | None
    """Why declined; null otherwise."""
    pending_reason: Text | None
    """What is waited for; null otherwise."""
    accepted_scope: Needs
    """The needs taken on."""
    accommodations_confirmed: Annotated[tuple[codes.AccommodationKind, ...], Field(max_length=LIST_LENGTH)]
    """The accommodations of the decision that the receiver will really provide."""
    first_action: FirstAction | None
    """The first real thing that happens; null unless accepted."""
    unmet_intake_requirements: Lines
    """What the receiver still needs; its length is the count."""
    escalation_triggers: Lines
    """What the receiver will act on at once."""
    loop_commitment: LoopCommitment | None
    """Who reports the visit back; null unless accepted."""

    @model_validator(mode="after")
    def _answer_is_whole(self) -> _ReceivingAnswer:
        needed = {
            codes.Acceptance.ACCEPTED: ("first_action", "loop_commitment"),
            codes.Acceptance.DECLINED: ("decline_reason",),
            codes.Acceptance.PENDING: ("pending_reason",),
        }.get(self.acceptance, ())
        require(self, needed, because=f"the answer is {self.acceptance}")
        return self


class ReceivingAcceptance(_ReceivingAnswer):
    """B2. The receiver's own answer, in the same live event, saying the next step aloud."""

    kind = RecordKind.RECEIVING_ACCEPTANCE
    code = "B2"
    folder = "receiving confirmation console"
    archive = "receiving confirmation archive"


class HandoffClosure(Record):
    """B3. The originator releases; ownership passes here to the one who accepted."""

    kind = RecordKind.HANDOFF_CLOSURE
    code = "B3"
    folder = "transfer continuity board"
    archive = "continuity archive"

    ownership_release: codes.OwnershipRelease
    """The word that releases."""
    person_heard_next_step: codes.PersonHeard
    """How it is known that the person heard the next step."""
    witness_id: PartyId | None
    """The named witness, who is not the originator; null unless witnessed."""
    fallback_contact_route: FallbackContactRoute
    """Whom the person reaches if the first action does not occur."""
    review_date: DayOrInstant
    """By when the reviewer countersigns."""
    reviewer_id: PartyId
    """Who is asked to review."""

    @model_validator(mode="after")
    def _witness_is_named(self) -> HandoffClosure:
        if self.person_heard_next_step is codes.PersonHeard.WITNESSED:
            require(self, ("witness_id",), because="the next step was witnessed")
        return self


class Verification(Record):
    """C1. A reviewer who had no part in the transfer looks whether the first action really happened."""

    kind = RecordKind.VERIFICATION
    code = "C1"
    folder = "live transfer assurance"
    archive = "transfer assurance vault"

    transfer_event_date: Day
    """The date of the handoff, in the originating service's zone."""
    first_action_status: codes.FirstActionStatus
    """What became of the first action."""
    residual_risk: codes.Risk
    """The risk that remains for the person's continuity."""
    service_impact_score: Annotated[StrictInt, Field(ge=0, le=4)]
    """0 none to 4 severe."""
    evidence: Annotated[tuple[Evidence, ...], Field(max_length=LIST_LENGTH)]
    """What was looked at."""
    reviewer_id: PartyId
    """Who is asked to review."""
    next_checkpoint_date: DayOrInstant
    """By when the next step must have been filed."""


class CorrectiveDetermination(Record):
    """C2. One owner, one deadline and one instruction for a transfer that failed."""

    kind = RecordKind.CORRECTIVE_DETERMINATION
    code = "C2"
    folder = "post-transfer review"
    archive = "post-transfer archive"

    failure_category: codes.FailureCategory
    """The exact breakdown."""
    corrective_owner_id: PartyOrKind
    """The one accountable lead: a person, not a team."""
    corrective_deadline: DayOrInstant
    """By when access is to be achieved."""
    unresolved_dependencies: Lines
    """What still stands in the way."""
    instruction: codes.Instruction
    """What is to be done."""


class AssuranceFollowup(Record):
    """C3. The person's own word on whether the continuity held."""

    kind = RecordKind.ASSURANCE_FOLLOWUP
    code = "C3"
    folder = "continuity confidence"
    archive = "continuity confidence archive"

    person_reported_continuity: codes.PersonReport
    """What the person says."""
    attempts: Annotated[tuple[Instant, ...], Field(max_length=LIST_LENGTH)] | None
    """When it was tried to reach them; null unless unreachable."""
    retelling_burden_reduced: Retelling | None
    """Whether they had to tell it all again; null when unreachable."""
    residual_concern: StrictBool
    """Whether a concern remains."""
    review_date: DayOrInstant
    """By when the reviewer countersigns."""
    reviewer_id: PartyId
    """Who is asked to review."""

    @model_validator(mode="after")
    def _report_is_whole(self) -> AssuranceFollowup:
        if self.person_reported_continuity is codes.PersonReport.UNREACHABLE:
            require(self, ("attempts",), because="the person was unreachable")
        else:
            require(self, ("retelling_burden_reduced",), because="the person was reached")
        return self


RECORDS: dict[RecordKind, type[Record]] = {
    model.kind: model
    for model in (
        AuthorizationRequest,
        AuthorizationDecision,
        ReleaseReadiness,
        LiveConnection,
        ReceivingAcceptance,
        HandoffClosure,
        Verification,
        CorrectiveDetermination,
        AssuranceFollowup,
    )
}
"""The nine record models by kind, in the order of the protocol."""

ReceivingAnswer = _ReceivingAnswer
