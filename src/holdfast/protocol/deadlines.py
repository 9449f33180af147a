"""The deadlines of protocol section 4: what opens each, when it is due, what meets it, and who is told of a miss."""

from __future__ import annotations

from dataclasses import dataclass

from holdfast.protocol.codes import DeadlineName, EscalationLevel


@dataclass(frozen=True, slots=True)
class DeadlineRule:
    """One row of the table. `control` is the id its escalation goes by: a control's, or the deadline's own name."""

    name: DeadlineName
    opened_by: str
    due: str
    met_by: str
    level: EscalationLevel
    control: str = ""
    rises_to: EscalationLevel | None = None
    """The level told after the same span again, unless answered or resolved by then."""
    is_never_postponed: bool = False
    """Whether opening it again while it is open can only bring it forward."""

    @property
    def escalates_as(self) -> str:
        """The key of the escalation that a miss raises."""
        return self.control or self.name


_D, _L = DeadlineName, EscalationLevel

DEADLINES: dict[DeadlineName, DeadlineRule] = {
    rule.name: rule
    for rule in (
        DeadlineRule(
            _D.AUTHORIZATION_DECISION, "A1", "15 min; elevated 5", "A2", _L.SUPERVISORY, "A2.late",
            rises_to=_L.DIRECTOR, is_never_postponed=True,
        ),
        DeadlineRule(
            _D.RECONTACT, "A1.disengage", "15 min", "A1", _L.SUPERVISORY,
            rises_to=_L.DIRECTOR, is_never_postponed=True,
        ),
        DeadlineRule(
            _D.EMERGENCY_PAPERWORK, "`emergency_start`", "30 min", "A1 and A2 (at once where both stand)", _L.DIRECTOR
        ),
        DeadlineRule(_D.NEXT_CHECKPOINT, "A1, B1, C1", "as filed", "any record filed in time", _L.SUPERVISORY),
        DeadlineRule(
            _D.REVIEW, "A3, B3, C3", "as filed",
            "`countersign` by the named reviewer, or a later record with a new date", _L.QUALITY,
        ),
        DeadlineRule(
            _D.ACCEPTANCE, "B2 pending; voice acceptance, access achieved; failed contact",
            "15 min; 2 h (elevated 30 min); noon next day in the receiver's zone",
            "B2 accepted or declined; the confirmation", _L.SUPERVISORY,
            rises_to=_L.DIRECTOR, is_never_postponed=True,
        ),
        DeadlineRule(
            _D.FIRST_ACTION, "B2 accepted", "`first_action.at` + 2 h",
            "reported `kept`; `no_show` and `cancelled` turn it into `reengagement`", _L.SUPERVISORY,
        ),
        DeadlineRule(
            _D.REENGAGEMENT, "no-show, missed first action", "1 business day; elevated 4 h",
            "new first action, a late `kept`, or C2", _L.DIRECTOR,
        ),
        DeadlineRule(
            _D.VERIFICATION, "B3", "1 business day; elevated or non-live 4 h", "C1", _L.QUALITY_MANAGER, "C1.late"
        ),
        DeadlineRule(
            _D.REVERIFICATION, "C1 not yet due, access achieved",
            "1 business day (elevated 4 h) after `first_action.at`, or after access achieved", "C1",
            _L.QUALITY_MANAGER, "C1.late",
        ),
        DeadlineRule(
            _D.DETERMINATION, "C1 not completed, C3.failed", "1 business day; elevated 4 h", "C2", _L.EXECUTIVE,
            "C2.unowned",
        ),
        DeadlineRule(_D.CORRECTIVE_ACTION, "C2", "as filed", "`complete_corrective`", _L.EXECUTIVE),
        DeadlineRule(_D.ASSURANCE_FOLLOWUP, "C1 completed", "2 business days", "C3", _L.QUALITY_MANAGER, "C3.late"),
        DeadlineRule(
            _D.CUSTODY_OFFER, "`offer_custody`", "the end of the shift, as filed",
            "`accept_custody`, or `withdraw_offer`; voided where the owner changes otherwise", _L.SUPERVISORY,
            is_never_postponed=True,
        ),
        DeadlineRule(
            _D.BRIDGE_CONTACT, "`plan_bridge_contact`", "as filed", "`report_bridge_contact` as made", _L.SUPERVISORY
        ),
        DeadlineRule(_D.WELFARE_REVIEW, "`welfare_step`", "3 days", "`review_welfare`", _L.QUALITY),
        DeadlineRule(
            _D.EXCEPTION_REVIEW, "`give_consent` as an emergency exception that says its ground", "3 days",
            "`review_exception`", _L.QUALITY_MANAGER,
        ),
    )
}  # fmt: skip
"""Every deadline, in the order of the protocol's table."""
