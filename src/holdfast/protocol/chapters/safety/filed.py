"""Safe contact: what each command changes in the state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from holdfast.protocol import events as e
from holdfast.protocol.chapters.consent.filed import revoked
from holdfast.protocol.chapters.safety import said
from holdfast.protocol.chapters.safety.duress import ANSWERED, is_spoken
from holdfast.protocol.chapters.safety.reach import risks_of
from holdfast.protocol.codes import RecordKind, YesNoUnknown
from holdfast.protocol.command import Command
from holdfast.protocol.commands import CheckSafety
from holdfast.protocol.facts import CLOCK
from holdfast.protocol.state import SafetyAnswer, State

C = TypeVar("C", bound=Command)


def in_danger(state: State, event: e.StepFiled) -> State:
    """Return the state in which the person has said that they are in danger: it is not safe, until that is settled."""
    at, live, before = event.facts.at, state.event, state.safety
    cut = live.number if live is not None and live.is_open else before.event_cut
    is_own = before.is_in_duress and before.duress_by != CLOCK
    kept = replace(
        before, duress_at=before.duress_at or at, event_cut=cut, in_danger_at=at,
        duress_by=before.duress_by if is_own else event.facts.by.id, answer_shown=_shown(state, event),
    )  # fmt: skip
    return state.changed(safety=kept, safety_by_person=SafetyAnswer(YesNoUnknown.NO, at))


def _shown(state: State, event: e.StepFiled) -> SafetyAnswer | None:
    """Return by which answer the person's own page goes on: a yes they seem to have given, else the one before."""
    if isinstance(event.command, CheckSafety):
        return SafetyAnswer(event.command.safe_now, event.facts.at, event.command.alone is YesNoUnknown.NO)
    if event.command.step in ANSWERED and event.facts.by.id != CLOCK:
        return SafetyAnswer(YesNoUnknown.YES, event.facts.at)
    return state.safety.answer_shown if state.safety.is_in_duress else state.safety_by_person


def heard(before: State, after: State, event: e.StepFiled) -> State:
    """Return the state in which a word of danger was heard in what the person said with any other step."""
    return in_danger(after, event) if is_spoken(before, event.command, event.facts.by) else after


def _settled(state: State, event: e.StepFiled) -> State:
    """Nothing that was said before holds: it is asked anew whether it is safe."""
    kept = replace(state.safety, duress_at=None, event_cut=0, duress_by="", answer_shown=None, withdrew_at=None)
    return state.changed(safety=kept, safety_by_person=None, safety_by_staff=None)


def _planned(state: State, event: e.StepFiled) -> State:
    plan, before = _of(said.PlanSafeContact, event), state.safety.plan
    kept = said.PlanKept(
        plan=plan, version=before.version + 1 if before else 1, verified_by=event.facts.by.id,
        verified_at=event.facts.at, risks=risks_of(state), zone=plan.zone or state.zone,
    )  # fmt: skip
    return state.changed(safety=replace(state.safety, plan=kept))


def _protected(state: State, event: e.StepFiled) -> State:
    """One service at a time holds the consent of who is protected: of several that stand, the one given last."""
    at = event.facts.at
    standing = [to for to, each in state.consents.items() if not each.is_exception and each.is_in_force(at, state.zone)]
    for to in sorted(standing, key=lambda to: state.consents[to].step)[:-1]:
        state = revoked(state, to)
    return state.changed(safety=replace(state.safety, protected_since=at, protected_by=event.facts.by.id))


def _lifted(state: State, event: e.StepFiled) -> State:
    return state.changed(safety=replace(state.safety, protected_since=None, protected_by=""))


def _guardian_ruled(state: State, event: e.StepFiled) -> State:
    command = _of(said.RecordGuardianRule, event)
    return state.changed(safety=replace(state.safety, guardian=said.GuardianKept(command.rule, command.wish)))


def instruction_step(state: State) -> int:
    """Return at which step the corrective instruction that is open was given; 0 where none is."""
    standing = state.records.get(RecordKind.CORRECTIVE_DETERMINATION)
    return standing.step if standing is not None else 0


def _welfare_taken(state: State, event: e.StepFiled) -> State:
    command = _of(said.WelfareStep, event)
    taken = said.WelfareTaken(command.kind, command.outcome, event.facts.by.id, event.facts.at, instruction_step(state))
    kept = replace(state.safety, welfare=(*state.safety.welfare, taken), is_review_owed=True)
    return state.changed(safety=kept)


def _reviewed(state: State, event: e.StepFiled) -> State:
    return state.changed(safety=replace(state.safety, is_review_owed=False))


def _of(kind: type[C], event: e.StepFiled) -> C:
    assert isinstance(event.command, kind)
    return event.command


FILED: dict[str, Callable[[State, e.StepFiled], State]] = {
    said.Duress.do: in_danger,
    said.SettleDuress.do: _settled,
    said.PlanSafeContact.do: _planned,
    said.ProtectPerson.do: _protected,
    said.LiftProtection.do: _lifted,
    said.RecordGuardianRule.do: _guardian_ruled,
    said.WelfareStep.do: _welfare_taken,
    said.ReviewWelfare.do: _reviewed,
}
