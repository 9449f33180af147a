"""Forms of administration: people and their places, invitations, levels of a ladder, pools."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import time
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from holdfast.accounts.selectors import Window
from holdfast.protocol.codes import EscalationLevel, Role
from holdfast.web.forms.account import US_ZONES
from holdfast.web.words.codes import in_words
from holdfast.web.words.hours import zone_words
from holdfast.web.words.orders import by_letters

Choices = Iterable[tuple[Any, str | Promise]]


def _chosen(field: forms.Field, choices: Choices) -> None:
    assert isinstance(field, forms.ChoiceField)
    field.choices = [("", _("Choose one")), *choices]


class PlaceForm(forms.Form):
    """A role at a service. `roles`: those that may be chosen."""

    role = forms.ChoiceField(label=_("Role"), error_messages={"required": _("Choose a role.")})
    service = forms.TypedChoiceField(
        label=_("Service"), coerce=UUID, error_messages={"required": _("Choose the service.")}
    )

    def __init__(self, *args: Any, services: Choices, roles: Collection[Role] = frozenset(Role), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = ((role.value, in_words(role)) for role in roles)
        _chosen(self.fields["role"], sorted(named, key=lambda each: by_letters(str(each[1]))))
        _chosen(self.fields["service"], services)


class InviteForm(PlaceForm):
    """Somebody who is to work here."""

    name = forms.CharField(
        label=_("Name"),
        help_text=_("As colleagues and guests see it."),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Say their name.")},
    )
    email = forms.EmailField(
        label=_("Email"),
        help_text=_("The link by which they choose their sign-in goes there."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Say their email."), "invalid": _("Type an email such as ana@clinic.example.")},
    )
    field_order = ("name", "email", "role", "service")


class PoolForm(forms.Form):
    """A service whose requests somebody may decide too."""

    service = forms.TypedChoiceField(
        label=_("Service"), coerce=UUID, error_messages={"required": _("Choose the service.")}
    )

    def __init__(self, *args: Any, services: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _chosen(self.fields["service"], services)


class PoolMemberForm(PoolForm):
    """Somebody, and a service whose requests they may decide too."""

    staff = forms.TypedChoiceField(
        label=_("Who decides"), coerce=UUID, error_messages={"required": _("Choose who decides.")}
    )
    field_order = ("staff", "service")

    def __init__(self, *args: Any, staff: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _chosen(self.fields["staff"], staff)


class RungForm(forms.Form):
    """How long a level has to acknowledge, and which level is asked after it."""

    minutes = forms.IntegerField(
        label=_("Minutes to answer"), min_value=1, max_value=10_080,
        error_messages={"required": _("Say how many minutes."), "min_value": _("At least one minute.")},
    )  # fmt: skip
    next_level = forms.ChoiceField(label=_("Then"), required=False)

    def __init__(self, *args: Any, level: EscalationLevel, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = [(each.value, in_words(each)) for each in EscalationLevel if each is not level]
        after = self.fields["next_level"]
        assert isinstance(after, forms.ChoiceField)
        after.choices = [("", _("No level: this is the top")), *others]


class HolderForm(forms.Form):
    """Who holds a level: always, or in hours of the week."""

    staff = forms.TypedChoiceField(label=_("Who"), coerce=UUID, error_messages={"required": _("Choose who holds it.")})
    weekdays = forms.TypedMultipleChoiceField(
        label=_("On these days"),
        help_text=_("Leave days and times out for somebody who holds it always."),
        coerce=int,
        required=False,
        choices=[(str(number + 1), name) for number, name in WEEKDAYS.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    starts = forms.TimeField(label=_("From"), required=False, widget=forms.TimeInput(attrs={"type": "time"}))
    ends = forms.TimeField(
        label=_("Until"), required=False, widget=forms.TimeInput(attrs={"type": "time"}),
        help_text=_("At or before the first time: the next day."),
    )  # fmt: skip
    zone = forms.ChoiceField(label=_("Time zone"), required=False)

    def __init__(self, *args: Any, staff: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _chosen(self.fields["staff"], staff)
        zone, here = self.fields["zone"], timezone.get_current_timezone_name()
        assert isinstance(zone, forms.ChoiceField)
        zone.choices = [(name, zone_words(name)) for name in US_ZONES]
        zone.initial = here if here in US_ZONES else US_ZONES[0]

    def clean(self) -> dict[str, Any]:
        """Ask for the whole window, or none of it."""
        said = super().clean() or {}
        parts = {name: said.get(name) for name in ("weekdays", "starts", "ends")}
        missing = [name for name, value in parts.items() if not value and not isinstance(value, time)]
        if len(missing) in (1, 2):
            for name in missing:
                self.add_error(name, _("Say days, from and until; or none of them."))
        return said

    @property
    def window(self) -> Window | None:
        """The hours that were chosen; none for somebody who holds it always."""
        said = self.cleaned_data
        if not said["weekdays"]:
            return None
        return Window(frozenset(said["weekdays"]), said["starts"], said["ends"], said["zone"])
