"""Why each rule of the protocol is asked, in the reader's language, and where the protocol says it.

The rule itself and how to mend it stand in `controls`. This says to whoever is stopped what the rule protects.
"""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from holdfast.protocol.packages import rule_of
from holdfast.web.words.chapters import CHAPTERS
from holdfast.web.words.packages import in_language


def reason_words(control_id: str) -> str:
    """Return why a control is asked. Raises KeyError where there is no such control."""
    found = rule_of(control_id)
    return in_language(found[0].sentence) if found is not None else str(REASONS[control_id])


def source_words(control_id: str) -> str:
    """Return where the protocol says a control: "Rule A2.risk, section 2 of the warm-transfer protocol"."""
    family = control_id.partition(".")[0]
    section = _SECTIONS.get(control_id) or _SECTIONS.get(family, "2")
    said = gettext("Rule %(id)s, section %(section)s of the warm-transfer protocol.")
    return said % {"id": control_id, "section": section}


_SECTIONS = {
    "S.role": "5", "S.stopped": "3.1", "S.consent": "3.1", "S.safety": "3.1", "S.giver": "3.1", "S.language": "3.1",
    "S.witness": "3.1", "S.plan": "3.1", "S.duress": "3.1", "S.danger": "3.1", "S.one_agency": "3.1",
    "S.protected": "3.1", "S.guardian": "3.1", "S.least_intrusive": "2", "S.reviewed": "2",
    "S.asked": "3.1", "S.exception": "3.1", "S.limited": "3.1", "S.unasked": "3.1", "S.taken_back": "3.1",
    "M": "3.2", "F": "3.3",
    "S.version": "3.7", "S.reading": "3.7", "S.barrier": "3.7", "V": "3.6", "S.safe_channel": "3.1", "P": "3.4",
}  # fmt: skip
"""Where a control, or a family of them, does not stand with the nine records in section 2."""

REASONS: dict[str, Promise] = {
    # Gates
    "S.closed": _("What is on record about a handoff that ended stays as it ended. A new need gets its own handoff."),
    "S.role": _("Each step has its own people who answer for it, so that nobody checks their own work."),
    "S.stopped": _("The person leads. When they say stop, everyone stops until they say that it may go on."),
    "S.order": _("Each step proves something for the next one. A skipped step is where people get lost."),
    # Around the records
    "S.consent": _("The person decides who is contacted, and what they are told."),
    "S.safety": _("A call or a message at the wrong moment can put the person in danger."),
    "M.strength": _("The higher the risk, the closer the handoff must be: a later call can come too late."),
    "N.acceptance": _("Without a live call, a yes counts only from the one who will do the work."),
    "N.person": _("The person must not learn from a letter or a missed call who looks after them now."),
    "F.passive": _("A voicemail is no handoff. The person would be between two services, and nobody would know."),
    "F.alternate": _("Somebody there can make a colleague answer. The same voicemail twice cannot."),
    "F.summary": _("What is sent is read by who it is for, as long as it is needed, and by nobody else."),
    "F.bridge": _("While two services look for each other, the person needs one who is there."),
    "F.owner": _("Who could not get an answer cannot be the last one to ask for it."),
    # Who answers for the person
    "S.deceased": _("A reminder, a call or a letter after a death hurts those who grieve."),
    "S.death": _("Every death is looked at, so that the next person is kept safer."),
    "S.withdrawn": _(
        "A person who is said not to want help any more is asked, so that nobody is let go of by mistake."
    ),
    "S.one_acceptance": _("Two services that both think they have the person often means that nobody sees them."),
    "S.cover": _("While somebody is away, another one who knows the service must be there, and known by name."),
    "S.handover": _("A shift ends. The person must be in the hands of somebody who said yes to it."),
    "S.unreachable_plan": _(
        "To be hard to find is no choice to leave. The plan makes sure that somebody really looked."
    ),
    "S.safe_channel": _("A call or a letter that the wrong person sees can put the person in danger."),
    # Stage A
    "A1.queued": _("A second pair of eyes looks before anyone lets go of the person."),
    "A1.trigger": _("The handoff must serve the need that the person has now, not an older one."),
    "A1.urgency": _("How urgent it is decides how fast everyone must act, so somebody has to judge it each time."),
    "A1.pathway": _("A kind of service cannot pick up the phone. One route of one service can."),
    "A1.disengage": _("Until the request is on record nobody else knows of the person. If you leave, nobody is there."),
    "A2.independent": _("Whoever wants to hand over cannot be the one who allows it."),
    "A2.supported": _("It must be clear later what was known about the route when it was decided."),
    "A2.suitability": _("A route that cannot really take the person sends them away again, often for good."),
    "A2.risk": _("When it is urgent, a failed handoff does harm. Naming that risk brings more care to it."),
    "A2.dependencies": _("What is still open at the start is what breaks the handoff later."),
    "A2.late": _("The person and their clinician are waiting together. A late answer is how people give up and leave."),
    "A3.authorized": _("To tell the person about a move that is not allowed makes a promise that may break."),
    "A3.fallback": _("If the call fails, the person needs a name and a number at once, not a search."),
    "A3.person": _("A person who knows who will be on the call, and why, can say no, ask, and take part."),
    # Stage B
    "B1.ready": _("Nobody should be on the phone with another service before there is a way back for the person."),
    "B1.service": _("The decision was about this service. Another one has not been looked at."),
    "B1.realtime": _("A call that is written down later from memory proves little about what happened."),
    "B1.human": _("A machine cannot accept anybody. Only a named person can."),
    "B1.warm": _("Warm means that the person meets the next helper while you are still there."),
    "B2.connected": _("An answer counts only once it is on record who was on the line."),
    "B2.receiver": _("Nobody may say yes in the name of somebody else."),
    "B2.live": _("The person hears the answer as it is given, and can ask about it."),
    "B2.explicit": _("Silence, or “we will see”, is not a yes."),
    "B2.scope": _("What is not taken on now is left with nobody later."),
    "B2.action": _("A promise to call back is where people are lost most often. A day, a time and a name hold."),
    "B2.intake": _("A yes that still waits for papers is not a yes yet."),
    "B3.order": _("You let go only when another hand has taken hold."),
    "B3.heard": _("The next step is worth nothing if the person does not know it."),
    "B3.fallback": _("If the first visit does not happen, the person needs somebody to reach who answers."),
    "B3.live": _("Only what all three were part of at the same time may be called warm."),
    # Stage C
    "C1.independent": _("Whoever took part in a handoff cannot judge it without bias."),
    "C1.event": _("The check must be about this handoff, and not about another one."),
    "C1.explicit": _("“Probably” hides the handoffs that failed."),
    "C1.evidence": _("One side’s word is not enough: what each side wrote and what is true now often differ."),
    "C1.late": _("A failed handoff that is found late is found after the harm."),
    "C2.category": _("What exactly broke decides what puts it right, and what is changed for the next person."),
    "C2.owner": _("A team does not wake up at night. One named person answers for it."),
    "C2.deadline": _("The more risk remains, the less time there is."),
    "C2.locked": _("Two instructions at once mean that nobody is sure what to do."),
    "C2.unowned": _("A failed handoff without an owner leaves the person alone with it."),
    "C3.person": _("Only the person knows whether the care really went on."),
    "C3.retelling": _("What staff assume and what the person went through are often not the same."),
    "C3.routed": _("A worry that is left over is looked at by those who can change something."),
    "C3.failed": _("If the person says that it did not hold, it did not hold, whatever the records say."),
    "C3.late": _("Asked weeks later, the person has either got by alone or is gone."),
    **{control: words for chapter in CHAPTERS for control, words in getattr(chapter, "REASONS", {}).items()},
}
"""Every control of the protocol, by its id."""
