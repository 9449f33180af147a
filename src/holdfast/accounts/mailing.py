"""Messages about accounts: an invitation, a new password. Each link is made when it is sent and kept nowhere."""

from __future__ import annotations

import uuid

from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from holdfast.accounts.models import Staff
from holdfast.accounts.services.invitations import invitation_renew_secret


def invitation_send(invitation_id: uuid.UUID) -> bool:
    """Send an invitation with a fresh secret; say whether it was still open. Raises: whatever the mail server does."""
    made = invitation_renew_secret(invitation_id)
    if made is None:
        return False
    invitation, secret = made
    link = _address(reverse("invitation", args=[secret]))
    with _language_of(invitation.staff):
        body = _(
            "Hello,\n\n"
            "you are invited to work with Holdfast. Open this link to choose how you sign in:\n\n"
            "%(link)s\n\n"
            "It is for you alone, works once, and is good for 7 days. If you did not expect it, ask your "
            "administrator.\n"
        ) % {"link": link}
        _message(_("Your invitation to Holdfast"), body, invitation.staff, f"{invitation.pk}.{invitation.reference}")
    return True


def password_link_send(staff_id: uuid.UUID) -> None:
    """Send somebody the link by which they choose a new password. Raises: whatever the mail server does.

    The link is good until it is used, or the password or the time of the last sign-in changes, or the installation's
    PASSWORD_RESET_TIMEOUT has gone by.
    """
    staff = Staff.objects.filter(pk=staff_id, is_active=True).first()
    if staff is None or not staff.has_usable_password():
        return
    key = default_token_generator.make_token(staff)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(staff), "key": key})
    with _language_of(staff):
        body = _(
            "Hello,\n\n"
            "somebody asked for a new password for your account. If it was you, open this link:\n\n"
            "%(link)s\n\n"
            "If it was not you, there is nothing you need to do: your password stays as it is.\n"
        ) % {"link": _address(path)}
        _message(_("Choose a new password"), body, staff, f"{uuid.uuid5(uuid.NAMESPACE_URL, path)}")


def _address(path: str) -> str:
    return f"{settings.HOLDFAST_PUBLIC_URL.rstrip('/')}{path}"


def _language_of(staff: Staff) -> translation.override:
    return translation.override(staff.language or settings.LANGUAGE_CODE)


def _message(subject: str, body: str, staff: Staff, reference: str) -> None:
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
    EmailMessage(subject, body, to=[staff.email], headers={"Message-ID": f"<{reference}@{domain}>"}).send()
