"""The protocol's code lists (protocol section 6; standards 3.3). A jurisdiction may retire a value, never redefine one.

Labels and definitions of each value, in each language, stand in `labels/*.toml`.
"""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What a member of staff may do, at a service."""

    PEER = "peer"
    CLINICIAN = "clinician"
    CARE_COORDINATOR = "care_coordinator"
    CRISIS_WORKER = "crisis_worker"
    SUPERVISOR = "supervisor"
    COORDINATION_LEAD = "coordination_lead"
    INTAKE_LEAD = "intake_lead"
    QUALITY_REVIEWER = "quality_reviewer"
    SERVICE_MANAGER = "service_manager"
    COORDINATION_DIRECTOR = "coordination_director"
    FOLLOW_UP_LEAD = "follow_up_lead"
    NAVIGATOR = "navigator"
    DIRECTOR = "director"
    QUALITY_MANAGER = "quality_manager"
    REGIONAL_LEAD = "regional_lead"
    EXECUTIVE = "executive"
    GOVERNANCE = "governance"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


OPENERS = frozenset({Role.CLINICIAN, Role.CARE_COORDINATOR, Role.CRISIS_WORKER, Role.PEER})
"""Who may open a transfer."""
OVERSEES_JURISDICTION = frozenset(
    {
        Role.REGIONAL_LEAD, Role.EXECUTIVE, Role.AUDITOR, Role.GOVERNANCE, Role.QUALITY_REVIEWER, Role.FOLLOW_UP_LEAD,
    }
)  # fmt: skip
"""Roles that see every transfer opened in the jurisdiction of their organisation."""
JURISDICTION_KEEPERS = frozenset({Role.REGIONAL_LEAD, Role.GOVERNANCE})
"""Who, being an administrator as well, keeps what is the whole jurisdiction's: its level, and who oversees it."""


class Need(StrEnum):
    """Need categories and transfer triggers share this list."""

    SUICIDE_RISK = "suicide-risk"
    SELF_HARM = "self-harm"
    PSYCHOSIS_OR_DISORGANIZATION = "psychosis-or-disorganization"
    SUBSTANCE_OVERDOSE = "substance-overdose"
    WITHDRAWAL_OR_SUD_NEED = "withdrawal-or-sud-need"
    MEDICATION_INTERRUPTION = "medication-interruption"
    VIOLENCE_TOWARD_OTHERS = "violence-toward-others"
    INTIMATE_PARTNER_VIOLENCE = "intimate-partner-violence"
    ABUSE_OR_NEGLECT = "abuse-or-neglect"
    LOSS_OF_HOUSING = "loss-of-housing"
    LOSS_OF_BENEFITS_OR_INSURANCE = "loss-of-benefits-or-insurance"
    MISSED_APPOINTMENTS = "missed-appointments"
    DISCHARGE_FROM_ED = "discharge-from-ed"
    DISCHARGE_FROM_INPATIENT_OR_CRISIS_UNIT = "discharge-from-inpatient-or-crisis-unit"
    RELEASE_FROM_CUSTODY = "release-from-custody"
    HOTLINE_CALL = "988-or-hotline-call"
    MOBILE_CRISIS_RESOLUTION = "mobile-crisis-resolution"
    STEP_UP = "step-up"
    STEP_DOWN = "step-down"
    CAPACITY_OR_CONFLICT_OF_OBJECTION = "capacity-or-conflict-of-objection"
    AGE_OUT = "age-out"
    MOVE_OR_JURISDICTION = "move-or-jurisdiction"
    PERSON_REQUESTED = "person-requested"


class Urgency(StrEnum):
    """How soon the first action is due. Rated by a person, never defaulted (A1.urgency)."""

    EMERGENT = "emergent"
    SAME_DAY = "same-day"
    HOURS_48 = "48-hour"
    WITHIN_7_DAYS = "within-7-days"
    SCHEDULED = "scheduled"
    NOT_RATED = "not-rated"


class Risk(StrEnum):
    """Transfer-failure risk and residual continuity risk."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


class RiskIndicator(StrEnum):
    """Signs of risk; the policy says which make a transfer elevated and which mode they ask for (section 3.2)."""

    SUICIDAL_THINKING = "suicidal-thinking"
    SELF_HARM = "self-harm"
    RECENT_OVERDOSE = "recent-overdose"
    VIOLENCE_AT_HOME = "violence-at-home"
    MEDICATION_INTERRUPTION = "medication-interruption"
    HOUSING_INSTABILITY = "housing-instability"
    REPEATED_CRISIS = "repeated-crisis"
    PSYCHOSIS = "psychosis"
    CHILD_AT_RISK = "child-at-risk"


class Mode(StrEnum):
    """How responsibility passes, strongest first (section 3.2)."""

    LIVE_IN_PERSON = "live_in_person"
    LIVE_VIDEO = "live_video"
    LIVE_PHONE = "live_phone"
    PROXY_SCHEDULED = "proxy_scheduled"
    FOLLOW_UP_CALL = "follow_up_call"

    @property
    def is_live(self) -> bool:
        """Whether the three parties are together while responsibility passes."""
        return self in LIVE_MODES

    def is_weaker_than(self, other: Mode) -> bool:
        """Whether this mode stands below `other` in the order of section 3.2."""
        return _MODE_ORDER[self] > _MODE_ORDER[other]


LIVE_MODES = frozenset({Mode.LIVE_IN_PERSON, Mode.LIVE_VIDEO, Mode.LIVE_PHONE})
_MODE_ORDER = {mode: place for place, mode in enumerate(Mode)}


class Duty(StrEnum):
    """What a sign of risk asks for beside the mode (section 3.2)."""

    CLINICIAN_TALK = "clinician-to-clinician-talk"
    PEER_INTRODUCTION = "peer-supported-introduction"
    SAME_DAY = "same-day-outreach-or-appointment"
    WITHIN_48_HOURS = "appointment-within-48-hours"


class Channel(StrEnum):
    """What carries the live event."""

    IN_PERSON = "in_person"
    PHONE = "phone"
    VIDEO_LINK = "video_link"
    ROOM = "room"

    @property
    def mode(self) -> Mode:
        """The mode a live event over this channel is (M.strength)."""
        return _CHANNEL_MODES[self]


_CHANNEL_MODES = {
    Channel.IN_PERSON: Mode.LIVE_IN_PERSON,
    Channel.PHONE: Mode.LIVE_PHONE,
    Channel.VIDEO_LINK: Mode.LIVE_VIDEO,
    Channel.ROOM: Mode.LIVE_VIDEO,
}


class Seat(StrEnum):
    """The three parties of a live event."""

    ORIGINATOR = "originator"
    PERSON = "person"
    RECEIVER = "receiver"


class Identity(StrEnum):
    """How a party proved who they are (section 5)."""

    ACCOUNT = "account"
    DIRECTORY_LINK = "directory_link"
    READ_OUT_CODE = "read_out_code"
    PERSON_LINK = "person_link"


PROVEN = frozenset({Identity.ACCOUNT, Identity.DIRECTORY_LINK})
"""The identities of a receiver that B2.receiver and N.acceptance accept."""


class Grade(StrEnum):
    """Evidence grade of a live event (section 1)."""

    MEASURED = "measured"
    ATTESTED = "attested"
    CLAIMED = "claimed"
    NONE = "none"


class Warmth(StrEnum):
    """The word *warm* is earned, never typed (section 1)."""

    NOT_YET = "not_yet"
    WARM = "warm"
    VERIFIED = "verified"
    HELD = "held"
    NOT_WARM = "not_warm"
    WARM_IN_NAME_ONLY = "warm_in_name_only"


class Stage(StrEnum):
    """Where the transfer stands."""

    AUTHORIZATION = "authorization"
    LIVE = "live"
    ASSURANCE = "assurance"
    CLOSED = "closed"


class Decision(StrEnum):
    """A2: the supervisor's word."""

    AUTHORIZE = "authorize"
    BLOCK = "block"


class Suitability(StrEnum):
    """A2: whether the pathway can really take this person now."""

    SUITABLE = "suitable"
    UNSUITABLE = "unsuitable"


class AccommodationKind(StrEnum):
    """What an accommodation makes up for (A2.suitability)."""

    LANGUAGE = "language"
    PAYER = "payer"
    HOURS = "hours"
    CAPACITY = "capacity"


class Capacity(StrEnum):
    """Whether a pathway can take somebody now. `open` and `limited` fit."""

    OPEN = "open"
    LIMITED = "limited"
    CLOSED = "closed"
    UNKNOWN = "unknown"


class Acceptance(StrEnum):
    """B2: the receiving answer."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    PENDING = "pending"
    UNDECIDED = "undecided"


class DeclineReason(StrEnum):
    """Why a receiver declined."""

    NO_CAPACITY = "no-capacity"
    OUT_OF_SCOPE = "out-of-scope"
    OUT_OF_AREA = "out-of-area"
    NOT_ELIGIBLE = "not-eligible"
    NEEDS_HIGHER_LEVEL = "needs-higher-level"
    NEEDS_MORE_INFORMATION = "needs-more-information"
    CONFLICT_OR_SAFETY = "conflict-or-safety"
    PAYER_NOT_ACCEPTED = "payer-not-accepted"
    PERSON_ALREADY_ACTIVE_ELSEWHERE = "person-already-active-elsewhere"
    OTHER = "other"


class PersonHeard(StrEnum):
    """B3: how it is known that the person heard the next step (B3.heard)."""

    CONFIRMED_BY_PERSON = "confirmed_by_person"
    WITNESSED = "witnessed"
    ASSUMED = "assumed"


class OwnershipRelease(StrEnum):
    """B3: the one word that releases."""

    RELEASED = "released"


class ContactOutcome(StrEnum):
    """How an attempt to reach a receiver ended. Only the first can close a connection."""

    LIVE_HUMAN_ACCEPTED = "live-human-accepted"
    LIVE_HUMAN_DECLINED = "live-human-declined"
    LIVE_HUMAN_NEEDS_CALLBACK = "live-human-needs-callback"
    LIVE_HUMAN_WRONG_PERSON = "live-human-wrong-person"
    GATEKEEPER_ONLY = "gatekeeper-only"
    IVR_OR_QUEUE_ABANDONED = "IVR-or-queue-abandoned"
    VOICEMAIL_LEFT = "voicemail-left"
    VOICEMAIL_NOT_LEFT = "voicemail-not-left"
    MAILBOX_FULL = "mailbox-full"
    NO_ANSWER = "no-answer"
    BUSY = "busy"
    BAD_NUMBER = "bad-number"
    CALL_DROPPED = "call-dropped"
    LINE_REFUSED_CONSENT = "line-refused-consent"
    PERSON_LEFT_CALL = "person-left-call"
    UNSAFE_STOPPED = "unsafe-stopped"
    TECHNICAL_FAILURE = "technical-failure"


REACHED_THE_CONTACT = frozenset(
    {
        ContactOutcome.LIVE_HUMAN_ACCEPTED,
        ContactOutcome.LIVE_HUMAN_DECLINED,
        ContactOutcome.LIVE_HUMAN_NEEDS_CALLBACK,
    }
)
"""Outcomes in which the right person really spoke (B1.warm, F.passive)."""


class FirstActionStatus(StrEnum):
    """C1: what became of the first action."""

    COMPLETED = "completed"
    NOT_COMPLETED = "not_completed"
    NOT_YET_DUE = "not_yet_due"
    UNKNOWN = "unknown"


class EvidenceSource(StrEnum):
    """C1: the three sources that must all be looked at."""

    RECEIVING_SERVICE_RECORD = "receiving_service_record"
    ORIGINATING_HANDOFF_RECORD = "originating_handoff_record"
    CURRENT_CONTACT_OUTCOME = "current_contact_outcome"


class EvidenceGrade(StrEnum):
    """C1: how good a piece of evidence is (standards 3.3)."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    NONE = "none"


class FailureCategory(StrEnum):
    """C2: the exact breakdown. `unspecified` is well formed and refused (C2.category)."""

    NOT_AUTHORIZED = "not-authorized"
    WRONG_PATHWAY = "wrong-pathway"
    RECEIVER_UNREACHABLE = "receiver-unreachable"
    VOICEMAIL_ONLY = "voicemail-only"
    NO_NAMED_HUMAN = "no-named-human"
    RECEIVER_DECLINED = "receiver-declined"
    SCOPE_MISMATCH = "scope-mismatch"
    NO_CONCRETE_NEXT_STEP = "no-concrete-next-step"
    PERSON_NOT_ON_LINE = "person-not-on-line"
    PERSON_DECLINED = "person-declined"
    PERSON_UNSAFE = "person-unsafe"
    CONSENT_MISSING = "consent-missing"
    INTAKE_REQUIREMENT_UNMET = "intake-requirement-unmet"
    APPOINTMENT_NOT_MADE = "appointment-not-made"
    PERSON_NO_SHOW = "person-no-show"
    RECEIVER_DID_NOT_ACT = "receiver-did-not-act"
    OWNERSHIP_GAP = "ownership-gap"
    INFORMATION_NOT_RECEIVED = "information-not-received"
    BARRIER_UNRESOLVED = "barrier-unresolved"
    TECHNICAL = "technical"
    DUPLICATE_OR_CONFLICTING_OWNER = "duplicate-or-conflicting-owner"
    UNSPECIFIED = "unspecified"


class Instruction(StrEnum):
    """C2: what is to be done, one at a time (C2.locked)."""

    REPEAT_LIVE_HANDOFF = "repeat_live_handoff"
    ORIGINATING_TEAM_REENGAGEMENT = "originating_team_reengagement"
    ALTERNATE_PATHWAY = "alternate_pathway"
    URGENT_WELFARE = "urgent_welfare"


class PersonReport(StrEnum):
    """C3: what the person says of the continuity."""

    HELD = "held"
    PARTLY = "partly"
    NOT_HELD = "not_held"
    UNREACHABLE = "unreachable"
    NOT_ASKED = "not_asked"


class RetellingAnswer(StrEnum):
    """C3: whether the person had to tell the story again less than they feared."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    NOT_SURE = "not_sure"


class RetellingSource(StrEnum):
    """C3: whose experience the answer is (C3.retelling)."""

    PERSON = "person"
    SUPPORTER = "supporter"
    STAFF = "staff"


class ConsentScope(StrEnum):
    """What the person agrees to share, and for what (standards 2.4)."""

    CONTACT_RECEIVER_ONLY = "contact-receiver-only"
    IDENTITY_AND_CONTACT = "identity-and-contact"
    NEED_AND_URGENCY = "need-and-urgency"
    APPOINTMENT_AND_LOGISTICS = "appointment-and-logistics"
    CLINICAL_SUMMARY = "clinical-summary"
    RISK_AND_SAFETY_PLAN = "risk-and-safety-plan"
    SUD_PART2 = "sud-part2"
    MENTAL_HEALTH_SENSITIVE = "mental-health-sensitive"
    IPV_SENSITIVE = "ipv-sensitive"
    HIV_REPRO_SENSITIVE = "hiv-repro-sensitive"
    LEGAL_AND_IMMIGRATION = "legal-and-immigration"
    FAMILY_OR_SUPPORTER_INVOLVEMENT = "family-or-supporter-involvement"
    OUTCOME_BACK_TO_SENDER = "outcome-back-to-sender"
    CALL_RECORDING = "call-recording"
    MESSAGING_REMINDERS = "messaging-reminders"
    RESEARCH_OR_REPORTING = "research-or-reporting"


NEEDED_SCOPES = frozenset({ConsentScope.IDENTITY_AND_CONTACT, ConsentScope.NEED_AND_URGENCY})
"""The scopes without which nobody is contacted about the person (S.consent)."""
EMERGENCY_SCOPES = NEEDED_SCOPES | {ConsentScope.APPOINTMENT_AND_LOGISTICS, ConsentScope.RISK_AND_SAFETY_PLAN}
"""What the receiving side may be shown in the emergency window, where no consent says anything (section 3.1)."""
MARKED_SCOPES = frozenset(
    {
        ConsentScope.SUD_PART2, ConsentScope.MENTAL_HEALTH_SENSITIVE, ConsentScope.IPV_SENSITIVE,
        ConsentScope.HIV_REPRO_SENSITIVE, ConsentScope.LEGAL_AND_IMMIGRATION,
    }
)  # fmt: skip
"""What is specially protected: no right to oversee opens it to another organisation, only a consent or break-glass."""


class GivenBy(StrEnum):
    """Who gave a consent."""

    PERSON = "person"
    GUARDIAN = "guardian"
    EMERGENCY_EXCEPTION = "emergency_exception"


class YesNoUnknown(StrEnum):
    """An answer that may not be known."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Voicemail(StrEnum):
    """What a message left for the person may say (standards 2.5)."""

    NONE = "none"
    NEUTRAL = "neutral"
    DETAILED = "detailed"


class SignalKind(StrEnum):
    """A fact that shows somebody letting go (A1.disengage)."""

    ENCOUNTER_ENDED = "encounter_ended"
    RECEIVER_CONTACTED = "receiver_contacted"
    OWNERSHIP_LANGUAGE_USED = "ownership_language_used"
    STATUS_CHANGED = "status_changed"


class FirstActionOutcome(StrEnum):
    """What the receiving side reports of the first action."""

    ACKNOWLEDGED = "acknowledged"
    KEPT = "kept"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"


class CorrectiveOutcome(StrEnum):
    """How a corrective instruction ended."""

    ACCESS_ACHIEVED = "access_achieved"
    NOT_ACHIEVED = "not_achieved"


class Wish(StrEnum):
    """What the person who says *stop* wants (section 3.1)."""

    PAUSE = "pause"
    WITHDRAW = "withdraw"
    DIFFERENT_RECEIVER = "different_receiver"


class Closure(StrEnum):
    """Closure reasons (standards 3.3)."""

    VERIFIED_CONTINUITY = "verified-continuity"
    PERSON_WITHDREW = "person-withdrew"
    PERSON_DECLINED_OFFER = "person-declined-offer"
    PERSON_UNREACHABLE_AFTER_PLAN = "person-unreachable-after-plan"
    NOT_ELIGIBLE_ALTERNATIVE_MADE = "not-eligible-alternative-made"
    ALTERNATIVE_VERIFIED = "alternative-verified"
    DIED = "died"
    ERROR = "error"


class ClosedAs(StrEnum):
    """Endings that only the protocol itself gives (section 2, Closing)."""

    HELD = "held"
    VERIFIED_PERSON_NOT_HEARD = "verified_person_not_heard"


class EscalationLevel(StrEnum):
    """Named levels; each organisation maps them to people (section 3.9)."""

    SUPERVISORY = "supervisory"
    DIRECTOR = "director"
    QUALITY = "quality"
    MANAGER = "manager"
    REGIONAL = "regional"
    EXECUTIVE = "executive"
    QUALITY_MANAGER = "quality_manager"


HOLDERS: dict[EscalationLevel, frozenset[Role]] = {
    EscalationLevel.SUPERVISORY: frozenset({Role.SUPERVISOR}),
    EscalationLevel.DIRECTOR: frozenset({Role.DIRECTOR}),
    EscalationLevel.QUALITY: frozenset({Role.QUALITY_REVIEWER, Role.QUALITY_MANAGER}),
    EscalationLevel.MANAGER: frozenset({Role.SERVICE_MANAGER}),
    EscalationLevel.REGIONAL: frozenset({Role.REGIONAL_LEAD}),
    EscalationLevel.EXECUTIVE: frozenset({Role.EXECUTIVE}),
    EscalationLevel.QUALITY_MANAGER: frozenset({Role.QUALITY_MANAGER}),
}
"""The roles that can hold each level."""


class EpisodeKind(StrEnum):
    """What an episode is of (section 3.6)."""

    CRISIS = "crisis"
    CARE = "care"


class NoneNeeded(StrEnum):
    """Why an episode ends without a handoff (section 3.6). None of them is silence."""

    CONNECTED_ALREADY = "connected-already"
    OFFER_DECLINED = "offer-declined"
    NO_NEED_LEFT = "no-need-left"
    CARE_GOES_ON_HERE = "care-goes-on-here"
    MOVED_AWAY = "moved-away"
    DIED = "died"
    OPENED_IN_ERROR = "opened-in-error"


class RecordKind(StrEnum):
    """The nine records, in the order of the protocol."""

    AUTHORIZATION_REQUEST = "authorization_request"
    AUTHORIZATION_DECISION = "authorization_decision"
    RELEASE_READINESS = "release_readiness"
    LIVE_CONNECTION = "live_connection"
    RECEIVING_ACCEPTANCE = "receiving_acceptance"
    HANDOFF_CLOSURE = "handoff_closure"
    VERIFICATION = "verification"
    CORRECTIVE_DETERMINATION = "corrective_determination"
    ASSURANCE_FOLLOWUP = "assurance_followup"


class DeadlineName(StrEnum):
    """The deadlines of section 4, in the order of its table."""

    AUTHORIZATION_DECISION = "authorization_decision"
    RECONTACT = "recontact"
    EMERGENCY_PAPERWORK = "emergency_paperwork"
    NEXT_CHECKPOINT = "next_checkpoint"
    REVIEW = "review"
    ACCEPTANCE = "acceptance"
    FIRST_ACTION = "first_action"
    REENGAGEMENT = "reengagement"
    VERIFICATION = "verification"
    REVERIFICATION = "reverification"
    DETERMINATION = "determination"
    CORRECTIVE_ACTION = "corrective_action"
    ASSURANCE_FOLLOWUP = "assurance_followup"
    CUSTODY_OFFER = "custody_offer"
    BRIDGE_CONTACT = "bridge_contact"
    WELFARE_REVIEW = "welfare_review"
    EXCEPTION_REVIEW = "exception_review"
