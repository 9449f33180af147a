"""Gates: who may give a command, and on what it rests. Asked one by one; the first that fails is listed alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from holdfast.protocol import commands as c
from holdfast.protocol.codes import HOLDERS, OPENERS, Closure, RecordKind, Role, Seat
from holdfast.protocol.controls.registry import control
from holdfast.protocol.facts import CLOCK, Party
from holdfast.protocol.situation import Situation

A1, A2, A3 = RecordKind.AUTHORIZATION_REQUEST, RecordKind.AUTHORIZATION_DECISION, RecordKind.RELEASE_READINESS
B1, B2, B3 = RecordKind.LIVE_CONNECTION, RecordKind.RECEIVING_ACCEPTANCE, RecordKind.HANDOFF_CLOSURE
C1, C2, C3 = RecordKind.VERIFICATION, RecordKind.CORRECTIVE_DETERMINATION, RecordKind.ASSURANCE_FOLLOWUP

DECIDERS = frozenset({Role.SUPERVISOR, Role.COORDINATION_LEAD})
RECEIVERS = frozenset({Role.INTAKE_LEAD, Role.SUPERVISOR, Role.SERVICE_MANAGER})
REVIEWERS = frozenset({Role.QUALITY_REVIEWER})
CORRECTORS = frozenset({Role.SERVICE_MANAGER, Role.COORDINATION_DIRECTOR})
FOLLOWERS = frozenset({Role.CARE_COORDINATOR, Role.FOLLOW_UP_LEAD})
SUPERVISORS = frozenset({Role.SUPERVISOR})
NAVIGATORS = frozenset({Role.NAVIGATOR})

AFTER_CLOSING = (
    "acknowledge_escalation", "resolve_escalation", "tick", "revoke_consent", "person_stops", "review_exception",
    "review_welfare", "settle_duress", "lift_protection", "withdraw_death",
)  # fmt: skip
QUEUED = (
    "open_live_event", "contact_attempt", "join_live_event", "attest_presence", "voice_acceptance", A2, A3, B1, B2, B3
)  # fmt: skip
STAGES_A_AND_B = (
    *QUEUED, A1, "confirm_voice_acceptance", "alternate_contact", "send_secure_summary", "summary_opened"
)  # fmt: skip


@control(
    "S.closed",
    "A transfer that is closed takes no more steps.",
    mend="Open a new transfer for a new need.",
    steps=("*",),
    is_gate=True,
)
def closed(s: Situation) -> bool:
    return not s.state.is_closed or s.command.step in AFTER_CLOSING


@control(
    "S.role",
    "Only those whose part it is may give this command.",
    mend="Ask the person whose part it is; the reference page lists who may give each command.",
    steps=("*",),
    is_gate=True,
)
def role(s: Situation) -> bool:
    giver = GIVERS.get(s.command.step)
    return giver is None or giver.may(s)


@control(
    "A1.queued",
    "The request stands in the transfer authorization queue before any later step of stages A and B.",
    mend="File the authorization request first.",
    steps=QUEUED,
    is_gate=True,
)
def queued(s: Situation) -> bool:
    return s.state.stands(A1) or s.is_in_emergency


@control(
    "S.stopped",
    "While the person has paused, stages A and B stand still.",
    mend="Wait until the person says that it may go on.",
    steps=STAGES_A_AND_B,
    is_gate=True,
)
def stopped(s: Situation) -> bool:
    return not s.state.is_paused


@control(
    "C2.locked",
    "One corrective instruction at a time, never changed: it ends by completion, or by missing its deadline.",
    mend="Complete the instruction that is open, or wait for its deadline.",
    steps=(C2,),
    is_gate=True,
)
def locked(s: Situation) -> bool:
    return s.state.corrective is None


@control(
    "S.order",
    "The step that this one rests on is on record.",
    mend="Do the step before it first.",
    steps=("*",),
    is_gate=True,
)
def order(s: Situation) -> bool:
    rests = RESTS_ON.get(s.command.step)
    return rests is None or rests(s)


# S.role: who may give each command


def _originator(s: Situation) -> bool:
    return s.is_by_originator


def _of_originating_service(s: Situation) -> bool:
    return s.is_by_originator or s.by.is_of(s.state.service)


def _person(s: Situation) -> bool:
    return s.by.is_person


def _person_or_staff(s: Situation) -> bool:
    return s.by.is_person or s.by.is_staff


def _of_receiving_service(s: Situation) -> bool:
    service = s.state.receiving_service
    if service is not None:
        return s.by.is_of(service)
    return s.by.is_staff and not s.by.is_of(s.state.service)


def _is_party(s: Situation, party: Seat) -> bool:
    if party is Seat.ORIGINATOR:
        return s.is_by_originator
    if party is Seat.PERSON:
        return s.by.is_person
    return _of_receiving_service(s) and not s.has_originated


def _joins(s: Situation) -> bool:
    join = s.given(c.JoinLiveEvent)
    is_helped = join.party is Seat.PERSON and s.is_by_originator and not join.measured
    return is_helped or _is_party(s, join.party)


def _leaves(s: Situation) -> bool:
    party = s.given(c.LeaveLiveEvent).party
    live = s.state.event
    is_helped = (
        party is Seat.PERSON
        and s.is_by_originator
        and live is not None
        and not any(seat.measured for seat in live.seats if seat.party is party and seat.left_at is None)
    )
    return is_helped or _is_party(s, party)


def _attests(s: Situation) -> bool:
    return _is_party(s, s.given(c.AttestPresence).party)


def _decider(s: Situation) -> bool:
    return s.has_originated or s.by.holds(DECIDERS)  # an originator gets A2.independent


def _receiver(s: Situation) -> bool:
    return s.has_originated or s.by.holds(RECEIVERS)  # an originator gets B2.receiver


def _reporter(s: Situation) -> bool:
    service = s.state.receiving_service
    return service is None or s.by.is_of(service) or s.by.holds(NAVIGATORS)


def _corrective_owner(s: Situation) -> bool:
    corrective = s.state.corrective
    if corrective is None:
        return True
    return s.by.id in (corrective.owner, s.state.owner) or s.stands_in_for(corrective.owner, s.state.owner)


def _access_person(s: Situation) -> bool:
    return s.state.access_by in ("", s.by.id)


def supervises_owner(s: Situation) -> bool:
    """Say whether the giver is supervisor of the owner's service; for a guest owner, of the originating one."""
    service = s.state.service if s.state.owner_is_guest else s.state.owner_service
    return s.by.holds(SUPERVISORS, service)


def _reassigner(s: Situation) -> bool:
    if s.by.id == CLOCK:
        return _owner_has_left(s)
    if not supervises_owner(s):
        return False
    services = frozenset({s.state.owner_service, *(a.service for a in s.by.assignments if a.role in SUPERVISORS)})
    return s.facts.people[s.given(c.Reassign).to].shares_a_service_with(services)


def _owner_has_left(s: Situation) -> bool:
    """Say whether the owner's account holds no role any more, so that the server passes their people on (section 2)."""
    people = s.facts.people
    owner, to = people.get(s.state.owner), people[s.given(c.Reassign).to]
    return owner is not None and not owner.is_staff and to.is_staff


def _named_reviewer(s: Situation) -> bool:
    standing = s.state.records.get(s.given(c.Countersign).record)
    return standing is None or getattr(standing.record, "reviewer_id", None) == s.by.id


def _level_holder(s: Situation) -> bool:
    escalation = s.state.escalations.get(escalation_control(s))
    return escalation is None or (s.by.holds(HOLDERS[escalation.level]) and not s.has_originated)


def escalation_control(s: Situation) -> str:
    """Return the key of the escalation that the command is about."""
    if isinstance(s.command, c.AcknowledgeEscalation | c.ResolveEscalation):
        return s.command.control
    raise TypeError(s.command.do)


def services_decided_for(by: Party) -> frozenset[str]:
    """Return the services whose requests `by` may decide: where they are decider, and those of their pools.

    Never one that they originated; that is asked of each request by itself.
    """
    return frozenset(a.service for a in by.assignments if a.role in DECIDERS) | by.pools


class Giver(NamedTuple):
    """Who may give a command: in words, for the reference page, and as the check."""

    who: str
    may: Callable[[Situation], bool]


_THE_ORIGINATOR = Giver("the originator, or who was given the transfer by `reassign`", _originator)
_ORIGINATING_STAFF = Giver("staff of the originating service", _of_originating_service)
_PERSON_OR_STAFF = Giver("the person, or staff recording their word", _person_or_staff)
_RECEIVING_STAFF = Giver("staff of the receiving service, or a navigator", _reporter)
_LEVEL_HOLDER = Giver("who holds the level that the matter is before, never the originator", _level_holder)

GIVERS: dict[str, Giver] = {
    "open_transfer": Giver(
        "clinician, care coordinator, crisis worker, peer",
        lambda s: s.by.holds(OPENERS) or s.facts.linked_from != "",
    ),
    "give_consent": _PERSON_OR_STAFF,
    "revoke_consent": _PERSON_OR_STAFF,
    "person_stops": _PERSON_OR_STAFF,
    "check_safety": Giver(
        "the person, or staff of the originating service", lambda s: s.by.is_person or _of_originating_service(s)
    ),
    "signal": _ORIGINATING_STAFF,
    "contact_attempt": _ORIGINATING_STAFF,
    "emergency_start": _THE_ORIGINATOR,
    "open_live_event": _THE_ORIGINATOR,
    "close_live_event": _THE_ORIGINATOR,
    "join_live_event": Giver("that party; for a person without a device the originator, unmeasured", _joins),
    "leave_live_event": Giver("that party; for a person whom the originator joined, the originator", _leaves),
    "attest_presence": Giver("that party", _attests),
    "person_confirms": Giver("the person", _person),
    "voice_acceptance": _THE_ORIGINATOR,
    "confirm_voice_acceptance": Giver(
        "intake lead, supervisor, service manager", lambda s: s.state.voice is None or s.by.holds(RECEIVERS)
    ),
    A1: _THE_ORIGINATOR,
    A2: Giver("supervisor, coordination lead", _decider),
    A3: _THE_ORIGINATOR,
    B1: _THE_ORIGINATOR,
    B2: Giver("intake lead, supervisor, service manager", _receiver),
    B3: _THE_ORIGINATOR,
    C1: Giver("quality reviewer", lambda s: s.by.holds(REVIEWERS)),
    C2: Giver("service manager, coordination director", lambda s: s.by.holds(CORRECTORS)),
    C3: Giver("care coordinator, follow-up lead", lambda s: s.by.holds(FOLLOWERS)),
    "countersign": Giver("the reviewer that the record names", _named_reviewer),
    "report_first_action": _RECEIVING_STAFF,
    "reschedule_first_action": _RECEIVING_STAFF,
    "complete_corrective": Giver(
        "the corrective owner, or who was given the transfer by `reassign`", _corrective_owner
    ),
    "confirm_access": Giver("the person of the receiving service who was named", _access_person),
    "reassign": Giver(
        "supervisor of the owner's service, to a colleague of that service or of their own; "
        "the server's clock, where the owner's account was deactivated",
        _reassigner,
    ),
    "close_transfer": Giver("supervisor of the owner's service", supervises_owner),
    "acknowledge_escalation": _LEVEL_HOLDER,
    "resolve_escalation": _LEVEL_HOLDER,
    "tick": Giver("the clock", lambda s: s.by.id == CLOCK),
}
"""S.role, command by command (or kind of record)."""


# S.order: on what each step rests


def _before_handoff(s: Situation) -> bool:
    return s.state.handoff is None


def _follows_an_emergency(s: Situation, kind: RecordKind) -> bool:
    """Say whether A1 or A2 may still follow a handoff that began as an emergency: only corrections are barred."""
    return _before_handoff(s) or (s.state.is_emergency and not s.state.stands(kind))


def _not_after_handoff(s: Situation) -> bool:
    return not s.state.is_after_handoff


def _event_open(s: Situation) -> bool:
    return s.is_event_open


def _is_seated(s: Situation) -> bool:
    live, party = s.state.event, s.given(c.LeaveLiveEvent).party
    who = None if party is Seat.PERSON else s.by.id
    return live is not None and live.is_open and live.is_seated(party, who)


def _ready(s: Situation) -> bool:
    return s.state.stands(A3) or s.is_in_emergency


def _b1_rests(s: Situation) -> bool:
    return _not_after_handoff(s) and s.state.is_live_mode


def _b2_rests(s: Situation) -> bool:
    return _not_after_handoff(s) and (s.state.is_live_mode or _ready(s))


def _b3_rests(s: Situation) -> bool:
    if s.state.is_after_handoff and not s.state.stands(B3):
        return False  # stage B was open for a repeated handoff, and is not any more
    must_be_ready = not s.state.is_live_mode or s.state.accepted is not None
    return _ready(s) or not must_be_ready


def _closing_rests(s: Situation) -> bool:
    state = s.state
    if state.is_determination_owed or state.corrective:
        return False
    return s.given(c.CloseTransfer).closure is not Closure.VERIFIED_CONTINUITY or state.is_verified


RESTS_ON: dict[str, Callable[[Situation], bool]] = {
    "open_transfer": lambda s: s.state.opened_at is None,
    "open_live_event": lambda s: not s.is_event_open and _not_after_handoff(s),
    "close_live_event": lambda s: s.state.live is not None and s.state.live.is_open,  # also one of a round before
    "join_live_event": _event_open,
    "leave_live_event": _is_seated,
    "attest_presence": lambda s: s.state.event is not None,
    "contact_attempt": _not_after_handoff,
    "voice_acceptance": lambda s: _not_after_handoff(s) and _ready(s) and s.state.accepted is None,
    "confirm_voice_acceptance": lambda s: s.state.voice is not None and _not_after_handoff(s),
    A1: lambda s: _follows_an_emergency(s, A1),
    A2: lambda s: _follows_an_emergency(s, A2) and s.state.stands(A1),
    A3: _before_handoff,
    B1: _b1_rests,
    B2: _b2_rests,
    B3: _b3_rests,
    C1: lambda s: s.state.is_after_handoff,
    C2: lambda s: s.state.is_determination_owed,
    C3: lambda s: s.state.is_verified,
    "countersign": lambda s: s.state.stands(s.given(c.Countersign).record),
    "report_first_action": lambda s: s.state.accepted is not None,
    "reschedule_first_action": lambda s: s.state.accepted is not None and not s.state.is_first_action_kept,
    "complete_corrective": lambda s: s.state.corrective is not None,
    "confirm_access": lambda s: s.state.access_by != "",
    "close_transfer": _closing_rests,
    "acknowledge_escalation": lambda s: escalation_control(s) in s.state.escalations,
    "resolve_escalation": lambda s: escalation_control(s) in s.state.escalations,
}
"""On what each step rests, where it rests on anything."""
