"""What a form cannot mean, asked at the door before a command is handled: claims, not controls. Pure.

A control decides on the ledger what may go on; here stands what nobody can mean who fills in a form: a first action
that lies in the past, a death that nobody recorded. Pages and API pass here; a replayed log and an import do not.
Exactly now is not past, and a time is said to the minute.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum

from holdfast.protocol import commands as c
from holdfast.protocol.calendars import local_date
from holdfast.protocol.chapters.contact.said import PlanBridgeContact
from holdfast.protocol.chapters.safety.codes import SafeChannel
from holdfast.protocol.chapters.safety.duress import can_be_heard
from holdfast.protocol.chapters.safety.reach import same_address
from holdfast.protocol.chapters.safety.said import PlanSafeContact
from holdfast.protocol.chapters.visit.said import BookVisit, RescheduleVisit
from holdfast.protocol.chapters.visit.standing import OF_ITS_TIME, is_first_action
from holdfast.protocol.codes import (
    Acceptance,
    Closure,
    Decision,
    FirstActionOutcome,
    GivenBy,
    RecordKind,
    Suitability,
    Urgency,
    Wish,
    YesNoUnknown,
)
from holdfast.protocol.facts import PERSON, Party, TimePicture
from holdfast.protocol.records import FirstAction, ReceivingAnswer
from holdfast.protocol.state import State

FURTHEST = timedelta(days=90)
"""How far ahead a first action may be moved: what is further is no first step into care."""
BEGINS_WITHIN = {Urgency.EMERGENT: 1, Urgency.SAME_DAY: 1, Urgency.HOURS_48: 2, Urgency.WITHIN_7_DAYS: 7}
"""By when, in days after today, a first action begins; for every other urgency within the furthest."""
MOVES_WITHIN = {Urgency.EMERGENT: 7, Urgency.SAME_DAY: 7, Urgency.HOURS_48: 7, Urgency.WITHIN_7_DAYS: 14}
"""How many days after today it is moved to, where not the person asked for it themself."""
BRIDGED_WITHIN = 7
"""In how many days somebody keeps in touch with who waits for an answer, at the latest."""
SHORTEST_NUMBER = 7
"""How many digits a phone number has at the least."""
_BY_NUMBER = frozenset({SafeChannel.TEXT, SafeChannel.PHONE})
_THE_PERSON = frozenset({PERSON, "the person", "la persona", "persona"})
"""How it is said that the person asked."""


class Remedy(StrEnum):
    """What is wrong with a claim, and what is accepted; said to programs. `web/words/claims.py` has it for people."""

    TO_COME = "must not lie in the past: give a time from now on"
    SOONER = "is too far ahead for how urgent it is: give an earlier time"
    SOONER_OR_ASKED = (
        "is too far ahead for how urgent it is: give an earlier time, or `person` as who asked where they did"
    )
    CLOSED = "is when the receiving service is closed: give a time at which it is open"
    NOT_YET = "has not come yet: report it as kept once it has, or move it first to when it took place"
    NOT_MISSED = "has not come yet: report it as missed once it has; where it was called off, say so, or move it"
    NO_NUMBER = "is no phone number: give one with its area code"
    NOT_THERE = "is also under `do_not_contact`: take it out there, or give another way"
    DEATH_FIRST = "asks for a death on record: record the death first"
    PLAN_FIRST = "asks for a plan on record by which the person was looked for: plan it and record the attempts first"
    VERIFICATION_FIRST = "asks for a verification on record that says the first action was completed: verify first"
    REFUSAL_FIRST = "asks for a decline or a block on record: record the receiver's answer, or block, first"
    HANDED_OVER = "is not for a transfer that was handed over: give what became of it there"
    UNSAFE = "waits until the person says on their own device that it is safe: their last answer there was no"
    DANGER_FIRST = "asks that the danger the person spoke of is settled with them first: settle it, alone with them"
    ANSWERED = "is not for a call that goes on, nor for an acceptance that stands: end the call, correct the answer"
    OWN_EARS = "must be you: who heard the person say it records it"
    SENDING_SIDE = "is recorded by the team that sends the person: record a pause, and tell them"
    UNHEARD = "has nothing that can be heard: give a word with letters, or a picture"
    HOW = "must be given: how they said yes"
    GROUND = "must be given for an emergency exception: why nobody could be asked"
    DAY_TO_COME = "is over: give today or a later day"
    WHO_HEARD = "must be given, by the id of staff: who heard the person say it"


Wrong = dict[str, str]
"""What is wrong, by the dotted path of the field, as `Malformed` takes it."""


def implausible(
    command: c.Command, state: State, at: datetime, by: Party, *, known: TimePicture | None = None
) -> Wrong:
    """Return what a command claims that cannot be meant; nothing where it is plausible.

    `at`: the server's clock; `by`: who gives it; `known`: what the directory knows of the time that it names.
    """
    if isinstance(command, c.RescheduleFirstAction):
        return _reschedule(command, state, at, known)
    asks = _ASKS.get(command.step)
    return asks(command, state, at, by) if asks else {}


def is_past(when: datetime, at: datetime) -> bool:
    """Say whether a time that somebody gave lies before `at`; the minute that runs does not."""
    return when < at.replace(second=0, microsecond=0)


def _answer(command: c.Command, state: State, at: datetime, by: Party) -> Wrong:
    answer = command.record if isinstance(command, c.FileRecord) else command
    assert isinstance(answer, ReceivingAnswer)
    if answer.acceptance is not Acceptance.ACCEPTED:
        return {}
    if _says_it_is_unsafe(state, at):
        return {"acceptance": Remedy.UNSAFE}
    if state.accepted is not None:
        return {}  # a correction moves no deadline already set
    return _action(answer.first_action, state, at)


def _release(command: c.Command, state: State, at: datetime, by: Party) -> Wrong:
    return {"ownership_release": Remedy.UNSAFE} if _says_it_is_unsafe(state, at) else {}


def _says_it_is_unsafe(state: State, at: datetime) -> bool:
    """Say whether the person's own word on their device is that it is not safe now: it outranks every other (3.1).

    Paperwork never stands before a life: in an emergency it keeps nobody from taking them on. Danger is S.danger's.
    """
    own, until = state.safety_by_person, state.emergency_until
    is_asked = not state.is_after_handoff and not state.safety.is_in_duress and (until is None or until <= at)
    return is_asked and own is not None and own.safe_now is YesNoUnknown.NO


def _action(action: FirstAction | None, state: State, at: datetime) -> Wrong:
    when = action.at if action is not None else None
    if when is None:
        return {}
    if is_past(when, at):
        return {"first_action.at": Remedy.TO_COME}
    return {"first_action.at": Remedy.SOONER} if _days_ahead(when, state, at) > _allowed(BEGINS_WITHIN, state) else {}


def _days_ahead(when: datetime, state: State, at: datetime) -> int:
    return (local_date(when, state.zone) - local_date(at, state.zone)).days


def _allowed(days: dict[Urgency, int], state: State) -> int:
    urgency = state.request.urgency if state.request is not None else None
    return days.get(urgency, FURTHEST.days) if urgency is not None else FURTHEST.days


def _reschedule(command: c.RescheduleFirstAction, state: State, at: datetime, known: TimePicture | None) -> Wrong:
    if is_past(command.at, at):
        return {"at": Remedy.TO_COME}
    handed = state.handoff.at if state.handoff is not None else at
    if command.at > at + FURTHEST or (command.at > handed + FURTHEST and not _has_person_asked(command.asked_by)):
        return {"at": Remedy.SOONER}
    if too_late := _moved_too_far(command.at, command.asked_by, state, at):
        return too_late
    is_shut = known is not None and (known.is_closed_day or known.is_open is False)
    return {"at": Remedy.CLOSED} if is_shut else {}


def _moved_too_far(to: datetime, asked_by: str, state: State, at: datetime) -> Wrong:
    is_late = _days_ahead(to, state, at) > _allowed(MOVES_WITHIN, state)
    return {"at": Remedy.SOONER_OR_ASKED} if is_late and not _has_person_asked(asked_by) else {}


def _has_person_asked(who: str) -> bool:
    return who.strip().casefold() in _THE_PERSON


def _visit(command: c.Command, state: State, at: datetime, by: Party) -> Wrong:
    """Ask whether a proposed time is one for how urgent it is; what lies behind, and past 48 hours, V.time refuses."""
    assert isinstance(command, BookVisit | RescheduleVisit)
    if command.at is None or (state.request is not None and state.request.urgency is Urgency.HOURS_48):
        return {}
    if isinstance(command, RescheduleVisit):
        is_furthest = _days_ahead(command.at, state, at) > FURTHEST.days
        return {"at": Remedy.SOONER} if is_furthest else _moved_too_far(command.at, command.asked_by, state, at)
    return {"at": Remedy.SOONER} if _days_ahead(command.at, state, at) > _allowed(BEGINS_WITHIN, state) else {}


def _bridge(command: c.Command, state: State, at: datetime, by: Party) -> Wrong:
    assert isinstance(command, PlanBridgeContact)
    allowed = min(BRIDGED_WITHIN, _allowed(BEGINS_WITHIN, state))
    return {"at": Remedy.SOONER} if _days_ahead(command.at, state, at) > allowed else {}


def _report(command: c.Command, state: State, at: datetime, by: Party) -> Wrong:
    """Ask whether what is reported as kept, or missed, has come; of a visit that stands that is a control (V.kept).

    Who practises waits for no day.
    """
    assert isinstance(command, c.ReportFirstAction)
    visit, due = state.visit.standing, state.first_action_at
    if state.is_practice or command.outcome not in OF_ITS_TIME or due is None or due <= at:
        return {}
    if visit is not None and is_first_action(state, visit):
        return {}
    return {"outcome": Remedy.NOT_YET if command.outcome is FirstActionOutcome.KEPT else Remedy.NOT_MISSED}


def _was_turned_down(state: State) -> bool:
    decision = state.decision
    is_blocked = decision is not None and Decision.BLOCK is decision.decision
    is_unsuitable = decision is not None and decision.pathway_suitability is Suitability.UNSUITABLE
    return state.has_declined or is_blocked or is_unsuitable


_CLOSING: dict[Closure, tuple[Callable[[State], bool], Remedy]] = {
    Closure.DIED: (lambda state: state.custody.died_on is not None, Remedy.DEATH_FIRST),
    Closure.PERSON_UNREACHABLE_AFTER_PLAN: (lambda state: state.custody.plan is not None, Remedy.PLAN_FIRST),
    Closure.ALTERNATIVE_VERIFIED: (lambda state: state.is_verified, Remedy.VERIFICATION_FIRST),
    Closure.NOT_ELIGIBLE_ALTERNATIVE_MADE: (_was_turned_down, Remedy.REFUSAL_FIRST),
    Closure.ERROR: (lambda state: state.handoff is None, Remedy.HANDED_OVER),
}
"""What each closure rests on, as far as the transfer knows it (standards 3.3); `verified-continuity` is S.order's."""
_SAID_BY_THE_PERSON = frozenset({Closure.PERSON_WITHDREW, Closure.PERSON_DECLINED_OFFER})


def _closing(command: c.Command, state: State, at: datetime, by: Party) -> Wrong:
    assert isinstance(command, c.CloseTransfer)
    asked = _CLOSING.get(command.closure)
    if state.safety.is_in_duress and command.closure is not Closure.DIED:
        return {"closure": Remedy.DANGER_FIRST}
    if asked is not None and not asked[0](state):
        return {"closure": asked[1]}
    if command.closure is Closure.ERROR and _is_under_way(state):
        return {"closure": Remedy.ANSWERED}
    if command.closure not in _SAID_BY_THE_PERSON:
        return {}
    is_taken_on = state.accepted is not None and not state.is_after_handoff
    return {"closure": Remedy.ANSWERED} if is_taken_on else _who_heard(command.heard_by)


def _is_under_way(state: State) -> bool:
    """Say whether a call goes on, or somebody has accepted the person: that is no mistake of the paper."""
    return state.accepted is not None or (state.live is not None and state.live.is_open)


def _stopping(command: c.Command, state: State, at: datetime, by: Party) -> Wrong:
    """Ask that who heard the person withdraw records it, and before the handoff somebody of the side that sends them.

    What they say themself, and every other wish, is asked nothing.
    """
    assert isinstance(command, c.PersonStops)
    is_over = state.is_closed or by.is_person or command.wish is not Wish.WITHDRAW
    if is_over:
        return {}
    is_theirs = by.is_of(state.service) or by.id in {*state.originating_hands, *state.originators, state.owner}
    if not state.is_after_handoff and not is_theirs:
        return {"wish": Remedy.SENDING_SIDE}
    wrong = _who_heard(command.heard_by)
    return wrong if wrong or command.heard_by == by.id else {"heard_by": Remedy.OWN_EARS}


def _who_heard(who: str | None) -> Wrong:
    return {"heard_by": Remedy.WHO_HEARD} if who in (None, PERSON) else {}


def _plan(command: c.Command, state: State, at: datetime, by: Party) -> Wrong:
    """Ask that the words of danger can be heard at all: who counts on one that cannot would wait for help in vain."""
    assert isinstance(command, PlanSafeContact)
    signs = {"code_word": command.code_word, "duress_phrase": command.duress_phrase}
    wrong: Wrong = {name: Remedy.UNHEARD for name, sign in signs.items() if sign and not can_be_heard(sign)}
    address = command.number_or_address or ""
    if command.channel in _BY_NUMBER and sum(char.isdigit() for char in address) < SHORTEST_NUMBER:
        wrong["number_or_address"] = Remedy.NO_NUMBER
    elif address and same_address(address) in {same_address(each) for each in command.do_not_contact}:
        wrong["number_or_address"] = Remedy.NOT_THERE
    return wrong


def _consent(command: c.Command, state: State, at: datetime, by: Party) -> Wrong:
    """Ask how a yes was given, or why nobody could be asked, and that it has not ended before it began."""
    assert isinstance(command, c.GiveConsent)
    is_exception = command.given_by is GivenBy.EMERGENCY_EXCEPTION
    wrong: Wrong = {}
    if is_exception and command.ground is None:
        wrong["ground"] = Remedy.GROUND
    elif not is_exception and command.how is None:
        wrong["how"] = Remedy.HOW
    if command.until < local_date(at, state.zone):
        wrong["until"] = Remedy.DAY_TO_COME
    if command.expires_at is not None and command.expires_at < at:
        wrong["expires_at"] = Remedy.TO_COME
    return wrong


_ASKS: dict[str, Callable[[c.Command, State, datetime, Party], Wrong]] = {
    RecordKind.RECEIVING_ACCEPTANCE: _answer,
    RecordKind.HANDOFF_CLOSURE: _release,
    "voice_acceptance": _answer,
    "report_first_action": _report,
    BookVisit.do: _visit,
    RescheduleVisit.do: _visit,
    PlanBridgeContact.do: _bridge,
    "close_transfer": _closing,
    "person_stops": _stopping,
    c.GiveConsent.do: _consent,
    PlanSafeContact.do: _plan,
}
"""What is asked of each step; of the others nothing."""
