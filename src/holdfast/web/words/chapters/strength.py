"""The words of the chapter `strength`: its steps, its fields, its rules."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from holdfast.web.words.parts import StepWords, Words

STEPS: dict[str, StepWords] = {
    "record_duty": StepWords(
        _("Tick off a duty"), _("Tick it off"),
        _("A sign of risk asks for it. Tick it off once it is done."),
        _("The duty is ticked off."),
    ),
    "confirm_proxy": StepWords(
        _("Book as a proxy"), _("Confirm the booking"),
        _(
            "A care manager to whom the receiving service gave its schedule books before the person leaves. "
            "It is not a warm handoff."
        ),
        _("The booking is recorded."),
    ),
}  # fmt: skip
FIELDS: dict[str, Words] = {
    "RecordDuty.duty": Words(_("Duty")),
    "RecordDuty.who": Words(_("Who did it")),
    "RecordDuty.when": Words(_("When it was done")),
    "RecordDuty.note": Words(_("In a few words"), _("May stay empty.")),
    "ConfirmProxy.who": Words(_("Care manager"), _("The receiving service must have named them for its schedule.")),
    "ConfirmProxy.sees_schedule": Words(_("Do they see the receiving service’s schedule themself?")),
    "ConfirmProxy.booked_for": Words(_("Appointment")),
    "ConfirmProxy.where": Words(_("Place")),
}
SENTENCES: tuple[str, ...] = (
    # M.duty
    gettext_noop("A duty is ticked off once it is done: by a named member of staff, since the transfer was opened."),
    gettext_noop("Do it first, then tick it off with when and by whom."),
    # M.proxy
    gettext_noop(
        "A proxy books in the receiving service's own schedule: delegated to them, seen by them, for a time to come."
    ),
    gettext_noop("Ask a care manager whom the receiving service has named for its schedule, or hand over live."),
)
REASONS: dict[str, Promise] = {
    "M.duty": _("A duty that is ticked off before it is done protects nobody."),
    "M.proxy": _("Who can’t see the schedule promises a time that nobody has."),
}
"""Why each rule is asked, by its id."""
OFFERED: tuple[str, ...] = ("record_duty", "confirm_proxy")
