"""What each filed step brings about: owner, deadlines, escalations, endings (protocol sections 2 to 4).

One function for each step, under the step's name. They run after every control has held and the step is filed.
"""

from __future__ import annotations

from collections.abc import Callable

from holdfast.protocol import commands as c
from holdfast.protocol import records as r
from holdfast.protocol.chapters.safety.duress import is_held_open
from holdfast.protocol.codes import (
    Acceptance,
    ClosedAs,
    Closure,
    ContactOutcome,
    CorrectiveOutcome,
    DeadlineName,
    Decision,
    EscalationLevel,
    FirstActionOutcome,
    FirstActionStatus,
    Identity,
    Instruction,
    PersonReport,
    Wish,
)
from holdfast.protocol.controls.gates import A1, A2, A3, B1, B2, B3, C1, C3
from holdfast.protocol.controls.stage_a import disengage
from holdfast.protocol.draft import Draft
from holdfast.protocol.events import DeadlineOpened, InstructionEnded, LinkedTransferCalled, TransferClosed
from holdfast.protocol.facts import CLOCK

D = DeadlineName
WITHDRAWN = "S.withdrawn"
URGENT_WELFARE = "urgent_welfare"
"""What the escalation of an urgent welfare instruction goes by."""


def _opened(d: Draft) -> None:
    d.pass_ownership(d.situation.by.id, d.state.service)


def _emergency_started(d: Draft) -> None:
    if D.EMERGENCY_PAPERWORK not in d.state.deadlines:
        d.open_after(D.EMERGENCY_PAPERWORK, "emergency.paperwork")
    _paperwork_may_be_met(d)


def _paperwork_may_be_met(d: Draft) -> None:
    if d.state.stands(A1) and d.state.stands(A2):
        d.meet(D.EMERGENCY_PAPERWORK)


def _checkpoint_met(d: Draft) -> None:
    """Any record filed in time meets the checkpoint; a correction moves no deadline already set."""
    if d.situation.supersedes is None:
        d.meet(D.NEXT_CHECKPOINT)


def _checkpoint_opened(d: Draft, record: r.AuthorizationRequest | r.LiveConnection | r.Verification) -> None:
    if D.NEXT_CHECKPOINT not in d.state.deadlines:
        d.open(D.NEXT_CHECKPOINT, d.situation.instant_of(record.next_checkpoint_date))


def _review_opened(d: Draft, record: r.ReleaseReadiness | r.HandoffClosure | r.AssuranceFollowup) -> None:
    if d.situation.supersedes is None:
        d.meet(D.REVIEW)
    if D.REVIEW not in d.state.deadlines:
        d.open(D.REVIEW, d.situation.instant_of(record.review_date))


def _requested(d: Draft) -> None:
    before = d.situation.state
    _checkpoint_met(d)
    d.meet(D.RECONTACT)
    d.void_records(A2, A3)
    if _is_another_way(d):
        d.end_live_event()
        _live_steps_voided(d)
    elif before.has_declined:
        _live_steps_voided(d)
    if d.situation.supersedes is None:
        span = "authorization.decide_elevated" if d.state.is_elevated else "authorization.decide"
        d.open_after(D.AUTHORIZATION_DECISION, span)
    elif before.decision_due is not None and before.stands(A2):
        kept = before.decision_due
        d.add(DeadlineOpened(D.AUTHORIZATION_DECISION, kept.due, kept.opened_at, d.state.zone, kept.rises_after))
    _checkpoint_opened(d, d.situation.filing(r.AuthorizationRequest))


def _is_another_way(d: Draft) -> bool:
    """Say whether the request leads elsewhere than what was done so far: to another service, or live where it was not.

    Nobody there has been reached or has accepted then. In an emergency the first request may name who was reached.
    """
    before, now = d.situation.state, d.state
    if before.request is not None and before.request.mode.is_live is not now.is_live_mode:
        return True
    reached = before.receiving_service
    return reached is not None and reached != now.receiving_service


def _decided(d: Draft) -> None:
    _checkpoint_met(d)
    d.meet(D.AUTHORIZATION_DECISION)
    _paperwork_may_be_met(d)
    if d.situation.filing(r.AuthorizationDecision).decision is Decision.BLOCK:
        d.void_records(A3)


def _ready(d: Draft) -> None:
    _checkpoint_met(d)
    _review_opened(d, d.situation.filing(r.ReleaseReadiness))


def _connected(d: Draft) -> None:
    _checkpoint_met(d)
    _checkpoint_opened(d, d.situation.filing(r.LiveConnection))


def _answered(d: Draft) -> None:
    _checkpoint_met(d)
    answer = d.situation.filing(r.ReceivingAcceptance).acceptance
    if answer is Acceptance.PENDING:
        d.void(D.FIRST_ACTION)
        d.open_after(D.ACCEPTANCE, "acceptance.pending")
        return
    d.meet(D.ACCEPTANCE)
    if answer is Acceptance.DECLINED:
        d.void(D.FIRST_ACTION)
        d.end_live_event()
        d.void_records(B1)
    elif d.situation.state.accepted is None:
        first_action_opened(d)


def first_action_opened(d: Draft) -> None:
    """Open the clock of the first action, at the time that stands for it."""
    assert d.state.first_action_at is not None, "an acceptance names its first action (B2.action)"
    d.open(D.FIRST_ACTION, d.state.first_action_at + d.state.rules.span("first_action.grace"))


def _confirmation_asked(d: Draft) -> None:
    """The receiver is asked to confirm what was said for them."""
    d.open_after(D.ACCEPTANCE, "acceptance.voice_elevated" if d.is_urgent else "acceptance.voice")


def _voice_confirmed(d: Draft) -> None:
    d.meet(D.ACCEPTANCE)
    first_action_opened(d)


def _handed_off(d: Draft) -> None:
    if d.situation.state.is_after_handoff:
        return
    assert d.state.accepted is not None, "B3.order holds"
    _checkpoint_met(d)
    taker = d.state.accepted.by
    d.pass_ownership(taker, d.state.receiving_service or "", is_guest=_is_guest(d, taker))
    if d.state.corrective is not None:
        d.meet(D.CORRECTIVE_ACTION)
        d.add(InstructionEnded())
    d.void_records(C1, C3)
    d.void(D.REVERIFICATION, D.ASSURANCE_FOLLOWUP)
    _review_opened(d, d.situation.filing(r.HandoffClosure))
    d.open_by_urgency(D.VERIFICATION, "verification", d.at, fast=d.situation.is_non_live)


def _is_guest(d: Draft, who: str) -> bool:
    known = d.state.identities.get(who, frozenset())
    return bool(known) and Identity.ACCOUNT not in known


def _verified(d: Draft) -> None:
    _checkpoint_met(d)
    c1, before = d.situation.filing(r.Verification), d.situation.state.verification
    _checkpoint_opened(d, c1)
    if d.situation.supersedes and before and before.first_action_status is c1.first_action_status:
        return  # it calls for nothing new
    d.meet(D.VERIFICATION, D.REVERIFICATION)
    if c1.first_action_status is FirstActionStatus.COMPLETED:
        days = d.state.rules.number("followup.business_days")
        d.open(D.ASSURANCE_FOLLOWUP, d.situation.business_close(d.at, days))
    elif c1.first_action_status is FirstActionStatus.NOT_COMPLETED:
        d.void(D.ASSURANCE_FOLLOWUP)
        d.open_determination()
    else:
        d.void(D.ASSURANCE_FOLLOWUP)
        d.open_by_urgency(D.REVERIFICATION, "reverification", d.state.first_action_at or d.at)


def _determined(d: Draft) -> None:
    _checkpoint_met(d)
    d.meet(D.DETERMINATION, D.REENGAGEMENT)
    c2 = d.situation.filing(r.CorrectiveDetermination)
    lead = d.situation.facts.people[c2.corrective_owner_id]
    d.pass_ownership(lead.id, lead.assignments[0].service if lead.assignments else d.state.service)
    d.open(D.CORRECTIVE_ACTION, d.situation.instant_of(c2.corrective_deadline))
    if c2.instruction is Instruction.REPEAT_LIVE_HANDOFF:
        d.void(D.FIRST_ACTION, D.VERIFICATION, D.REVERIFICATION, D.ASSURANCE_FOLLOWUP)
        d.void_records(B1, B2, B3)
    elif c2.instruction is Instruction.ALTERNATE_PATHWAY:
        d.add(LinkedTransferCalled(lead.id))
    elif c2.instruction is Instruction.URGENT_WELFARE:
        d.escalate(URGENT_WELFARE, EscalationLevel.EXECUTIVE)


def _followed_up(d: Draft) -> None:
    _checkpoint_met(d)
    d.meet(D.ASSURANCE_FOLLOWUP)
    c3 = d.situation.filing(r.AssuranceFollowup)
    if c3.residual_concern or c3.person_reported_continuity is PersonReport.NOT_HELD:
        _review_opened(d, c3)
        d.open_determination()
        return
    if d.state.is_determination_owed or d.state.corrective is not None or d.state.access_by:
        _review_opened(d, c3)
        return
    is_unreachable = c3.person_reported_continuity is PersonReport.UNREACHABLE
    _closed(d, ClosedAs.VERIFIED_PERSON_NOT_HEARD if is_unreachable else ClosedAs.HELD)


def _closed(d: Draft, closed_as: Closure | ClosedAs) -> None:
    d.end_live_event()
    d.void(*d.state.deadlines)
    d.add(TransferClosed(closed_as, d.at))


def _signalled(d: Draft) -> None:
    if not disengage(d.situation):
        d.open_after(D.RECONTACT, "recontact.due")


def _contact_attempted(d: Draft) -> None:
    outcome = d.situation.given(c.ContactAttempt).outcome
    if outcome is not ContactOutcome.LIVE_HUMAN_ACCEPTED and d.state.accepted is None:
        d.open_noon_next_day()


def _countersigned(d: Draft) -> None:
    if d.state.review_of is d.situation.given(c.Countersign).record:
        d.meet(D.REVIEW)


def _first_action_reported(d: Draft) -> None:
    first_action_came(d, d.situation.given(c.ReportFirstAction).outcome)


def first_action_came(d: Draft, outcome: FirstActionOutcome) -> None:
    """Meet the clock of the first action, or turn it into `reengagement`, by what became of it."""
    if outcome is FirstActionOutcome.KEPT:
        d.meet(D.FIRST_ACTION, D.REENGAGEMENT)
    elif outcome in (FirstActionOutcome.NO_SHOW, FirstActionOutcome.CANCELLED):
        d.void(D.FIRST_ACTION)
        if D.REENGAGEMENT not in d.state.deadlines:
            d.open_by_urgency(D.REENGAGEMENT, "reengagement", d.at)


def _first_action_rescheduled(d: Draft) -> None:
    d.meet(D.REENGAGEMENT)
    first_action_opened(d)


def _corrective_completed(d: Draft) -> None:
    d.meet(D.CORRECTIVE_ACTION)
    d.add(InstructionEnded())
    if d.situation.given(c.CompleteCorrective).outcome is CorrectiveOutcome.NOT_ACHIEVED:
        d.open_determination()
    else:
        _confirmation_asked(d)


def _access_confirmed(d: Draft) -> None:
    by = d.situation.by.id
    d.meet(D.ACCEPTANCE)
    taker, service = d.situation.by, d.state.receiving_service or ""
    if not taker.is_of(service) and taker.assignments:
        service = taker.assignments[0].service  # an alternate pathway leads to another service
    d.pass_ownership(by, service, is_guest=_is_guest(d, by))
    d.void_records(C1, C3)
    d.void(D.VERIFICATION, D.ASSURANCE_FOLLOWUP)
    d.open_by_urgency(D.REVERIFICATION, "reverification", d.at)


def _reassigned(d: Draft) -> None:
    to = d.situation.facts.people[d.situation.given(c.Reassign).to]
    if d.situation.by.id == CLOCK:
        d.end_live_event()  # who was in it for them has no account any more: nobody is to answer to an empty seat
    stays = to.is_of(d.state.owner_service) or not to.assignments
    d.pass_ownership(to.id, d.state.owner_service if stays else to.assignments[0].service)


def _stopped(d: Draft) -> None:
    if d.situation.state.is_closed:
        return
    wish = d.situation.given(c.PersonStops).wish
    d.end_live_event()
    if is_held_open(d.situation.state, wish):
        d.escalate(WITHDRAWN, EscalationLevel.QUALITY)
    elif wish is Wish.WITHDRAW:
        _withdrawn(d)
        return
    if not d.state.is_after_handoff:
        _live_steps_voided(d)
    if wish is Wish.DIFFERENT_RECEIVER:
        _other_receiver_wanted(d)


def _withdrawn(d: Draft) -> None:
    """Close it; where it is somebody's word that the person said so, quality looks at it."""
    _closed(d, Closure.PERSON_WITHDREW)
    if d.situation.given(c.PersonStops).heard_by is not None and not d.situation.by.is_person:
        d.escalate(WITHDRAWN, EscalationLevel.QUALITY)


def _live_steps_voided(d: Draft) -> None:
    """Before B3 a pause or another wish voids B1 and B2 with the deadlines B2 opened (section 3.1)."""
    if d.state.answer is Acceptance.PENDING or d.state.voice is not None:
        _acceptance_given_up(d)
    if d.state.accepted is not None:
        d.void(D.FIRST_ACTION)
    d.void_records(B1, B2)


def _acceptance_given_up(d: Draft) -> None:
    """Void the `acceptance` that an answer opened; one that a failed contact opened stands again at its own noon."""
    d.void(D.ACCEPTANCE)
    if d.state.contact_failed and d.state.contact_due is not None and d.state.contact_due > d.at:
        d.open(D.ACCEPTANCE, d.state.contact_due)


def _other_receiver_wanted(d: Draft) -> None:
    if d.state.handoff is None:
        d.void(D.AUTHORIZATION_DECISION)
        d.void_records(A1, A2, A3)
        return
    if d.state.corrective is not None:
        d.void(D.CORRECTIVE_ACTION)
        d.add(InstructionEnded())
    d.open_determination()


EFFECTS: dict[str, Callable[[Draft], None]] = {
    "open_transfer": _opened,
    "emergency_start": _emergency_started,
    A1: _requested,
    A2: _decided,
    A3: _ready,
    B1: _connected,
    B2: _answered,
    "voice_acceptance": _confirmation_asked,
    "confirm_voice_acceptance": _voice_confirmed,
    B3: _handed_off,
    C1: _verified,
    r.CorrectiveDetermination.kind: _determined,
    C3: _followed_up,
    "signal": _signalled,
    "contact_attempt": _contact_attempted,
    "countersign": _countersigned,
    "report_first_action": _first_action_reported,
    "reschedule_first_action": _first_action_rescheduled,
    "complete_corrective": _corrective_completed,
    "confirm_access": _access_confirmed,
    "reassign": _reassigned,
    "person_stops": _stopped,
    "close_transfer": lambda d: _closed(d, d.situation.given(c.CloseTransfer).closure),
}
"""What each step brings about, by its name; a step that is not here changes nothing but what it records."""
