"""When the receiving contact does not answer: the commands, and what the state keeps of them. Values only."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from pydantic import StrictBool

from holdfast.protocol.codes import REACHED_THE_CONTACT, ConsentScope, ContactOutcome
from holdfast.protocol.command import Command
from holdfast.protocol.fields import Instant, Line, Note, PartyId, Text


class BridgeOutcome(StrEnum):
    """What became of the bridge contact with the person."""

    MADE = "made"
    NOT_MADE = "not-made"


@dataclass(frozen=True, slots=True)
class Alternate:
    """A supervisory contact of the receiving service who was tried in place of the one who did not answer."""

    who: str
    outcome: ContactOutcome
    at: datetime


@dataclass(frozen=True, slots=True)
class Summary:
    """A secure summary that one named contact may open until an instant, and how often they have."""

    to: str
    until: datetime
    opened: int = 0


@dataclass(frozen=True, slots=True)
class Bridge:
    """Who keeps in touch with the person meanwhile, from when, and how; agreed with the person."""

    who: str
    at: datetime
    how: str
    outcome: BridgeOutcome | None = None


@dataclass(frozen=True, slots=True)
class ContactKept:
    """What a transfer's state keeps of this chapter."""

    alternates: tuple[Alternate, ...] = ()
    summary: Summary | None = None
    bridge: Bridge | None = None
    escalation_owner: str = ""
    """Who sees to it that somebody answers; blank while nobody is named."""
    in_vain: frozenset[str] = frozenset()
    """The contacts that did not answer."""
    summaries_to: frozenset[str] = frozenset()
    """Everybody to whom a summary was ever sent: by its link alone they see nothing else."""

    @property
    def alternates_in_vain(self) -> frozenset[str]:
        """The alternates who did not answer: tried again they count only when they do."""
        return frozenset(each.who for each in self.alternates if each.outcome not in REACHED_THE_CONTACT)

    @property
    def summary_standing(self) -> tuple[str, datetime] | None:
        """To whom a summary was sent, and until when they may open it; none where none stands."""
        return (self.summary.to, self.summary.until) if self.summary is not None else None

    def attempted(self, who: str, outcome: ContactOutcome) -> ContactKept:
        """Return this after an attempt to reach `who`."""
        return self if outcome in REACHED_THE_CONTACT else replace(self, in_vain=self.in_vain | {who})


class AlternateContact(Command):
    """File that a supervisor of the receiving service was tried, and how it ended."""

    do = "alternate_contact"
    who: PartyId
    """Whom: another than the one who did not answer."""
    outcome: ContactOutcome
    """How it ended."""


class SendSecureSummary(Command):
    """Send one intake contact of the receiving service a link to a summary; it shows what the consent covers."""

    do = "send_secure_summary"
    to: PartyId
    """The one who may open it."""
    until: Instant
    """Until when, 72 hours at most."""


class SummaryOpened(Command):
    """The contact opens the summary. Each opening is a disclosure."""

    do = "summary_opened"


class EndSummary(Command):
    """Take the summary back; its link shows nothing from now on."""

    do = "end_summary"
    reason: Text
    """Why."""


class PlanBridgeContact(Command):
    """Plan with the person who keeps in touch with them until a receiver answers."""

    do = "plan_bridge_contact"
    who: PartyId
    """Who keeps in touch."""
    at: Instant
    """When they first do."""
    how: Line
    """How: by which safe means."""
    person_agreed: StrictBool
    """Whether the person agreed to it."""


class ReportBridgeContact(Command):
    """Say whether the bridge contact with the person was made."""

    do = "report_bridge_contact"
    outcome: BridgeOutcome
    """What became of it."""
    note: Note
    """In a few words."""


class NameEscalationOwner(Command):
    """Name the one person who sees to it that somebody answers."""

    do = "name_escalation_owner"
    who: PartyId
    """Who."""


COMMANDS: tuple[type[Command], ...] = (
    AlternateContact, SendSecureSummary, SummaryOpened, EndSummary, PlanBridgeContact, ReportBridgeContact,
    NameEscalationOwner,
)  # fmt: skip
RECEIVING: dict[str, dict[str, ConsentScope | None]] = {
    "alternate_contact": {"who": None, "outcome": None},
    "send_secure_summary": {"to": None, "until": None},
    "summary_opened": {},
    "end_summary": {},
    "plan_bridge_contact": {
        "who": ConsentScope.APPOINTMENT_AND_LOGISTICS, "at": ConsentScope.APPOINTMENT_AND_LOGISTICS,
        "how": ConsentScope.APPOINTMENT_AND_LOGISTICS,
    },
    "name_escalation_owner": {"who": None},
}  # fmt: skip
"""The commands of which the receiving side hears, and the scope that each field needs; None: none."""
PERSON: dict[str, frozenset[str]] = {"plan_bridge_contact": frozenset({"who", "at", "how"})}
"""The commands of which the person's own page tells, and which of their fields."""
BY_RECEIVER: frozenset[str] = frozenset({"summary_opened"})
"""The commands that a guest on the receiver's seat may give."""
BY_PERSON: frozenset[str] = frozenset()
"""The commands that the person may give by their own link."""
