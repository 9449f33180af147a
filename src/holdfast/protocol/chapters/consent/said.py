"""Consent and disclosure: the commands, and what the state keeps of them. Values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StrictBool

from holdfast.protocol.calendars import local_date
from holdfast.protocol.codes import ConsentScope
from holdfast.protocol.command import Command
from holdfast.protocol.fields import LIST_LENGTH, Day, Form, Instant, Line, Note, ServiceId, Text

ADULT_FROM = 18
"""The age, in whole years, from which nobody gives a consent but the person."""
UNASKED = "S.unasked"
"""What the matter of an emergency exception goes by."""


class ConsentHow(StrEnum):
    """How a consent was given (section 3.1)."""

    OWN_DEVICE = "own_device"
    ALOUD_WITNESSED = "aloud_witnessed"
    SIGNED = "signed"


class ExceptionGround(StrEnum):
    """Why nobody could be asked, where somebody goes without the person's consent (standards 2.1, 2.3)."""

    CANNOT_ANSWER = "cannot_answer"
    IMMINENT_THREAT = "imminent_threat"


class Part2Gap(StrEnum):
    """An element of 42 CFR 2.31(a) that a consent lacks (standards 2.1)."""

    DISCLOSER = "discloser"
    INFORMATION = "information"
    RECIPIENTS = "recipients"
    RIGHT_TO_REVOKE = "right_to_revoke"
    SIGNATURE = "signature"
    DATE_SIGNED = "date_signed"
    REDISCLOSURE = "redisclosure"
    CONSEQUENCES = "consequences"


class ExceptionFinding(StrEnum):
    """What a reviewer finds of an emergency exception."""

    IN_ORDER = "in_order"
    NOT_IN_ORDER = "not_in_order"


class ConsentEnd(StrEnum):
    """An event on the ledger at which a consent ends, where the person wants that (42 CFR 2.31(a)(7))."""

    FIRST_VISIT_KEPT = "first_visit_kept"
    TRANSFER_CLOSED = "transfer_closed"


class Part2Consent(Form):
    """What a consent to share substance use records says besides (42 CFR 2.31(a)). What is wanting is a gap."""

    discloser: Line | None = None
    """Who may disclose: a name, or a class of people."""
    information: Text | None = None
    """Which records are meant, in words that say something."""
    recipients: Line | None = None
    """Who receives them: a name, or a class of people."""
    right_to_revoke_told: StrictBool
    """Whether the person was told that they may take it back, and how."""
    ends_with: ConsentEnd | None = None
    """An event on the ledger with which it ends before its last day; it ends there by itself."""
    expiry_event: Line | None = None
    """Any other event that ends it before its last day; somebody must say that it came, by taking it back."""
    signed_by: Line | None = None
    """Who signed; electronically will do."""
    signed_at: Instant | None = None
    """When they signed."""
    redisclosure_told: StrictBool
    """Whether they were told that what was received may be passed on."""
    consequences_told: StrictBool
    """Whether they were told what follows from saying no."""


class Part2Asked(Form):
    """What is added to a question about substance use records; what the person is told stands on their page."""

    discloser: Line
    """Who may disclose: a name, or a class of people."""
    information: Text
    """Which records are meant, in words that say something."""
    recipients: Line
    """Who receives them: a name, or a class of people."""
    ends_with: ConsentEnd | None = None
    """An event on the ledger with which it ends before its last day; it ends there by itself."""
    expiry_event: Line | None = None
    """Any other event that ends it before its last day; somebody must say that it came, by taking it back."""


class ProposeConsent(Command):
    """Write down what the person is to be asked. Nothing is shared by it."""

    do = "propose_consent"
    scopes: Annotated[tuple[ConsentScope, ...], Field(min_length=1, max_length=LIST_LENGTH)]
    """What would be shared."""
    to: ServiceId
    """The service it would be shared with."""
    purpose: Line
    """For what."""
    until: Day
    """The last day it would hold, in the originating service's zone."""
    language: Line
    """BCP 47 tag of the language it is written in."""
    expires_at: Instant | None = None
    """The instant at which it would end, where that is before the end of its last day."""
    part2: Part2Asked | None = None
    """What is added for substance use records; the person signs it."""


class DeclineConsent(Command):
    """The person says no to what they were asked. Respected, and never a failure."""

    do = "decline_consent"
    to: ServiceId
    """The service that is not to be told."""


class ReadNotice(Command):
    """Record that the short notice of 42 CFR 2.32 was read aloud on the call."""

    do = "read_notice"
    to: ServiceId
    """The service whose people heard it."""


class ReviewException(Command):
    """A quality reviewer's word on an emergency exception."""

    do = "review_exception"
    exception: Line
    """Its id: the step that made it and its number, as the handoff's page shows it."""
    finding: ExceptionFinding
    """What was found."""
    note: Note
    """In a few words."""


@dataclass(frozen=True, slots=True)
class Consent:
    """What the person agreed to share with one service, for what, and until the end of which day."""

    scopes: frozenset[ConsentScope]
    until: date
    expires_at: datetime | None = None
    """The instant, not included, at which it ends before that."""
    purpose: str = ""
    step: int = 0
    """The step that gave it."""
    gaps: tuple[Part2Gap, ...] = ()
    """What it lacks to let substance use records go; while it lacks anything, they don't."""
    is_exception: bool = False
    """Whether it stands in an emergency for a consent that nobody gave."""
    says_how: bool = False
    """Whether it says how it was given, or in an emergency why nobody was asked; older ways to record one do not."""
    is_guardians: bool = False
    """Whether a minor's guardian gave it."""
    ends_with: ConsentEnd | None = None
    """The event on the ledger with which it ends; `expires_at` is that instant once it came."""
    ends_when: str = ""
    """Any other event that ends it, in words: the ledger can't know of it, so somebody must take it back then."""
    shown_until: datetime | None = None
    """The instant, not included, from which nothing is shown under it, though it stands: an exception is short."""

    @property
    def id(self) -> str:
        """What a disclosure names as its basis."""
        return f"consent-{self.step}"

    @property
    def open_scopes(self) -> frozenset[ConsentScope]:
        """The scopes under which something may be shared."""
        return self.scopes - {ConsentScope.SUD_PART2} if self.gaps else self.scopes

    def has_ended(self, at: datetime) -> bool:
        """Say whether the instant at which it was to end has come."""
        return self.expires_at is not None and at >= self.expires_at

    def is_in_force(self, at: datetime, zone: str) -> bool:
        """Say whether it holds at `at`: to the end of its last day in `zone`, unless it ends before."""
        return local_date(at, zone) <= self.until and not self.has_ended(at)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the person is asked to agree to, towards one service."""

    scopes: frozenset[ConsentScope]
    purpose: str
    until: date
    language: str
    expires_at: datetime | None
    part2: Part2Asked | None
    step: int
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class EmergencyException:
    """That somebody went without the person's consent: who, when, why, and what a reviewer found of it."""

    id: str
    by: str
    at: datetime
    reason: str
    to: str = ""
    """The service that was told; blank where an emergency start let the team act."""
    finding: ExceptionFinding | None = None
    reviewed_by: str = ""
    reviewed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class NoticeRead:
    """That the short notice was read aloud: to whom, when, by whom."""

    to: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class ConsentKept:
    """What a transfer's state keeps of this chapter."""

    proposals: Mapping[str, Proposal] = field(default_factory=dict)
    """What the person has not answered yet, by service."""
    declined: Mapping[str, datetime] = field(default_factory=dict)
    """When the person last said no, by service."""
    exceptions: tuple[EmergencyException, ...] = ()
    notices_read: tuple[NoticeRead, ...] = ()
    own: Mapping[str, Consent] = field(default_factory=dict)
    """The person's own consents beside which an emergency exception stands, by service."""
    taken_back: Mapping[str, datetime] = field(default_factory=dict)
    """When the person took back a yes that says how it was given, by service, and has not given another since."""

    @property
    def unreviewed(self) -> tuple[EmergencyException, ...]:
        """The emergency exceptions that no reviewer has looked at yet."""
        return tuple(each for each in self.exceptions if each.finding is None)


COMMANDS: tuple[type[Command], ...] = (ProposeConsent, DeclineConsent, ReadNotice, ReviewException)
RECEIVING: dict[str, dict[str, ConsentScope | None]] = {"read_notice": {"to": ConsentScope.SUD_PART2}}
"""The commands of which the receiving side hears, and the scope that each field needs; None: none."""
PERSON: dict[str, frozenset[str]] = {
    "propose_consent": frozenset({"scopes", "to", "purpose", "until", "language", "expires_at"}),
    "decline_consent": frozenset({"to"}),
}
"""The commands of which the person's own page tells, and which of their fields."""
BY_RECEIVER: frozenset[str] = frozenset()
"""The commands that a guest on the receiver's seat may give."""
BY_PERSON: frozenset[str] = frozenset({"decline_consent"})
"""The commands that the person may give by their own link."""
