"""The words of the chapter `custody`: its steps, its fields, its rules."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from holdfast.web.words.parts import StepWords, Words

STEPS: dict[str, StepWords] = {
    "cover": StepWords(
        _("Have a colleague stand in"), _("Start the cover"),
        _("Who has the duty stays named. Messages go to both. It ends by itself."),
        _("The cover has started."),
    ),
    "end_cover": StepWords(
        _("End a cover"), _("End the cover"),
        _("Who has the duty takes it up again now."),
        _("The cover has ended."),
    ),
    "offer_custody": StepWords(
        _("Offer this person to a colleague"), _("Offer"),
        _("You stay the owner until your colleague accepts. What is not accepted goes to the supervisor."),
        _("Your colleague was asked. You are the owner until they accept."),
    ),
    "accept_custody": StepWords(
        _("Take this person on"), _("I take this person on"),
        _("You are the owner from now on."),
        _("You are the owner now."),
    ),
    "decline_custody": StepWords(
        _("Do not take this person on"), _("I do not take this person on"),
        _("Your colleague stays the owner, and is told."),
        _("Your colleague stays the owner."),
    ),
    "withdraw_offer": StepWords(
        _("Keep this person"), _("Keep this person"),
        _("You take the offer to your colleague back, and stay the owner."),
        _("You stay the owner."),
    ),
    "plan_unreachable": StepWords(
        _("Plan how to find the person"), _("File the plan"),
        _("Who looks for the person, on which days, and by which means that are safe for them."),
        _("The plan is filed."),
    ),
    "attempt_person": StepWords(
        _("Record an attempt to reach the person"), _("Record the attempt"),
        _("Each attempt counts once, on its day, by its own means."),
        _("The attempt is recorded."),
    ),
    "record_death": StepWords(
        _("Record that the person has died"), _("Record the death"),
        _("All messages and reminders stop now, and a live call ends. The supervisor then closes the handoff."),
        _("The death is recorded. Nothing more is sent."),
    ),
    "withdraw_death": StepWords(
        _("Take a recorded death back"), _("Take it back"),
        _(
            "Only where it was recorded by mistake. Somebody must look for the person at once. A closed handoff stays "
            "closed."
        ),
        _("The death was taken back. Somebody must look for the person now."),
    ),
}  # fmt: skip
FIELDS: dict[str, Words] = {
    "StandIn.for_whom": Words(_("Who has the duty")),
    "StandIn.colleague": Words(_("Colleague who stands in")),
    "StandIn.until": Words(_("Until when"), _("14 days at most.")),
    "StandIn.reason": Words(_("Why")),
    "EndCover.for_whom": Words(_("Whose cover ends")),
    "OfferCustody.to": Words(_("Colleague")),
    "OfferCustody.until": Words(_("End of your shift"), _("What is not accepted by then goes to the supervisor.")),
    "OfferCustody.note": Words(_("What you told your colleague about this person")),
    "DeclineCustody.reason": Words(_("Why")),
    "PlanUnreachable.lead": Words(_("Who sees to it")),
    "PlanUnreachable.safe_channels": Words(_("Means that are safe for the person")),
    "PlanUnreachable.attempts": Words(_("What is tried, and when")),
    "PlanUnreachable.attempts.row": Words(_("Attempt")),
    "PlannedAttempt.means": Words(_("By which means")),
    "PlannedAttempt.on": Words(_("On which day")),
    "AttemptPerson.means": Words(_("By which means")),
    "AttemptPerson.answer": Words(_("How it ended")),
    "AttemptPerson.note": Words(_("Note"), _("In a few words, if you need to.")),
    "RecordDeath.told_by": Words(_("Who told the team")),
    "RecordDeath.died_on": Words(_("Day of the death"), _("As far as it is known.")),
    "RecordDeath.note": Words(_("Note"), _("In a few words, if you need to.")),
    "WithdrawDeath.reason": Words(_("How you know that the person lives")),
}
SENTENCES: tuple[str, ...] = (
    # S.deceased
    gettext_noop("After a death is recorded nothing more is done for the transfer but to close it."),
    gettext_noop("Have the supervisor close it, or take the death back where it was recorded by mistake."),
    # S.death
    gettext_noop("A death goes before quality, whatever the transfer had come to."),
    # S.withdrawn
    gettext_noop(
        "Where staff record that the person withdraws and name who heard it, or it is said in danger, quality looks "
        "at it."
    ),
    # S.one_acceptance
    gettext_noop("One person's same need is accepted once: no other transfer of it stands accepted."),
    gettext_noop(
        "Look at the other transfer: leave its need out of the scope, close this one, or correct the other first."
    ),
    # S.cover
    gettext_noop(
        "Who stands in is a colleague of the same service, for somebody with a duty here, for 14 days at most."
    ),
    gettext_noop("Name who has the duty, a colleague of theirs, and an end within 14 days; for longer, reassign."),
    # S.handover
    gettext_noop("A person is offered to a colleague of the owner's service, by the end of this shift."),
    gettext_noop("Name a colleague of your service, and an end of the shift within 24 hours."),
    # S.unreachable_plan
    gettext_noop(
        "A transfer closes as person-unreachable-after-plan only when every attempt of its plan is on record, in vain."
    ),
    gettext_noop("Make the attempts that the plan asks for, and record each; or plan anew."),
    # S.safe_channel
    gettext_noop("The person is looked for only by means that their plan calls safe."),
    gettext_noop("Use only the means that the plan names; tell quality what happened."),
)
OFFERED: tuple[str, ...] = (
    "accept_custody", "decline_custody", "withdraw_offer", "offer_custody", "cover", "end_cover", "plan_unreachable",
    "attempt_person", "record_death", "withdraw_death",
)  # fmt: skip
