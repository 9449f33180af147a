"""What each field of every form is called, and the sentence that helps to fill it in. Keys: `Model.field`.

A list in parts has a word for one row under `Model.field.row`. Staff read these: grade 8 or lower.
"""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from holdfast.protocol.package import said
from holdfast.web.forms.shapes import Shape
from holdfast.web.words.chapters import CHAPTERS
from holdfast.web.words.parts import Words

_REVIEWER = Words(_("Who reviews this record"), _("They are asked to look at it and to countersign."))
_CHECKPOINT = Words(_("Next step due by"), _("A day without a time means the close of that day."))
_REVIEW_DATE = Words(_("Review due by"), _("A day without a time means the close of that day."))
_WHO_ANSWERS = Words(_("Who answers"), _("A person, a team or a line."))
_MEANS = Words(_("How they are reached"), _("By phone, by text, or in person."))
_CONTACT = Words(_("Number or place"))
_SHORT_NOTE = Words(_("In a few words"), _("May stay empty."))
_SERVICE_TOLD = Words(_("Service"))
_LANGUAGE = Words(_("Language"), _("Such as English or Spanish."))
_CHANNEL = Words(_("How the live call is held"))
_STANDS_IN_WAY = Words(_("What still stands in the way"), _("One thing each. Leave it empty if nothing does."))

FIELDS: dict[str, Words] = {
    # A1 authorization request
    "AuthorizationRequest.transfer_trigger": Words(
        _("What calls for this handoff"), _("What came up in this encounter.")
    ),
    "AuthorizationRequest.need_category": Words(_("Need that the receiving service is to meet")),
    "AuthorizationRequest.urgency": Words(
        _("How soon must the first step happen?"), _("Rate it yourself. Nothing is filled in for you.")
    ),
    "AuthorizationRequest.risk_indicators": Words(
        _("Signs of risk that you see now"), _("Choose all that apply. Leave all of them empty if you see none.")
    ),
    "AuthorizationRequest.mode": Words(_("How responsibility is to pass")),
    "AuthorizationRequest.why_not_live": Words(
        _("Why a live handoff is not possible"), _("Only if you chose a way that is not live.")
    ),
    "AuthorizationRequest.receiving_pathway": Words(
        _("Receiving route"), _("One route of one service, not a kind of service.")
    ),
    "AuthorizationRequest.reviewer_id": _REVIEWER,
    "AuthorizationRequest.next_checkpoint_date": _CHECKPOINT,
    # A2 authorization decision
    "AuthorizationDecision.decision": Words(_("Decision")),
    "AuthorizationDecision.pathway_suitability": Words(_("Can this route take this person now?")),
    "AuthorizationDecision.accommodations": Words(
        _("What makes up for a poor fit"), _("One for each thing that does not fit by itself.")
    ),
    "AuthorizationDecision.accommodations.row": Words(_("Accommodation")),
    "Accommodation.what": Words(_("What is made up for")),
    "Accommodation.reason": Words(_("Why it does not fit by itself")),
    "Accommodation.plan": Words(
        _("What is done about it"), _("For language: an interpreter for the live call and for the first visit.")
    ),
    "AuthorizationDecision.transfer_failure_risk": Words(_("Risk that this handoff fails")),
    "AuthorizationDecision.unresolved_dependencies": _STANDS_IN_WAY,
    "AuthorizationDecision.unresolved_dependencies.row": Words(_("Open need")),
    # A3 release readiness
    "ReleaseReadiness.fallback_route": Words(
        _("Backup route"), _("Whom the person reaches if the handoff does not come about.")
    ),
    "FallbackRoute.who": _WHO_ANSWERS,
    "FallbackRoute.means": _MEANS,
    "FallbackRoute.contact": _CONTACT,
    "FallbackRoute.until": Words(_("Answered until"), _("A day without a time means the close of that day.")),
    "ReleaseReadiness.person_readiness": Words(_("What the person knows and wants")),
    "PersonReadiness.told": Words(_("Was the person told who will be on the call, and why?")),
    "PersonReadiness.understood": Words(_("Did the person say it back?")),
    "PersonReadiness.agreed": Words(_("Does the person agree?")),
    "PersonReadiness.note": _SHORT_NOTE,
    "ReleaseReadiness.continuity_lead_id": Words(
        _("Who stays with the person until the first visit"), _("Somebody of the originating side.")
    ),
    "ReleaseReadiness.review_date": _REVIEW_DATE,
    "ReleaseReadiness.reviewer_id": _REVIEWER,
    # B1 live connection
    "LiveConnection.receiving_service": Words(_("Service that you reached")),
    "LiveConnection.contact_attempted_at": Words(
        _("When you made the contact"), _("File it as it happens: within two minutes.")
    ),
    "LiveConnection.receiving_contact_id": Words(
        _("Named person that you reached"), _("A mailbox, a queue or a machine is nobody who can receive.")
    ),
    "LiveConnection.handoff_purpose": Words(_("Why, in words that the person would agree with")),
    "LiveConnection.channel": _CHANNEL,
    "LiveConnection.reviewer_id": _REVIEWER,
    "LiveConnection.next_checkpoint_date": _CHECKPOINT,
    # B2 receiving acceptance, and an acceptance by voice
    "ReceivingAnswer.acceptance": Words(_("Answer")),
    "ReceivingAnswer.decline_reason": Words(_("Why not"), _("Only if the answer is no.")),
    "ReceivingAnswer.pending_reason": Words(_("What is waited for"), _("Only if the answer is not yet.")),
    "ReceivingAnswer.accepted_scope": Words(_("What is taken on"), _("The needs that the service will meet.")),
    "ReceivingAnswer.accommodations_confirmed": Words(
        _("What will be provided to make it fit"), _("Confirm each thing that the decision asks for.")
    ),
    "ReceivingAnswer.first_action": Words(
        _("What happens first"), _("The person hears this on the call. A promise to call back is not a first step.")
    ),
    "FirstAction.kind": Words(_("What it is"), _("An appointment, a home visit, a bed, a ride.")),
    "FirstAction.who": Words(_("Who does it")),
    "FirstAction.where": Words(_("At which place")),
    "FirstAction.channel": Words(_("By phone or video"), _("Only if it is not at a place.")),
    "FirstAction.at": Words(_("When")),
    "ReceivingAnswer.unmet_intake_requirements": Words(
        _("What is still needed before you can start"), _("Leave it empty if nothing is.")
    ),
    "ReceivingAnswer.unmet_intake_requirements.row": Words(_("Intake item")),
    "ReceivingAnswer.escalation_triggers": Words(
        _("What you will act on at once"), _("Such as: no answer by noon on the day.")
    ),
    "ReceivingAnswer.escalation_triggers.row": Words(_("Sign")),
    "ReceivingAnswer.loop_commitment": Words(
        _("Reporting back"), _("Who tells the sending side whether the visit happened.")
    ),
    "LoopCommitment.who": Words(_("Who reports")),
    "LoopCommitment.how": Words(_("How they report")),
    "LoopCommitment.by": Words(_("By when they report"), _("A day without a time means the close of that day.")),
    "VoiceAcceptance.said_by": Words(_("Who said it"), _("Somebody of the receiving service, who confirms it later.")),
    "VoiceAcceptance.heard_by": Words(_("Who heard it")),
    # B3 handoff closure
    "HandoffClosure.ownership_release": Words(_("Release")),
    "HandoffClosure.person_heard_next_step": Words(_("How do you know that the person heard the next step?")),
    "HandoffClosure.witness_id": Words(_("Witness"), _("Only if it was witnessed: a named person, not yourself.")),
    "HandoffClosure.fallback_contact_route": Words(
        _("Backup contact"), _("Whom the person reaches if the first step does not happen.")
    ),
    "FallbackContactRoute.who": _WHO_ANSWERS,
    "FallbackContactRoute.means": _MEANS,
    "FallbackContactRoute.contact": _CONTACT,
    "HandoffClosure.review_date": _REVIEW_DATE,
    "HandoffClosure.reviewer_id": _REVIEWER,
    # C1 verification
    "Verification.transfer_event_date": Words(_("Day of the handoff"), _("The day on which ownership was released.")),
    "Verification.first_action_status": Words(_("What became of the first step")),
    "Verification.residual_risk": Words(_("Risk that remains")),
    "Verification.service_impact_score": Words(_("Effect on the service"), _("0 is none, 4 is severe.")),
    "Verification.evidence": Words(
        _("Evidence that you looked at"), 
        _("Look at all three sources. The contact outcome must be newer than the release."),
    ),
    "Verification.evidence.row": Words(_("Evidence")),
    "Evidence.source": Words(_("Source")),
    "Evidence.grade": Words(_("Grade")),
    "Evidence.observed_at": Words(_("When you saw it")),
    "Evidence.reference": Words(_("How to find it again")),
    "Verification.reviewer_id": _REVIEWER,
    "Verification.next_checkpoint_date": _CHECKPOINT,
    # C2 corrective determination
    "CorrectiveDetermination.failure_category": Words(_("What broke")),
    "CorrectiveDetermination.corrective_owner_id": Words(
        _("Who is accountable for putting it right"), _("One person, not a team.")
    ),
    "CorrectiveDetermination.corrective_deadline": Words(
        _("To be put right by"), _("A day without a time means the close of that day.")
    ),
    "CorrectiveDetermination.unresolved_dependencies": _STANDS_IN_WAY,
    "CorrectiveDetermination.unresolved_dependencies.row": Words(_("Open need")),
    "CorrectiveDetermination.instruction": Words(_("What is to be done"), _("One only. It can't be changed later.")),
    # C3 assurance follow-up
    "AssuranceFollowup.person_reported_continuity": Words(_("What the person says: did it hold?")),
    "AssuranceFollowup.attempts": Words(
        _("When you tried to reach them"), _("Only if you could not: at least three times, on two days.")
    ),
    "AssuranceFollowup.attempts.row": Words(_("Try")),
    "AssuranceFollowup.retelling_burden_reduced": Words(
        _("Not having to tell it all again"), _("Ask the person. Leave it empty if you could not reach them.")
    ),
    "Retelling.answer": Words(_("Was the person spared telling it all again?")),
    "Retelling.source": Words(_("Whose experience is this?")),
    "AssuranceFollowup.residual_concern": Words(_("Does a concern remain?")),
    "AssuranceFollowup.review_date": _REVIEW_DATE,
    "AssuranceFollowup.reviewer_id": _REVIEWER,
    # Consent, safety, what happened
    "GiveConsent.scopes": Words(_("What may be shared"), _("Choose only what the person agreed to.")),
    "GiveConsent.to": _SERVICE_TOLD,
    "GiveConsent.purpose": Words(_("What it may be used for")),
    "GiveConsent.until": Words(_("Last day on which it holds")),
    "GiveConsent.given_by": Words(_("Who gave it")),
    "GiveConsent.language": _LANGUAGE,
    "GiveConsent.reason": Words(_("Reason"), _("Always needed for an emergency exception.")),
    "RevokeConsent.to": Words(_("Service that may no longer be told anything")),
    "CheckSafety.safe_now": Words(_("Is it safe to talk now?")),
    "CheckSafety.alone": Words(_("Is the person alone?")),
    "CheckSafety.contact_method": Words(_("Safe way to make contact"), _("Such as: text to the mobile phone.")),
    "CheckSafety.voicemail": Words(_("What a voice message may say")),
    "Signal.what": Words(_("What happened")),
    "EmergencyStart.act": Words(_("What is done now"), _("911, rescue, or an immediate live handoff.")),
    "EmergencyStart.reason": Words(_("Why it can't wait")),
    # The live event
    "OpenLiveEvent.channel": _CHANNEL,
    "JoinLiveEvent.party": Words(_("Whose seat")),
    "LeaveLiveEvent.party": Words(_("Whose seat")),
    "AttestPresence.party": Words(_("You confirm as")),
    "AttestPresence.present": Words(_("Who is together on the call"), _("Choose everybody that you hear or see now.")),
    "ContactAttempt.contact": Words(_("Whom you tried to reach")),
    "ContactAttempt.outcome": Words(_("How it ended")),
    "PersonConfirms.what": Words(_("What you confirm")),
    "PersonConfirms.in_own_words": Words(_("The next step, as you say it"), _("Only when you confirm the next step.")),
    # After the handoff
    "Countersign.record": Words(_("Record that you reviewed")),
    "ReportFirstAction.outcome": Words(_("What became of the first step")),
    "RescheduleFirstAction.at": Words(_("New time")),
    "RescheduleFirstAction.asked_by": Words(_("Who asked for it")),
    "RescheduleFirstAction.reason": Words(_("Why it moves")),
    "CompleteCorrective.outcome": Words(_("How the instruction ended")),
    "CompleteCorrective.receiving_person": Words(
        _("Who took the person on"), _("Only if access was achieved. They are asked to confirm it.")
    ),
    "CompleteCorrective.note": _SHORT_NOTE,
    "AcknowledgeEscalation.control": Words(_("Matter")),
    "AcknowledgeEscalation.note": _SHORT_NOTE,
    "ResolveEscalation.control": Words(_("Matter")),
    "ResolveEscalation.note": _SHORT_NOTE,
    "Reassign.to": Words(_("Colleague who takes it over")),
    "Reassign.reason": Words(_("Why")),
    "PersonStops.wish": Words(_("What the person wants")),
    "PersonStops.heard_by": Words(
        _("Who heard the person say it"), _("Asked where the person wants to end the handoff. Quality looks at it.")
    ),
    "CloseTransfer.closure": Words(_("Reason for closing")),
    "CloseTransfer.reason": Words(_("In words")),
    "CloseTransfer.heard_by": Words(
        _("Who heard the person say it"), _("Asked where the person withdrew, or did not want what was offered.")
    ),
    # Opening a handoff
    "OpenTransfer.case_id": Words(_("Case number"), _("Your service's own number for this case.")),
    "OpenTransfer.person": Words(_("About the person")),
    "PersonBrief.age": Words(_("Age"), _("In whole years.")),
    "PersonBrief.language": _LANGUAGE,
    "PersonBrief.payer": Words(_("Who pays"), _("Write none where nobody does.")),
    "OpenTransfer.need_category": Words(_("Need that is active now")),
    "OpenTransfer.package": Words(
        _("Is it one of these?"), _("Each adds the questions and the rules that this kind of handoff needs.")
    ),
    **{field: words for chapter in CHAPTERS for field, words in chapter.FIELDS.items()},
}  # fmt: skip

ANSWERS: dict[tuple[str, str], Words] = {
    ("PersonConfirms.what", "next_step"): Words(_("I heard the next step")),
    ("PersonConfirms.what", "resume"): Words(_("The handoff may go on"), _("After a pause.")),
}
"""The answers that are no code list, by field and value."""


def naming(shape: Shape) -> Words:
    """Return the words of a field of a form, in the reader's language. Raises KeyError where it has none."""
    if shape.said is not None:
        language = get_language() or "en"
        hint = said(shape.said.hint, language) if shape.said.hint else ""
        return Words(said(shape.said.label, language), hint)
    return FIELDS[f"{shape.of}.{shape.name}"]


def words_of(owner: str, name: str) -> Words:
    """Return the words of a field. Raises KeyError where it has none."""
    return FIELDS[f"{owner}.{name}"]
