"""What a form claims that cannot be meant, in the reader's words, with what to do; by the protocol's own sentence."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from holdfast.protocol.plausible import Remedy

CLAIMS: dict[str, Promise] = {
    Remedy.TO_COME: _("This time is over. Give a time from now on."),
    Remedy.SOONER: _("This is too far ahead for how urgent it is. Give an earlier time."),
    Remedy.SOONER_OR_ASKED: _(
        "This is too far ahead for how urgent it is. Give an earlier time. If the person asked for it themself, write "
        "“the person” under who asked."
    ),
    Remedy.CLOSED: _("The receiving service is closed then. Give a time at which it is open."),
    Remedy.NOT_YET: _(
        "Its time has not come yet. Report it as kept once it has. If it took place earlier, move it there first."
    ),
    Remedy.NOT_MISSED: _(
        "Its time has not come yet, so nobody has missed it. If it was called off, say so, or move it."
    ),
    Remedy.NO_NUMBER: _("This is no phone number. Give one with its area code."),
    Remedy.NOT_THERE: _("This also stands under who must not be contacted. Take it out there, or give another way."),
    Remedy.DEATH_FIRST: _("No death is on record. Record the death first, and then close the handoff."),
    Remedy.PLAN_FIRST: _("There is no plan to find the person. Make the plan and record each attempt first."),
    Remedy.VERIFICATION_FIRST: _(
        "Nobody has verified that the first step took place. Have it verified first, or choose another reason."
    ),
    Remedy.REFUSAL_FIRST: _(
        "No decline and no block is on record. Record what the receiving side answered, or block the request, first."
    ),
    Remedy.HANDED_OVER: _("The person was handed over already. Choose what became of it there."),
    Remedy.UNSAFE: _(
        "The person said on their own page that it is not safe now. Nothing passes on until they say there that it is."
    ),
    Remedy.DANGER_FIRST: _(
        "The person spoke of danger. Settle it with them first, while they are alone. Then close the handoff."
    ),
    Remedy.ANSWERED: _(
        "A call goes on, or somebody accepted the person. End the call, have the answer corrected, and then close it."
    ),
    Remedy.OWN_EARS: _("Who heard the person say it records it. Ask them to, or name yourself if it was you."),
    Remedy.SENDING_SIDE: _(
        "Only the team that sends the person records this. Record that they stop for now, and tell that team."
    ),
    Remedy.UNHEARD: _("Nothing in this can be heard. Use a word with letters, or a picture."),
    Remedy.HOW: _("Say how they said yes."),
    Remedy.GROUND: _("Say why nobody could be asked."),
    Remedy.DAY_TO_COME: _("This day is over. Give today or a later day."),
    Remedy.WHO_HEARD: _("Name who heard the person say it."),
}
"""A test holds that every remedy is here."""
