"""Runs conformance vectors against the pure core: no database, no network. The form is that of the vectors' README."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any

from holdfast.directory.hours import is_around_the_clock, is_open
from holdfast.protocol import events as e
from holdfast.protocol.calendars import closed_days, local_date
from holdfast.protocol.chapters.visit.said import VisitMode, VisitTime
from holdfast.protocol.clockwork import pass_time
from holdfast.protocol.codes import Capacity, Role
from holdfast.protocol.command import Command
from holdfast.protocol.controls.registry import place_of
from holdfast.protocol.decide import decide
from holdfast.protocol.errors import HoldfastError, Malformed
from holdfast.protocol.evolve import fold
from holdfast.protocol.facts import (
    CLOCK,
    PERSON,
    Assignment,
    Facts,
    Party,
    PathwayPicture,
    ServicePicture,
    SlotPicture,
    TimePicture,
)
from holdfast.protocol.grading import grade_at
from holdfast.protocol.parsing import parse
from holdfast.protocol.policy import Policy, base_policy
from holdfast.protocol.state import INITIAL, State

Vector = Mapping[str, Any]

_STEP = re.compile(r"\+(\d+)([smhd])")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
_EXPECTED = {"filed", "refused", "breached", "invalid", "escalated", "owner", "due", "opened", "met", "missed"}
_DEADLINE_EVENTS: dict[str, type[e.DeadlineOpened | e.DeadlineMet | e.DeadlineMissed]] = {
    "opened": e.DeadlineOpened,
    "met": e.DeadlineMet,
    "missed": e.DeadlineMissed,
}
_FINALLY = {
    "owner", "stage", "closed_as", "warm", "grade", "open_escalations", "refusals", "events_at_least"
}  # fmt: skip


class NotAVector(HoldfastError):  # noqa: N818 - names what the file is not
    """The file is not a conformance vector; the message says why."""


@dataclass(slots=True)
class Outcome:
    """What came of one step."""

    filed: bool = False
    refused: list[str] = field(default_factory=list)
    invalid: list[str] = field(default_factory=list)
    events: list[e.Event] = field(default_factory=list)
    """Of deadlines that passed just before the step, and of the step."""


@dataclass(slots=True)
class Run:
    """A vector being told: the state so far, and when."""

    vector: Vector
    policy: Policy
    state: State = INITIAL
    at: datetime = datetime(2000, 1, 1, tzinfo=UTC)
    count: int = 0

    def step(self, told: Vector) -> Outcome:
        """Take one step of the story: first pass what has fallen due, then give the command."""
        self.at = _instant(told["at"], self.at)
        outcome, facts = (
            Outcome(),
            replace(self._facts(told["by"]), accepted_elsewhere=told.get("accepted_elsewhere", "")),
        )
        self._fold(outcome, pass_time(self.state, facts))
        elsewhere = told.get("accepted_elsewhere", "")
        consented = frozenset(told.get("consented_elsewhere", ()))
        facts = replace(facts, slots=self._slots(), accepted_elsewhere=elsewhere, consented_elsewhere=consented)
        facts = replace(facts, delegates=self._delegates())
        try:
            command = parse(told["do"], told.get("with") or {})
            events = decide(self.state, command, replace(facts, times=self._times(command)))
        except Malformed as wrong:
            outcome.invalid = list(wrong.fields)
            return outcome
        self._fold(outcome, events)
        act = events[0]
        outcome.filed = isinstance(act, e.StepFiled)
        outcome.refused = list(act.failed) if isinstance(act, e.AttemptRefused) else []
        return outcome

    def _fold(self, outcome: Outcome, events: tuple[e.Event, ...]) -> None:
        outcome.events += events
        self.count += len(events)
        self.state = fold(events, self.state)

    def _facts(self, by: str) -> Facts:
        people = {name: _party(name, who) for name, who in self.vector["cast"].items()}
        known = {**people, PERSON: Party(PERSON), CLOCK: Party(CLOCK)}
        if by not in known:
            raise NotAVector(f"{by!r} is not in the cast")
        return Facts(
            at=self.at, by=known[by], people=people, pathways=self._pathways(), services=self._services(),
            policy=self.policy,
        )  # fmt: skip

    def _delegates(self) -> frozenset[str]:
        """Return who may book with the receiving service's schedule now; the vector names each or where they work."""
        mine = self.state.receiving_service
        given = (each for each in self.vector.get("delegations", ()) if each["service"] == mine)
        to = {each["to"] for each in given if not each["until"] or self.at < _instant(each["until"], self.at)}
        return frozenset(name for name, who in self.vector["cast"].items() if {name, who["service"]} & to)

    def _slots(self) -> dict[str, SlotPicture]:
        return {name: _slot(name, of) for name, of in self.vector.get("slots", {}).items()}

    def _times(self, command: Command) -> dict[datetime, TimePicture]:
        """Return what is known of the receiving service at the times that a visit may be at."""
        service = self.vector["services"].get(self.state.receiving_service or "")
        if service is None or not isinstance(command, VisitTime):
            return {}
        times = [*(slot.at for slot in self._slots().values()), *([command.at] if command.at else [])]
        return {at: self._time(at, service) for at in times}

    def _time(self, at: datetime, service: Vector) -> TimePicture:
        closed = _closed(self.at.year, self._own_closures())
        is_closed_day = local_date(at, service["zone"]) in closed and not is_around_the_clock(service["hours"])
        is_open_then = is_open(service["hours"], service["zone"], at, closed)
        return TimePicture(self.state.receiving_service or "", at, is_closed_day, is_open_then)

    def _own_closures(self) -> tuple[date, ...]:
        return tuple(date.fromisoformat(day) for day in self.vector.get("holidays", ()))

    def _services(self) -> dict[str, ServicePicture]:
        closed = _closed(self.at.year, self._own_closures())
        return {
            name: ServicePicture(name, service["zone"], closed, "vector")
            for name, service in self.vector["services"].items()
        }

    def _pathways(self) -> dict[str, PathwayPicture]:
        closed = _closed(self.at.year, self._own_closures())
        return {
            path: _picture(path, name, service, open_now=_is_open(service, self.at, closed))
            for name, service in self.vector["services"].items()
            for path in service["pathways"]
        }


@lru_cache(maxsize=512)
def _closed(year: int, own: tuple[date, ...]) -> frozenset[date]:
    return closed_days(date(year - 1, 1, 1), date(year + 3, 12, 31), "US", own)


def _is_open(service: Vector, at: datetime, closed: frozenset[date]) -> bool | None:
    return bool(service["staffed"]) and is_open(service["hours"], service["zone"], at, closed)


def _party(name: str, who: Vector) -> Party:
    return Party(name, (Assignment(Role(who["role"]), who["service"]),))


def _picture(name: str, service: str, of: Vector, *, open_now: bool | None) -> PathwayPicture:
    path = of["pathways"][name]
    return PathwayPicture(
        id=name, service=service, zone=of["zone"], needs=_set(path["needs"]),
        ages=tuple(path["ages"]) if path["ages"] else None, languages=_set(path["languages"]),
        payers=_set(path["payers"]), capacity=Capacity(path["capacity"]), open_now=open_now,
        intake_requirements=tuple(path["intake_requirements"]),
    )  # fmt: skip


def _slot(name: str, of: Vector) -> SlotPicture:
    return SlotPicture(
        id=name, service=of["service"], at=_instant(of["at"], datetime(2000, 1, 1, tzinfo=UTC)), minutes=of["minutes"],
        mode=VisitMode(of["mode"]), place=of["place"], who=of["who"], is_free=not of.get("held", False),
        is_withdrawn=of.get("withdrawn", False), pathway=of.get("pathway", ""),
    )  # fmt: skip


def _set(values: list[str] | None) -> frozenset[str] | None:
    return None if values is None else frozenset(values)


def _instant(told: str, before: datetime) -> datetime:
    step = _STEP.fullmatch(told)
    if step:
        return before + timedelta(**{_UNITS[step[2]]: int(step[1])})
    at = datetime.fromisoformat(told)
    if at.tzinfo is None:
        raise NotAVector(f"{told!r} has no offset")
    return at.astimezone(UTC)


def failures(vector: Vector) -> Iterator[str]:
    """Tell the story and yield one line for each expectation that is not met."""
    run = Run(vector, base_policy().overridden(vector.get("policy", {})))
    for number, told in enumerate(vector["steps"], 1):
        outcome = run.step(told)
        for wrong in _differences(told.get("expect", {}), outcome, run.state):
            yield f"step {number} ({told['by']}: {told['do']}): {wrong}"
    for wrong in _final_differences(vector.get("finally", {}), run):
        yield f"finally: {wrong}"


def _differences(expected: Vector, outcome: Outcome, state: State) -> Iterator[str]:
    for key, want in expected.items():
        if key not in _EXPECTED:
            raise NotAVector(f"{key!r} is not something that a step can expect")
        if key == "due":
            yield from _due_differences(want, state)
        elif key in ("opened", "met", "missed"):
            got = _deadlines(key, outcome)
            if not set(want) <= set(got):
                yield f"{key}: expected {want} among them, came {got}"
        else:
            got = _came(key, outcome, state)
            if _comparable(key, want) != _comparable(key, got):
                yield f"{key}: expected {want}, came {got}"


def _due_differences(want: Mapping[str, str], state: State) -> Iterator[str]:
    for name, instant in want.items():
        deadline = next((d for known, d in state.deadlines.items() if known == name), None)
        came = deadline.due if deadline else None
        if came != datetime.fromisoformat(instant):
            yield f"due {name}: expected {instant}, came {came.isoformat() if came else 'nothing open'}"


def _deadlines(key: str, outcome: Outcome) -> list[str]:
    kinds: dict[str, type[e.DeadlineOpened | e.DeadlineMet | e.DeadlineMissed]] = {
        "opened": e.DeadlineOpened, "met": e.DeadlineMet, "missed": e.DeadlineMissed
    }  # fmt: skip
    return [str(event.name) for event in outcome.events if isinstance(event, kinds[key])]


def _came(key: str, outcome: Outcome, state: State) -> Any:
    if key == "breached":
        return [event.control for event in outcome.events if isinstance(event, e.BreachRecorded)]
    if key == "escalated":
        raised = (event for event in outcome.events if isinstance(event, e.EscalationRaised | e.EscalationRisen))
        return sorted({str(event.level) for event in raised})
    if key == "owner":
        return state.owner
    return getattr(outcome, key)


def _comparable(key: str, value: Any) -> Any:
    if key in ("refused", "breached"):
        return sorted(value, key=place_of)
    if key == "invalid":
        return sorted({str(name).split(".")[0] for name in value})
    return sorted(set(value)) if key == "escalated" else value


def _final_differences(expected: Vector, run: Run) -> Iterator[str]:
    state = run.state
    came = {
        "owner": state.owner, "stage": state.stage, "closed_as": state.closed_as, "warm": state.warmth,
        "grade": grade_at(state, run.at) if state.policy else "none", "open_escalations": len(state.escalations),
        "refusals": state.refusals,
    }  # fmt: skip
    for key, want in expected.items():
        if key not in _FINALLY:
            raise NotAVector(f"{key!r} is not something that can be true at the end")
        if key == "events_at_least":
            if run.count < want:
                yield f"{key}: expected {want}, came {run.count}"
        elif came[key] != want:
            yield f"{key}: expected {want}, came {came[key]}"
