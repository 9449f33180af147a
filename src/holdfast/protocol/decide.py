"""`decide(state, command, facts) -> events`: the protocol's one judgement. Pure: the same input gives the same events.

The steps, in the order of the code:
1. Fields of the pathway package that are wrong, and ids that nobody has, are malformed.
2. Gates are asked one by one (S.closed, S.role, A1.queued, S.stopped, C2.locked, S.order); the first that fails is
   listed alone.
3. A `supersedes` that is wanting or idle is malformed.
4. The other controls are asked together; all that fail are listed. Any that refuses: the attempt is on the ledger.
5. The step is filed, breaches are recorded, escalations raised, and what it brings about follows.
"""

from __future__ import annotations

from collections.abc import Container

from holdfast.protocol import commands as c
from holdfast.protocol.calendars import local_date
from holdfast.protocol.chapters.consent import effects as consent
from holdfast.protocol.chapters.contact import effects as contact
from holdfast.protocol.chapters.custody import effects as custody
from holdfast.protocol.chapters.custody.said import RecordDeath
from holdfast.protocol.chapters.safety import effects as safety
from holdfast.protocol.chapters.story import effects as story
from holdfast.protocol.chapters.strength import effects as strength
from holdfast.protocol.chapters.visit import effects as visit
from holdfast.protocol.codes import Acceptance, DeadlineName, FirstActionStatus, RecordKind
from holdfast.protocol.controls import CONTROLS, Consequence, Control, asked_of, gates_of
from holdfast.protocol.draft import Draft
from holdfast.protocol.effects import EFFECTS as OF_THE_NINE
from holdfast.protocol.effects import URGENT_WELFARE
from holdfast.protocol.errors import Malformed
from holdfast.protocol.events import AttemptRefused, BreachRecorded, Event, StepFiled
from holdfast.protocol.facts import CLOCK, PERSON, Facts
from holdfast.protocol.fields import NamedThing
from holdfast.protocol.parsing import fitted, named_ids
from holdfast.protocol.situation import Situation
from holdfast.protocol.state import State

EFFECTS = {
    step: bring
    for part in (consent, safety, story, visit, contact, custody, strength)
    for step, bring in part.EFFECTS.items()
}
EFFECTS |= OF_THE_NINE
"""What each step brings about, by its name."""
_MATTERS = frozenset({*CONTROLS, *DeadlineName, URGENT_WELFARE})
"""What an escalation can be about."""
_ABOUT_A_MATTER = (c.AcknowledgeEscalation, c.ResolveEscalation)


def decide(state: State, command: c.Command, facts: Facts) -> tuple[Event, ...]:
    """Judge `command` and return what is to be on the ledger. Raises `Malformed` where nothing is to be recorded."""
    return tuple(judged(state, command, facts).events)


def judged(state: State, command: c.Command, facts: Facts) -> Draft:
    """Judge as `decide` does, and return the draft: the events, and the state that they add up to."""
    s = Situation(state, fitted(state, command), facts)
    _ids_exist(s)
    held: list[str] = []
    in_force = state.policy.in_force if state.policy else frozenset()
    for gate in gates_of(command.step, in_force):
        if gate.check is not None and not gate.check(s):
            return _refused(s, [gate], held)
        held.append(gate.id)
    _supersedes_is_right(s)
    asked = asked_of(command.step, in_force, state.package)
    failed = [control for control in asked if control.check is not None and not control.check(s)]
    held += [control.id for control in asked if control not in failed]
    if any(control.consequence is Consequence.REFUSE for control in failed):
        return _refused(s, failed, held)
    return _filed(s, failed, held)


def _ids_exist(s: Situation) -> None:
    if s.state.opened_at is None and not isinstance(s.command, c.OpenTransfer):
        raise Malformed({"do": "the transfer has not been opened; open it first"})
    unknown = {}
    for field, (thing, value) in named_ids(s.command).items():
        if value not in _known(thing, s.facts) and not (field == "heard_by" and value == PERSON):
            unknown[field] = f"nothing of the kind {thing} has this id"
    if isinstance(s.command, _ABOUT_A_MATTER) and s.command.control not in _MATTERS:
        unknown["control"] = "is neither the id of a control nor the name of a deadline"
    if unknown:
        raise Malformed(unknown)
    if isinstance(s.command, RecordDeath) and s.by.id != CLOCK and s.command.died_on > local_date(s.at, s.state.zone):
        raise Malformed({"died_on": "must not lie ahead"})


def _known(thing: NamedThing, facts: Facts) -> Container[str]:
    if thing is NamedThing.PERSON:
        return facts.people
    if thing is NamedThing.SLOT:
        return facts.slots
    return facts.pathways if thing is NamedThing.PATHWAY else facts.services


def _supersedes_is_right(s: Situation) -> None:
    if not isinstance(s.command, c.FileRecord):
        return
    kind, named = s.command.record.kind, s.command.supersedes
    standing = s.state.records.get(kind)
    if named is not None:
        if standing is None or named not in (kind, f"{kind}-{standing.step}"):
            raise Malformed({"supersedes": f"no {kind} of this name stands; leave it out, or name the one that stands"})
    elif standing is not None and not counts_as_latest(s.state, kind):
        raise Malformed({"supersedes": f"a {kind} already stands; name it here to correct it"})


def counts_as_latest(state: State, kind: RecordKind) -> bool:
    """Say whether a further record of `kind` begins a round, or simply counts as the latest (section 2).

    Any other that is filed while one stands must name it as the one it corrects.
    """
    if kind is RecordKind.AUTHORIZATION_DECISION:
        return True
    if kind is RecordKind.RECEIVING_ACCEPTANCE:
        return state.answer in (Acceptance.PENDING, Acceptance.DECLINED)
    if kind is RecordKind.AUTHORIZATION_REQUEST:
        return state.has_declined
    c1 = state.verification
    return (
        kind is RecordKind.VERIFICATION and c1 is not None and c1.first_action_status is FirstActionStatus.NOT_YET_DUE
    )


def _refused(s: Situation, failed: list[Control], held: list[str]) -> Draft:
    draft = Draft(s)
    draft.add(AttemptRefused(s.command, s.facts, tuple(control.id for control in failed), tuple(held)))
    _escalate(draft, failed)
    return draft


def _filed(s: Situation, failed: list[Control], held: list[str]) -> Draft:
    draft = Draft(s)
    draft.add(StepFiled(s.command, s.facts, tuple(held)))
    for control in failed:
        draft.add(BreachRecorded(control.id))
    _escalate(draft, failed)
    bring_about = EFFECTS.get(s.command.step)
    if bring_about is not None:
        bring_about(draft)
    safety.heard(draft)
    return draft


def _escalate(draft: Draft, failed: list[Control]) -> None:
    for control in failed:
        if control.escalates is not None:
            draft.escalate(control.id, control.escalates)
