"""An independent tally of a story, from its events alone: who owns, which deadlines and matters are open.

It is written without `evolve`, so that a fault there can't hide itself here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from holdfast.protocol import commands as c
from holdfast.protocol import events as e
from holdfast.protocol.codes import DeadlineName, EscalationLevel

OWNERSHIP_PASSES_BY = {
    "open_transfer", "handoff_closure", "corrective_determination", "confirm_access", "reassign",
}  # fmt: skip


@dataclass(slots=True)
class Tally:
    """What the events so far add up to."""

    owner: str | None = None
    open: dict[DeadlineName, datetime] = field(default_factory=dict)
    matters: dict[str, EscalationLevel] = field(default_factory=dict)
    opened: int = 0
    ended: int = 0
    refusals: int = 0
    closed: bool = False
    act: e.Act | None = None

    def count(self, event: e.Event) -> None:
        """Take one event in; an event that can't follow what came before is a failure."""
        if isinstance(event, e.Act):
            self.act = event
        self._count_act(event)
        if isinstance(event, e.OwnerChanged):
            self._passed(event)
        elif isinstance(event, e.DeadlineOpened):
            self.ended += event.name in self.open
            self.open[event.name] = event.due
            self.opened += 1
        elif isinstance(event, e.DeadlineMet | e.DeadlineVoided):
            self._end(event.name)
        elif isinstance(event, e.EscalationRaised):
            assert event.control not in self.matters, f"{event.control} is raised while it is open"
            self.matters[event.control] = event.level
        elif isinstance(event, e.EscalationCounted):
            assert event.control in self.matters
        elif isinstance(event, e.TransferClosed):
            assert not self.open, f"closed with {set(self.open)} open"
            self.closed = True

    def _count_act(self, event: e.Event) -> None:
        if isinstance(event, e.AttemptRefused):
            self.refusals += 1
        elif isinstance(event, e.DeadlineMissed):
            assert self.open[event.name] == event.due
            self._end(event.name)
        elif isinstance(event, e.EscalationRisen):
            assert event.control in self.matters
            self.matters[event.control] = event.level
        elif isinstance(event, e.StepFiled) and isinstance(event.command, c.ResolveEscalation):
            del self.matters[event.command.control]

    def _end(self, name: DeadlineName) -> None:
        del self.open[name]
        self.ended += 1

    def _passed(self, event: e.OwnerChanged) -> None:
        assert isinstance(self.act, e.StepFiled), "ownership passes by what somebody files"
        assert self.act.command.step in OWNERSHIP_PASSES_BY
        assert not self.closed
        self.owner = event.owner
