"""Controls of stage A: authorization, before anyone lets go (protocol section 2)."""

from __future__ import annotations

from holdfast.protocol.codes import (
    AccommodationKind,
    Decision,
    EscalationLevel,
    Risk,
    Suitability,
    Urgency,
)
from holdfast.protocol.controls.gates import A1, A2, A3, services_decided_for
from holdfast.protocol.controls.registry import Consequence, control, stated
from holdfast.protocol.facts import PathwayPicture
from holdfast.protocol.fields import names_a_kind
from holdfast.protocol.records import AuthorizationDecision, AuthorizationRequest, ReleaseReadiness
from holdfast.protocol.situation import Situation
from holdfast.protocol.suitability import misfits, takes_need_and_age


@control(
    "A1.trigger",
    "The need is the one active in this encounter, and the trigger fits it.",
    mend="Name the need the transfer was opened for, and a trigger that fits it.",
    steps=(A1,),
)
def trigger(s: Situation) -> bool:
    a1 = s.filing(AuthorizationRequest)
    return a1.need_category == s.state.need and s.policy.trigger_fits(a1.transfer_trigger, a1.need_category)


@control(
    "A1.urgency",
    "Urgency is rated, never defaulted.",
    mend="Rate how soon the first action is due.",
    steps=(A1,),
)
def urgency(s: Situation) -> bool:
    return s.filing(AuthorizationRequest).urgency is not Urgency.NOT_RATED


@control(
    "A1.pathway",
    "The route is one concrete service route of the directory, not a kind of service.",
    mend="Choose one pathway of the directory.",
    steps=(A1,),
)
def pathway(s: Situation) -> bool:
    return not names_a_kind(s.filing(AuthorizationRequest).receiving_pathway)


@control(
    "A1.disengage",
    "Nobody ends the encounter, contacts the receiver, uses ownership language or changes the case status "
    "before the request exists.",
    mend="Get back to the person, and file the authorization request.",
    steps=("signal",),
    escalates=EscalationLevel.SUPERVISORY,
    consequence=Consequence.BREACH,
)
def disengage(s: Situation) -> bool:
    return s.state.stands(A1) or s.is_in_emergency


@control(
    "A2.independent",
    "The decider is not the originator, and is supervisor or coordination lead of that service or in its pool.",
    mend="Ask the supervisor or coordination lead of the originating service, or somebody of its pool.",
    steps=(A2,),
)
def independent(s: Situation) -> bool:
    return not s.has_originated and s.state.service in services_decided_for(s.by)


stated(
    "A2.supported",
    "The decision rests on the current service picture: the directory's state of the pathway is kept with it.",
    escalates=None,
    consequence=Consequence.SYSTEM,
)


@control(
    "A2.suitability",
    "`suitable` only where need and age fit, and language, payer, hours and capacity each fit or have an accommodation "
    "with a reason and a plan. Unknown is not suitable.",
    mend="Name an accommodation for what does not fit, have the unknown confirmed, or choose another pathway.",
    steps=(A2,),
)
def suitability(s: Situation) -> bool:
    a2 = s.filing(AuthorizationDecision)
    if a2.pathway_suitability is Suitability.UNSUITABLE:
        return a2.decision is not Decision.AUTHORIZE
    picture, person = _picture(s), s.state.person
    if picture is None or person is None:
        return False
    left = misfits(person, s.state.need, picture) - _made_up_for(a2)
    return takes_need_and_age(person, s.state.need, picture) and not left


def _picture(s: Situation) -> PathwayPicture | None:
    return s.facts.pathways.get(s.state.route.id) if s.state.route else None


def _made_up_for(a2: AuthorizationDecision) -> set[AccommodationKind]:
    return {a.what for a in a2.accommodations if a.reason.strip() and a.plan.strip()}


@control(
    "A2.risk",
    "Where the transfer is elevated, the failure risk is high or critical.",
    mend="Rate the failure risk of an elevated transfer as high or critical.",
    steps=(A2,),
)
def risk(s: Situation) -> bool:
    rated = s.filing(AuthorizationDecision).transfer_failure_risk
    return not s.state.is_elevated or rated in (Risk.HIGH, Risk.CRITICAL)


@control(
    "A2.dependencies",
    "Nothing is authorized with unresolved dependencies.",
    mend="Resolve what stands in the way, or block pending alternate planning.",
    steps=(A2,),
    escalates=EscalationLevel.DIRECTOR,
)
def dependencies(s: Situation) -> bool:
    a2 = s.filing(AuthorizationDecision)
    return a2.decision is not Decision.AUTHORIZE or not a2.unresolved_dependencies


stated(
    "A2.late",
    "The decision is made by its deadline.",
    escalates=EscalationLevel.SUPERVISORY,
    consequence=Consequence.ESCALATE,
)


@control(
    "A3.authorized",
    "The latest decision authorizes.",
    mend="Wait for the decision, or plan another way where it blocks.",
    steps=(A3,),
)
def authorized(s: Situation) -> bool:
    return s.state.is_authorized


@control(
    "A3.fallback",
    "The fallback is explicit: who, by which means, at which number or place, until when.",
    mend="Fill in who answers, by which means, the contact and until when.",
    steps=(A3,),
    escalates=EscalationLevel.QUALITY,
)
def fallback(s: Situation) -> bool:
    route = s.filing(ReleaseReadiness).fallback_route
    if route is None or route.until is None:
        return False
    return all(part and part.strip() for part in (route.who, route.means, route.contact))


@control(
    "A3.person",
    "The person was told, understood and agreed, before the live handoff begins.",
    mend="Tell the person who will be on the call and why, hear it back, and ask whether they agree.",
    steps=(A3,),
    escalates=EscalationLevel.QUALITY,
)
def person_is_ready(s: Situation) -> bool:
    ready = s.filing(ReleaseReadiness).person_readiness
    return ready is not None and ready.told and ready.understood and ready.agreed
