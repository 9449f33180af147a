"""A draft of what one act brings about: events in order, and the state they add up to so far. Local to `decide`."""

from __future__ import annotations

from datetime import datetime

from holdfast.protocol.calendars import noon_next_day
from holdfast.protocol.codes import DeadlineName, EscalationLevel, RecordKind
from holdfast.protocol.deadlines import DEADLINES
from holdfast.protocol.events import (
    DeadlineMet,
    DeadlineOpened,
    DeadlineVoided,
    EscalationCounted,
    EscalationRaised,
    Event,
    LiveEventEnded,
    OwnerChanged,
    RecordsVoided,
    RiseCalledOff,
)
from holdfast.protocol.evolve import evolve
from holdfast.protocol.ladder import acknowledge_by, landing
from holdfast.protocol.situation import Situation
from holdfast.protocol.state import State


class Draft:
    """Collects events. Each is folded at once, so that what follows sees what came before."""

    def __init__(self, situation: Situation) -> None:
        self.situation = situation
        self.state: State = situation.state
        self.events: list[Event] = []

    @property
    def at(self) -> datetime:
        """The server's clock at this act."""
        return self.situation.at

    @property
    def is_urgent(self) -> bool:
        """Whether the transfer is elevated, or in an emergency has not been rated yet."""
        return self.state.is_elevated or self.state.request is None

    def add(self, event: Event) -> None:
        """Add an event and fold it."""
        self.events.append(event)
        self.state = evolve(self.state, event)

    # Deadlines

    def open(self, name: DeadlineName, due: datetime, *, start: datetime | None = None, zone: str = "") -> None:
        """Open a deadline, or replace the one that is open; some can only be brought forward (section 4)."""
        rule, known, begun = DEADLINES[name], self.state.deadlines.get(name), start or self.at
        if known is not None and rule.is_never_postponed and due >= known.due:
            return
        rises_after = (due - begun).total_seconds() if rule.rises_to else None
        site = self.situation.site
        self.add(DeadlineOpened(name, due, begun, zone or self.state.zone, rises_after, site.calendar))

    def open_after(self, name: DeadlineName, number: str, *, start: datetime | None = None) -> None:
        """Open a deadline on the elapsed clock, a number of the policy after `start` (now)."""
        begun = start or self.at
        self.open(name, begun + self.state.rules.span(number), start=begun)

    def open_by_urgency(self, name: DeadlineName, number: str, start: datetime, *, fast: bool = False) -> None:
        """Open a deadline that is 4 hours where elevated (or `fast`), and else business days from `start`."""
        if self.is_urgent or fast:
            self.open_after(name, f"{number}.elevated", start=start)
        else:
            days = self.state.rules.number(f"{number}.business_days")
            self.open(name, self.situation.business_close(start, days), start=start)

    def open_noon_next_day(self) -> None:
        """Open `acceptance` after a failed contact: noon on the next day in the receiver's zone (3.3)."""
        zone = (self.state.route and self.state.route.zone) or self.state.zone
        self.open(DeadlineName.ACCEPTANCE, noon_next_day(self.at, zone), zone=zone)

    def open_determination(self, start: datetime | None = None) -> None:
        """Open the determination that a failed transfer owes, unless one is owed or is being acted on already."""
        if not self.state.is_determination_owed and self.state.corrective is None:
            self.open_by_urgency(DeadlineName.DETERMINATION, "determination", start or self.at)

    def meet(self, *names: DeadlineName) -> None:
        """Meet deadlines that are open; what comes late only calls off the rise to the next level."""
        for name in names:
            control = DEADLINES[name].escalates_as
            if name in self.state.deadlines:
                self.add(DeadlineMet(name))
            if control in self.state.rises:
                self.add(RiseCalledOff(control))

    def void(self, *names: DeadlineName) -> None:
        """Void deadlines that are open: what they asked for is no longer asked."""
        for name in names:
            if name in self.state.deadlines:
                self.add(DeadlineVoided(name))

    # Records, owner, live event

    def void_records(self, *kinds: RecordKind) -> None:
        """Void those of `kinds` that stand."""
        standing = tuple(kind for kind in kinds if self.state.stands(kind) or self._is_voice(kind))
        if standing:
            self.add(RecordsVoided(standing))

    def _is_voice(self, kind: RecordKind) -> bool:
        """Say whether a receiving answer stands that was given by voice, without a record of its own."""
        has_answer = self.state.voice is not None or self.state.accepted is not None
        return kind is RecordKind.RECEIVING_ACCEPTANCE and has_answer

    def end_live_event(self) -> None:
        """End the live event where one is open."""
        if self.state.live is not None and self.state.live.is_open:
            self.add(LiveEventEnded(self.at))

    def pass_ownership(self, owner: str, service: str, *, is_guest: bool = False) -> None:
        """Make `owner` the one owner; what the one before had offered to a colleague is offered no more."""
        self.void(DeadlineName.CUSTODY_OFFER)
        self.add(OwnerChanged(owner, service, is_guest))

    # Escalations

    def escalate(self, control: str, level: EscalationLevel) -> None:
        """Raise the matter to `level`; where it is open already, count it.

        The minutes to acknowledge run from now, when the level hears of it, also where the miss was long before.
        """
        if control in self.state.escalations:
            self.add(EscalationCounted(control))
            return
        ladder = self.situation.facts.ladder
        landed = landing(ladder, level)
        until = acknowledge_by(ladder, landed.level, self.at)
        self.add(EscalationRaised(control, landed.level, level, until, landed.vacant))
