"""Forms of passkeys that take whatever is sent: what a browser did not make is answered as wrong, never with a failure.

django-allauth hands a credential to its library as it came, and that one fails at many shapes of nonsense.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import Any, TypeVar

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn import forms as allauth
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

LONGEST = 50_000
"""Characters; a real one has a few thousand."""
_NONSENSE = (KeyError, IndexError, TypeError, ValueError, AttributeError, struct.error, RecursionError)
V = TypeVar("V")


class CredentialField(forms.JSONField):
    """What a browser says of a passkey, as JSON."""

    def to_python(self, value: Any) -> Any:
        """Return the object that was sent. Raises: ValidationError for anything else."""
        if isinstance(value, str) and len(value) > LONGEST:
            raise _wrong()
        found = _sound(lambda: super(CredentialField, self).to_python(value))
        if found is not None and not isinstance(found, dict):
            raise _wrong()
        return found

    def bound_data(self, data: Any, initial: Any) -> None:
        """Show nothing of it again: each is made for one challenge."""


def _wrong() -> ValidationError:
    wrong: ValidationError = get_adapter().validation_error("incorrect_code")
    return wrong


def _sound(read: Callable[[], V]) -> V:
    """Return what `read` makes of it. Raises: ValidationError, where it could make nothing of it."""
    try:
        return read()
    except ValidationError:
        raise
    except _NONSENSE:
        raise _wrong() from None


class SoundlyAdded(forms.Form):
    """Adding: the credential is read in `clean`."""

    name = forms.CharField(label=_("Name"), required=False)
    credential = CredentialField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Read the credential. Raises: ValidationError."""
        return _sound(lambda: dict(super(SoundlyAdded, self).clean() or {}))


class SoundlyUsed(forms.Form):
    """Signing in, or proving who one is: the credential is read in `clean_credential`."""

    credential = CredentialField(widget=forms.HiddenInput)

    def clean_credential(self) -> Any:
        """Return the authenticator. Raises: ValidationError."""
        read: Callable[[], Any] = super().clean_credential  # type: ignore[misc]  # of the form beside this one
        return _sound(read)


class AddForm(SoundlyAdded, allauth.AddWebAuthnForm):  # type: ignore[misc]  # a stricter field
    """Adding a passkey to one's account."""


class RenameForm(allauth.EditWebAuthnForm):
    """Another name for a passkey."""

    name = forms.CharField(label=_("Name"), required=True)


class FirstPasskeyForm(SoundlyAdded, allauth.SignupWebAuthnForm):  # type: ignore[misc]  # a stricter field
    """Choosing a passkey when one is invited."""


class SignInForm(SoundlyUsed, allauth.LoginWebAuthnForm):  # type: ignore[misc]  # a stricter field
    """Signing in by a passkey alone."""


class SecondFactorForm(SoundlyUsed, allauth.AuthenticateWebAuthnForm):  # type: ignore[misc]  # a stricter field
    """A passkey after the password."""


class ProofForm(SoundlyUsed, allauth.ReauthenticateWebAuthnForm):  # type: ignore[misc]  # a stricter field
    """Proving once more who one is."""
