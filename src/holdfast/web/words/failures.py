"""What happened where a rule did not hold, control by control: a fact, never the rule quoted as if it held.

Used wherever a refusal, a breach or a late step is told. The rule itself stands in `words/controls.py`.
"""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from holdfast.web.words.controls import rule_words

FAILURES: dict[str, str | Promise] = {
    "S.closed": _("The handoff was closed already."),
    "S.role": _("It was not their part to do this."),
    "A1.queued": _("No authorization was asked for yet."),
    "S.stopped": _("The person had asked to stop, and has not said yet that it may go on."),
    "C2.locked": _("A corrective instruction is open already; it can’t be changed."),
    "S.order": _("The step before it was not done yet."),
    "S.consent": _("There is no consent in force for this service that covers identity, contact, need and urgency."),
    "S.safety": _("Nobody asked in the past 30 minutes whether it is safe to talk now, or the answer was not yes."),
    "M.duty": _("It was ticked off before it was done, or nobody of the staff is named who did it."),
    "M.proxy": _(
        "The care manager is not named for the receiving service’s schedule, does not see it, or the time has passed."
    ),
    "S.giver": _("It was given by somebody who may not say yes in this person’s place."),
    "S.language": _("It was not in the person’s language, and no interpreter was named."),
    "S.witness": _("The witness wrote it down themself, or works only for the service that is to be told."),
    "S.asked": _("It goes beyond what the person was asked, or what they were asked has changed."),
    "S.exception": _("The reviewer filed it, or had a part in the handoff."),
    "S.limited": _("It opens more than an emergency takes."),
    "S.unasked": _("Somebody went without the person’s consent in an emergency, and quality has not looked at it yet."),
    "S.taken_back": _("The person took their yes back, or it has ended, and there is no other."),
    "M.strength": _("The way of passing is weaker than the signs of risk allow."),
    "A1.trigger": _("The need is not the one that this handoff was opened for, or what brought it up does not fit it."),
    "A1.urgency": _("The urgency was not rated."),
    "A1.pathway": _("No single route of the directory was chosen."),
    "A1.disengage": _(
        "Somebody ended the contact, reached the receiver, spoke of a change of owner, or changed the case "
        "before authorization was asked for."
    ),
    "A2.independent": _("Whoever decides here started the handoff, or may not decide for this service."),
    "A2.suitability": _(
        "The route was not found suitable: “Unsuitable” was chosen, or something does not fit or is not known."
    ),
    "A2.risk": _("The handoff is elevated, and the risk that it fails was rated below high."),
    "A2.dependencies": _("It was to be authorized with a need still open."),
    "A2.late": _("The supervisor did not decide in time."),
    "A3.authorized": _("The handoff is not authorized."),
    "A3.fallback": _("The backup route is not complete: who, by which means, at which number or place, until when."),
    "A3.person": _("The person was not told, did not understand, or did not agree."),
    "B1.ready": _("The release readiness was not on record before the receiver was contacted."),
    "B1.service": _("Another service was reached than the one that was authorized."),
    "B1.realtime": _("The contact was recorded more than 2 minutes before or after it happened."),
    "B1.human": _("No named person of the authorized service was on the line."),
    "B1.warm": _("No receiver was on the call, and none was reached."),
    "B2.connected": _("The live connection was not on record yet."),
    "B2.receiver": _("Whoever answered is not of the receiving service, started the handoff, or is not surely known."),
    "B2.live": _("The answer did not come from the receiver within the live call."),
    "B2.explicit": _("There was no clear answer: accepted, declined, or pending with a reason."),
    "B2.scope": _("What was accepted does not cover the need, or leaves an accommodation unconfirmed."),
    "B2.action": _("There is no real first step: who, where or how, and when."),
    "B2.intake": _("Something that the receiver needs first is still missing."),
    "B3.order": _("The receiver has not accepted."),
    "B3.heard": _("The person has not said the next step back, and nobody is named who heard them."),
    "B3.fallback": _("Nobody is named to reach if the first step does not happen."),
    "B3.live": _("There is no proof that all three were on the call together."),
    "S.version": _("The story was told anew in the meantime, or there is no such version."),
    "S.reading": _("Staff said for the person that they read it, or named nobody of the sending service who read it."),
    "S.barrier": _("No such barrier was named, the time is not ahead, or who sees to it works for neither service."),
    "N.acceptance": _("The receiver has not confirmed it in person, on a device of their own."),
    "N.person": _("Nobody is named who told the person, and the person has not confirmed it."),
    "F.alternate": _("Who was tried is not of the receiving service, or was already tried in vain."),
    "F.summary": _("The summary is over, or was to go to nobody of the receiving service, or for too long."),
    "F.bridge": _("The person did not agree, the time is not ahead, or who keeps in touch is not of the team."),
    "F.owner": _("Who was named is no supervisor or director, or has a part in the handoff."),
    "S.deceased": _("A death is on record, and this step would go on as if nothing had happened."),
    "S.death": _("A death is on record, and quality has not looked at it yet."),
    "S.withdrawn": _("Staff wrote down that the person withdraws, and quality has not looked at it yet."),
    "S.one_acceptance": _("Another handoff of this person stands accepted for the same need."),
    "S.cover": _("Who was named is no colleague, has no duty here, or the time is wrong."),
    "S.handover": _("Who was named is no colleague of the owner, or the end of the shift is wrong."),
    "S.unreachable_plan": _("Not every attempt of the plan is on record, or the person was reached."),
    "S.safe_channel": _("The person was looked for by a means that their plan does not call safe."),
    "F.passive": _("The receiving side may still answer, or nobody is named who keeps the contact meanwhile."),
    "C1.independent": _("The reviewer had a part in this handoff."),
    "C1.event": _("The day given is not the day of the handoff."),
    "C1.explicit": _("It was not said whether the first visit happened."),
    "C1.evidence": _("A source was not looked at, or the proof is too weak or too old."),
    "C1.late": _("Nobody checked in time whether it happened."),
    "C2.category": _("It was not said what exactly broke down."),
    "C2.owner": _("No one person is named who puts it right."),
    "C2.deadline": _("The deadline is later than the remaining risk allows."),
    "C2.unowned": _("Nobody was named in time to put it right."),
    "C3.person": _("The person was not asked, and was not tried often enough."),
    "C3.retelling": _("Whether the story had to be told again did not come from the person."),
    "C3.failed": _("The person says that the help did not hold, or a concern remains."),
    "C3.late": _("Nobody asked the person in time how it went."),
    "V.slot": _("The published time is held by somebody else, was withdrawn, is kept for another route, or is over."),
    "V.time": _("The time is over, the service is closed then, or it is later than the urgency allows."),
    "V.confirmed": _("The receiving service has not said this time itself."),
    "V.answer": _("It is for the other side to answer, and for the receiving service to say what happened."),
    "V.kept": _("The time of the visit has not come yet."),
    "V.called_off": _("Somebody has asked to cancel the visit, and waits for the answer of the other side."),
    "V.one_time": _("A visit is confirmed for another time than the one that was given."),
    "S.plan": _("The plan was to hold for longer than it may, or is over already."),
    "S.duress": _("The person spoke of danger, and it is not settled with them alone yet."),
    "S.danger": _("It is not safe for the person now, and that is not settled with them yet."),
    "S.one_agency": _("The person is protected, and another service holds their consent."),
    "S.protected": _("The person did not say that they want the protection to end, or may be in danger."),
    "S.guardian": _("The rule or the young person’s wish is not on record, or they are against it."),
    "S.least_intrusive": _("Police were to come before gentler help was tried, and no supervisor confirmed danger."),
    "S.reviewed": _("Nobody who took no part in it has looked at what was done."),
}
"""By control. A test holds that each one that can fail is here."""


def failure_words(control_id: str) -> str:
    """Return what it is that does not hold. Raises KeyError where there is no such control."""
    words = FAILURES.get(control_id)
    if words is not None:
        return str(words)
    return gettext("This rule does not hold: “%(rule)s”") % {"rule": rule_words(control_id)}
