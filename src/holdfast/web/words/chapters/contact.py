"""The words of the chapter `contact`: its steps, its fields, its rules."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from holdfast.web.words.parts import StepWords, Words

STEPS: dict[str, StepWords] = {
    "alternate_contact": StepWords(
        _("Try a supervisor there"), _("File the attempt"),
        _("Somebody else of the receiving service, who can make a colleague answer."),
        _("The attempt is filed."),
    ),
    "send_secure_summary": StepWords(
        _("Send a secure summary"), _("Send the summary"),
        _("One intake contact gets a link. It shows what the consent covers, and each opening is recorded."),
        _("The summary is on its way."),
    ),
    "summary_opened": StepWords(
        _("Open the summary"), _("Open the summary"),
        _("That you open it is recorded."),
        _("You have opened the summary."),
    ),
    "end_summary": StepWords(
        _("Take the summary back"), _("Take it back"),
        _("The link shows nothing from now on."),
        _("The summary was taken back."),
    ),
    "plan_bridge_contact": StepWords(
        _("Plan a bridge contact with the person"), _("File the plan"),
        _("Agree with the person who keeps in touch with them until somebody answers."),
        _("The bridge contact is planned."),
    ),
    "report_bridge_contact": StepWords(
        _("Say whether the bridge contact was made"), _("File it"),
        _("One that was not made is planned anew, or falls due."),
        _("It is filed."),
    ),
    "name_escalation_owner": StepWords(
        _("Name who makes somebody answer"), _("Name them"),
        _("One supervisor or director, by name. They hear of it too when the deadline passes."),
        _("They are named."),
    ),
}  # fmt: skip
FIELDS: dict[str, Words] = {
    "AlternateContact.who": Words(_("Whom you tried")),
    "AlternateContact.outcome": Words(_("How it ended")),
    "SendSecureSummary.to": Words(_("Who may open it"), _("One intake contact of the receiving service.")),
    "SendSecureSummary.until": Words(_("Until when"), _("72 hours at most.")),
    "EndSummary.reason": Words(_("Why")),
    "PlanBridgeContact.who": Words(_("Who keeps in touch")),
    "PlanBridgeContact.at": Words(_("First contact")),
    "PlanBridgeContact.how": Words(_("How"), _("By a means that is safe for the person.")),
    "PlanBridgeContact.person_agreed": Words(_("The person agreed")),
    "ReportBridgeContact.outcome": Words(_("What became of it")),
    "ReportBridgeContact.note": Words(_("Note"), _("In a few words, if you need to.")),
    "NameEscalationOwner.who": Words(_("Supervisor or director")),
}
SENTENCES: tuple[str, ...] = (
    # F.alternate
    gettext_noop(
        "The alternate is another person of the authorized service than those who were already tried in vain."
    ),
    gettext_noop("Try a supervisor or another named person of the receiving service."),
    # F.summary
    gettext_noop(
        "A summary goes to one named contact of the receiving service, who alone may open it, for 72 hours at most."
    ),
    gettext_noop(
        "Name one intake contact of the authorized service, and an end within 72 hours; an ended one is sent anew."
    ),
    # F.bridge
    gettext_noop("A bridge contact is a named person of the team, at a time to come, and the person agreed to it."),
    gettext_noop("Ask the person; name who keeps in touch with them, how, and when."),
    # F.owner
    gettext_noop("The escalation owner is one supervisor or director, and not the originator."),
    gettext_noop("Name a supervisor or director who can make somebody answer."),
)
OFFERED: tuple[str, ...] = (
    "alternate_contact",
    "send_secure_summary",
    "summary_opened",
    "end_summary",
    "plan_bridge_contact",
    "report_bridge_contact",
    "name_escalation_owner",
)
