"""The words of the chapter `safety`: its steps, its fields, its rules."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from holdfast.web.words.parts import StepWords, Words

STEPS: dict[str, StepWords] = {
    "plan_safe_contact": StepWords(
        _("How to reach the person safely"), _("Save the plan"),
        _("Fill this in with the person, while they are alone. Contact in any other way is not safe."),
        _("The plan is saved. It counts from now on."),
    ),
    "duress": StepWords(
        _("The person is in danger"), _("Record it"),
        _(
            "The live call ends, and whoever is on call for you is told. Nothing on the person's screen shows it, and "
            "nobody is sent to them by this. If a life is in danger now, call 911. For a crisis line, call or text 988."
        ),
        _("It is recorded. Whoever is on call for you is told. If a life is in danger now, call 911."),
    ),
    "settle_duress": StepWords(
        _("Settle it with the person"), _("Record what was agreed"),
        _("Speak with the person alone, in the way that they said is safe. Ask anew whether it is safe to talk after."),
        _("It is settled. Ask whether it is safe before the next call."),
    ),
    "protect_person": StepWords(
        _("Protect the person"), _("Protect the person"),
        _(
            "One service at a time is told. Nobody at another organization finds the person. Lists name them to who "
            "holds them and to the service that they agreed to, and to nobody else. Their page is in safe mode."
        ),
        _("The person is protected."),
    ),
    "lift_protection": StepWords(
        _("End the protection"), _("End the protection"),
        _("Only where the person wants it. Ask them alone."),
        _("The protection has ended."),
    ),
    "record_guardian_rule": StepWords(
        _("Record the rule on guardians"), _("Record the rule"),
        _("What the state's rule says, and what the young person wants. Until both are here, no guardian is told."),
        _("The rule and the wish are recorded."),
    ),
    "tell_guardian": StepWords(
        _("Tell a guardian"), _("Record what is told"),
        _("Record what is told to a guardian, and to whom."),
        _("It is recorded what the guardian is told."),
    ),
    "welfare_step": StepWords(
        _("Take a step for their welfare"), _("Record the step"),
        _("The least intrusive help first. Police come last, and with a reason."),
        _("The step is recorded. Quality will look at it."),
    ),
    "review_welfare": StepWords(
        _("Review the welfare steps"), _("File the review"),
        _("Look at what was done, by whom, and in which order."),
        _("The review is filed."),
    ),
}  # fmt: skip
_PLAN = "PlanSafeContact"
FIELDS: dict[str, Words] = {
    "CheckSafety.word": Words(
        _("Word that the person said with it"), _("Only if they have one. Write it as they said it.")
    ),
    f"{_PLAN}.channel": Words(_("The one safe way")),
    f"{_PLAN}.number_or_address": Words(_("Number or address"), _("Leave it empty only if they are met in person.")),
    f"{_PLAN}.owner_of_device": Words(_("Whose phone or mailbox is it?")),
    f"{_PLAN}.safe_days": Words(_("Safe days"), _("Choose all that are safe. If you choose none, no day is.")),
    f"{_PLAN}.safe_from": Words(_("Safe from"), _("Such as 9:00 AM. The person's local time.")),
    f"{_PLAN}.safe_until": Words(_("Safe until"), _("Such as 4:30 PM. If it is earlier: the next morning.")),
    f"{_PLAN}.zone": Words(
        _("The person's time zone"), _("Such as America/Chicago. Leave it empty if it is your service's.")
    ),
    f"{_PLAN}.voicemail": Words(_("What a message left for them may say")),
    f"{_PLAN}.mask_caller_id": Words(_("Must your number stay hidden?")),
    f"{_PLAN}.preview_is_safe": Words(_("Is a preview on a locked screen safe?")),
    f"{_PLAN}.code_word": Words(
        _("Code word"),
        _("A word that says: I am not safe. It counts wherever they write it, and when you write down what they said."),
    ),
    f"{_PLAN}.duress_phrase": Words(
        _("Sentence that says the same"), _("One that sounds like any other, such as: Is my prescription ready?")
    ),
    f"{_PLAN}.who_may_answer": Words(_("Who else may answer"), _("One person each. Leave it empty if nobody.")),
    f"{_PLAN}.who_may_answer.row": Words(_("Person")),
    f"{_PLAN}.if_another_answers": Words(_("What to say if somebody else answers")),
    f"{_PLAN}.do_not_contact": Words(
        _("Who must not be contacted"), _("A name or a number each. Leave it empty if there is nobody.")
    ),
    f"{_PLAN}.do_not_contact.row": Words(_("Name or number")),
    f"{_PLAN}.portal_visibility": Words(_("Who else can see what the person sees online?")),
    f"{_PLAN}.interpreter_gender": Words(_("Which interpreter can they talk through?")),
    f"{_PLAN}.mail_is_safe": Words(_("Are letters safe?")),
    f"{_PLAN}.who_initiates": Words(_("Who may begin a contact")),
    f"{_PLAN}.details_behind_code": Words(
        _("Does their page need a short code?"),
        _("Yes where somebody may look at their phone. Calendar, print and text are off then."),
    ),
    f"{_PLAN}.valid_until": Words(_("Good until"), _("At most 30 days from now. Then it is asked anew.")),
    "SettleDuress.spoke_with_person": Words(_("Did you speak with the person themself?")),
    "SettleDuress.was_alone": Words(_("Were they alone?")),
    "SettleDuress.agreed": Words(_("What you agreed with them")),
    "ProtectPerson.wish": Words(_("What the person wants"), _("In their words.")),
    "LiftProtection.wish": Words(_("What the person wants")),
    "LiftProtection.in_own_words": Words(_("As they said it")),
    "RecordGuardianRule.rule": Words(_("What the state's rule says")),
    "RecordGuardianRule.source": Words(_("Where that stands"), _("The law or the policy, so that others find it.")),
    "RecordGuardianRule.wish": Words(_("What the young person wants")),
    "TellGuardian.guardian": Words(_("Which guardian")),
    "TellGuardian.what": Words(_("What they are told")),
    "WelfareStep.kind": Words(_("What is done"), _("The list begins with the least intrusive.")),
    "WelfareStep.outcome": Words(_("What came of it")),
    "WelfareStep.reason": Words(_("Why this step")),
    "WelfareStep.imminent_danger": Words(
        _("Is somebody in danger this minute?"), _("So that nothing gentler can be waited for. Name a supervisor then.")
    ),
    "WelfareStep.supervisor": Words(_("Supervisor who says so"), _("Only for imminent danger.")),
    "ReviewWelfare.finding": Words(_("What you found")),
    "ReviewWelfare.note": Words(_("Why, and what is to be learned")),
}
SENTENCES: tuple[str, ...] = (
    # S.plan
    gettext_noop("A plan of safe contact holds for 30 days at most, and not in the past."),
    gettext_noop("Ask the person how long it is good for, and name a day within 30 days from now."),
    # S.duress
    gettext_noop("Danger that the person spoke of is settled with the person themself, while they are alone."),
    gettext_noop(
        "Reach the person by the way that they said is safe, speak with them alone, and record what you agreed."
    ),
    # S.danger
    gettext_noop("While it is not safe for the person, nobody takes them on and nobody lets go of them."),
    gettext_noop(
        "Stop here, and do not call the person. The team that sends them settles with them, alone, that it is safe."
    ),
    # S.one_agency
    gettext_noop("While the person is protected, one service at a time holds their consent."),
    gettext_noop("Take the consent towards the other service back first, if the person wants that."),
    # S.protected
    gettext_noop("The protection of a person ends only because they want it, and not while they may be in danger."),
    gettext_noop("Ask the person, alone and safe, what they want; where they want to keep it, it stays."),
    # S.guardian
    gettext_noop(
        "A guardian is told nothing until the state's rule and the young person's wish are on record, and both allow "
        "it."
    ),
    gettext_noop("Record the state's rule and what the young person wants; where they want nothing told, nothing is."),
    # S.least_intrusive
    gettext_noop(
        "Police come last: after a call to the person and one more gentle step, or in imminent danger that a named "
        "supervisor confirms."
    ),
    gettext_noop(
        "Call the person, and try a supporter, a visit or mobile crisis first; or name the supervisor who says that "
        "somebody is in danger this minute."
    ),
    # S.reviewed
    gettext_noop("What was done for somebody's welfare is always reviewed, by quality who took no part in it."),
    gettext_noop("Ask a quality reviewer who took none of the steps to look at them."),
)
REASONS = {
    "S.plan": _("What was safe a month ago may not be safe today. It is asked again, each time."),
    "S.duress": _("Whoever listens in decides what is said. Only alone can the person say that it is over."),
    "S.danger": _("What is agreed while somebody listens in is no agreement. Who knows of it stays with the person."),
    "S.one_agency": _("Each service that knows is one more place from which a violent partner can learn it."),
    "S.protected": _("The danger is the person's to judge. Nobody else ends what keeps them hidden."),
    "S.guardian": _("A young person who is told on without being asked may never ask for help again."),
    "S.least_intrusive": _("Police at the door can do harm and break trust. Gentler help often reaches the person."),
    "S.reviewed": _("What was done in haste is looked at in calm, so that the next person is helped better."),
}
"""What each rule protects, as in `words/reasons.py`."""
OFFERED: tuple[str, ...] = (
    "plan_safe_contact", "duress", "settle_duress", "protect_person", "lift_protection", "record_guardian_rule",
    "tell_guardian", "welfare_step", "review_welfare",
)  # fmt: skip
