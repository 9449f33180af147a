"""A command in its situation: what a control may look at."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple, TypeVar

from holdfast.protocol import commands, records
from holdfast.protocol.calendars import close_of_business, instant
from holdfast.protocol.codes import HOLDERS, EscalationLevel
from holdfast.protocol.facts import Facts, Party, ServicePicture
from holdfast.protocol.package import Added
from holdfast.protocol.policy import Policy
from holdfast.protocol.state import State

C = TypeVar("C", bound=commands.Command)
R = TypeVar("R", bound=records.Record)
A = TypeVar("A", bound=Added)
ESCALATION_OWNERS = HOLDERS[EscalationLevel.SUPERVISORY] | HOLDERS[EscalationLevel.DIRECTOR]
"""The roles of those who can make somebody answer."""


class Situation(NamedTuple):
    """The state, the command and the facts, with the questions that several controls ask."""

    state: State
    command: commands.Command
    facts: Facts

    @property
    def at(self) -> datetime:
        """The server's clock."""
        return self.facts.at

    @property
    def by(self) -> Party:
        """Who gives the command."""
        return self.facts.by

    @property
    def policy(self) -> Policy:
        """The policy that the transfer began under."""
        return self.state.rules

    def given(self, kind: type[C]) -> C:
        """Return the command as a `kind`; the registry asks a control only of the steps it names."""
        assert isinstance(self.command, kind)
        return self.command

    def filing(self, kind: type[R]) -> R:
        """Return the record being filed as a `kind`."""
        assert isinstance(self.command, commands.FileRecord)
        assert isinstance(self.command.record, kind)
        return self.command.record

    def adding(self, kind: type[A]) -> A | None:
        """Return what comes with the record being filed as a `kind` of the package; none where nothing does."""
        added = self.command.added if isinstance(self.command, commands.FileRecord) else None
        return added if isinstance(added, kind) else None

    @property
    def answer(self) -> records.ReceivingAnswer:
        """The receiving answer being filed, or written down by voice."""
        if isinstance(self.command, commands.VoiceAcceptance):
            return self.command
        return self.filing(records.ReceivingAcceptance)

    @property
    def supersedes(self) -> str | None:
        """The record that the one being filed corrects."""
        return self.command.supersedes if isinstance(self.command, commands.FileRecord) else None

    @property
    def is_by_originator(self) -> bool:
        """Whether the giver acts for the originating side: opened the transfer, was given it, or stands in there."""
        return self.by.id in self.state.originators or self.stands_in_for(*self.state.originators)

    def stands_in_for(self, *whom: str) -> bool:
        """Say whether the giver stands in, by a cover in force, for one of `whom`."""
        return not self.state.custody.covered_by(self.by.id, self.at).isdisjoint(whom)

    @property
    def has_originated(self) -> bool:
        """Whether the giver has ever acted for the originating side: they never judge or receive their own transfer."""
        return self.by.id in self.state.originating_hands

    def can_make_answer(self, who: Party) -> bool:
        """Say whether `who` is a supervisor or director, and never acted for the originating side of this transfer."""
        return who.holds(ESCALATION_OWNERS) and who.id not in self.state.originating_hands

    @property
    def is_in_emergency(self) -> bool:
        """Whether an emergency start still spares the paperwork (section 3.1, Emergency)."""
        until = self.state.emergency_until
        return until is not None and self.at < until

    @property
    def is_event_open(self) -> bool:
        """Whether a live event is open."""
        return self.state.event is not None and self.state.event.is_open

    @property
    def is_non_live(self) -> bool:
        """Whether responsibility passes in a non-live mode, or on an acceptance by voice once confirmed."""
        accepted = self.state.accepted
        return not self.state.is_live_mode or (accepted is not None and accepted.by_voice)

    @property
    def site(self) -> ServicePicture:
        """The originating service, the accountable site of every business-day deadline."""
        return self.facts.services.get(self.state.service) or ServicePicture(self.state.service, self.state.zone)

    def instant_of(self, when: date | datetime) -> datetime:
        """Return the instant that a field names: a bare date is that day's close in the originating zone."""
        return when if isinstance(when, datetime) else instant(when, self.policy.closes, self.state.zone)

    def business_close(self, start: datetime, days: int) -> datetime:
        """Return the close of the day `days` business days after `start`, on the originating service's calendar."""
        return close_of_business(start, days, self.state.zone, closed=self.site.closed, closes=self.policy.closes)
