"""The form that names who may book with a service's schedule."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class DelegationForm(forms.Form):
    """Who, and until when."""

    email = forms.EmailField(
        label=_("Email address of the care manager"), max_length=254,
        help_text=_("The one they sign in with, here or at another service."),
        error_messages={"required": _("Write their email address."), "invalid": _("This is no email address.")},
    )  # fmt: skip
    until = forms.DateField(
        label=_("Last day"), required=False, help_text=_("Leave it out if no end is known."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Write the day like 2026-11-18.")},
    )  # fmt: skip
