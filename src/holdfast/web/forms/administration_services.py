"""Forms of administration of services: facts that a named person confirms, and days on which a service is closed."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from holdfast.web.forms.account import US_ZONES

NOT_KNOWN = ""
FACT_NAMES = {
    "hours": _("Opening hours"),
    "zone": _("Time zone"),
    "region": _("State"),
    "staffed": _("Somebody is there to take a live handoff"),
    "status": _("Whether it runs"),
}
"""What is known of a service, in the order in which it is shown."""
STATUSES = {
    "active": _("It runs"),
    "temporarily closed": _("Closed for a time"),
    "inactive": _("It does not run now"),
    "defunct": _("It is given up"),
}
_HINTS = {
    "hours": _(
        "As OpenStreetMap writes them, such as Mo-Fr 09:00-17:00; Sa 10:00-12:00, or 24/7. "
        "Leave it empty where they are not known."
    ),
    "region": _("Such as US-CA. Its holidays are those of the calendar. Leave it empty where the state is not known."),
}


def fact_typed(aspect: str, value: object) -> object:
    """Return what is known of a service as its form shows it, so that it is changed and not typed anew."""
    if value is None:
        return NOT_KNOWN
    return {True: "yes", False: "no"}[bool(value)] if aspect == "staffed" else str(value)


def _day(label: Any, **said: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **said)


def _value_field(aspect: str) -> forms.Field:
    """Return the field for the value of one fact; blank is: not known any more."""
    unknown = (NOT_KNOWN, _("Not known"))
    label = FACT_NAMES[aspect]
    if aspect == "staffed":
        return forms.ChoiceField(label=label, required=False, choices=[unknown, ("yes", _("Yes")), ("no", _("No"))])
    if aspect == "status":
        return forms.ChoiceField(label=label, required=False, choices=[unknown, *STATUSES.items()])
    if aspect == "zone":
        zones = [*US_ZONES, *sorted(zone for zone in available_timezones() - set(US_ZONES) if "/" in zone)]
        return forms.ChoiceField(label=label, required=False, choices=[unknown, *((zone, zone) for zone in zones)])
    return forms.CharField(label=label, required=False, max_length=1_000, help_text=_HINTS[aspect])


class FactForm(forms.Form):
    """What is so now of one aspect of a service, since when, and how it is known."""

    on = _day(_("Confirmed on"), error_messages={"required": _("Say on which day it was confirmed.")})
    ground = forms.CharField(
        label=_("How you know"), max_length=1_000,
        help_text=_("Such as: call with the desk of that service."),
        error_messages={"required": _("Say how you know.")},
    )  # fmt: skip
    until = _day(_("Holds until"), required=False, help_text=_("Leave it out if no end is known."))

    def __init__(self, *args: Any, aspect: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.aspect = aspect
        self.fields = {"value": _value_field(aspect), **self.fields}

    @property
    def value(self) -> object:
        """The value as the directory takes it; `None`: not known any more."""
        said = self.cleaned_data["value"]
        if said == NOT_KNOWN:
            return None
        return said == "yes" if self.aspect == "staffed" else said


class ClosureForm(forms.Form):
    """Days on which a service is closed, both ends included."""

    first = _day(_("First day"), error_messages={"required": _("Say the first day.")})
    last = _day(_("Last day"), error_messages={"required": _("Say the last day.")})
    yearly = forms.BooleanField(label=_("Every year on these days"), required=False)
    reason = forms.CharField(label=_("Why"), max_length=300, error_messages={"required": _("Say why it is closed.")})
    source = forms.CharField(
        label=_("How you know"), max_length=300, error_messages={"required": _("Say how you know.")}
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the days in their order."""
        said = super().clean() or {}
        first, last = said.get("first"), said.get("last")
        if isinstance(first, date) and isinstance(last, date) and last < first and not said.get("yearly"):
            self.add_error("last", _("The last day is not before the first."))
        return said
