"""Forms of break-glass: opening one handoff with a reason, and settling a look afterwards."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from holdfast.accounts.models import GlassFinding


def _case() -> forms.CharField:
    return forms.CharField(
        label=_("Case number"), max_length=300, widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Say the case number.")},
    )  # fmt: skip


class CaseForm(forms.Form):
    """Of which handoff it is asked who looked; by post, since whatever is typed here may be a name."""

    case = _case()
    unknown = _("You know of no handoff with this number. Look at the number again.")
    """What is said where nothing is found that whoever asks may know of."""


class GlassForm(forms.Form):
    """Which handoff, and why now."""

    case = _case()
    reason = forms.CharField(
        label=_("Why you need to look now"),
        help_text=_("A reviewer reads this. Say what happened, and why nobody of their own team can help."),
        min_length=10,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": _("Say why you need to look now."),
            "min_length": _("Say it in a whole sentence."),
            "max_length": _("Say it in at most 2000 characters."),
        },
    )

    unknown = _("There is no such handoff. Look at the number again.")
    """What is said where nothing is found; said of the case number, where one was typed."""

    def __init__(self, *args: Any, is_named: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_named:
            del self.fields["case"]


class SettleForm(forms.Form):
    """What a reviewer found of a look."""

    finding = forms.ChoiceField(
        label=_("Was the look justified?"),
        choices=[
            (GlassFinding.JUSTIFIED.value, _("Yes: it was needed for this person's safety or care")),
            (GlassFinding.NOT_JUSTIFIED.value, _("No")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose yes or no.")},
    )
    remark = forms.CharField(
        label=_("What follows from it"), required=False, max_length=2_000,
        help_text=_("Needed where it was not justified."), widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Ask for words where the look was not justified."""
        said = super().clean() or {}
        if said.get("finding") == GlassFinding.NOT_JUSTIFIED and not said.get("remark", "").strip():
            self.add_error("remark", _("Say what follows from it."))
        return said
