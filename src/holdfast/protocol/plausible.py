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
from holdfast.protocol.chapters.visit.standing import is_first_action
from holdfast.protocol.codes import (
    Acceptance,
    Closure,
    Decision,
    FirstActionOutcome,
    GivenBy,
    RecordKind,
    Suitability,
    Wish,
)
from holdfast.protocol.facts import PERSON, Party, TimePicture
from holdfast.protocol.records import FirstAction, ReceivingAnswer
from holdfast.protocol.state import State

FURTHEST = timedelta(days=90)
"""How far ahead a first action may be moved: what is further is no first step into care."""


class Remedy(StrEnum):
    """What is wrong with a claim, and what is accepted; said to programs. `web/words/claims.py` has it for people."""

    TO_COME = "must not lie in the past: give a time from now on"
    SOONER = "is too far ahead for how urgent it is: give an earlier time"
    CLOSED = "is when the receiving service is closed: give a time at which it is open"
    NOT_YET = "has not come yet: report it as kept once it has, or move it first to when it took place"
    DEATH_FIRST = "asks for a death on record: record the death first"
    PLAN_FIRST = "asks for a plan on record by which the person was looked for: plan it and record the attempts first"
    VERIFICATION_FIRST = "asks for a verification on record that says the first action was completed: verify first"
    REFUSAL_FIRST = "asks for a decline or a block on record: record the receiver's answer, or block, first"
    HANDED_OVER = "is not for a transfer that was handed over: give what became of it there"
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
    if answer.acceptance is not Acceptance.ACCEPTED or state.accepted is not None:
        return {}  # a correction moves no deadline already set
    return _action(answer.first_action, at)


def _action(action: FirstAction | None, at: datetime) -> Wrong:
    when = action.at if action is not None else None
    return {"first_action.at": Remedy.TO_COME} if when is not None and is_past(when, at) else {}


def _reschedule(command: c.RescheduleFirstAction, state: State, at: datetime, known: TimePicture | None) -> Wrong:
    if is_past(command.at, at):
        return {"at": Remedy.TO_COME}
    if command.at > at + FURTHEST:
        return {"at": Remedy.SOONER}
    is_shut = known is not None and (known.is_closed_day or known.is_open is False)
    return {"at": Remedy.CLOSED} if is_shut else {}


def _report(command: c.Command, state: State, at: datetime, by: Party) -> Wrong:
    """Ask whether what is reported as kept has come; of a visit that stands that is a control (V.kept).

    Who practises waits for no day.
    """
    assert isinstance(command, c.ReportFirstAction)
    visit, due = state.visit.standing, state.first_action_at
    if state.is_practice or command.outcome is not FirstActionOutcome.KEPT or due is None or due <= at:
        return {}
    return {} if visit is not None and is_first_action(state, visit) else {"outcome": Remedy.NOT_YET}


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
    if asked is not None and not asked[0](state):
        return {"closure": asked[1]}
    return _who_heard(command.heard_by) if command.closure in _SAID_BY_THE_PERSON else {}


def _stopping(command: c.Command, state: State, at: datetime, by: Party) -> Wrong:
    """Ask who heard that the person withdraws; what they say themself, and every other wish, is asked nothing."""
    assert isinstance(command, c.PersonStops)
    is_over = state.is_closed or by.is_person or command.wish is not Wish.WITHDRAW
    return {} if is_over else _who_heard(command.heard_by)


def _who_heard(who: str | None) -> Wrong:
    return {"heard_by": Remedy.WHO_HEARD} if who in (None, PERSON) else {}


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
    "voice_acceptance": _answer,
    "report_first_action": _report,
    "close_transfer": _closing,
    "person_stops": _stopping,
    c.GiveConsent.do: _consent,
}
"""What is asked of each step; of the others nothing."""
