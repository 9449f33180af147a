"""The story: its code lists, and what of it needs which consent scope. Values only."""

from __future__ import annotations

from enum import StrEnum

from holdfast.protocol.codes import ConsentScope


class IllnessSeverity(StrEnum):
    """How ill the person is now, and how closely they must be watched (I-PASS)."""

    STABLE = "stable"
    WATCHER = "watcher"
    UNSTABLE = "unstable"


class EnrolmentKind(StrEnum):
    """In what the person is enrolled, or is not."""

    BENEFITS = "benefits"
    INSURANCE = "insurance"
    PROGRAM = "program"


class EnrolmentStatus(StrEnum):
    """How an enrolment stands."""

    ACTIVE = "active"
    APPLIED = "applied"
    ENDING = "ending"
    LAPSED = "lapsed"
    NOT_ENROLLED = "not-enrolled"


class MedicationKind(StrEnum):
    """What a medication tells of whoever takes it; what it is for decides who may see it."""

    GENERAL = "general"
    MENTAL_HEALTH = "mental-health"
    SUBSTANCE_USE = "substance-use"
    HIV_OR_REPRODUCTIVE = "hiv-or-reproductive"


class StoryReading(StrEnum):
    """How a version of the story came before the person."""

    READ_IT = "read_it"
    """The person read it themself: their own word."""
    HEARD_IT = "heard_it"
    """Somebody read it aloud to them."""
    DECLINED_TO_READ = "declined_to_read"
    """It was offered, and the person did not want to read it."""


class StoryField(StrEnum):
    """What of the story can be corrected, and is shown or withheld by itself."""

    ILLNESS_SEVERITY = "illness_severity"
    WHAT_HAPPENED = "what_happened"
    WHAT_CHANGED = "what_changed"
    REMAINS_OPEN = "remains_open"
    PERSON_AGREED = "person_agreed"
    RECEIVER_MUST = "receiver_must"
    CONTINGENCY = "contingency"
    PROTECTIVE_RELATIONSHIPS = "protective_relationships"
    RECENT_LOSSES = "recent_losses"
    ENROLMENTS = "enrolments"
    MEDICATIONS = "medications"
    ACCESS_NEEDS = "access_needs"
    SAFETY_PLAN = "safety_plan"
    SUBSTANCE_USE = "substance_use"


class Barrier(StrEnum):
    """What may keep the person from the next service (standards 3.3)."""

    TRANSPORT = "transport"
    INSURANCE_OR_COST = "insurance-or-cost"
    LANGUAGE_OR_INTERPRETER = "language-or-interpreter"
    PHONE_OR_DATA_ACCESS = "phone-or-data-access"
    DIGITAL_SKILL = "digital-skill"
    NO_SAFE_PLACE_TO_TALK = "no-safe-place-to-talk"
    HOUSING_INSTABILITY = "housing-instability"
    CHILDCARE = "childcare"
    WORK_OR_SCHOOL_TIME = "work-or-school-time"
    DISABILITY_ACCESS = "disability-access"
    COGNITIVE_OR_LITERACY = "cognitive-or-literacy"
    IDENTIFICATION_OR_DOCUMENTS = "identification-or-documents"
    IMMIGRATION_FEAR = "immigration-fear"
    STIGMA_OR_DISTRUST = "stigma-or-distrust"
    PAST_BAD_EXPERIENCE = "past-bad-experience"
    MEDICATION_OR_PHARMACY = "medication-or-pharmacy"
    LEGAL_OR_SUPERVISION_CONDITION = "legal-or-supervision-condition"
    CO_OCCURRING_SUBSTANCE_USE = "co-occurring-substance-use"
    WAITLIST = "waitlist"
    ELIGIBILITY = "eligibility"


class BarrierSeverity(StrEnum):
    """How much a barrier stands in the way."""

    MAY_HINDER = "may-hinder"
    HINDERS = "hinders"
    BLOCKS = "blocks"


S, F, B, M = ConsentScope, StoryField, Barrier, MedicationKind

STORY_SCOPES: dict[StoryField, ConsentScope] = {
    F.ILLNESS_SEVERITY: S.RISK_AND_SAFETY_PLAN,
    F.WHAT_HAPPENED: S.CLINICAL_SUMMARY,
    F.WHAT_CHANGED: S.CLINICAL_SUMMARY,
    F.REMAINS_OPEN: S.CLINICAL_SUMMARY,
    F.PERSON_AGREED: S.NEED_AND_URGENCY,
    F.RECEIVER_MUST: S.NEED_AND_URGENCY,
    F.CONTINGENCY: S.RISK_AND_SAFETY_PLAN,
    F.PROTECTIVE_RELATIONSHIPS: S.RISK_AND_SAFETY_PLAN,
    F.RECENT_LOSSES: S.MENTAL_HEALTH_SENSITIVE,
    F.ENROLMENTS: S.APPOINTMENT_AND_LOGISTICS,
    F.MEDICATIONS: S.CLINICAL_SUMMARY,
    F.ACCESS_NEEDS: S.APPOINTMENT_AND_LOGISTICS,
    F.SAFETY_PLAN: S.RISK_AND_SAFETY_PLAN,
    F.SUBSTANCE_USE: S.SUD_PART2,
}
"""The scope that the receiving side needs for each field; of a medication also that of its kind."""
MEDICATION_SCOPES: dict[MedicationKind, ConsentScope] = {
    M.GENERAL: S.CLINICAL_SUMMARY,
    M.MENTAL_HEALTH: S.MENTAL_HEALTH_SENSITIVE,
    M.SUBSTANCE_USE: S.SUD_PART2,
    M.HIV_OR_REPRODUCTIVE: S.HIV_REPRO_SENSITIVE,
}
"""What a medication needs beside the scope of its field."""
_BARRIER_SCOPES: dict[Barrier, ConsentScope] = {
    B.NO_SAFE_PLACE_TO_TALK: S.RISK_AND_SAFETY_PLAN,
    B.IMMIGRATION_FEAR: S.LEGAL_AND_IMMIGRATION,
    B.LEGAL_OR_SUPERVISION_CONDITION: S.LEGAL_AND_IMMIGRATION,
    B.CO_OCCURRING_SUBSTANCE_USE: S.SUD_PART2,
    B.MEDICATION_OR_PHARMACY: S.CLINICAL_SUMMARY,
}
NEVER_LEAVE = frozenset({B.IMMIGRATION_FEAR, B.LEGAL_OR_SUPERVISION_CONDITION})
"""Barriers that stand in no export, pack or report, whatever was agreed to (section 3.1, minimum necessary)."""


def barrier_scope(barrier: Barrier) -> ConsentScope:
    """Return the scope that the receiving side needs to be told of a barrier."""
    return _BARRIER_SCOPES.get(barrier, S.APPOINTMENT_AND_LOGISTICS)
