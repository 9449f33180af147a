"""What is met and what is missing for a step, control by control, as its page says it.

A control that says nothing to people while it holds has no words for that, and is left out then. A missing thing stands
behind "Missing:". `{person}` is the person's first name, `{service}` the receiving service.
"""

from __future__ import annotations

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from holdfast.web.words.controls import rule_words


class CheckWords(NamedTuple):
    """The words of one control."""

    missing: str | Promise
    met: str | Promise = ""


CHECKS: dict[str, CheckWords] = {
    "S.stopped": CheckWords(_("{person}’s word that it may go on")),
    "S.consent": CheckWords(
        _("{person}’s consent to share with {service}"), _("{person} agreed that {service} is told")
    ),
    "S.safety": CheckWords(_("{person}’s answer that it is safe to talk now"), _("It is safe to talk now")),
    "M.strength": CheckWords(_("a way of passing that is strong enough for the risk")),
    "A1.trigger": CheckWords(_("what brought this up"), _("The need of this encounter is named")),
    "A1.urgency": CheckWords(_("how urgent it is"), _("The urgency is rated")),
    "A1.pathway": CheckWords(_("one route of one service"), _("One concrete route is chosen")),
    "A2.suitability": CheckWords(
        _("whether {service} can really take {person} now"), _("{service} can take {person} now")
    ),
    "A2.risk": CheckWords(_("a failure risk that is rated high or critical")),
    "A2.dependencies": CheckWords(_("an answer to each open need")),
    "A3.authorized": CheckWords(_("the authorization"), _("Authorized")),
    "A3.fallback": CheckWords(_("a backup route: who, how, and until when"), _("The backup route is set")),
    "A3.person": CheckWords(
        _("{person} was told, understood and agreed"), _("{person} was told, understood and agreed")
    ),
    "B1.ready": CheckWords(_("the readiness, step 3"), _("Backup route set, {person} told")),
    "B1.service": CheckWords(_("the service that was authorized")),
    "B1.human": CheckWords(_("a named person of {service}, not a mailbox"), _("A named person, not a mailbox")),
    "B1.warm": CheckWords(_("{service} on the call"), _("{service} is on the call")),
    "B2.connected": CheckWords(_("the live connection, step 4"), _("The live connection is recorded")),
    "B2.receiver": CheckWords(_("the receiver known by more than a code that was read out")),
    "B2.live": CheckWords(_("the receiver in the live call"), _("The receiver is in the live call")),
    "B2.explicit": CheckWords(_("a clear answer")),
    "B2.scope": CheckWords(_("a scope that covers the need"), _("{service}’s scope covers the need")),
    "B2.action": CheckWords(
        _("a real first step with a time, not “we will call back”"), _("A real first step with a time")
    ),
    "B2.intake": CheckWords(_("an answer to each intake item that is still open")),
    "B3.order": CheckWords(_("{service}’s acceptance"), _("{service} accepted")),
    "B3.heard": CheckWords(
        _("{person} says the next step back, or a named witness heard it"), _("{person} said the next step back")
    ),
    "B3.fallback": CheckWords(_("a backup contact, if the first step does not happen")),
    "B3.live": CheckWords(_("proof that all three were together"), _("All three were together")),
    "N.acceptance": CheckWords(_("the receiver’s own word for what was said aloud")),
    "N.person": CheckWords(_("{person} was told the next step by a named person")),
    "C1.explicit": CheckWords(_("whether the first visit happened")),
    "C1.evidence": CheckWords(_("evidence from the sender, the receiver and {person}")),
    "C2.category": CheckWords(_("what exactly broke down")),
    "C2.owner": CheckWords(_("one named person who puts it right")),
    "C2.deadline": CheckWords(_("an earlier deadline")),
    "C3.person": CheckWords(_("{person}’s own word")),
    "C3.retelling": CheckWords(_("whether {person} had to tell it all again")),
}
"""By control. One that is not here speaks for itself, with its rule."""


def check_words(control: str, *, is_met: bool, person: str, service: str) -> str:
    """Return what a page says of a control; blank where there is nothing to say while it holds."""
    words = CHECKS.get(control)
    if words is None:
        return "" if is_met else rule_words(control)
    return str(words.met if is_met else words.missing).format(person=person, service=service)
