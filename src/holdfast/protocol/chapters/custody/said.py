"""Who answers for the person: the commands, and what the state keeps of them. Values only."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

from pydantic import Field, model_validator

from holdfast.protocol.codes import ConsentScope
from holdfast.protocol.command import Command
from holdfast.protocol.fields import LIST_LENGTH, Day, FieldsMissing, Form, Instant, Line, Note, PartyId, Text


class PersonMeans(StrEnum):
    """By which means the person themself is looked for."""

    PHONE = "phone"
    TEXT = "text"
    EMAIL = "email"
    LETTER = "letter"
    VISIT = "visit"
    SUPPORTER = "supporter"
    ANOTHER_SERVICE = "another-service"


class PersonAnswer(StrEnum):
    """How an attempt to reach the person themself ended."""

    REACHED = "reached"
    NO_ANSWER = "no-answer"
    NEUTRAL_MESSAGE_LEFT = "neutral-message-left"
    WRONG_CONTACT = "wrong-contact"
    UNSAFE_STOPPED = "unsafe-stopped"


@dataclass(frozen=True, slots=True)
class Cover:
    """A colleague stands in for somebody who stays named, until an instant."""

    for_whom: str
    colleague: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Offer:
    """The owner asks a colleague to take the person on, by the end of the shift."""

    by: str
    to: str
    until: datetime
    note: str
    """What was said about the person."""


@dataclass(frozen=True, slots=True)
class Declined:
    """A colleague did not take the person on, and said why."""

    by: str
    reason: str


class PlannedAttempt(Form):
    """One attempt that the plan asks for."""

    means: PersonMeans
    """By which means."""
    on: Day
    """On which day, or after it."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How a person who cannot be reached is looked for. The latest plan counts."""

    at: datetime
    attempts: tuple[PlannedAttempt, ...]
    safe_channels: frozenset[PersonMeans]


@dataclass(frozen=True, slots=True)
class Tried:
    """One attempt to reach the person, as it ended."""

    at: datetime
    means: PersonMeans
    answer: PersonAnswer


@dataclass(frozen=True, slots=True)
class CustodyKept:
    """What a transfer's state keeps of this chapter."""

    covers: tuple[Cover, ...] = ()
    offer: Offer | None = None
    declined: Declined | None = None
    """How the last offer was declined, until there is another one, or another owner."""
    plan: Plan | None = None
    tried: tuple[Tried, ...] = ()
    died_on: date | None = None
    """The day of the person's death; none while nobody has recorded one."""
    died_by: str = ""
    """Who recorded it; the clock, where it was recorded in another transfer of the person."""
    is_death_taken_back: bool = False
    """Whether a death that was recorded here, or that the transfer closed with, was a mistake."""
    failed_at_step: int = 0
    """The step at which a determination was last owed: what was accepted before it has failed."""
    access_at_step: int = 0
    """The step at which access was confirmed while no other transfer had the need: it stands as an acceptance does."""

    def covered_by(self, who: str, at: datetime) -> frozenset[str]:
        """Return the ids of those for whom `who` stands in at `at`."""
        return frozenset(each.for_whom for each in self.covers if each.colleague == who and at < each.until)

    def without_offer(self) -> CustodyKept:
        """Return this without the offer that stands: the owner has changed, or takes it back."""
        is_none = self.offer is None and self.declined is None
        return self if is_none else replace(self, offer=None, declined=None)


class StandIn(Command):
    """Have a colleague stand in for somebody with a duty here, who stays named; it ends by itself."""

    do = "cover"
    for_whom: PartyId
    """Who has the duty, and keeps it."""
    colleague: PartyId
    """Who stands in."""
    until: Instant
    """Until when."""
    reason: Text
    """Why."""


class EndCover(Command):
    """End a cover before its time."""

    do = "end_cover"
    for_whom: PartyId
    """Whose cover ends."""


class OfferCustody(Command):
    """Ask a colleague to take the person on. Moves nothing: ownership passes when they accept."""

    do = "offer_custody"
    to: PartyId
    """The colleague."""
    until: Instant
    """The end of the shift; what is not accepted by then goes to the supervisor."""
    note: Text
    """What was said about this person, by one colleague to the other."""


class AcceptCustody(Command):
    """The colleague takes the person on, and is the owner from now."""

    do = "accept_custody"


class DeclineCustody(Command):
    """The colleague does not take the person on; the owner stays."""

    do = "decline_custody"
    reason: Text
    """Why."""


class WithdrawOffer(Command):
    """The owner keeps the person after all."""

    do = "withdraw_offer"


class PlanUnreachable(Command):
    """Plan how a person who cannot be reached is looked for, by means that are safe for them."""

    do = "plan_unreachable"
    lead: PartyId
    """Who sees to it."""
    safe_channels: Annotated[tuple[PersonMeans, ...], Field(min_length=1, max_length=len(PersonMeans))]
    """The means that are safe for the person."""
    attempts: Annotated[tuple[PlannedAttempt, ...], Field(min_length=1, max_length=LIST_LENGTH)]
    """What is to be tried, and on which days."""

    @model_validator(mode="after")
    def _only_safe_channels(self) -> PlanUnreachable:
        if any(each.means not in self.safe_channels for each in self.attempts):
            raise FieldsMissing(("attempts",), "the plan uses only means that are safe for the person")
        return self


class AttemptPerson(Command):
    """Record an attempt to reach the person themself."""

    do = "attempt_person"
    means: PersonMeans
    """By which means."""
    answer: PersonAnswer
    """How it ended."""
    note: Note
    """In a few words."""


class RecordDeath(Command):
    """Record that the person has died. Everything that would still be sent or asked stops at once."""

    do = "record_death"
    told_by: Line
    """Who told the team."""
    died_on: Day
    """On which day, as far as it is known."""
    note: Note
    """In a few words."""


class WithdrawDeath(Command):
    """Take back a death that was recorded by mistake; somebody looks for the person at once."""

    do = "withdraw_death"
    reason: Text
    """How it is known that the person lives."""


COMMANDS: tuple[type[Command], ...] = (
    StandIn, EndCover, OfferCustody, AcceptCustody, DeclineCustody, WithdrawOffer, PlanUnreachable, AttemptPerson,
    RecordDeath, WithdrawDeath,
)  # fmt: skip
RECEIVING: dict[str, dict[str, ConsentScope | None]] = {
    "cover": {"for_whom": None, "colleague": None, "until": None},
    "end_cover": {"for_whom": None},
    "accept_custody": {},
    "record_death": {"died_on": ConsentScope.IDENTITY_AND_CONTACT},
}
"""The commands of which the receiving side hears, and the scope that each field needs; None: none."""
PERSON: dict[str, frozenset[str]] = {}
"""The commands of which the person's own page tells, and which of their fields."""
BY_RECEIVER: frozenset[str] = frozenset()
"""The commands that a guest on the receiver's seat may give."""
BY_PERSON: frozenset[str] = frozenset()
"""The commands that the person may give by their own link."""
