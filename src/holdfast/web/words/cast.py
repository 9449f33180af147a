"""What the parts of a practice are called, in the reader's language."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from holdfast.transfers.cast import BY_ID, Part

CALLED: dict[Part, str | Promise] = {
    Part.CLINICIAN: _("Practice clinician"),
    Part.PERSON: _("The person"),
    Part.SUPERVISOR: _("Practice supervisor"),
    Part.RECEIVER: _("Practice receiver"),
    Part.NAVIGATOR: _("Practice navigator"),
    Part.REVIEWER: _("Practice reviewer"),
    Part.FOLLOW_UP_LEAD: _("Practice follow-up lead"),
    Part.MANAGER: _("Practice manager"),
    Part.DIRECTOR: _("Practice director"),
    Part.QUALITY_MANAGER: _("Practice quality manager"),
    Part.REGIONAL_LEAD: _("Practice regional lead"),
    Part.EXECUTIVE: _("Practice executive"),
}
DOES: dict[Part, str | Promise] = {
    Part.CLINICIAN: _("opens, asks, calls, and lets go last"),
    Part.PERSON: _("agrees, hears the next step, may say stop"),
    Part.SUPERVISOR: _("decides on the request"),
    Part.RECEIVER: _("joins the call and accepts"),
    Part.NAVIGATOR: _("stays until the first visit"),
    Part.REVIEWER: _("checks whether it really happened"),
    Part.FOLLOW_UP_LEAD: _("asks the person how it went"),
    Part.MANAGER: _("gives the instruction when it failed"),
    Part.DIRECTOR: _("hears of what nobody answered"),
    Part.QUALITY_MANAGER: _("hears of late checks"),
    Part.REGIONAL_LEAD: _("hears of what intake could not meet"),
    Part.EXECUTIVE: _("hears of what must never happen"),
}
"""What each part does, for the one who chooses it."""


def cast_names(ids: set[str]) -> dict[str, str]:
    """Return what those of the ids that belong to the cast of a practice are called."""
    return {who: str(CALLED[BY_ID[who]]) for who in ids if who in BY_ID}
