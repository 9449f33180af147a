"""Safe contact: who may give each command, on what it rests, and its controls."""

from __future__ import annotations

from holdfast.protocol import commands as c
from holdfast.protocol.calendars import local_date
from holdfast.protocol.chapters.consent.said import ADULT_FROM
from holdfast.protocol.chapters.safety import said
from holdfast.protocol.chapters.safety.codes import GuardianRule, ProtectionWish, WelfareKind, YoungWish
from holdfast.protocol.chapters.safety.filed import instruction_step
from holdfast.protocol.chapters.safety.reach import last_day
from holdfast.protocol.codes import Acceptance, Closure, GivenBy, Instruction
from holdfast.protocol.controls.gates import B2, B3, GIVERS, RESTS_ON, REVIEWERS, SUPERVISORS, Giver
from holdfast.protocol.controls.registry import control
from holdfast.protocol.facts import CLOCK
from holdfast.protocol.situation import Situation

TOLD = frozenset({YoungWish.TELL, YoungWish.TELL_SOME})
GOES_THERE = frozenset({WelfareKind.CALL_SUPPORTER, WelfareKind.PEER_OR_TEAM_VISIT, WelfareKind.MOBILE_CRISIS})
"""What is gentler than police, beside a call to the person themself."""


@control(
    "S.plan",
    "A plan of safe contact holds for 30 days at most, and not in the past.",
    mend="Ask the person how long it is good for, and name a day within 30 days from now.",
    steps=(said.PlanSafeContact.do,),
)
def plan_is_fresh(s: Situation) -> bool:
    plan = s.given(said.PlanSafeContact)
    zone = plan.zone or s.state.zone
    return local_date(s.at, zone) <= plan.valid_until <= last_day(s.state, s.at, zone)


@control(
    "S.duress",
    "Danger that the person spoke of is settled with the person themself, while they are alone.",
    mend="Reach the person by the way that they said is safe, speak with them alone, and record what you agreed.",
    steps=(said.SettleDuress.do,),
)
def settled_together(s: Situation) -> bool:
    settled = s.given(said.SettleDuress)
    return settled.spoke_with_person and settled.was_alone


@control(
    "S.danger",
    "While it is not safe for the person, nobody takes them on and nobody lets go of them.",
    mend="Stop here, and do not call the person. The team that sends them settles with them, alone, that it is safe.",
    steps=(B2, "voice_acceptance", "confirm_voice_acceptance", B3),
)
def not_in_danger(s: Situation) -> bool:
    """Say whether no danger stands that the person spoke of; also in an emergency, which S.safety does not spare."""
    answers = s.command.step in (B2, "voice_acceptance")
    is_no_yes = answers and s.answer.acceptance is not Acceptance.ACCEPTED
    return s.state.is_after_handoff or is_no_yes or not s.state.safety.is_in_duress


@control(
    "S.one_agency",
    "While the person is protected, one service at a time holds their consent.",
    mend="Take the consent towards the other service back first, if the person wants that.",
    steps=("give_consent",),
)
def one_agency(s: Situation) -> bool:
    given = s.given(c.GiveConsent)
    if not s.state.safety.is_protected or given.given_by is GivenBy.EMERGENCY_EXCEPTION:
        return True
    held = {to for to, consent in s.state.consents.items() if consent.is_in_force(s.at, s.state.zone)}
    elsewhere = frozenset() if given.to in held else s.facts.consented_elsewhere  # given again, it stays as it was
    return (held | elsewhere) <= {given.to}


@control(
    "S.protected",
    "The protection of a person ends only because they want it, and not while they may be in danger.",
    mend="Ask the person, alone and safe, what they want; where they want to keep it, it stays.",
    steps=(said.LiftProtection.do,),
)
def lifted_by_wish(s: Situation) -> bool:
    return s.given(said.LiftProtection).wish is ProtectionWish.LIFT and not s.state.safety.is_in_duress


@control(
    "S.guardian",
    "A guardian is told nothing until the state's rule and the young person's wish are on record, and both allow it.",
    mend="Record the state's rule and what the young person wants; where they want nothing told, nothing is.",
    steps=(said.TellGuardian.do, "give_consent"),
)
def guardian_may_be_told(s: Situation) -> bool:
    kept = s.state.safety.guardian
    if isinstance(s.command, c.GiveConsent):
        # A consent is read to who gives it. One that does not say how it was given is as before there was a rule.
        is_as_before = kept is None and not _asks_for_rule(s, s.command)
        return s.command.given_by is not GivenBy.GUARDIAN or is_as_before or (kept is not None and _allows(kept))
    return kept is not None and _allows(kept)


def _asks_for_rule(s: Situation, consent: c.GiveConsent) -> bool:
    is_minor = s.state.person is not None and s.state.person.age < ADULT_FROM
    return is_minor and (consent.how is not None or consent.part2 is not None)


def _allows(kept: said.GuardianKept) -> bool:
    if kept.rule is GuardianRule.NOT_KNOWN or kept.wish is YoungWish.NOT_ASKED:
        return False
    return kept.wish in TOLD or kept.rule is GuardianRule.MUST_BE_TOLD


@control(
    "S.least_intrusive",
    "Police come last: after a call to the person and one more gentle step, or in imminent danger that a named "
    "supervisor confirms.",
    mend="Call the person, and try a supporter, a visit or mobile crisis first; or name the supervisor who says that "
    "somebody is in danger this minute.",
    steps=(said.WelfareStep.do,),
)
def least_intrusive(s: Situation) -> bool:
    step = s.given(said.WelfareStep)
    if step.kind is not WelfareKind.POLICE:
        return True
    began = instruction_step(s.state)
    tried = {taken.kind for taken in s.state.safety.welfare if taken.of_step == began}
    if WelfareKind.CALL_PERSON in tried and tried & GOES_THERE:
        return True
    supervisor = s.facts.people.get(step.supervisor or "")
    return step.imminent_danger and supervisor is not None and supervisor.holds(SUPERVISORS)


@control(
    "S.reviewed",
    "What was done for somebody's welfare is always reviewed, by quality who took no part in it.",
    mend="Ask a quality reviewer who took none of the steps to look at them.",
    steps=(said.ReviewWelfare.do, "close_transfer"),
)
def welfare_reviewed(s: Situation) -> bool:
    if isinstance(s.command, c.CloseTransfer):
        return not s.state.safety.is_review_owed or s.command.closure is Closure.DIED
    return all(taken.by != s.by.id for taken in s.state.safety.welfare)


def _person_or_originating(s: Situation) -> bool:
    return s.by.is_person or _originating(s)


def _originating(s: Situation) -> bool:
    return s.is_by_originator or s.by.is_of(s.state.service)


def _near_the_person(s: Situation) -> bool:
    return _originating(s) or s.by.id == s.state.owner or s.by.is_of(s.state.owner_service)


def _settles(s: Situation) -> bool:
    """Say whether danger is the giver's to settle; the clock's where it was told elsewhere, or all is over here."""
    if s.by.id == CLOCK:
        return s.state.safety.duress_by == CLOCK or s.state.is_closed
    return _near_the_person(s)


def _has_urgent_welfare(s: Situation) -> bool:
    corrective = s.state.corrective
    return corrective is not None and corrective.instruction is Instruction.URGENT_WELFARE


_PERSON_OR_STAFF = Giver("the person, or staff of the originating service", _person_or_originating)
_ORIGINATING = Giver("staff of the originating service", _originating)
_NEAR = Giver("staff of the originating or the owner's service", _near_the_person)
_ELSEWHERE = "; the server's clock, where it was said in another handoff of the person"
_OR_ELSEWHERE = Giver(_PERSON_OR_STAFF.who + _ELSEWHERE, lambda s: s.by.id == CLOCK or _person_or_originating(s))

GIVERS.update(
    {
        said.PlanSafeContact.do: _PERSON_OR_STAFF,
        said.Duress.do: _OR_ELSEWHERE,
        said.SettleDuress.do: Giver(_NEAR.who + _ELSEWHERE, _settles),
        said.ProtectPerson.do: _OR_ELSEWHERE,
        said.LiftProtection.do: Giver(
            _PERSON_OR_STAFF.who + _ELSEWHERE,
            lambda s: s.state.safety.protected_by == CLOCK if s.by.id == CLOCK else _person_or_originating(s),
        ),
        said.RecordGuardianRule.do: _ORIGINATING,
        said.TellGuardian.do: _ORIGINATING,
        said.WelfareStep.do: _NEAR,
        said.ReviewWelfare.do: Giver("quality reviewer", lambda s: s.by.holds(REVIEWERS)),
    }
)
RESTS_ON.update(
    {
        said.SettleDuress.do: lambda s: s.state.safety.is_in_duress,
        said.ProtectPerson.do: lambda s: not s.state.safety.is_protected,
        said.LiftProtection.do: lambda s: s.state.safety.is_protected,
        said.WelfareStep.do: _has_urgent_welfare,
        said.ReviewWelfare.do: lambda s: s.state.safety.is_review_owed,
    }
)
