"""Who has a duty in a transfer, whose acceptance of it stands, and whether the plan to find the person was carried out.

Pure questions about the state, for controls and read models alike.
"""

from __future__ import annotations

from holdfast.protocol.calendars import local_date
from holdfast.protocol.chapters.custody.said import PersonAnswer, Plan, Tried
from holdfast.protocol.codes import Closure, RecordKind
from holdfast.protocol.records import ReceivingAnswer, ReleaseReadiness
from holdfast.protocol.state import State


def duty_holders(state: State) -> frozenset[str]:
    """Return the ids of all who have a duty of their own: owner, originators, continuity lead, reviewers, corrector."""
    readiness = state.records.get(RecordKind.RELEASE_READINESS)
    lead = readiness.record.continuity_lead_id if readiness and isinstance(readiness.record, ReleaseReadiness) else ""
    reviewers = (getattr(standing.record, "reviewer_id", "") for standing in state.records.values())
    corrective = state.corrective.owner if state.corrective else ""
    return frozenset({state.owner, *state.originators, lead, corrective, *reviewers}) - {""}


def has_acceptance(state: State) -> bool:
    """Say whether an acceptance stands and goes on: not closed, and nothing corrective is open (S.one_acceptance).

    In a repeated handoff a new acceptance stands, though its instruction is still open. One that failed does not stand
    again while access waits for the word of who is to confirm it.
    """
    goes_on = not state.is_determination_owed and (state.corrective is None or state.is_reopened)
    goes_on = goes_on and state.access_by == ""
    return state.accepted is not None and not state.is_closed and goes_on


def needs_accepted(state: State) -> frozenset[str]:
    """Return the needs for which the person stands accepted: the transfer's own, and those of the accepted scope."""
    answer = state.records.get(RecordKind.RECEIVING_ACCEPTANCE)
    scope = answer.record.accepted_scope if answer and isinstance(answer.record, ReceivingAnswer) else ()
    return frozenset({state.need or "", *(scope or ())}) - {""}


def is_known_to_have_died(state: State) -> bool:
    """Say whether the transfer holds the person dead: a death is recorded, or it closed with one, not taken back."""
    closed_so = state.closed_as is Closure.DIED and not state.custody.is_death_taken_back
    return state.custody.died_on is not None or closed_so


def takes_the_need(state: State) -> bool:
    """Say whether an acceptance, or confirmed access, stands that has not failed since.

    The database lets one be so for a person's need.
    """
    is_real = not state.is_practice and state.subject != "" and not state.is_closed
    accepted_at_step = state.accepted.step if state.accepted is not None else 0
    return is_real and max(accepted_at_step, state.custody.access_at_step) > state.custody.failed_at_step


def is_carried_out(plan: Plan, tried: tuple[Tried, ...], zone: str) -> bool:
    """Say whether every attempt of the plan is on record, each by its own means and not before its day; none reached.

    An attempt by another means, or before the plan, stands for none of it.
    """
    since = [each for each in tried if each.at >= plan.at]
    if any(each.answer is PersonAnswer.REACHED for each in since):
        return False
    left = sorted(since, key=lambda each: each.at)
    for asked in sorted(plan.attempts, key=lambda each: each.on, reverse=True):
        found = next((t for t in reversed(left) if t.means is asked.means and local_date(t.at, zone) >= asked.on), None)
        if found is None:
            return False
        left.remove(found)
    return True
