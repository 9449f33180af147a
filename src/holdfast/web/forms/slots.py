"""The form by which a service publishes a time for first visits, or the same one of each week of a run."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from holdfast.directory.models import SlotMode
from holdfast.directory.slots import LONGEST, MOST_WEEKS, SHORTEST, Places, SlotFault, SlotWish, Wrong
from holdfast.web.words import times

FAULTS = {
    SlotFault.SKIPPED: _("The clocks go forward over this time on %(day)s, so it does not exist. Choose another time."),
    SlotFault.TWICE: _("The clocks go back over this time on %(day)s, so it comes twice. Choose another time."),
    SlotFault.PAST: _("%(day)s at this time is not ahead. Choose a later time."),
    SlotFault.FAR: _("%(day)s is more than a year ahead. Choose an earlier day, or fewer weeks."),
    SlotFault.CLOSED: _("Your service is closed on %(day)s. Choose another day, or publish the weeks around it."),
    SlotFault.TAKEN: _("A time on %(day)s is published already. Choose another time, or name who sees the person."),
    SlotFault.LENGTH: _("A visit takes 5 to 480 minutes."),
    SlotFault.WEEKS: _("Choose 1 to 26 weeks."),
    SlotFault.PLACE: _("Say where you meet: street and city, at most 300 characters."),
    SlotFault.WHO: _("Use at most 300 characters."),
    SlotFault.PATHWAY: _("This is no route of the service you chose. Choose one of its own, or every route."),
    SlotFault.ZONE: _("The time zone of your service is not known. Ask your administrator to confirm it."),
}
"""What is wrong with a time, and how to put it right."""
_MODES = ((SlotMode.IN_PERSON, _("In person")), (SlotMode.VIDEO, _("By video")), (SlotMode.PHONE, _("By phone")))


def fault_words(wrong: Wrong) -> str:
    """Return what is wrong with a time that was to be published."""
    day = times.day(wrong.day) if wrong.day else gettext("that day")
    return str(FAULTS[wrong.fault]) % {"day": day}


class SlotForm(forms.Form):
    """A time as the clock of the service shows it."""

    service = forms.ChoiceField(label=_("Service"))
    day = forms.DateField(
        label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Choose a day."), "invalid": _("This is no day. Write it as 2026-11-18.")},
    )  # fmt: skip
    time = forms.TimeField(
        label=_("Time"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_("As the clocks at your service show it."),
        error_messages={"required": _("Choose a time."), "invalid": _("This is no time. Write it as 14:30.")},
    )  # fmt: skip
    minutes = forms.IntegerField(
        label=_("How many minutes it takes"), initial=50, min_value=SHORTEST, max_value=LONGEST,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), FAULTS[SlotFault.LENGTH]),
    )  # fmt: skip
    weeks = forms.IntegerField(
        label=_("For how many weeks"), initial=1, min_value=1, max_value=MOST_WEEKS,
        help_text=_("The same day and time each week. 1 is this one time only."),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), FAULTS[SlotFault.WEEKS]),
    )  # fmt: skip
    mode = forms.ChoiceField(label=_("How you meet"), choices=_MODES)
    place = forms.CharField(
        label=_("Place"), required=False, help_text=_("Street and city. The person reads this."), max_length=300,
        error_messages={"max_length": FAULTS[SlotFault.PLACE]},
    )  # fmt: skip
    who = forms.CharField(
        label=_("Who sees the person"), required=False, help_text=_("A name and what they do. The person reads this."),
        max_length=300, error_messages={"max_length": FAULTS[SlotFault.WHO]},
    )  # fmt: skip

    def __init__(self, *args: Any, places: Places, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service"] = forms.ChoiceField(label=_("Service"), choices=places.services)
        names = dict(places.services)
        routes = [(pk, f"{name} ({names[of]})" if len(names) > 1 else name) for pk, name, of in places.pathways]
        self.fields["pathway"] = forms.ChoiceField(
            label=_("Kept for"), required=False, choices=[("", _("Every route of the service")), *routes],
            help_text=_("Only handoffs on this route can hold it."),
            error_messages={"invalid_choice": FAULTS[SlotFault.PATHWAY]},
        )  # fmt: skip

    @property
    def wish(self) -> SlotWish:
        """What is to be published; of a form that is valid."""
        said = self.cleaned_data
        return SlotWish(
            service=said["service"], day=said["day"], clock=said["time"], minutes=said["minutes"],
            mode=SlotMode(said["mode"]), weeks=said["weeks"], place=said["place"], who=said["who"],
            pathway=said["pathway"],
        )  # fmt: skip
