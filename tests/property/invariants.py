"""What must be so after every step of every story, whatever was tried (protocol section 7)."""

from __future__ import annotations

from dataclasses import replace

from holdfast.protocol import events as e
from holdfast.protocol.clockwork import next_due
from holdfast.protocol.codec import read, write
from holdfast.protocol.codes import Grade, Warmth
from holdfast.protocol.controls.gates import AFTER_CLOSING
from holdfast.protocol.controls.registry import CONTROLS, place_of
from holdfast.protocol.decide import decide
from holdfast.protocol.facts import Facts, ServicePicture
from holdfast.protocol.needs import Needs, needs
from holdfast.protocol.parsing import parse
from holdfast.protocol.state import State
from tests.property.tally import Tally
from tests.property.telling import Told
from tests.property.world import BEGIN, facts

WARM = {Warmth.WARM, Warmth.VERIFIED, Warmth.HELD, Warmth.WARM_IN_NAME_ONLY}


def check(told: Told, tally: Tally, ladder: int) -> None:
    """Check one step against everything that must be so."""
    time_passed_aloud(told)
    for event in (*told.passed, *told.came):
        tally.count(event)
        same_when_read_back(event)
    tally_agrees(tally, told.after)
    if told.came and isinstance(told.came[0], e.AttemptRefused):
        refusal_changes_nothing(told, told.came[0])
    if told.malformed:
        assert told.after == told.before
    if told.before.is_closed:
        closed_stays_closed(told)
    warmth_is_earned(told.after)
    facts_asked_for_are_enough(told, ladder)


def time_passed_aloud(told: Told) -> None:
    """Nothing that fell due is still open once time has passed, and what was missed keeps its instant."""
    due = next_due(told.before, facts("clock", told.at, 0))
    assert due is None or due.at > told.at
    acts = [event for event in told.passed if isinstance(event, e.DeadlineMissed | e.EscalationRisen)]
    assert [act.due for act in acts] == sorted(act.due for act in acts)
    assert all(act.due <= told.at for act in acts)


def tally_agrees(tally: Tally, state: State) -> None:
    """The state that `evolve` made is the one an independent count arrives at; one owner, from opening on."""
    assert tally.owner == (state.owner or None)
    assert bool(state.owner) == (state.opened_at is not None)
    assert tally.open == {name: deadline.due for name, deadline in state.deadlines.items()}
    assert tally.matters == {control: matter.level for control, matter in state.escalations.items()}
    assert tally.opened == tally.ended + len(tally.open)
    assert tally.refusals == state.refusals
    assert tally.closed == state.is_closed
    assert not (state.is_closed and (state.deadlines or state.rises))


def refusal_changes_nothing(told: Told, act: e.AttemptRefused) -> None:
    """A refusal is listed in order, escalates what it must, and leaves all else as it was."""
    assert list(act.failed) == sorted(act.failed, key=place_of)
    assert act.failed
    assert not set(act.failed) & set(act.held)
    assert CONTROLS[act.failed[0]].is_gate <= (len(act.failed) == 1)
    raised = [event.control for event in told.came[1:] if isinstance(event, e.EscalationRaised | e.EscalationCounted)]
    assert raised == [control for control in act.failed if CONTROLS[control].escalates]
    assert len(raised) == len(told.came) - 1
    before, after = told.before, told.after
    kept = before.changed(
        step=after.step, acted_at=told.at, refusals=before.refusals + 1, escalations=after.escalations
    )
    assert after == kept


def closed_stays_closed(told: Told) -> None:
    """After closing only what the protocol spares is filed."""
    if not told.came:
        return
    act = told.came[0]
    assert isinstance(act, e.StepFiled | e.AttemptRefused)
    if isinstance(act, e.StepFiled):
        assert act.command.step in AFTER_CLOSING
    elif act.command.step not in AFTER_CLOSING:
        assert act.failed == ("S.closed",)
    assert (told.after.owner, told.after.closed_as) == (told.before.owner, told.before.closed_as)


def warmth_is_earned(state: State) -> None:
    """*Warm* is shown only where ownership passed live, on a grade of measured or attested, with A1 to B3 on record."""
    if state.warmth in WARM:
        assert state.handoff is not None
        assert state.handoff.is_live
        assert state.handoff.grade in (Grade.MEASURED, Grade.ATTESTED)
        assert {"A1", "A2", "A3", "B1", "B2", "B3"} <= {standing.record.code for standing in state.records.values()}
    if state.warmth in (Warmth.VERIFIED, Warmth.HELD):
        assert state.is_verified


def same_when_read_back(event: e.Event) -> None:
    """What is written is what is read."""
    written = write(event)
    at = event.facts.at if isinstance(event, e.Act) else BEGIN
    assert read(written.kind, written.controls, written.payload, at) == event


def facts_asked_for_are_enough(told: Told, ladder: int) -> None:
    """The facts that `needs` names, and no more, give the same judgement: the write path gathers just those."""
    if not told.came:
        return
    act = told.came[0]
    assert isinstance(act, e.StepFiled | e.AttemptRefused)
    command = parse(told.move.do, told.move.fields)
    wanted = needs(told.before, command, act.facts.by, told.at)
    came = decide(told.before, command, _only(wanted, facts(told.move.by, told.at, ladder)))
    assert [_without_calendar(each) for each in came[1:]] == [_without_calendar(each) for each in told.came[1:]]
    assert (type(came[0]), *_results(came[0])) == (type(act), *_results(act))


def _without_calendar(event: e.Event) -> e.Event:
    """Leave out the calendar's version: a deadline that counts no business days names none where none was asked."""
    return replace(event, calendar="") if isinstance(event, e.DeadlineOpened) else event


def _results(act: e.Event) -> tuple[object, ...]:
    return (act.held, getattr(act, "failed", ())) if isinstance(act, e.StepFiled | e.AttemptRefused) else ()


def _only(wanted: Needs, known: Facts) -> Facts:
    services = {name: _days(picture, wanted) for name, picture in known.services.items() if name == wanted.site}
    named = {
        name: ServicePicture(name, known.services[name].zone) for name in wanted.services if name in known.services
    }
    return replace(
        known,
        people={name: known.people[name] for name in wanted.people if name in known.people},
        pathways={name: known.pathways[name] for name in wanted.pathways if name in known.pathways},
        services={**named, **services},
    )


def _days(picture: ServicePicture, wanted: Needs) -> ServicePicture:
    if wanted.first is None or wanted.last is None:
        return ServicePicture(picture.id, picture.zone)
    closed = frozenset(day for day in picture.closed if wanted.first <= day <= wanted.last)
    return replace(picture, closed=closed)
