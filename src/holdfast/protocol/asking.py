"""What is still owed in a transfer, and until when an instruction may last, asked before anything is done. Pure.

An answer is for drawing a page. It promises nothing: the act itself is judged anew, by `decide`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from holdfast.protocol.codes import DeadlineName, FirstActionStatus, RecordKind
from holdfast.protocol.commands import Tick
from holdfast.protocol.controls.stage_c import latest_corrective
from holdfast.protocol.facts import Facts
from holdfast.protocol.package import Planned
from holdfast.protocol.packages import package_of
from holdfast.protocol.situation import Situation
from holdfast.protocol.state import State

D, R = DeadlineName, RecordKind


def corrective_latest(state: State, facts: Facts) -> datetime:
    """Return the latest deadline that C2.deadline allows at `facts.at`; `facts` has the originating site's calendar."""
    return latest_corrective(Situation(state, Tick(), facts))


def owed(state: State) -> frozenset[DeadlineName]:
    """Return the deadlines whose act is still to be done: those that are open, and those missed and not made up for."""
    if state.is_closed or state.opened_at is None:
        return frozenset()
    if state.custody.died_on is not None:
        return frozenset(state.deadlines)
    return frozenset(state.deadlines) | {name for name, is_owed in _OWED.items() if is_owed(state)}


def planned(state: State, at: datetime) -> tuple[Planned, ...]:
    """Return what the transfer's package planned for when nobody answers and is still to be done at `at`.

    Nothing before the first failed contact, nor once the receiving side has answered, or a death is on record. A time
    that has come is left out: nobody can keep it any more, and it is asked anew.
    """
    package = package_of(state.package)
    is_over = state.is_closed or state.is_after_handoff or state.custody.died_on is not None
    has_answered = state.accepted is not None or state.has_declined
    if package is None or is_over or has_answered or not state.contact_failed:
        return ()
    return tuple(
        replace(each, fields=_to_come(each.fields, at)) for each in package.unanswered(state) if not each.is_done
    )


def _to_come(fields: Mapping[str, object], at: datetime) -> dict[str, object]:
    return {name: value for name, value in fields.items() if not isinstance(value, datetime) or value > at}


def _decision(state: State) -> bool:
    return state.stands(R.AUTHORIZATION_REQUEST) and not state.stands(R.AUTHORIZATION_DECISION)


def _paperwork(state: State) -> bool:
    has_both = state.stands(R.AUTHORIZATION_REQUEST) and state.stands(R.AUTHORIZATION_DECISION)
    return state.is_emergency and not has_both


def _has_failed(state: State) -> bool:
    return state.is_determination_owed or state.corrective is not None


def _is_unverified(state: State) -> bool:
    return state.is_after_handoff and not state.stands(R.VERIFICATION) and not _has_failed(state)


def _verification(state: State) -> bool:
    return _is_unverified(state) and not _has_passed_again(state)


def _reverification(state: State) -> bool:
    c1 = state.verification
    is_not_yet_due = c1 is not None and c1.first_action_status is FirstActionStatus.NOT_YET_DUE
    asks_again = is_not_yet_due and state.is_after_handoff and not _has_failed(state)
    return asks_again or (_is_unverified(state) and _has_passed_again(state))


def _has_passed_again(state: State) -> bool:
    """Say whether ownership has passed since the handoff, by an access that was confirmed."""
    return state.handoff is not None and state.passed_at is not None and state.passed_at > state.handoff.at


def _followup(state: State) -> bool:
    return state.is_after_handoff and state.is_verified and not state.stands(R.ASSURANCE_FOLLOWUP)


def _first_action(state: State) -> bool:
    """From A3 on, when somebody is named who stays until then, until the first visit was kept."""
    return state.stands(R.RELEASE_READINESS) and not state.is_first_action_kept


def _acceptance(state: State) -> bool:
    return state.stands(R.RECEIVING_ACCEPTANCE) and state.accepted is None and not state.has_declined


_OWED: dict[DeadlineName, Callable[[State], bool]] = {
    D.AUTHORIZATION_DECISION: _decision,
    D.EMERGENCY_PAPERWORK: _paperwork,
    D.ACCEPTANCE: _acceptance,
    D.FIRST_ACTION: _first_action,
    D.VERIFICATION: _verification,
    D.REVERIFICATION: _reverification,
    D.DETERMINATION: lambda state: state.is_determination_owed,
    D.ASSURANCE_FOLLOWUP: _followup,
}
"""Whether a missed deadline's act is still owed. The others lead on to another deadline when they are missed."""
