"""Controls of stage C: until the next pathway holds (protocol section 2)."""

from __future__ import annotations

from datetime import datetime

from holdfast.protocol.calendars import local_date
from holdfast.protocol.codes import (
    EscalationLevel,
    EvidenceGrade,
    EvidenceSource,
    FailureCategory,
    FirstActionStatus,
    PersonReport,
    RetellingSource,
    Risk,
)
from holdfast.protocol.controls.gates import C1, C2, C3
from holdfast.protocol.controls.registry import Consequence, control, stated
from holdfast.protocol.fields import names_a_kind
from holdfast.protocol.records import AssuranceFollowup, CorrectiveDetermination, Verification
from holdfast.protocol.situation import Situation


@control(
    "C1.independent",
    "The reviewer filed nothing in stages A and B of this transfer and no C2, and was on no live event.",
    mend="Ask a quality reviewer who had no part in this transfer.",
    steps=(C1,),
)
def independent(s: Situation) -> bool:
    return s.by.id not in s.state.hands and s.by.id != s.state.owner


@control(
    "C1.event",
    "The event date is the continuity archive's, in the originating service's zone.",
    mend="Take the date of the handoff closure.",
    steps=(C1,),
)
def event_date(s: Situation) -> bool:
    handoff = s.state.handoff
    return handoff is not None and s.filing(Verification).transfer_event_date == local_date(handoff.at, s.state.zone)


@control(
    "C1.explicit",
    "Completion is explicit.",
    mend="Find out whether the first action happened.",
    steps=(C1,),
)
def explicit(s: Situation) -> bool:
    return s.filing(Verification).first_action_status is not FirstActionStatus.UNKNOWN


@control(
    "C1.evidence",
    "All three sources were looked at; the current contact outcome is newer than the closure; "
    "completed rests on evidence of grade A or B.",
    mend="Look at the missing source, contact again after the closure, or get the receiver's own word.",
    steps=(C1,),
)
def evidence(s: Situation) -> bool:
    c1, passed_at = s.filing(Verification), s.state.passed_at
    if {piece.source for piece in c1.evidence} != set(EvidenceSource) or passed_at is None:
        return False
    is_current = any(
        piece.observed_at > passed_at for piece in c1.evidence if piece.source is EvidenceSource.CURRENT_CONTACT_OUTCOME
    )
    is_good = any(
        piece.grade in (EvidenceGrade.A, EvidenceGrade.B)
        for piece in c1.evidence
        if piece.source is not EvidenceSource.ORIGINATING_HANDOFF_RECORD  # the sender's own word is never enough
    )
    return is_current and (is_good or c1.first_action_status is not FirstActionStatus.COMPLETED)


stated(
    "C1.late",
    "The verification is filed by its deadline.",
    escalates=EscalationLevel.QUALITY_MANAGER,
    consequence=Consequence.ESCALATE,
)


@control(
    "C2.category",
    "The determination names the exact breakdown.",
    mend="Choose the failure category that says what broke.",
    steps=(C2,),
)
def category(s: Situation) -> bool:
    return s.filing(CorrectiveDetermination).failure_category is not FailureCategory.UNSPECIFIED


@control(
    "C2.owner",
    "One accountable lead owns the correction: a person, not a team.",
    mend="Name the person who is accountable.",
    steps=(C2,),
)
def owner(s: Situation) -> bool:
    return not names_a_kind(s.filing(CorrectiveDetermination).corrective_owner_id)


@control(
    "C2.deadline",
    "The corrective deadline is no later than the residual risk allows: critical 4 hours, high or unrated 24 hours, "
    "medium 2 business days, low 5.",
    mend="Set an earlier deadline.",
    steps=(C2,),
)
def deadline(s: Situation) -> bool:
    return s.instant_of(s.filing(CorrectiveDetermination).corrective_deadline) <= latest_corrective(s)


def latest_corrective(s: Situation) -> datetime:
    """Return the latest instant that C2.deadline allows for a determination filed now."""
    risk = s.state.residual_risk
    if risk is Risk.MEDIUM:
        return s.business_close(s.at, s.policy.number("corrective.medium_business_days"))
    if risk is Risk.LOW:
        return s.business_close(s.at, s.policy.number("corrective.low_business_days"))
    return s.at + s.policy.span("corrective.critical" if risk is Risk.CRITICAL else "corrective.high")


stated(
    "C2.unowned",
    "By its deadline a failed transfer has a corrective owner.",
    escalates=EscalationLevel.EXECUTIVE,
    consequence=Consequence.ESCALATE,
)


@control(
    "C3.person",
    "The person's own report, or at least the policy's attempts to reach them (3, on 2 days).",
    mend="Ask the person; where they can't be reached, try at least three times on two days.",
    steps=(C3,),
)
def person(s: Situation) -> bool:
    c3 = s.filing(AssuranceFollowup)
    if c3.person_reported_continuity is PersonReport.UNREACHABLE:
        return _tried_enough(s, c3)
    return c3.person_reported_continuity is not PersonReport.NOT_ASKED


def _tried_enough(s: Situation, c3: AssuranceFollowup) -> bool:
    attempts = {attempt for attempt in c3.attempts or () if attempt <= s.at}
    days = {local_date(attempt, s.state.zone) for attempt in attempts}
    return len(attempts) >= s.policy.number("followup.attempts") and len(days) >= s.policy.number(
        "followup.attempt_days"
    )


@control(
    "C3.retelling",
    "Whether the story had to be retold is the person's direct experience, not a staff member's assumption.",
    mend="Ask the person, or the supporter they chose.",
    steps=(C3,),
)
def retelling(s: Situation) -> bool:
    c3 = s.filing(AssuranceFollowup)
    if c3.person_reported_continuity is PersonReport.UNREACHABLE or c3.retelling_burden_reduced is None:
        return True
    return c3.retelling_burden_reduced.source is not RetellingSource.STAFF


stated(
    "C3.routed",
    "A residual concern is on the weekly coordination review of that week.",
    escalates=None,
    consequence=Consequence.SYSTEM,
)


@control(
    "C3.failed",
    "The person says that the continuity held, and no concern remains.",
    mend="A corrective determination is owed.",
    steps=(C3,),
    escalates=EscalationLevel.EXECUTIVE,
    consequence=Consequence.BREACH,
)
def failed(s: Situation) -> bool:
    c3 = s.filing(AssuranceFollowup)
    return c3.person_reported_continuity is not PersonReport.NOT_HELD and not c3.residual_concern


stated(
    "C3.late",
    "The assurance follow-up is filed by its deadline.",
    escalates=EscalationLevel.QUALITY_MANAGER,
    consequence=Consequence.ESCALATE,
)
