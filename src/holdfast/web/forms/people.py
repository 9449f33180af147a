"""The forms by which somebody is added to the people list, and their date of birth put right."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from holdfast.config.ids import new_id
from holdfast.people.selectors import digits_of
from holdfast.people.services import NewPerson
from holdfast.protocol.fields import NOTE_LENGTH, UNSAFE
from holdfast.web.forms.choices import LANGUAGES
from holdfast.web.words.orders import by_letters
from holdfast.web.words.tongues import language_name

SHORTEST_PHONE, LONGEST_PHONE = 7, 15
FIRST_YEAR = 1880


class _Line(forms.CharField):
    """One line of text without characters that can hide or change text."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"autocomplete": "off", "spellcheck": "false"}
        super().__init__(max_length=100, widget=forms.TextInput(attrs=attrs), **kwargs)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        if UNSAFE.search(text) or len(text.splitlines()) > 1:
            raise forms.ValidationError(_("Write this on one line, with letters and signs that can be seen."))
        return text


class _BirthDate(forms.Form):
    """A date of birth in three parts. `today` is the reader's date: nobody is born after it."""

    today: date
    month = forms.TypedChoiceField(
        label=pgettext_lazy("of birth", "Month"), coerce=int, choices=[("", _("Choose one")), *MONTHS.items()],
        error_messages={"required": _("Choose the month of birth.")},
    )  # fmt: skip
    day = forms.IntegerField(
        label=pgettext_lazy("of birth", "Day"), widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 3}),
        error_messages={
            "required": _("Write the day of birth."), "invalid": _("Write the day as a number, such as 7."),
        },
    )  # fmt: skip
    year = forms.IntegerField(
        label=pgettext_lazy("of birth", "Year"), widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 5}),
        error_messages={
            "required": _("Write the year of birth."),
            "invalid": _("Write the year with four digits, such as 1984."),
        },
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Put the date of birth together."""
        cleaned = super().clean() or {}
        parts = [cleaned.get(name) for name in ("year", "month", "day")]
        if not any(part is None for part in parts):
            try:
                cleaned["born"] = date(*(int(str(part)) for part in parts))
            except (ValueError, OverflowError):
                self.add_error("day", gettext("That date does not exist. Check day, month and year."))
            else:
                if not date(FIRST_YEAR, 1, 1) <= cleaned["born"] <= self.today:
                    self.add_error("year", gettext("Check the year of birth."))
        return cleaned


class PersonForm(_BirthDate):
    """Somebody whom no source knows yet."""

    field_order = ("given", "family", "month", "day", "year", "language", "phone")

    given = _Line(
        label=_("First name"),
        help_text=_("What they want to be called."),
        error_messages={"required": _("Write a first name. Ask what they want to be called.")},
    )
    family = _Line(label=_("Last name"), required=False)
    language = forms.ChoiceField(
        label=_("Language they want to speak"), error_messages={"required": _("Choose a language.")}
    )
    phone = _Line(label=_("Phone"), required=False, help_text=_("A number of their own, where it is safe to call."))
    key = forms.UUIDField(widget=forms.HiddenInput)
    is_other = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, typed: Mapping[str, Any] | None, *, today: date) -> None:
        super().__init__(typed, initial={"key": new_id(), "language": "en"})
        self.today = today
        chosen = self.fields["language"]
        assert isinstance(chosen, forms.ChoiceField)
        named: list[tuple[str, str]] = [(tag, language_name(tag)) for tag in LANGUAGES]
        chosen.choices = sorted(named, key=lambda each: by_letters(str(each[1])))

    def clean_phone(self) -> str:
        """Refuse what can't be called."""
        phone = str(self.cleaned_data["phone"])
        if phone and not SHORTEST_PHONE <= len(digits_of(phone)) <= LONGEST_PHONE:
            raise forms.ValidationError(_("Write the whole number, such as 555-555-0177."))
        return phone

    @property
    def new(self) -> NewPerson:
        """Who was written down; to be asked of a form without faults."""
        said = self.cleaned_data
        return NewPerson(said["given"], said["family"], said["born"], said["language"], said["phone"])


class BornForm(_BirthDate):
    """The date of birth of somebody who is on the list, and how it is known."""

    why = forms.CharField(
        label=_("How do you know?"), max_length=NOTE_LENGTH, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Such as: they said so, or it stands on their insurance card."),
        error_messages={"required": _("Say in a few words how you know.")},
    )  # fmt: skip

    def __init__(self, typed: Mapping[str, Any] | None, *, today: date, born: str) -> None:
        known = dict(zip(("year", "month", "day"), map(int, born.split("-")), strict=False)) if born else {}
        super().__init__(typed, initial=known)
        self.today = today

    def clean_why(self) -> str:
        """Refuse what can hide or change text."""
        why = str(self.cleaned_data["why"])
        if UNSAFE.search(why):
            raise forms.ValidationError(_("Leave out signs that can't be seen."))
        return why
