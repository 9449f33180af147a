"""What became of a text to the person, in words."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext

from holdfast.notify.models import Report, Sending
from holdfast.notify.selectors import TextView
from holdfast.web.parts import Tag, Tone
from holdfast.web.words import times


def text_tag(text: TextView, at: datetime) -> Tag:
    """Return what became of a text, as a tag."""
    named = {"time": times.near(text.at, at)}
    if text.status is Sending.SENT:
        if text.report is Report.ARRIVED:
            return Tag(gettext("Text arrived at %(time)s") % named, Tone.OK)
        return Tag(gettext("Text sent at %(time)s; not known yet whether it arrived") % named, Tone.GO)
    if text.status is Sending.WAITING:
        if text.reason:
            return Tag(gettext("The text waits: %(why)s") % {"why": why_words(text.reason)}, Tone.SOON)
        return Tag(gettext("The text is on its way"), Tone.GO)
    return Tag(f"{gettext('No text: %(why)s') % {'why': why_words(text.reason)}}", Tone.LATE)


def why_words(reason: str) -> str:
    """Return why a text did not reach the person, and what to do instead."""
    words = {
        "stopped": gettext("they asked for no more texts. Use another way."),
        "no-number": gettext("there is no number that can get a text. Show the link, or read out a code."),
        "safe-mode": gettext("their page needs a code, so it is never sent. Show them the link."),
        "S.safety": gettext("there is no fresh answer that it is safe. Ask them first, then send it."),
        "S.consent": gettext("they did not agree to texts."),
        "S.stopped": gettext("they paused the handoff."),
        "S.closed": gettext("the handoff is closed."),
        "not-arrived": gettext("the phone company could not deliver it. Call them."),
        "no_plan": gettext("there is no plan for safe contact yet. Make one with them."),
        "plan_over": gettext("the plan for safe contact is over. Ask them anew."),
        "new_risk": gettext("there is a new sign of risk. Ask them anew how they can be reached."),
        "other_way": gettext("they chose another way to be reached. See the plan."),
        "do_not_contact": gettext("they do not want to be contacted there. See the plan."),
        "person_begins": gettext("they want to make contact themselves. See the plan."),
        "outside_hours": gettext("it is outside the hours that are safe for them."),
        "says-nothing": gettext("nothing may be said there, not even a neutral word."),
        "called-off": gettext("it was taken back."),
        "no-carrier": gettext("this server sends no texts. Ask who runs it."),
        "nobody": gettext("there is nobody on the people list to send it to."),
    }
    return words.get(reason, gettext("the phone company did not take it. Call them, or show the link."))
