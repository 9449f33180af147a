"""Telling one transfer in the past: each step is a command through `handle`, at an instant the clock is told.

Between the steps time passes as it does in a running house: whatever falls due is missed a few seconds after.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from holdfast.config.ids import new_id
from holdfast.demo import forms
from holdfast.demo.cast import Cast
from holdfast.demo.county import OPEN_ACCESS, County
from holdfast.people.selectors import person
from holdfast.protocol.codes import Identity, RecordKind
from holdfast.protocol.commands import OpenTransfer, PersonBrief, Tick
from holdfast.protocol.facts import CLOCK, Party
from holdfast.protocol.parsing import parse
from holdfast.transfers.models import Transfer
from holdfast.transfers.services import Opening, Order, Outcome, handle

SWEEP = timedelta(seconds=3)
"""How long after its instant a deadline is passed, as the sweep of a running house does."""
Tell = Callable[[datetime], None]


class StoryGoneWrong(AssertionError):  # noqa: N818 - what happened
    """A story expected a step to be filed, or to be refused, and it came otherwise: the demo is at fault."""


@dataclass(frozen=True, slots=True)
class World:
    """What every story stands on, and when the demo starts: no story reaches beyond."""

    county: County
    cast: Cast
    start: datetime
    tell: Tell


@dataclass(frozen=True, slots=True)
class Plot:
    """Who and what a story is about. Staff by their keys in the cast, services by name."""

    person: str
    need: str = "missed-appointments"
    to: str = OPEN_ACCESS
    by: str = "crisis_worker"
    decider: str = "supervisor"
    receiver: str = "intake_lead"
    payer: str = "medicaid"
    accommodated: tuple[str, ...] = ()
    asked: Mapping[str, object] = field(default_factory=dict)
    """What the request says otherwise than usual: urgency, risk indicators, mode."""
    decided: Mapping[str, object] = field(default_factory=dict)
    channel: str = "phone"


class Telling:
    """One transfer as it is told: its plot, and the instant that the story has come to."""

    def __init__(self, world: World, plot: Plot, *, case_id: str, begins: timedelta) -> None:
        self.world = world
        self.plot = plot
        self.case_id = case_id
        self.id: UUID = new_id()
        self.at = world.start - begins
        self.closed_at = self.at
        """When B3 was filed."""
        self.first_action_at = self.at
        subject = person(world.county.person(plot.person))
        assert subject is not None, plot.person
        self._subject = subject

    @property
    def is_live(self) -> bool:
        """Whether the responsibility passes in a live event."""
        return self.plot.asked.get("mode") != "proxy_scheduled"

    @property
    def language(self) -> str:
        """The language the person wants to be spoken to in."""
        return self._subject.language

    def who(self, key: str) -> str:
        """Return the id of one of the cast."""
        return self.world.cast.ids[key]

    @property
    def service(self) -> str:
        """The id of the receiving service."""
        return self.world.county.services[self.plot.to]

    @property
    def pathway(self) -> str:
        """The id of the route."""
        return self.world.county.pathways[self.plot.to]

    def after(self, **span: float) -> Telling:
        """Let time pass, as `timedelta` counts it, and pass whatever falls due on the way."""
        self._pass_until(self.at + timedelta(**span))
        return self

    def open(self) -> None:
        """Open the transfer, by the originator of the plot."""
        age = self._subject.age_on(self.at.date())
        assert age is not None
        brief = PersonBrief(age=age, language=self.language, payer=self.plot.payer)
        command = OpenTransfer.model_validate(
            {"case_id": self.case_id, "person": brief, "need_category": self.plot.need, "package": None}
        )
        self.world.tell(self.at)
        order = Order(self.id, command, self._party(self.plot.by), opening=Opening(subject=self._subject.id))
        self._filed(handle(order))

    def do(self, by: str, do: str, **fields: object) -> Outcome:
        """Give a command that is filed."""
        return self._filed(self._give(by, do, fields))

    def file(self, by: str, record: RecordKind, fields: forms.Fields) -> Outcome:
        """File a record."""
        return self._filed(self._give(by, "file_record", {"record": record.value, **fields}))

    def refused(self, by: str, control: str, do: str, **fields: object) -> None:
        """Give a command that is refused by `control`, among others perhaps."""
        self._expect_refusal(self._give(by, do, fields), control)

    def refused_filing(self, by: str, control: str, record: RecordKind, fields: forms.Fields) -> None:
        """File a record that is refused by `control`, among others perhaps."""
        self._expect_refusal(self._give(by, "file_record", {"record": record.value, **fields}), control)

    def end(self) -> None:
        """Let time pass up to the start of the demo."""
        self._pass_until(self.world.start)

    def _party(self, key: str) -> Party:
        found = self.world.cast.party(key)
        identity = Identity.PERSON_LINK if found.is_person else Identity.ACCOUNT
        return Party(found.id, found.assignments, found.pools, identity)

    def _give(self, by: str, do: str, fields: Mapping[str, object]) -> Outcome:
        self.world.tell(self.at)
        return handle(Order(self.id, parse(do, fields), self._party(by)))

    def _filed(self, outcome: Outcome) -> Outcome:
        if not outcome.is_filed:
            raise StoryGoneWrong(f"{self.case_id}: {outcome.act} was to be filed")
        return outcome

    def _expect_refusal(self, outcome: Outcome, control: str) -> None:
        failed = getattr(outcome.act, "failed", ())
        if control not in failed:
            raise StoryGoneWrong(f"{self.case_id}: {control} was to refuse, {failed} did")

    def _pass_until(self, until: datetime) -> None:
        while (due := self._next_due()) is not None and due + SWEEP <= until:
            self.world.tell(due + SWEEP)
            handle(Order(self.id, Tick(), Party(CLOCK)))
        self.at = until

    def _next_due(self) -> datetime | None:
        return Transfer.objects.filter(pk=self.id).values_list("next_due_at", flat=True).first()
