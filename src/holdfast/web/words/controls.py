"""The rules of the protocol in the reader's language: each control's sentence, and how to mend it.

The protocol says them in English, and knows no gettext. They stand here once more so that the catalogs have them; a
test holds both to be the same.
"""

from __future__ import annotations

import re

from django.utils.translation import get_language, gettext, gettext_lazy
from django.utils.translation import gettext_noop as _

from holdfast.protocol.codes import Suitability
from holdfast.protocol.controls import CONTROLS
from holdfast.protocol.package import said
from holdfast.protocol.packages import rule_of
from holdfast.web.words.chapters import CHAPTERS
from holdfast.web.words.codes import in_words

_CODE = re.compile(r"`([a-z_]+)`( \([^)]*\))?")
"""A code as sentences of the protocol write it; in other languages what it means may stand behind it."""


def rule_words(control_id: str) -> str:
    """Return the rule of a control, its codes as pages say them. Raises KeyError where there is no such control."""
    found = rule_of(control_id)
    if found is not None:
        return said(found[1].sentence, get_language() or "en")
    return _CODE.sub(_decoded, gettext(CONTROLS[control_id].sentence))


def _decoded(found: re.Match[str]) -> str:
    return in_words(Suitability(found[1])) if found[1] in set(Suitability) else found[0]


def mend_words(control_id: str) -> str:
    """Return how a control is mended, said to whoever was refused; blank where it never refuses."""
    found = rule_of(control_id)
    if found is not None:
        return said(found[1].mend, get_language() or "en")
    mend = CONTROLS[control_id].mend
    return str(_MENDS[control_id]) if control_id in _MENDS else gettext(mend) if mend else ""


_MENDS = {
    "S.role": gettext_lazy("Ask the person whose part it is, or whoever is on call."),
    "A1.queued": gettext_lazy("Ask for authorization first."),
    "B2.explicit": gettext_lazy("Say yes, no or not yet."),
    "B2.scope": gettext_lazy("Tick the need that this handoff is for, and confirm what the decision asks for."),
    "B2.intake": gettext_lazy("Get what is still missing, or answer “Not yet”."),
}
"""How these are mended in the words of the forms, which name no codes."""


SENTENCES = (
    # S.closed
    _("A transfer that is closed takes no more steps."),
    _("Open a new transfer for a new need."),
    # S.role
    _("Only those whose part it is may give this command."),
    _("Ask the person whose part it is; the reference page lists who may give each command."),
    # A1.queued
    _("The request stands in the transfer authorization queue before any later step of stages A and B."),
    _("File the authorization request first."),
    # S.stopped
    _("While the person has paused, stages A and B stand still."),
    _("Wait until the person says that it may go on."),
    # C2.locked
    _("One corrective instruction at a time, never changed: it ends by completion, or by missing its deadline."),
    _("Complete the instruction that is open, or wait for its deadline."),
    # S.order
    _("The step that this one rests on is on record."),
    _("Do the step before it first."),
    # S.consent
    _("Nobody is contacted and nothing is shared beyond a consent in force, with identity, contact, need and urgency."),
    _("Ask the person for their consent towards this service, or name a service that they agreed to."),
    # S.safety
    _("It was asked within 30 minutes whether it is safe to talk now, and it is; the person's own answer goes first."),
    _("Ask the person whether it is safe to talk now, and record the answer."),
    # M.strength
    _("The mode is no weaker than the risk indicators allow."),
    _("Choose a stronger mode: the policy's table names the weakest one for each risk indicator."),
    # A1.trigger
    _("The need is the one active in this encounter, and the trigger fits it."),
    _("Name the need the transfer was opened for, and a trigger that fits it."),
    # A1.urgency
    _("Urgency is rated, never defaulted."),
    _("Rate how soon the first action is due."),
    # A1.pathway
    _("The route is one concrete service route of the directory, not a kind of service."),
    _("Choose one pathway of the directory."),
    # A1.disengage
    _(
        "Nobody ends the encounter, contacts the receiver, uses ownership language or changes the case "
        "status before the request exists."
    ),
    _("Get back to the person, and file the authorization request."),
    # A2.independent
    _("The decider is not the originator, and is supervisor or coordination lead of that service or in its pool."),
    _("Ask the supervisor or coordination lead of the originating service, or somebody of its pool."),
    # A2.supported
    _("The decision rests on the current service picture: the directory's state of the pathway is kept with it."),
    # A2.suitability
    _(
        "`suitable` only where need and age fit, and language, payer, hours and capacity each fit or "
        "have an accommodation with a reason and a plan. Unknown is not suitable."
    ),
    _("Name an accommodation for what does not fit, have the unknown confirmed, or choose another pathway."),
    # A2.risk
    _("Where the transfer is elevated, the failure risk is high or critical."),
    _("Rate the failure risk of an elevated transfer as high or critical."),
    # A2.dependencies
    _("Nothing is authorized with unresolved dependencies."),
    _("Resolve what stands in the way, or block pending alternate planning."),
    # A2.late
    _("The decision is made by its deadline."),
    # A3.authorized
    _("The latest decision authorizes."),
    _("Wait for the decision, or plan another way where it blocks."),
    # A3.fallback
    _("The fallback is explicit: who, by which means, at which number or place, until when."),
    _("Fill in who answers, by which means, the contact and until when."),
    # A3.person
    _("The person was told, understood and agreed, before the live handoff begins."),
    _("Tell the person who will be on the call and why, hear it back, and ask whether they agree."),
    # B1.ready
    _("Release readiness stands before the receiver is contacted."),
    _("File the release readiness first."),
    # B1.service
    _("The service reached is the one authorized."),
    _("Contact the authorized service, or ask for another pathway."),
    # B1.realtime
    _("The contact is filed as it happens: within 2 minutes of the server's clock."),
    _("File the connection at once; where it is late, make the contact again."),
    # B1.human
    _("One live human receives: a named person of the authorized service; not a mailbox, queue, voicemail or machine."),
    _("Name the person of the authorized service who is on the line."),
    # B1.warm
    _("A receiver is on the live event, or an attempt in this event really reached this contact."),
    _("Wait until the receiver has joined, or reach them by phone and file the attempt; then file the connection."),
    # B2.connected
    _("The live connection stands before the receiver answers."),
    _("The originator files the live connection first."),
    # B2.receiver
    _("Who accepts belongs to the receiving service, is not the originator, and is identified (section 5)."),
    _("The receiver answers themself, signed in or by the link sent to their intake contact."),
    # B2.live
    _("The answer is filed while the live event is open, by the one who is the receiver in it (15 seconds of grace)."),
    _("Open the live event, let the receiver join, and answer in it."),
    # B2.explicit
    _("The answer is explicit: accepted, declined, or pending with a reason."),
    _("Say accepted, declined or pending."),
    # B2.scope
    _("What is accepted covers the need, and each accommodation of the decision is confirmed."),
    _("Accept the need the transfer is for and confirm each accommodation, or decline."),
    # B2.action
    _("The first action is real: a person, a place or channel and a time. A promise to call back is not."),
    _("Agree on who does what, where or over which channel, and when."),
    # B2.intake
    _("Nothing is accepted with an intake requirement unmet."),
    _("Meet what the receiver still needs, or answer pending."),
    # B3.order
    _("The latest receiving answer is an acceptance."),
    _("Stay with the person until the receiver has accepted."),
    # B3.heard
    _("The person heard the next step: their own confirmation after the acceptance, or a named witness."),
    _("Let the person say the next step back, or name who heard them hear it."),
    # B3.fallback
    _("The fallback is specific: whom to reach, and how, if the first action does not occur."),
    _("Fill in who answers, by which means, and the contact."),
    # B3.live
    _("The live event joined originator, person and receiver, graded measured or attested."),
    _("Bring all three together for 30 seconds, or have two of them confirm it on devices of their own."),
    # N.acceptance
    _(
        "Where responsibility does not pass live, the receiver accepted personally, identified, on a "
        "device of their own."
    ),
    _("The one who said it confirms it themself, by the link sent to them or signed in."),
    # N.person
    _("Where responsibility does not pass live, a named member of staff told the person, or the person confirmed."),
    _("Tell the person the next step, and name who told them or record their own confirmation."),
    # F.passive
    _("A failed contact is never closed passively: not while its acceptance runs, nor without a bridge contact."),
    _("Reach the receiving side, or its supervisor, and file the contact; then close."),
    # C1.independent
    _("The reviewer filed nothing in stages A and B of this transfer and no C2, and was on no live event."),
    _("Ask a quality reviewer who had no part in this transfer."),
    # C1.event
    _("The event date is the continuity archive's, in the originating service's zone."),
    _("Take the date of the handoff closure."),
    # C1.explicit
    _("Completion is explicit."),
    _("Find out whether the first action happened."),
    # C1.evidence
    _(
        "All three sources were looked at; the current contact outcome is newer than the closure; "
        "completed rests on evidence of grade A or B."
    ),
    _("Look at the missing source, contact again after the closure, or get the receiver's own word."),
    # C1.late
    _("The verification is filed by its deadline."),
    # C2.category
    _("The determination names the exact breakdown."),
    _("Choose the failure category that says what broke."),
    # C2.owner
    _("One accountable lead owns the correction: a person, not a team."),
    _("Name the person who is accountable."),
    # C2.deadline
    _(
        "The corrective deadline is no later than the residual risk allows: critical 4 hours, high or "
        "unrated 24 hours, medium 2 business days, low 5."
    ),
    _("Set an earlier deadline."),
    # C2.unowned
    _("By its deadline a failed transfer has a corrective owner."),
    # C3.person
    _("The person's own report, or at least the policy's attempts to reach them (3, on 2 days)."),
    _("Ask the person; where they can't be reached, try at least three times on two days."),
    # C3.retelling
    _("Whether the story had to be retold is the person's direct experience, not a staff member's assumption."),
    _("Ask the person, or the supporter they chose."),
    # C3.routed
    _("A residual concern is on the weekly coordination review of that week."),
    # C3.failed
    _("The person says that the continuity held, and no concern remains."),
    _("A corrective determination is owed."),
    # C3.late
    _("The assurance follow-up is filed by its deadline."),
    *(sentence for chapter in CHAPTERS for sentence in chapter.SENTENCES),
)
"""Every sentence of the registry, for the catalogs."""
