"""Passwords in our own words: what is asked of one, and the forms of django-allauth that set one."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ChangePasswordForm, ResetPasswordKeyForm, SetPasswordForm
from django import forms
from django.contrib.auth.password_validation import CommonPasswordValidator, MinimumLengthValidator
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

PASSWORD, AGAIN = "password1", "password2"


class LongEnough(MinimumLengthValidator):
    """How long a password is at least."""

    def get_error_message(self) -> str:
        """Say how to mend it."""
        return self._words()

    def get_help_text(self) -> str:
        """Say the same before."""
        return self._words()

    def _words(self) -> str:
        return ngettext(
            "Use at least %(number)d character.", "Use at least %(number)d characters.", self.min_length
        ) % {"number": self.min_length}  # fmt: skip


class NotCommon(CommonPasswordValidator):
    """That a password is none of those that many people use."""

    def get_error_message(self) -> str:
        """Say how to mend it."""
        return gettext("Many people use this password, so it is easy to guess. Choose another.")

    def get_help_text(self) -> str:
        """Say the same before."""
        return gettext("Do not use a password that many people use.")


class _Worded(forms.Form):
    """A new password, typed twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        new, again = self.fields[PASSWORD], self.fields[AGAIN]
        new.label = _("New password")
        new.help_text = _("At least 12 characters. Three or four words that you remember are good.")
        new.error_messages["required"] = _("Choose a new password.")
        again.label = _("New password once more")
        again.error_messages["required"] = _("Type the new password once more.")

    def add_error(self, field: str | None, error: Any) -> None:
        """Say it in our words where both are not the same: the one thing that is wrong with the second by itself."""
        differs = field == AGAIN and AGAIN in self.cleaned_data
        super().add_error(field, _("The two are not the same. Type the new password once more.") if differs else error)


class NewPasswordForm(_Worded, ChangePasswordForm):
    """Changing one's password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        old = self.fields["oldpassword"]
        old.label = _("Your password now")
        old.error_messages["required"] = _("Type your password as it is now.")


class FirstOwnPasswordForm(_Worded, SetPasswordForm):
    """Setting a password where there is none yet."""


class PasswordByLinkForm(_Worded, ResetPasswordKeyForm):
    """Choosing a new password by the link that was sent."""
