"""How django-allauth signs staff in here: by invitation only, without telling who has an account, secrets sealed."""

from __future__ import annotations

import logging
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import ResetPasswordForm
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from holdfast.accounts.factors import SECOND, factors_of, is_second_factor_required
from holdfast.accounts.limits import SIGN_IN
from holdfast.accounts.models import Staff
from holdfast.accounts.services.sign_ins import sign_in_end
from holdfast.ledger.sealed import AUTHENTICATORS, seal, unseal

NAME = "Holdfast"
log = logging.getLogger(__name__)


class SignInAdapter(DefaultAccountAdapter):
    """Sign-in by email and password."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("The email and the password do not match. Check both and try again."),
        "incorrect_password": _("This is not your password. Try again."),
        "enter_current_password": _("This is not your password. Try again."),
        "incorrect_code": _("This code is not right, or was used already. Wait for the next one and try again."),
        "too_many_login_attempts": _("There were too many tries. Wait 5 minutes, then try again."),
        "rate_limited": _("There were too many tries. Wait a minute, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up: an administrator invites."""
        return False

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Log that somebody could not sign in; never who, and never with what."""
        log.warning("sign-in refused: email and password do not match")

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address by which attempts are counted; all whose address is not known count as one."""
        try:
            return str(super().get_client_ip(request))
        except PermissionDenied:
            return "unknown"

    def logout(self, request: HttpRequest) -> None:
        """Sign out: the sign-in ends with the browser's session."""
        if SIGN_IN in request.session and isinstance(request.user, Staff):
            sign_in_end(UUID(request.session[SIGN_IN]), request.user.pk)
        super().logout(request)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send nothing: messages about accounts are sent by jobs (`accounts.mailing`)."""
        log.error("a message was to be sent past the jobs: %s", template_prefix)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Authenticator apps, recovery codes and passkeys."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": SignInAdapter.error_messages["incorrect_code"],
    }

    def encrypt(self, text: str) -> str:
        """Seal a secret before it is stored."""
        return seal(AUTHENTICATORS, text)

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret."""
        return unseal(AUTHENTICATORS, encrypted_text)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Say whether it may be removed: not the last second factor, where the installation asks for one."""
        if authenticator.type not in SECOND or not is_second_factor_required():
            return True
        factors = factors_of(authenticator.user_id)
        return sum(count for kind, count in factors.items() if kind in SECOND) > 1

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:
        """Return the name that the form of a new passkey begins with."""
        held = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return gettext("My passkey %(number)s") % {"number": held + 1} if held else gettext("My passkey")

    def get_totp_issuer(self) -> str:
        """Return the name that an authenticator app shows."""
        return NAME

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Return for whom a passkey is good: the host of the public address, whatever host was asked."""
        return {"id": urlsplit(settings.HOLDFAST_PUBLIC_URL).hostname or "localhost", "name": NAME}

    def get_public_key_credential_user_entity(self, user: AbstractBaseUser) -> dict[str, Any]:
        """Return whose passkey it is: their name as colleagues see it, and their email."""
        entity = super().get_public_key_credential_user_entity(user)
        return {**entity, "display_name": user.display_name if isinstance(user, Staff) else entity["display_name"]}


class PasswordLinkForm(ResetPasswordForm):
    """Asking for a new password: the same is done, and said, for an email that nobody has."""

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Hand the sending to a job, so that not even the time it takes tells whether there is an account."""
        from holdfast.accounts.jobs import send_password_link

        found = Staff.objects.filter(email=str(self.cleaned_data["email"]).lower(), is_active=True).first()
        send_password_link.defer(staff_id=str(found.pk) if found else "")
        return str(self.cleaned_data["email"])
