"""Controls that surround the nine records: consent, safety, strength, non-live modes, no passive close (section 3)."""

from __future__ import annotations

from holdfast.protocol import commands as c
from holdfast.protocol.codes import NEEDED_SCOPES, PROVEN, Closure, DeadlineName, PersonHeard, Seat, YesNoUnknown
from holdfast.protocol.controls.gates import A1, B1, B3
from holdfast.protocol.controls.registry import control
from holdfast.protocol.fields import names_a_kind
from holdfast.protocol.records import AuthorizationRequest, HandoffClosure, LiveConnection
from holdfast.protocol.situation import Situation

_TO_THE_RECEIVER = ("alternate_contact", "send_secure_summary", "summary_opened")
"""What the backup route of a failed contact tells the receiving service (section 3.3)."""


@control(
    "S.consent",
    "Nobody is contacted and nothing is shared beyond a consent in force, with identity, contact, need and urgency.",
    mend="Ask the person for their consent towards this service, or name a service that they agreed to.",
    steps=("contact_attempt", "join_live_event", B1, "alternate_contact", "send_secure_summary", "summary_opened"),
)
def consent(s: Situation) -> bool:
    if s.is_in_emergency:
        return True
    if isinstance(s.command, c.JoinLiveEvent):
        return s.command.party is not Seat.RECEIVER or _is_consented(s, s.state.receiving_service)
    if isinstance(s.command, c.ContactAttempt):
        return _is_consented(s, _service_of_contact(s, s.command.contact))
    if s.command.step in _TO_THE_RECEIVER:
        return _is_consented(s, s.state.receiving_service)
    return _is_consented(s, s.filing(LiveConnection).receiving_service)


def _service_of_contact(s: Situation, contact: str) -> str | None:
    """Return the service that a contact stands for: the authorized one where they are of it, else their own."""
    authorized = s.state.receiving_service
    party = None if names_a_kind(contact) else s.facts.people[contact]
    if party is None or party.is_of(authorized) or not party.assignments:
        return authorized
    return party.assignments[0].service


def _is_consented(s: Situation, service: str | None) -> bool:
    given = (s.state.consents.get(service), s.state.consent.own.get(service)) if service else ()
    return any(
        each is not None and each.scopes >= NEEDED_SCOPES and each.is_in_force(s.at, s.state.zone) for each in given
    )


@control(
    "S.safety",
    "It was asked within 30 minutes whether it is safe to talk now, and it is; the person's own answer goes first.",
    mend="Ask the person whether it is safe to talk now, and record the answer.",
    steps=("open_live_event", B1),
)
def safety(s: Situation) -> bool:
    own, valid_for = s.state.safety_by_person, s.policy.span("safety.valid_for")
    if s.state.safety.is_in_duress:
        return False
    if own is not None and own.safe_now is not YesNoUnknown.YES:
        return False  # their own no outranks a colleague's yes until they say otherwise, however old it is
    for answer in (own, s.state.safety_by_staff):
        if answer is not None and s.at - answer.at <= valid_for:
            return answer.safe_now is YesNoUnknown.YES
    return False


@control(
    "M.strength",
    "The mode is no weaker than the risk indicators allow.",
    mend="Choose a stronger mode: the policy's table names the weakest one for each risk indicator.",
    steps=(A1, "open_live_event"),
)
def strength(s: Situation) -> bool:
    if isinstance(s.command, c.OpenLiveEvent):
        request = s.state.request
        indicators, mode = (request.risk_indicators if request else ()), s.command.channel.mode
    else:
        filing = s.filing(AuthorizationRequest)
        indicators, mode = filing.risk_indicators, filing.mode
    return not mode.is_weaker_than(s.policy.weakest_mode(indicators))


@control(
    "N.acceptance",
    "Where responsibility does not pass live, the receiver accepted personally, identified, on a device of their own.",
    mend="The one who said it confirms it themself, by the link sent to them or signed in.",
    steps=("confirm_voice_acceptance",),
)
def accepted_personally(s: Situation) -> bool:
    voice = s.state.voice
    is_proven = s.given(c.ConfirmVoiceAcceptance).identity in PROVEN
    is_receiver = s.by.is_of(s.state.receiving_service) and not s.has_originated
    return voice is not None and s.by.id == voice.said_by and is_proven and is_receiver


@control(
    "N.person",
    "Where responsibility does not pass live, a named member of staff told the person, or the person confirmed.",
    mend="Tell the person the next step, and name who told them or record their own confirmation.",
    steps=(B3,),
)
def person_was_told(s: Situation) -> bool:
    if not s.is_non_live:
        return True
    heard = s.filing(HandoffClosure).person_heard_next_step
    return heard is PersonHeard.WITNESSED or (heard is PersonHeard.CONFIRMED_BY_PERSON and has_person_confirmed(s))


def has_person_confirmed(s: Situation) -> bool:
    """Say whether the person confirmed the next step after the acceptance that it confirms (B3.heard)."""
    accepted = s.state.accepted
    return accepted is not None and s.state.heard_at_step > accepted.step


@control(
    "F.passive",
    "A failed contact is never closed passively: not while its acceptance runs, nor without a bridge contact.",
    mend="Reach the receiving side, or its supervisor, and file the contact; then close.",
    steps=("close_transfer",),
)
def not_passive(s: Situation) -> bool:
    if not s.state.contact_failed or s.given(c.CloseTransfer).closure is Closure.DIED:
        return True
    return s.state.has_bridge and DeadlineName.ACCEPTANCE not in s.state.deadlines
