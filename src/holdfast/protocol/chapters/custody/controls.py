"""Who answers for the person: who may give each command, on what it rests, and its controls."""

from __future__ import annotations

from datetime import timedelta

from holdfast.protocol import commands as c
from holdfast.protocol.chapters.custody import said
from holdfast.protocol.chapters.custody.duties import duty_holders, is_carried_out, is_known_to_have_died
from holdfast.protocol.codes import Acceptance, Closure, DeadlineName, EscalationLevel
from holdfast.protocol.controls.gates import (
    AFTER_CLOSING,
    B2,
    GIVERS,
    RESTS_ON,
    SUPERVISORS,
    Giver,
    supervises_owner,
)
from holdfast.protocol.controls.registry import Consequence, control, stated
from holdfast.protocol.facts import CLOCK
from holdfast.protocol.records import ReceivingAcceptance
from holdfast.protocol.situation import Situation

COVER_LONGEST = timedelta(days=14)
"""How long a cover may last; longer, and the person is given to the colleague."""
SHIFT_LONGEST = timedelta(hours=24)
"""How far ahead the end of a shift may be."""
DEATH, WITHDRAWN = "S.death", "S.withdrawn"
AFTER_DEATH = (*AFTER_CLOSING, "close_transfer", "countersign", "reassign", "end_cover")


@control(
    "S.deceased",
    "After a death is recorded nothing more is done for the transfer but to close it.",
    mend="Have the supervisor close it, or take the death back where it was recorded by mistake.",
    steps=("*",),
    is_gate=True,
)
def deceased(s: Situation) -> bool:
    return s.state.custody.died_on is None or s.command.step in AFTER_DEATH


stated(
    DEATH,
    "A death goes before quality, whatever the transfer had come to.",
    escalates=EscalationLevel.QUALITY,
    consequence=Consequence.SYSTEM,
)


stated(
    WITHDRAWN,
    "Where staff record that the person withdraws and name who heard it, or it is said in danger, quality looks at it.",
    escalates=EscalationLevel.QUALITY,
    consequence=Consequence.SYSTEM,
)


@control(
    "S.one_acceptance",
    "One person's same need is accepted once: no other transfer of it stands accepted.",
    mend="Look at the other transfer: leave its need out of the scope, close this one, or correct the other first.",
    steps=(B2, "confirm_voice_acceptance", "confirm_access"),
)
def one_acceptance(s: Situation) -> bool:
    is_acceptance = s.command.step != B2 or s.filing(ReceivingAcceptance).acceptance is Acceptance.ACCEPTED
    return not is_acceptance or s.facts.accepted_elsewhere == ""


@control(
    "S.cover",
    "Who stands in is a colleague of the same service, for somebody with a duty here, for 14 days at most.",
    mend="Name who has the duty, a colleague of theirs, and an end within 14 days; for longer, reassign.",
    steps=("cover",),
)
def cover(s: Situation) -> bool:
    command = s.given(said.StandIn)
    whom, colleague = s.facts.people[command.for_whom], s.facts.people[command.colleague]
    services = frozenset(a.service for a in whom.assignments) or frozenset({s.state.owner_service})
    is_in_time = s.at < command.until <= s.at + COVER_LONGEST
    is_another = whom.id != colleague.id and whom.id in duty_holders(s.state)
    return is_in_time and is_another and colleague.shares_a_service_with(services)


@control(
    "S.handover",
    "A person is offered to a colleague of the owner's service, by the end of this shift.",
    mend="Name a colleague of your service, and an end of the shift within 24 hours.",
    steps=("offer_custody",),
)
def handover(s: Situation) -> bool:
    command = s.given(said.OfferCustody)
    colleague = s.facts.people[command.to]
    is_in_time = s.at < command.until <= s.at + SHIFT_LONGEST
    return is_in_time and colleague.id != s.state.owner and colleague.is_of(s.state.owner_service)


@control(
    "S.unreachable_plan",
    "A transfer closes as person-unreachable-after-plan only when every attempt of its plan is on record, in vain.",
    mend="Make the attempts that the plan asks for, and record each; or plan anew.",
    steps=("close_transfer",),
)
def unreachable_plan(s: Situation) -> bool:
    plan = s.state.custody.plan
    if plan is None or s.given(c.CloseTransfer).closure is not Closure.PERSON_UNREACHABLE_AFTER_PLAN:
        return True
    return is_carried_out(plan, s.state.custody.tried, s.state.zone)


@control(
    "S.safe_channel",
    "The person is looked for only by means that their plan calls safe.",
    mend="Use only the means that the plan names; tell quality what happened.",
    steps=("attempt_person",),
    escalates=EscalationLevel.QUALITY,
    consequence=Consequence.BREACH,
)
def safe_channel(s: Situation) -> bool:
    plan = s.state.custody.plan
    return plan is None or s.given(said.AttemptPerson).means in plan.safe_channels


# S.role and S.order


def _is_owner(s: Situation) -> bool:
    return s.by.id == s.state.owner


def _of_either_side(s: Situation) -> bool:
    services = frozenset({s.state.service, s.state.owner_service, s.state.receiving_service or s.state.service})
    return s.is_by_originator or _is_owner(s) or s.by.shares_a_service_with(services)


def _supervises(s: Situation) -> bool:
    return supervises_owner(s) or s.by.holds(SUPERVISORS, s.state.service)


def _whose(s: Situation) -> str:
    return str(getattr(s.command, "for_whom", ""))


def _may_cover(s: Situation) -> bool:
    return s.by.id == _whose(s) or _supervises(s)


def _may_uncover(s: Situation) -> bool:
    is_nobodys = not _is_covered(s)  # then it is S.order: there is nothing to end
    return is_nobodys or _may_cover(s) or _whose(s) in s.state.custody.covered_by(s.by.id, s.at)


def _is_offered_to(s: Situation) -> bool:
    offer = s.state.custody.offer
    return offer is None or s.by.id == offer.to


def _offer_stands(s: Situation) -> bool:
    return s.state.custody.offer is not None


def _offer_runs(s: Situation) -> bool:
    offer = s.state.custody.offer
    return offer is not None and s.at < offer.until


def _handover_runs(s: Situation) -> bool:
    return _offer_stands(s) or DeadlineName.CUSTODY_OFFER in s.state.deadlines


def _is_covered(s: Situation) -> bool:
    return any(each.for_whom == _whose(s) and s.at < each.until for each in s.state.custody.covers)


_EITHER_SIDE = Giver("staff of the originating, the owning or the receiving service", _of_either_side)
_OFFERED = Giver("the colleague to whom the person is offered", _is_offered_to)
_OWNER = Giver("the owner", _is_owner)

GIVERS.update(
    {
        "cover": Giver("who has the duty; supervisor of the owner's or the originating service", _may_cover),
        "end_cover": Giver("who has the duty, who stands in, or such a supervisor", _may_uncover),
        "offer_custody": _OWNER,
        "withdraw_offer": _OWNER,
        "accept_custody": Giver(
            "the colleague to whom the person is offered, while they are of the owner's service",
            lambda s: _is_offered_to(s) and (not _offer_stands(s) or s.by.is_of(s.state.owner_service)),
        ),
        "decline_custody": _OFFERED,
        "plan_unreachable": _EITHER_SIDE,
        "attempt_person": _EITHER_SIDE,
        "record_death": Giver(
            "staff of the originating, the owning or the receiving service; the server's clock, where it was recorded "
            "in another transfer of the person",
            lambda s: _of_either_side(s) or s.by.id == CLOCK,
        ),
        "withdraw_death": Giver(
            "supervisor of the owner's or the originating service; the server's clock, where it was recorded and taken "
            "back in another transfer of the person",
            lambda s: _supervises(s) or (s.by.id == CLOCK and s.state.custody.died_by == CLOCK),
        ),
    }
)
RESTS_ON.update(
    {
        "end_cover": _is_covered,
        "withdraw_offer": _handover_runs,
        "accept_custody": _offer_runs,
        "decline_custody": _offer_stands,
        "record_death": lambda s: s.state.custody.died_on is None,
        "withdraw_death": lambda s: is_known_to_have_died(s.state),
    }
)
