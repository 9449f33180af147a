"""Controls of stage B: the live event (protocol section 2)."""

from __future__ import annotations

from holdfast.protocol import commands as c
from holdfast.protocol.codes import PROVEN, Acceptance, EscalationLevel, Grade, Identity, Instruction, PersonHeard, Seat
from holdfast.protocol.controls.gates import A3, B1, B2, B3
from holdfast.protocol.controls.registry import control
from holdfast.protocol.controls.surrounding import has_person_confirmed
from holdfast.protocol.fields import names_a_kind
from holdfast.protocol.grading import grade_of_events
from holdfast.protocol.records import FirstAction, HandoffClosure, LiveConnection
from holdfast.protocol.situation import Situation

ANSWERS = (B2, "voice_acceptance")


@control(
    "B1.ready",
    "Release readiness stands before the receiver is contacted.",
    mend="File the release readiness first.",
    steps=(B1, "open_live_event", "contact_attempt"),
)
def ready(s: Situation) -> bool:
    return s.state.stands(A3) or s.is_in_emergency


@control(
    "B1.service",
    "The service reached is the one authorized.",
    mend="Contact the authorized service, or ask for another pathway.",
    steps=(B1,),
)
def service(s: Situation) -> bool:
    route = s.state.route
    return route is None or s.filing(LiveConnection).receiving_service == route.service


@control(
    "B1.realtime",
    "The contact is filed as it happens: within 2 minutes of the server's clock.",
    mend="File the connection at once; where it is late, make the contact again.",
    steps=(B1,),
)
def realtime(s: Situation) -> bool:
    return abs(s.at - s.filing(LiveConnection).contact_attempted_at) <= s.policy.span("connection.realtime")


@control(
    "B1.human",
    "One live human receives: a named person of the authorized service; not a mailbox, queue, voicemail or machine.",
    mend="Name the person of the authorized service who is on the line.",
    steps=(B1,),
)
def human(s: Situation) -> bool:
    b1 = s.filing(LiveConnection)
    contact = b1.receiving_contact_id
    if names_a_kind(contact) or contact in s.state.originating_hands:
        return False
    authorized = s.state.route.service if s.state.route else b1.receiving_service
    return s.facts.people[contact].is_of(authorized)


@control(
    "B1.warm",
    "A receiver is on the live event, or an attempt in this event really reached this contact.",
    mend="Wait until the receiver has joined, or reach them by phone and file the attempt; then file the connection.",
    steps=(B1,),
    escalates=EscalationLevel.MANAGER,
)
def warm(s: Situation) -> bool:
    live = s.state.event
    if live is None or not live.is_open:
        return False
    return live.is_seated(Seat.RECEIVER) or live.reached(s.filing(LiveConnection).receiving_contact_id)


@control(
    "B2.connected",
    "The live connection stands before the receiver answers.",
    mend="The originator files the live connection first.",
    steps=(B2,),
)
def connected(s: Situation) -> bool:
    return not s.state.is_live_mode or s.state.stands(B1)


@control(
    "B2.receiver",
    "Who accepts belongs to the receiving service, is not the originator, and is identified (section 5).",
    mend="The receiver answers themself, signed in or by the link sent to their intake contact.",
    steps=(B2, "confirm_access", "complete_corrective"),
)
def receiver(s: Situation) -> bool:
    if isinstance(s.command, c.ConfirmAccess):
        return s.command.identity in PROVEN
    if isinstance(s.command, c.CompleteCorrective):
        return _can_take_over(s, s.command.receiving_person)
    return is_receiver(s)


def is_receiver(s: Situation) -> bool:
    """Say whether the giver is of the receiving service, not the originator, and identified (section 5)."""
    belongs = s.by.is_of(s.state.receiving_service) and not s.has_originated
    return belongs and bool(_proofs(s) & PROVEN)


def _proofs(s: Situation) -> frozenset[Identity]:
    """Return how the giver is known: by this very command, and by their seats in this transfer."""
    seen = s.state.identities.get(s.by.id, frozenset())
    if s.by.identity is not None:
        return seen | {s.by.identity}
    return seen or frozenset({Identity.ACCOUNT})


def _can_take_over(s: Situation, person: str | None) -> bool:
    if person is None:
        return True
    party, corrective = s.facts.people[person], s.state.corrective
    leads_elsewhere = corrective is not None and corrective.instruction is Instruction.ALTERNATE_PATHWAY
    is_receiving = party.is_staff if leads_elsewhere else party.is_of(s.state.receiving_service)
    return is_receiving and person not in s.state.originating_hands


@control(
    "B2.live",
    "The answer is filed while the live event is open, by the one who is the receiver in it (15 seconds of grace).",
    mend="Open the live event, let the receiver join, and answer in it.",
    steps=(B2,),
)
def live(s: Situation) -> bool:
    if not s.state.is_live_mode or not is_receiver(s):
        return True
    event = s.state.event
    return event is not None and event.was_receiver_within(s.by.id, s.at, s.policy.span("live.grace"))


@control(
    "B2.explicit",
    "The answer is explicit: accepted, declined, or pending with a reason.",
    mend="Say accepted, declined or pending.",
    steps=ANSWERS,
)
def explicit(s: Situation) -> bool:
    return s.answer.acceptance is not Acceptance.UNDECIDED


@control(
    "B2.scope",
    "What is accepted covers the need, and each accommodation of the decision is confirmed.",
    mend="Accept the need the transfer is for and confirm each accommodation, or decline.",
    steps=ANSWERS,
)
def scope(s: Situation) -> bool:
    answer = s.answer
    if answer.acceptance is not Acceptance.ACCEPTED:
        return True
    promised = {a.what for a in s.state.decision.accommodations} if s.state.decision else set()
    return s.state.need in answer.accepted_scope and promised <= set(answer.accommodations_confirmed)


@control(
    "B2.action",
    "The first action is real: a person, a place or channel and a time. A promise to call back is not.",
    mend="Agree on who does what, where or over which channel, and when.",
    steps=ANSWERS,
)
def action(s: Situation) -> bool:
    answer = s.answer
    return answer.acceptance is not Acceptance.ACCEPTED or _is_real(answer.first_action)


def _is_real(first: FirstAction | None) -> bool:
    if first is None or first.at is None or not _says(first.kind) or str(first.kind).strip().lower() == "callback":
        return False
    return _says(first.who) and (_says(first.where) or _says(first.channel))


def _says(part: str | None) -> bool:
    return part is not None and part.strip() != ""


@control(
    "B2.intake",
    "Nothing is accepted with an intake requirement unmet.",
    mend="Meet what the receiver still needs, or answer pending.",
    steps=ANSWERS,
    escalates=EscalationLevel.REGIONAL,
)
def intake(s: Situation) -> bool:
    answer = s.answer
    return answer.acceptance is not Acceptance.ACCEPTED or not answer.unmet_intake_requirements


@control(
    "B3.order",
    "The latest receiving answer is an acceptance.",
    mend="Stay with the person until the receiver has accepted.",
    steps=(B3,),
    escalates=EscalationLevel.EXECUTIVE,
)
def accepted_first(s: Situation) -> bool:
    return s.state.accepted is not None


@control(
    "B3.heard",
    "The person heard the next step: their own confirmation after the acceptance, or a named witness.",
    mend="Let the person say the next step back, or name who heard them hear it.",
    steps=(B3,),
    escalates=EscalationLevel.EXECUTIVE,
)
def heard(s: Situation) -> bool:
    b3 = s.filing(HandoffClosure)
    if b3.person_heard_next_step is PersonHeard.CONFIRMED_BY_PERSON:
        return has_person_confirmed(s)
    return b3.person_heard_next_step is PersonHeard.WITNESSED and b3.witness_id not in s.state.originating_hands


@control(
    "B3.fallback",
    "The fallback is specific: whom to reach, and how, if the first action does not occur.",
    mend="Fill in who answers, by which means, and the contact.",
    steps=(B3,),
)
def fallback(s: Situation) -> bool:
    route = s.filing(HandoffClosure).fallback_contact_route
    return _says(route.who) and _says(route.means) and _says(route.contact)


@control(
    "B3.live",
    "The live event joined originator, person and receiver, graded measured or attested.",
    mend="Bring all three together for 30 seconds, or have two of them confirm it on devices of their own.",
    steps=(B3,),
)
def joined(s: Situation) -> bool:
    if s.is_non_live:
        return True
    if s.state.is_after_handoff and s.state.handoff:
        return s.state.handoff.grade in (Grade.MEASURED, Grade.ATTESTED)
    return grade_of_events(s.state, s.at) in (Grade.MEASURED, Grade.ATTESTED)
