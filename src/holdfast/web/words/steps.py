"""What each step is called: title of its page, words of its button, introduction, and what is said when it is done."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from holdfast.web.words.chapters import CHAPTERS
from holdfast.web.words.parts import StepWords

STEPS: dict[str, StepWords] = {
    "authorization_request": StepWords(
        _("Ask for authorization"), _("Ask for authorization"),
        _("Ask before anyone lets go of the person, and before the receiving service is contacted."),
        _("Authorization was asked for."),
    ),
    "authorization_decision": StepWords(
        _("Decide on the request"), _("File the decision"),
        _("Say whether this handoff may go ahead. You do not decide on a handoff that you opened."),
        _("The decision is filed."),
    ),
    "release_readiness": StepWords(
        _("Say that everything is ready"), _("File the readiness"),
        _("Everything is in place before the live call begins, and the person knows what comes."),
        _("The readiness is filed."),
    ),
    "live_connection": StepWords(
        _("Record the live connection"), _("File the connection"),
        _("One live person of the receiving service is there. You stay with the person."),
        _("The live connection is filed."),
    ),
    "receiving_acceptance": StepWords(
        _("Answer for the receiving service"), _("File the answer"),
        _("Answer in the live call, and say the next step aloud. The sender stays the owner until the release."),
        _("The answer is filed."),
    ),
    "handoff_closure": StepWords(
        _("Release ownership"), _("Release ownership"),
        _("Ownership passes here to the one who accepted. Until then it is yours."),
        _("Ownership was released."),
    ),
    "verification": StepWords(
        _("Check whether the first step happened"), _("File the check"),
        _("Look at three sources of evidence, and say what you found."),
        _("The check is filed."),
    ),
    "corrective_determination": StepWords(
        _("Give a corrective instruction"), _("Give the instruction"),
        _("One owner, one deadline and one instruction for a handoff that failed."),
        _("The instruction was given."),
    ),
    "assurance_followup": StepWords(
        _("Record what the person says"), _("File the report"),
        _("The person's own word on whether it held, and whether they had to tell it all again."),
        _("The report is filed."),
    ),
    "give_consent": StepWords(
        _("Record a consent"), _("Record the consent"),
        _("What the person agrees to share, with which service, for what and until when."),
        _("The consent is recorded."),
    ),
    "revoke_consent": StepWords(
        _("Take a consent back"), _("Take the consent back"),
        _("The person takes a consent back. This is never refused."),
        _("The consent was taken back."),
    ),
    "check_safety": StepWords(
        _("Is it safe to talk now?"), _("Record the answer"),
        _("Ask the person before every contact. The answer is good for a short time only."),
        _("The answer is recorded."),
    ),
    "signal": StepWords(
        _("Record what happened"), _("Record it"),
        _("Record a fact that shows somebody letting go. Facts are never refused."),
        _("It is recorded."),
    ),
    "emergency_start": StepWords(
        _("Start as an emergency"), _("Start as an emergency"),
        _("Act at once. The request and the decision follow within a set time."),
        _("The emergency start is recorded. The request and the decision are due."),
    ),
    "open_live_event": StepWords(
        _("Open the live call"), _("Open the live call"),
        _("You, the person and the receiver come together at the same time."),
        _("The live call is open."),
    ),
    "close_live_event": StepWords(
        _("End the live call"), _("End the live call"),
        _("Who owns the person's care does not change by this."),
        _("The live call has ended."),
    ),
    "join_live_event": StepWords(
        _("Join the live call"), _("Join the live call"),
        _("For a person without a device, the originator takes the person's seat too."),
        _("The seat is taken."),
    ),
    "leave_live_event": StepWords(
        _("Leave the live call"), _("Leave the live call"),
        _("Who owns the person's care does not change by this."),
        _("The seat is free."),
    ),
    "attest_presence": StepWords(
        _("Confirm who is together"), _("Confirm"),
        _("Confirm on your own device who is on the call together now."),
        _("Your word is recorded."),
    ),
    "contact_attempt": StepWords(
        _("Record a try to reach the receiver"), _("Record the try"),
        _("Record every try, also those that reached nobody."),
        _("The try is recorded."),
    ),
    "person_confirms": StepWords(
        _("The person confirms"), _("Confirm"),
        _("The person's own word: that they heard the next step, or that the handoff may go on."),
        _("The person's word is recorded."),
    ),
    "voice_acceptance": StepWords(
        _("Write down an acceptance by voice"), _("Write it down"),
        _("What the receiver said aloud. It counts only when they confirm it themselves."),
        _("It is written down. The receiver is asked to confirm it."),
    ),
    "confirm_voice_acceptance": StepWords(
        _("Confirm what you said aloud"), _("Confirm the acceptance"),
        _("What was written down for you is your acceptance once you confirm it."),
        _("The acceptance is confirmed."),
    ),
    "countersign": StepWords(
        _("Countersign a record"), _("Countersign the record"),
        _("You are named as its reviewer. Countersign only what you have looked at."),
        _("The record is countersigned."),
    ),
    "report_first_action": StepWords(
        _("Report on the first step"), _("Send the report"),
        _("Say what became of the first step."),
        _("The report is recorded."),
    ),
    "reschedule_first_action": StepWords(
        _("Move the first step"), _("Move the first step"),
        _("Every move is counted, with who asked for it."),
        _("The first step was moved."),
    ),
    "complete_corrective": StepWords(
        _("Say how the instruction ended"), _("Complete the instruction"),
        _("Where access was achieved, the one who took the person on is asked to confirm it."),
        _("The instruction has ended."),
    ),
    "confirm_access": StepWords(
        _("Confirm that you took the person on"), _("Confirm"),
        _("You were named as the one who has taken the person on."),
        _("It is confirmed. You own the person's care now."),
    ),
    "acknowledge_escalation": StepWords(
        _("Acknowledge a matter"), _("Acknowledge the matter"),
        _("Say that you have it. Others then see that somebody does."),
        _("The matter is acknowledged."),
    ),
    "resolve_escalation": StepWords(
        _("Settle a matter"), _("Settle the matter"),
        _("Say that it is settled, and how."),
        _("The matter is settled."),
    ),
    "reassign": StepWords(
        _("Hand this over to a colleague"), _("Hand it over"),
        _("The colleague that you name is the owner from now on."),
        _("The handoff was given to a colleague."),
    ),
    "person_stops": StepWords(
        _("The person says stop"), _("Stop"),
        _("This is never refused. All sending and sharing stops at once."),
        _("It has stopped, as the person wants."),
    ),
    "close_transfer": StepWords(
        _("Close this handoff"), _("Close the handoff"),
        _("A handoff is closed for a reason of the list, and stays on record."),
        _("The handoff is closed."),
    ),
    **{step: words for chapter in CHAPTERS for step, words in chapter.STEPS.items()},
}  # fmt: skip


def done_words(step: str) -> str:
    """Return what is said when a step is done; blank for what is no step."""
    words = STEPS.get(step)
    return str(words.done) if words else ""
