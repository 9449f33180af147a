"""Confirming what is known of a route: one aspect at a time, by name, with the day and how it is known."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from holdfast.protocol.codes import Capacity, Need
from holdfast.web.forms.administration_services import FACT_NAMES, FactForm, fact_typed
from holdfast.web.words.codes import in_words
from holdfast.web.words.orders import by_letters
from holdfast.web.words.tongues import language_shown, language_tag

ROUTE_FACTS = {
    "needs": _("Needs it serves"),
    "ages": _("Ages it takes"),
    "languages": _("Languages spoken"),
    "payers": _("Who may pay"),
    "capacity": _("Whether it can take somebody now"),
    "intake_requirements": _("What it asks for at intake"),
}
NAMES = {**ROUTE_FACTS, **FACT_NAMES}
"""What is known of a route and of its service, in the order in which it is shown."""


def _value_field(aspect: str) -> forms.Field:
    label = ROUTE_FACTS[aspect]
    if aspect == "needs":
        choices = sorted(((need.value, in_words(need)) for need in Need), key=lambda each: by_letters(each[1]))
        return forms.MultipleChoiceField(
            label=label, required=False, choices=choices, widget=forms.CheckboxSelectMultiple
        )
    if aspect == "capacity":
        choices = [(each.value, in_words(each)) for each in Capacity]
        return forms.ChoiceField(
            label=label, choices=choices, widget=forms.RadioSelect, error_messages={"required": _("Choose one answer.")}
        )
    if aspect == "intake_requirements":
        area = forms.Textarea(attrs={"rows": 4})
        hint = _("One on each line. Leave it empty where nothing is asked for.")
        return forms.CharField(label=label, required=False, max_length=10_000, widget=area, help_text=hint)
    hints = {
        "languages": _("With commas between, such as English, Spanish."),
        "payers": _("With commas between, such as medicaid, medicare, none."),
        "ages": _("From and to, such as 18-64."),
    }
    return forms.CharField(label=label, required=False, max_length=1_000, help_text=hints[aspect])


class ConfirmForm(FactForm):
    """What is so now of one aspect of a route or of its service, since when, and how it is known."""

    is_unknown = forms.BooleanField(label=_("It is not known any more"), required=False)

    def __init__(self, *args: Any, aspect: str, **kwargs: Any) -> None:
        if aspect in FACT_NAMES:
            super().__init__(*args, aspect=aspect, **kwargs)
            del self.fields["is_unknown"]  # their first answer says so
            return
        forms.Form.__init__(self, *args, **kwargs)
        self.aspect = aspect
        value, unknown = _value_field(aspect), self.fields.pop("is_unknown")
        value.is_asked = aspect in _NEVER_BLANK  # type: ignore[attr-defined]  # read by the tag `bound`
        self.fields = {"value": value, "is_unknown": unknown, **self.fields}

    def clean(self) -> dict[str, Any]:
        """Ask for the answer, or that nobody knows it any more."""
        said = super().clean() or {}
        if self.aspect in _NEVER_BLANK and not said.get("value") and not said.get("is_unknown"):
            self.add_error("value", _("Say it, or say that it is not known any more."))
        return said

    @property
    def value(self) -> object:
        """The value as the directory takes it; `None`: not known any more."""
        if self.aspect in FACT_NAMES:
            return super().value
        if self.cleaned_data["is_unknown"]:
            return None
        return _READ[self.aspect](self.cleaned_data["value"])


_NEVER_BLANK = frozenset({"needs", "ages", "languages", "payers"})


def _ages(said: str) -> object:
    """Return both ages as numbers; what is none is left for the directory to refuse."""
    parts = [part.strip() for part in said.replace("–", "-").split("-")]
    return [int(part) for part in parts if part.isdecimal()]


def _listed(said: str) -> list[str]:
    return [part.strip() for part in said.split(",") if part.strip()]


def _languages(said: str) -> object:
    """Return tags of the languages as the reader calls them; what is none is left for the directory to refuse."""
    return [language_tag(each) or each for each in _listed(said)]


_READ: dict[str, Callable[[str], object]] = {
    "needs": lambda said: said,
    "ages": _ages,
    "languages": _languages,
    "payers": _listed,
    "capacity": lambda said: said,
    "intake_requirements": lambda said: [line.strip() for line in said.splitlines() if line.strip()],
}


def confirmed(aspect: str, value: object) -> object:
    """Return what is known of one aspect as its form shows it, so that it is changed and not typed anew."""
    if aspect in FACT_NAMES:
        return fact_typed(aspect, value)
    listed = [str(each) for each in value] if isinstance(value, tuple | list) else []
    if aspect in ("needs", "capacity") or value is None:
        return listed or value or ""
    return _SHOWN[aspect](listed)


_SHOWN: dict[str, Callable[[list[str]], str]] = {
    "ages": "-".join,
    "languages": lambda tags: ", ".join(sorted(map(language_shown, tags))),
    "payers": ", ".join,
    "intake_requirements": "\n".join,
}
