"""Which steps a story may take next: those that lead on from where it stands, and any others at all.

A move is one step of a conformance vector. `onward` knows the protocol's way, so that random stories get deep.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from holdfast.protocol.codes import Acceptance, Channel, FirstActionStatus, Grade, RecordKind, Seat
from holdfast.protocol.grading import grade_of_events
from holdfast.protocol.state import State
from tests.property import forms
from tests.property.forms import Fields

OWNERS = ("colin", "dana", "marcus", "rita")
_SEATS = ((Seat.ORIGINATOR, "dana", "account"), (Seat.PERSON, "person", "person_link"))
_RECEIVER = (Seat.RECEIVER, "marcus", "directory_link")


@dataclass(frozen=True, slots=True)
class Move:
    """Who does what, with which fields."""

    by: str
    do: str
    fields: Fields


def _file(by: str, fields: Fields) -> Move:
    return Move(by, "file_record", fields)


def onward(s: State, at: datetime) -> list[Move]:
    """Return the steps that lead on, the straight way first; never empty."""
    if s.opened_at is None:
        return [Move("dana", "open_transfer", forms.OPENING)]
    return aside(s, at) if s.is_closed else _owed(s, at) or _staged(s, at)


def _owed(s: State, at: datetime) -> list[Move]:
    """Return what somebody waits for before the way goes on."""
    if s.is_paused:
        return [Move("person", "person_confirms", {"what": "resume"})]
    if s.access_by:
        return [Move(s.access_by, "confirm_access", {"identity": "directory_link"})]
    if s.corrective is not None and not s.is_reopened:
        return _completions(s)
    return _determinations(at) if s.is_determination_owed else []


def _staged(s: State, at: datetime) -> list[Move]:
    if s.is_reopened:
        return _stage_b(s, at)
    return _stage_c(s, at) if s.is_after_handoff else _stage_a(s, at)


def straight(s: State, at: datetime, bent: int) -> Move:
    """Return the step that leads on; where the way forks for good, `bent` says which way this story takes."""
    ways = onward(s, at)
    forks = s.is_after_handoff or not s.stands(RecordKind.AUTHORIZATION_REQUEST)
    return ways[bent % len(ways) if forks else 0]


def _stage_a(s: State, at: datetime) -> list[Move]:
    if not s.stands(RecordKind.AUTHORIZATION_REQUEST) or s.has_declined:
        return _requests(at)
    if not s.is_authorized:
        return [_file("priya", forms.decision()), _file("priya", forms.decision(authorizes=False))]
    if not s.stands(RecordKind.RELEASE_READINESS):
        return [_file("dana", forms.readiness(at))]
    return _stage_b(s, at)


def _requests(at: datetime) -> list[Move]:
    kinds = [(False, "live_phone"), (True, "live_phone"), (False, "proxy_scheduled"), (True, "live_video")]
    return [_file("dana", forms.request(at, is_elevated=fast, mode=mode)) for fast, mode in kinds]


def _stage_b(s: State, at: datetime) -> list[Move]:
    if "riverside" not in s.consents:
        return [Move("person", "give_consent", forms.CONSENT)]
    if not _is_safe(s, at):
        return [Move("person" if s.safety_by_person else "dana", "check_safety", forms.SAFE)]
    if s.is_live_mode:
        return _event(s) or _answers(s, at) or _release(s, at)
    return _answers(s, at) or _release(s, at)


def _is_safe(s: State, at: datetime) -> bool:
    answer = s.safety_by_person or s.safety_by_staff
    return answer is not None and answer.safe_now == "yes" and at - answer.at < timedelta(minutes=20)


def _event(s: State) -> list[Move]:
    live = s.event
    if live is None or not live.is_open:
        channels = (Channel.PHONE, Channel.ROOM, Channel.IN_PERSON)
        return [Move(s.assignee or "dana", "open_live_event", {"channel": str(channel)}) for channel in channels]
    for party, who, identity in (*_SEATS, _RECEIVER):
        if not live.is_seated(party):
            giver = (s.assignee or "dana") if party is Seat.ORIGINATOR else who
            taken = {"party": str(party), "identity": identity, "measured": True}
            return [Move(giver, "join_live_event", taken), Move(giver, "join_live_event", {**taken, "measured": False})]
    return []


def _answers(s: State, at: datetime) -> list[Move]:
    if s.is_live_mode and not s.stands(RecordKind.LIVE_CONNECTION):
        return [_file(s.assignee or "dana", forms.connection(at))]
    if s.accepted is not None:
        return []
    if s.voice is not None:
        return [Move("marcus", "confirm_voice_acceptance", {"identity": "directory_link"})]
    b2 = {"record": "receiving_acceptance"}
    said = {**forms.answer(at, "accepted"), "said_by": "marcus", "heard_by": "dana"}
    return [
        *[_file("marcus", {**b2, **forms.answer(at, str(word))}) for word in (Acceptance.ACCEPTED, Acceptance.PENDING)],
        _file("marcus", {**b2, **forms.answer(at, str(Acceptance.DECLINED))}),
        Move(s.assignee or "dana", "voice_acceptance", said),
    ]


def _release(s: State, at: datetime) -> list[Move]:
    assert s.accepted is not None
    if s.heard_at_step <= s.accepted.step:
        return [Move("person", "person_confirms", {"what": "next_step", "in_own_words": "I go on Tuesday."})]
    is_live = s.is_live_mode and not s.accepted.by_voice
    if is_live and grade_of_events(s, at) not in (Grade.MEASURED, Grade.ATTESTED):
        return [_word(*seat) for seat in (_RECEIVER, _SEATS[0], _SEATS[1])]
    originator = s.assignee or "dana"
    return [_file(originator, forms.closure(at)), _file(originator, forms.closure(at, "witnessed"))]


def _word(party: Seat, who: str, identity: str) -> Move:
    present = [str(seat) for seat in Seat]
    return Move(
        who, "attest_presence", {"party": str(party), "identity": identity, "device": f"of-{who}", "present": present}
    )


def _stage_c(s: State, at: datetime) -> list[Move]:
    if not s.is_verified:
        verified = [forms.verification(s, at, str(status)) for status in FirstActionStatus if status != "unknown"]
        is_correction = s.verification is not None and s.verification.first_action_status == "not_completed"
        more = {"supersedes": "verification"} if is_correction else {}
        return [_file("quinn", {**fields, **more}) for fields in verified]
    if s.report is not None:
        return [_file("fay", {**forms.followup(at, "held"), "supersedes": "assurance_followup"})]
    reports = [forms.followup(at, report) for report in ("held", "partly", "not_held", "unreachable")]
    return [_file("fay", fields) for fields in (*reports, forms.followup(at, "held", is_concerned=True))]


def _determinations(at: datetime) -> list[Move]:
    instructions = ("repeat_live_handoff", "originating_team_reengagement", "alternate_pathway", "urgent_welfare")
    return [_file("carla", forms.determination(at, instruction)) for instruction in instructions]


def _completions(s: State) -> list[Move]:
    assert s.corrective is not None
    achieved = {"outcome": "access_achieved", "receiving_person": "rita", "note": ""}
    return [
        Move(s.corrective.owner, "complete_corrective", achieved),
        Move(s.corrective.owner, "complete_corrective", {"outcome": "not_achieved", "note": "no bed"}),
    ]


def aside(s: State, at: datetime) -> list[Move]:
    """Return steps that may be taken beside the way."""
    moves = [
        Move("clock", "tick", {}),
        lets_go(),
        Move("dana", "emergency_start", {"act": "immediate live handoff", "reason": "in danger now"}),
        Move("dana", "contact_attempt", {"contact": "marcus", "outcome": "no-answer"}),
        Move("dana", "contact_attempt", {"contact": "marcus", "outcome": "live-human-accepted"}),
        Move("person", "person_stops", {"wish": "pause"}),
        Move("dana", "person_stops", {"wish": "different_receiver"}),
        Move("dana", "revoke_consent", {"to": "riverside"}),
        Move("dana", "close_live_event", {}),
        Move("priya", "reassign", {"to": "colin", "reason": "goes on leave"}),
        Move("sam", "reassign", {"to": "rita", "reason": "goes on leave"}),
        Move("marcus", "report_first_action", {"outcome": "kept"}),
        Move("nate", "report_first_action", {"outcome": "no_show"}),
        Move("nate", "reschedule_first_action", _moved(at)),
        *[Move("priya", "countersign", {"record": str(kind)}) for kind in s.records],
    ]
    return moves + escalated(s)


def lets_go() -> Move:
    """Return a fact that shows somebody letting go: a breach, where it comes before the request."""
    return Move("dana", "signal", {"what": "receiver_contacted"})


def endings() -> list[Move]:
    """Return steps that may end the story at once."""
    closed = [("died", "priya"), ("verified-continuity", "sam"), ("person-declined-offer", "priya")]
    return [
        Move("person", "person_stops", {"wish": "withdraw"}),
        *[Move(by, "close_transfer", {"closure": closure, "reason": "as told"}) for closure, by in closed],
    ]


def _moved(at: datetime) -> Fields:
    return {"at": (at + timedelta(days=2)).isoformat(), "asked_by": "the person", "reason": "a bus strike"}


_HOLDERS = {
    "supervisory": "priya", "director": "omar", "quality": "quinn", "quality_manager": "queen", "manager": "rita",
    "regional": "rex", "executive": "eve",
}  # fmt: skip


def escalated(s: State) -> list[Move]:
    """Return what may be done about the matters that are open, by who holds them."""
    return [
        Move(_HOLDERS[str(matter.level)], do, {"control": control, "note": "seen"})
        for control, matter in s.escalations.items()
        for do in ("acknowledge_escalation", "resolve_escalation")
    ]
