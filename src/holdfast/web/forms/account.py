"""Forms of one's own account: the first password, languages and zones."""

from __future__ import annotations

from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from holdfast.accounts.models import Staff

US_ZONES = (
    "America/New_York", "America/Chicago", "America/Denver", "America/Phoenix", "America/Los_Angeles",
    "America/Anchorage", "Pacific/Honolulu", "America/Puerto_Rico", "Pacific/Guam",
)  # fmt: skip


class FirstPasswordForm(forms.Form):
    """The password that an invited member of staff chooses; typed once, and shown if they want."""

    password = forms.CharField(
        label=_("Password"),
        help_text=_("At least 12 characters. Three or four words that you remember are good."),
        strip=False,
        max_length=1_000,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Choose a password.")},
    )

    def __init__(self, *args: object, staff: Staff, **kwargs: object) -> None:
        self.staff = staff
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came

    def clean_password(self) -> str:
        """Return the password, if it is strong enough."""
        password: str = self.cleaned_data["password"]
        validate_password(password, self.staff)
        return password


class PreferencesForm(forms.Form):
    """In which language, and in which time zone, somebody reads pages."""

    language = forms.ChoiceField(label=_("Language"), required=False)
    zone = forms.ChoiceField(label=_("Time zone"), required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came
        language, zone = self.fields["language"], self.fields["zone"]
        assert isinstance(language, forms.ChoiceField)
        assert isinstance(zone, forms.ChoiceField)
        language.choices = [("", _("As this browser asks")), *settings.LANGUAGES]
        others = sorted(available_timezones() - set(US_ZONES))
        zone.choices = [
            ("", _("That of the service where I work")),
            *((name, name.partition("/")[2].replace("_", " ")) for name in US_ZONES),
            (_("Others"), [(name, name) for name in others if "/" in name]),
        ]
