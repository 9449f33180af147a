"""What other rooms are shown of transfers: frozen values of plain parts, so that an API can give them as they are.

`None` is: not known, not there, or not shown to whoever asks.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, TypeVar
from uuid import UUID

from holdfast.protocol.chapters.consent.said import ConsentEnd, Part2Gap
from holdfast.protocol.codes import ConsentScope, DeadlineName, EscalationLevel, Grade, RecordKind, Stage, Warmth
from holdfast.transfers.disclosure import Sight

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some rows of a list. `after` asks for the next ones; none where there are no more."""

    items: tuple[T, ...]
    after: str | None


@dataclass(frozen=True, slots=True)
class TransferCard:
    """One transfer in a list."""

    id: UUID
    seq: int
    sight: Sight
    stage: str
    warmth: str
    case_id: str | None
    person_id: UUID | None
    need: str | None
    urgency: str | None
    is_elevated: bool | None
    is_emergency: bool
    is_paused: bool
    is_event_open: bool
    service_id: str
    receiving_service_id: str
    owner_id: str
    owner_service_id: str
    opened_at: datetime
    changed_at: datetime
    next_due_at: datetime | None
    shared: tuple[ConsentScope, ...]
    """On the receiving side: the scopes under which it is shown."""
    basis: str
    """On what that rests: the id of the consent, or that it is an emergency; seen whole from elsewhere, the right."""


@dataclass(frozen=True, slots=True)
class OpenDeadline:
    """A deadline that is open."""

    name: DeadlineName
    due_at: datetime


@dataclass(frozen=True, slots=True)
class OpenEscalation:
    """A matter that is open before a level."""

    control: str
    level: EscalationLevel
    count: int
    acknowledged_by: str | None
    acknowledge_by: datetime | None


@dataclass(frozen=True, slots=True)
class StandingRecord:
    """That a record stands; its fields are asked for by its kind."""

    kind: RecordKind
    filed_by: str
    filed_at: datetime


@dataclass(frozen=True, slots=True)
class GivenConsent:
    """What the person agreed to share with one service, for what, and until the end of which day."""

    id: str
    to: str
    scopes: tuple[ConsentScope, ...]
    until: date
    expires_at: datetime | None
    """The instant at which it ends before that."""
    purpose: str
    missing: tuple[Part2Gap, ...]
    """The elements for want of which substance use records are not shared."""
    is_exception: bool
    ends_with: ConsentEnd | None = None
    """The event on the ledger with which it ends by itself."""
    ends_when: str = ""
    """Any other event that ends it, in words: somebody must take it back then. Not for the receiving side."""


@dataclass(frozen=True, slots=True)
class ExceptionView:
    """An emergency exception: who went without a consent, when, and what a reviewer found. The originating side's."""

    id: str
    by: str
    at: datetime
    reason: str
    to: str | None
    finding: str | None
    reviewed_by: str | None


@dataclass(frozen=True, slots=True)
class SeatView:
    """Somebody in the live event now."""

    party: str
    who: str
    identity: str
    since: datetime


@dataclass(frozen=True, slots=True)
class LiveEventView:
    """The latest live event."""

    number: int
    channel: str
    opened_at: datetime
    ended_at: datetime | None
    present: tuple[SeatView, ...]


@dataclass(frozen=True, slots=True)
class TransferView:
    """One transfer as it stands, as far as whoever asks may see it."""

    id: UUID
    seq: int
    sight: Sight
    shared: tuple[ConsentScope, ...]
    """On the receiving side: the scopes that are in force now."""
    stage: Stage
    warmth: Warmth
    grade: Grade
    closed_as: str | None
    case_id: str | None
    person_id: UUID | None
    age: int | None
    language: str | None
    payer: str | None
    need: str | None
    urgency: str | None
    risk_indicators: tuple[str, ...] | None
    is_elevated: bool | None
    mode: str | None
    is_emergency: bool
    is_paused: bool
    live_event: LiveEventView | None
    originator_id: str
    service_id: str
    zone: str
    pathway_id: str | None
    receiving_service_id: str | None
    owner_id: str
    owner_service_id: str
    continuity_lead_id: str | None
    first_action: dict[str, object] | None
    records: tuple[StandingRecord, ...]
    deadlines: tuple[OpenDeadline, ...]
    escalations: tuple[OpenEscalation, ...]
    consents: tuple[GivenConsent, ...]
    exceptions: tuple[ExceptionView, ...]
    notice: str | None
    """What goes with substance use records wherever they are shown (42 CFR 2.32)."""
    basis: str
    """On what it rests that another organisation is shown this: consents, an emergency, or the right to see it."""
    linked_from: UUID | None
    policy_version: str
    opened_at: datetime
    changed_at: datetime
    closed_at: datetime | None
    order_details: tuple[str, ...] = ()
    """What whoever receives the person must know of contact (SDOHCC `orderDetail`), where risk may be shown."""


@dataclass(frozen=True, slots=True)
class EventView:
    """One event of a transfer's history. `fields` are those that may be shown; `held` and `failed` are control ids."""

    seq: int
    at: datetime
    kind: str
    by: str
    held: tuple[str, ...]
    failed: tuple[str, ...]
    fields: dict[str, object]
    notice: str | None = None
    """What goes with substance use records among the fields."""


@dataclass(frozen=True, slots=True)
class RecordView:
    """A record that stands: its fields, and what the server set."""

    transfer_id: UUID
    kind: RecordKind
    code: str
    name: str
    """What a correction names in `supersedes`."""
    case_id: str | None
    filed_by: str
    filed_at: datetime
    fields: dict[str, object]
    control_status: tuple[str, ...]
    """The controls that were asked, and held."""
    escalation_status: tuple[OpenEscalation, ...]
    policy_version: str
    countersigned_at: datetime | None
    notice: str | None = None
    """What goes with substance use records among the fields."""


@dataclass(frozen=True, slots=True)
class Queue:
    """The open deadlines of one name."""

    deadline: str
    count: int
    overdue: int
    oldest_due_at: datetime


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One open deadline of one transfer."""

    transfer_id: UUID
    seq: int
    deadline: str
    due_at: datetime
    opened_at: datetime
    zone: str
    stage: str
    need: str | None
    urgency: str | None
    owner_id: str
    service_id: str
    receiving_service_id: str
    shared: tuple[ConsentScope, ...]
    basis: str


@dataclass(frozen=True, slots=True)
class ArchiveRow:
    """One filed record in its archive."""

    transfer_id: UUID
    seq: int
    kind: str
    filed_by: str
    filed_at: datetime
    reviewer_id: str | None
    is_correction: bool
    is_standing: bool
    countersigned_at: datetime | None


@dataclass(frozen=True, slots=True)
class EscalationRow:
    """A matter before a level. `holders` are the ids of the staff who hold it now, by the organisation's ladder."""

    transfer_id: UUID
    seq: int
    control: str
    level: str
    asked: str
    is_vacancy: bool
    count: int
    raised_at: datetime
    acknowledge_by: datetime | None
    acknowledged_by: str | None
    acknowledged_at: datetime | None
    resolved_by: str | None
    resolved_at: datetime | None
    held_at: str | None
    """The level whose place is really held now; none where no place of the ladder is."""
    holders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FailureRow:
    """An attempt that was refused, or a breach."""

    transfer_id: UUID
    seq: int
    step: str | None
    by: str
    at: datetime
    controls: tuple[str, ...]
    is_breach: bool
