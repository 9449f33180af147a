"""Letting new staff in: an administrator invites, the server sends a one-time link, the invited choose their sign-in.

There is no open sign-up. The secret is made when the message is sent and kept nowhere; only its digest is.
"""

from __future__ import annotations

import uuid
from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.db import models, transaction

from holdfast.accounts import credentials
from holdfast.accounts.credentials import Kind
from holdfast.accounts.errors import LinkRefused, NotAllowed, NotFound
from holdfast.accounts.models import EndedBy, Invitation, Staff
from holdfast.accounts.services.sign_ins import sign_ins_end
from holdfast.accounts.services.staff import role_give, staff_add
from holdfast.config.clock import now
from holdfast.protocol.codes import Role

INVITATION_LASTS = timedelta(days=7)
"""From when it is sent."""


def invitation_issue(staff_id: uuid.UUID, invited_by: uuid.UUID | None = None) -> Invitation:
    """Invite a member of staff to choose how they sign in; one that is open already is sent again, with a new secret.

    Raises: NotFound, where there is no such active account; NotAllowed, where they can sign in already.
    Side effects: a job in the same transaction, which sends the message.
    """
    with transaction.atomic():
        staff = Staff.objects.select_for_update().filter(pk=staff_id, is_active=True).first()
        if staff is None:
            raise NotFound("There is no active account with this id. Nobody was invited.")
        if may_sign_in(staff):
            raise NotAllowed("They can sign in already. To let them choose anew, begin their sign-in anew.")
        invitation = _open_invitation(staff, invited_by)
        _defer(invitation.pk)
    return invitation


def staff_invite(
    email: str, display_name: str, place: tuple[Role, uuid.UUID], invited_by: uuid.UUID | None = None
) -> tuple[Staff, bool]:
    """Add somebody with a role at a service and invite them; somebody known gets the role as one more.

    Returns them, and whether they are new. Raises: NotAllowed, for a deactivated account; NotTheirs, where the role is
    not the inviter's to give, as to somebody who works for another organisation.
    Side effects: as `invitation_issue`, where they cannot sign in yet.
    """
    with transaction.atomic():
        known = Staff.objects.filter(email=email.strip().lower()).first()
        if known is not None and not known.is_active:
            raise NotAllowed("The account with this email is deactivated. It cannot be given a role.")
        staff = known or staff_add(email, display_name)
        role_give(staff.pk, *place, by=invited_by)
        if not may_sign_in(staff):
            invitation_issue(staff.pk, invited_by)
    return staff, known is None


def may_sign_in(staff: Staff) -> bool:
    """Say whether they have a password or a passkey."""
    passkeys = Authenticator.objects.filter(user_id=staff.pk, type=Authenticator.Type.WEBAUTHN)
    return staff.has_usable_password() or passkeys.exists()


def invitation_renew_secret(invitation_id: uuid.UUID) -> tuple[Invitation, str] | None:
    """Make a fresh secret for an open invitation, which from now on is its only one; `None` where it is not open."""
    made = credentials.mint(Kind.INVITATION)
    at = now()
    standing = _open_ones().filter(pk=invitation_id, staff__is_active=True)
    if not standing.update(reference=made.reference, digest=made.digest, sent_at=at, expires_at=at + INVITATION_LASTS):
        return None
    return Invitation.objects.select_related("staff", "invited_by").get(pk=invitation_id), made.text


def invitation_revoke(invitation_id: uuid.UUID) -> None:
    """Revoke an open invitation now. Raises: NotFound where it is not open any more."""
    if not _open_ones().filter(pk=invitation_id).update(revoked_at=now()):
        raise NotFound("This invitation was used or revoked already. Nothing was changed.")


def invitation_find(presented: str) -> Invitation:
    """Return the open invitation that a link names; looking at it does not use it.

    Raises: LinkRefused, which never says why.
    """
    shown = credentials.read(Kind.INVITATION, presented)
    if shown is None:
        raise LinkRefused
    named = _open_ones().filter(reference=shown.reference, staff__is_active=True).select_related("staff").first()
    if named is None or not credentials.same(named.digest, shown.digest):
        raise LinkRefused
    return named


def invitation_use(presented: str, *, password: str | None = None) -> Staff:
    """Use the invitation, and set the password where one was chosen; of two at once exactly one succeeds.

    Raises: LinkRefused; django's ValidationError, where the password is too weak (then the invitation stays open).
    """
    invitation = invitation_find(presented)
    staff = invitation.staff
    if password is not None:
        validate_password(password, staff)
    with transaction.atomic():
        if not _open_ones().filter(pk=invitation.pk, digest=invitation.digest).update(used_at=now()):
            raise LinkRefused
        if password is not None:
            staff.set_password(password)
            staff.save(update_fields=["password"])
    return staff


def sign_in_reset(staff_id: uuid.UUID, by: uuid.UUID) -> Invitation:
    """Take away every way in which somebody signs in (a lost phone, a lost passkey), and invite them anew.

    Raises: NotFound, where there is no such active account; NotAllowed, for one's own account.
    Side effects: their sign-ins end; a job sends the message.
    """
    if staff_id == by:
        raise NotAllowed("Nobody begins their own sign-in anew: another administrator does it for you.")
    with transaction.atomic():
        staff = Staff.objects.select_for_update().filter(pk=staff_id, is_active=True).first()
        if staff is None:
            raise NotFound("There is no active account with this id. Nothing was changed.")
        Authenticator.objects.filter(user_id=staff_id).delete()
        staff.set_unusable_password()
        staff.save(update_fields=["password"])
        sign_ins_end(staff_id, EndedBy.ADMINISTRATOR)
        return invitation_issue(staff_id, by)


def _open_invitation(staff: Staff, invited_by: uuid.UUID | None) -> Invitation:
    """Return the one that is open, else a new one; the caller holds the row of `staff`."""
    at = now()
    Invitation.objects.filter(staff=staff, used_at=None, revoked_at=None, expires_at__lte=at).update(revoked_at=at)
    standing = _open_ones().filter(staff=staff).first()
    return standing or Invitation.objects.create(
        staff=staff, invited_by_id=invited_by, created_at=at, expires_at=at + INVITATION_LASTS
    )


def _open_ones() -> models.QuerySet[Invitation]:
    return Invitation.objects.filter(used_at=None, revoked_at=None, expires_at__gt=now())


def _defer(invitation_id: uuid.UUID) -> None:
    # Here, not above: Procrastinate finds `jobs` once Django is ready.
    from holdfast.accounts.jobs import send_invitation

    send_invitation.defer(invitation_id=str(invitation_id))
