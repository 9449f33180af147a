"""What a form claims that cannot be meant, in the reader's words, with what to do; by the protocol's own sentence."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from holdfast.protocol.plausible import Remedy

CLAIMS: dict[str, Promise] = {
    Remedy.TO_COME: _("This time is over. Give a time from now on."),
    Remedy.SOONER: _("This is too far ahead for how urgent it is. Give an earlier time."),
    Remedy.CLOSED: _("The receiving service is closed then. Give a time at which it is open."),
    Remedy.NOT_YET: _(
        "Its time has not come yet. Report it as kept once it has. If it took place earlier, move it there first."
    ),
    Remedy.DEATH_FIRST: _("No death is on record. Record the death first, and then close the handoff."),
    Remedy.PLAN_FIRST: _("There is no plan to find the person. Make the plan and record each attempt first."),
    Remedy.VERIFICATION_FIRST: _(
        "Nobody has verified that the first step took place. Have it verified first, or choose another reason."
    ),
    Remedy.REFUSAL_FIRST: _(
        "No decline and no block is on record. Record what the receiving side answered, or block the request, first."
    ),
    Remedy.HANDED_OVER: _("The person was handed over already. Choose what became of it there."),
    Remedy.HOW: _("Say how they said yes."),
    Remedy.GROUND: _("Say why nobody could be asked."),
    Remedy.DAY_TO_COME: _("This day is over. Give today or a later day."),
    Remedy.WHO_HEARD: _("Name who heard the person say it."),
}
"""A test holds that every remedy is here."""
