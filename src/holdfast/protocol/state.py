"""The state of one transfer: what the events so far add up to. Frozen; `evolve` makes the next one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from holdfast.protocol.chapters.consent.said import Consent, ConsentKept
from holdfast.protocol.chapters.contact.said import ContactKept
from holdfast.protocol.chapters.custody.said import CustodyKept
from holdfast.protocol.chapters.safety.said import SafetyKept
from holdfast.protocol.chapters.story.said import StoryKept
from holdfast.protocol.chapters.strength.said import StrengthKept
from holdfast.protocol.chapters.visit.said import VisitKept
from holdfast.protocol.codes import (
    Acceptance,
    ClosedAs,
    Closure,
    DeadlineName,
    Decision,
    EscalationLevel,
    FirstActionStatus,
    Grade,
    Identity,
    Instruction,
    Need,
    PersonReport,
    RecordKind,
    Risk,
    Stage,
    Warmth,
    YesNoUnknown,
)
from holdfast.protocol.commands import PersonBrief, VoiceAcceptance
from holdfast.protocol.facts import PathwayPicture
from holdfast.protocol.package import Added
from holdfast.protocol.policy import Policy
from holdfast.protocol.presence import LiveEvent
from holdfast.protocol.records import (
    AssuranceFollowup,
    AuthorizationDecision,
    AuthorizationRequest,
    LiveConnection,
    Record,
    Verification,
)


@dataclass(frozen=True, slots=True)
class Standing:
    """A record that stands in this round: its fields, and when and by whom it was filed."""

    record: Record
    step: int
    at: datetime
    by: str
    added: Added | None = None
    """What the transfer's pathway package adds to it."""


@dataclass(frozen=True, slots=True)
class SafetyAnswer:
    """The answer to *is it safe to talk now*, and when it was given."""

    safe_now: YesNoUnknown
    at: datetime
    is_watched: bool = False
    """Whether the person said that they are not alone."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """The receiving answer that is an acceptance: by whom, at which step, and what happens first."""

    by: str
    step: int
    by_voice: bool
    in_event: int = 0
    """The number of the live event in which was accepted."""


@dataclass(frozen=True, slots=True)
class Handoff:
    """The passing of ownership by B3, with the grade that is kept."""

    at: datetime
    grade: Grade
    is_live: bool


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline that is open."""

    due: datetime
    opened_at: datetime
    rises_after: float | None


@dataclass(frozen=True, slots=True)
class Rise:
    """A missed deadline whose escalation goes to another level at `due`, unless answered or resolved by then."""

    due: datetime
    level: EscalationLevel


@dataclass(frozen=True, slots=True)
class Escalation:
    """A matter that is open before a level."""

    level: EscalationLevel
    count: int = 1
    acknowledged_by: str | None = None
    acknowledge_by: datetime | None = None


@dataclass(frozen=True, slots=True)
class Corrective:
    """The one corrective instruction that is open."""

    instruction: Instruction
    owner: str


_A1_TO_B3 = tuple(RecordKind)[:6]


@dataclass(frozen=True)
class State:
    """One transfer. Not slotted: `changed` copies its `__dict__`, ten times as fast as `dataclasses.replace`."""

    step: int = 0
    """How many acts there have been; orders what happened, where time can't."""
    acted_at: datetime | None = None
    """When the latest act was; time never runs backwards on the ledger, whatever a server's clock does."""
    opened_at: datetime | None = None
    case_id: str = ""
    subject: str = ""
    linked_from: str = ""
    practised_by: str = ""
    """Who practises in it (section 3.8); blank: it is real. Set at the opening, and by nothing else."""
    person: PersonBrief | None = None
    need: Need | None = None
    package: str = ""
    """The code of its pathway package; blank for none (section 3.4)."""
    service: str = ""
    zone: str = "UTC"
    policy: Policy | None = None
    originator: str = ""
    assignee: str = ""
    """Who was given the transfer by `reassign` on the originating or corrective side."""

    originating_hands: frozenset[str] = frozenset()
    """Everybody who ever acted for the originating side."""

    owner: str = ""
    owner_service: str = ""
    owner_is_guest: bool = False

    records: Mapping[RecordKind, Standing] = field(default_factory=dict)
    """The records that stand in this round."""
    hands: frozenset[str] = frozenset()
    """Everybody who filed in stages A and B or a C2, or was on a live event (C1.independent)."""
    route: PathwayPicture | None = None
    """The authorized route, as the directory had it when it was asked for."""
    is_elevated: bool = False
    has_declined: bool = False
    """Whether the latest receiving answer is a decline."""
    decision_due: Deadline | None = None
    """The decision clock of this round; a correction keeps its instant."""

    consents: Mapping[str, Consent] = field(default_factory=dict)
    safety_by_staff: SafetyAnswer | None = None
    safety_by_person: SafetyAnswer | None = None
    is_paused: bool = False
    is_emergency: bool = False
    emergency_until: datetime | None = None

    live: LiveEvent | None = None
    """The latest live event, also of a round before."""
    events_before: int = 0
    """How many live events there had been when stage B was opened again; they lend a repeated handoff nothing."""
    identities: Mapping[str, frozenset[Identity]] = field(default_factory=dict)
    """How each receiving party has proved who they are, in this transfer."""
    voice: VoiceAcceptance | None = None
    """An acceptance by voice that waits for its confirmation."""
    accepted: Accepted | None = None
    accepted_in: LiveEvent | None = None
    """The ended live event in which was accepted, where another has been opened since."""
    heard_at_step: int = 0
    """The step of the person's latest confirmation of the next step."""
    first_action_at: datetime | None = None
    is_first_action_kept: bool = False
    contact_failed: bool = False
    contact_due: datetime | None = None
    """The noon by which a failed contact asks for an acceptance."""
    has_bridge: bool = False
    """Whether, after the failed contact, somebody really spoke with the receiving side (F.passive)."""

    handoff: Handoff | None = None
    is_reopened: bool = False
    """Whether stage B is open again for a repeated live handoff."""
    passed_at: datetime | None = None
    """When ownership last passed to the receiving side; evidence must be newer (C1.evidence)."""
    residual_risk: Risk | None = None
    is_determination_owed: bool = False
    corrective: Corrective | None = None
    access_by: str = ""
    """The person of the receiving service who is to confirm that they have taken the person on."""

    consent: ConsentKept = field(default_factory=ConsentKept)
    safety: SafetyKept = field(default_factory=SafetyKept)
    story: StoryKept = field(default_factory=StoryKept)
    visit: VisitKept = field(default_factory=VisitKept)
    contact: ContactKept = field(default_factory=ContactKept)
    custody: CustodyKept = field(default_factory=CustodyKept)
    strength: StrengthKept = field(default_factory=StrengthKept)

    deadlines: Mapping[DeadlineName, Deadline] = field(default_factory=dict)
    rises: Mapping[str, Rise] = field(default_factory=dict)
    review_of: RecordKind | None = None
    """The record whose countersign the open `review` waits for."""
    escalations: Mapping[str, Escalation] = field(default_factory=dict)
    breaches: frozenset[str] = frozenset()
    refusals: int = 0
    closed_as: Closure | ClosedAs | None = None
    closed_at: datetime | None = None

    def changed(self, **fields: object) -> State:
        """Return this state with some fields changed."""
        new = object.__new__(State)
        new.__dict__.update(self.__dict__)
        new.__dict__.update(fields)
        return new

    @property
    def event(self) -> LiveEvent | None:
        """The latest live event of this round."""
        return self.live if self.live is not None and self.live.number > self.events_before else None

    @property
    def is_closed(self) -> bool:
        """Whether the transfer is over."""
        return self.closed_as is not None

    @property
    def is_practice(self) -> bool:
        """Whether somebody practises in it: no one is told of it, and no measure counts it."""
        return self.practised_by != ""

    @property
    def rules(self) -> Policy:
        """The policy that the transfer began under."""
        assert self.policy is not None, "a transfer that was opened has a policy"
        return self.policy

    @property
    def originators(self) -> tuple[str, str]:
        """Who acts for the originating side: who opened the transfer, and who was given it."""
        return (self.originator, self.assignee)

    def stands(self, kind: RecordKind) -> bool:
        """Say whether a record of `kind` stands in this round."""
        return kind in self.records

    def added(self, kind: RecordKind) -> Added | None:
        """Return what the transfer's package added to the record of `kind` that stands."""
        standing = self.records.get(kind)
        return standing.added if standing else None

    @property
    def request(self) -> AuthorizationRequest | None:
        """The authorization request that stands."""
        standing = self.records.get(RecordKind.AUTHORIZATION_REQUEST)
        return standing.record if standing and isinstance(standing.record, AuthorizationRequest) else None

    @property
    def decision(self) -> AuthorizationDecision | None:
        """The latest authorization decision."""
        standing = self.records.get(RecordKind.AUTHORIZATION_DECISION)
        return standing.record if standing and isinstance(standing.record, AuthorizationDecision) else None

    @property
    def is_authorized(self) -> bool:
        """Whether the latest decision authorizes."""
        return self.decision is not None and self.decision.decision is Decision.AUTHORIZE

    @property
    def connection(self) -> LiveConnection | None:
        """The live connection that stands."""
        standing = self.records.get(RecordKind.LIVE_CONNECTION)
        return standing.record if standing and isinstance(standing.record, LiveConnection) else None

    @property
    def verification(self) -> Verification | None:
        """The verification that stands."""
        standing = self.records.get(RecordKind.VERIFICATION)
        return standing.record if standing and isinstance(standing.record, Verification) else None

    @property
    def is_verified(self) -> bool:
        """Whether the verification that stands says completed."""
        c1 = self.verification
        return c1 is not None and c1.first_action_status is FirstActionStatus.COMPLETED

    @property
    def report(self) -> AssuranceFollowup | None:
        """The assurance follow-up that stands."""
        standing = self.records.get(RecordKind.ASSURANCE_FOLLOWUP)
        return standing.record if standing and isinstance(standing.record, AssuranceFollowup) else None

    @property
    def receiving_service(self) -> str | None:
        """The service that is to receive: of the route asked for, or in an emergency of the connection."""
        connected = self.connection.receiving_service if self.connection else None
        if self.route is None or (self.handoff is not None and connected is not None):
            return connected
        return self.route.service

    @property
    def is_live_mode(self) -> bool:
        """Whether responsibility is to pass live; in an emergency without a request it is."""
        return self.request is None or self.request.mode.is_live

    @property
    def is_after_handoff(self) -> bool:
        """Whether B3 has passed ownership, and stage B is not open again."""
        return self.handoff is not None and not self.is_reopened

    @property
    def stage(self) -> Stage:
        """Where the transfer stands."""
        if self.is_closed:
            return Stage.CLOSED
        if self.is_after_handoff:
            return Stage.ASSURANCE
        if self.is_reopened or self.stands(RecordKind.RELEASE_READINESS):
            return Stage.LIVE
        return Stage.AUTHORIZATION

    @property
    def warmth(self) -> Warmth:
        """How warm the transfer really is: earned, never typed (section 1)."""
        if self.handoff is None or self.is_reopened:
            return Warmth.NOT_YET
        if self.is_emergency or not self.handoff.is_live or not all(self.stands(kind) for kind in _A1_TO_B3):
            return Warmth.NOT_WARM
        if "A1.disengage" in self.breaches:
            return Warmth.WARM_IN_NAME_ONLY
        if not self.is_verified:
            return Warmth.WARM
        report = self.report
        is_held = report is not None and report.person_reported_continuity in (PersonReport.HELD, PersonReport.PARTLY)
        is_settled = not self.is_determination_owed and self.corrective is None
        return Warmth.HELD if report and is_held and not report.residual_concern and is_settled else Warmth.VERIFIED

    @property
    def answer(self) -> Acceptance | None:
        """The latest receiving answer that stands on record."""
        standing = self.records.get(RecordKind.RECEIVING_ACCEPTANCE)
        answer: Acceptance | None = getattr(standing.record, "acceptance", None) if standing else None
        return answer


INITIAL = State()
