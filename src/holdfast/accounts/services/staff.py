"""Adding staff, giving and ending their roles and pools, and deactivating them."""

from __future__ import annotations

import uuid
from zoneinfo import available_timezones

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from holdfast.accounts.errors import AlreadyExists, NotAllowed, NotFound, NotTheirs
from holdfast.accounts.models import ApiToken, DeciderPool, EndedBy, Invitation, RoleAssignment, RungHolder, Staff
from holdfast.accounts.services.sign_ins import sign_ins_end
from holdfast.config.clock import now
from holdfast.protocol.codes import JURISDICTION_KEEPERS, OVERSEES_JURISDICTION, Role


def staff_add(email: str, display_name: str) -> Staff:
    """Add a member of staff, who holds no role yet and has no password.

    Raises: AlreadyExists, where somebody has this email, in whatever case.
    """
    staff = Staff(email=email.strip().lower(), display_name=display_name.strip())
    staff.set_unusable_password()
    try:
        with transaction.atomic():
            staff.save(force_insert=True)
    except IntegrityError as taken:
        raise AlreadyExists("A member of staff with this email exists already. Use that one.") from taken
    return staff


def staff_prefers(staff_id: uuid.UUID, *, language: str, zone: str) -> None:
    """Keep in which language and time zone somebody reads pages; blank: as their browser, and their service, have it.

    Raises: NotAllowed, for a language that is not offered, or a zone that does not exist.
    """
    if language and language not in dict(settings.LANGUAGES):
        raise NotAllowed("Pages are not offered in this language.")
    if zone and zone not in available_timezones():
        raise NotAllowed("The zone is not an IANA time zone, such as America/Los_Angeles.")
    Staff.objects.filter(pk=staff_id).update(language=language, zone=zone)


def role_give(staff_id: uuid.UUID, role: Role, service_id: uuid.UUID, *, by: uuid.UUID | None = None) -> RoleAssignment:
    """Give somebody a role at a service from now on; where they hold it already, nothing changes.

    `by`: the administrator who gives it; none: whoever runs the server, who may give any.
    Raises: NotAllowed, for a deactivated account; NotTheirs, where it is not theirs to give.
    """
    _refuse_deactivated(staff_id)
    if by is not None:
        _refuse_not_theirs(staff_id, role, service_id, by)
    return RoleAssignment.objects.get_or_create(staff_id=staff_id, role=role, service_id=service_id, held_until=None)[0]


def role_end(staff_id: uuid.UUID, role: Role, service_id: uuid.UUID, *, by: uuid.UUID | None = None) -> None:
    """End a role now. `by`: the administrator who ends it.

    Raises: NotFound, where they do not hold it; NotAllowed, for one's own role of an administrator.
    """
    if staff_id == by and role is Role.ADMINISTRATOR:
        raise NotAllowed("Nobody ends their own role of an administrator: another one does it.")
    held = RoleAssignment.objects.filter(staff_id=staff_id, role=role, service_id=service_id, held_until=None)
    if not held.update(held_until=now()):
        raise NotFound(f"They do not hold the role {role} at this service. Nothing was ended.")


def pool_join(staff_id: uuid.UUID, service_id: uuid.UUID, *, by: uuid.UUID | None = None) -> DeciderPool:
    """Let somebody decide for a service that is not their own (A2.independent), from now on.

    `by`: the administrator who says so. Raises: NotAllowed, for a deactivated account; NotTheirs, for their own.
    """
    _refuse_deactivated(staff_id)
    if staff_id == by:
        raise NotTheirs("own")
    return DeciderPool.objects.get_or_create(staff_id=staff_id, service_id=service_id, held_until=None)[0]


def pool_leave(staff_id: uuid.UUID, service_id: uuid.UUID) -> None:
    """End a membership in a service's pool of deciders now.

    Raises: NotFound, where there is none.
    """
    if not DeciderPool.objects.filter(staff_id=staff_id, service_id=service_id, held_until=None).update(
        held_until=now()
    ):
        raise NotFound("They are not in this service's pool. Nothing was ended.")


def staff_deactivate(staff_id: uuid.UUID) -> None:
    """Deactivate an account: sign-ins end, tokens and invitations are revoked, roles, pools and places on ladders end.

    It moves no owner. Whoever calls it passes the account's people to the supervisor in the same transaction
    (protocol section 2, *Who is the owner, when*), so only the room `transfers` may call it.

    Raises: NotFound, where there is no such active account.
    """
    at = now()
    with transaction.atomic():
        if not Staff.objects.filter(pk=staff_id, is_active=True).update(is_active=False):
            raise NotFound("There is no active account with this id. Nothing was changed.")
        sign_ins_end(staff_id, EndedBy.ADMINISTRATOR)
        ApiToken.objects.filter(staff_id=staff_id, revoked_at=None).update(revoked_at=at)
        Invitation.objects.filter(staff_id=staff_id, used_at=None, revoked_at=None).update(revoked_at=at)
        for places in (RoleAssignment, DeciderPool, RungHolder):
            places.objects.filter(staff_id=staff_id, held_until=None).update(held_until=at)


def _refuse_deactivated(staff_id: uuid.UUID) -> None:
    if not Staff.objects.filter(pk=staff_id, is_active=True).exists():
        raise NotAllowed("This account is deactivated. It is given nothing any more.")


def _refuse_not_theirs(staff_id: uuid.UUID, role: Role, service_id: uuid.UUID, by: uuid.UUID) -> None:
    """Refuse what an administrator may not give: to themself, beyond their jurisdiction, to another's staff."""
    if staff_id == by:
        raise NotTheirs("own")
    administers = _held(by).filter(role=Role.ADMINISTRATOR)
    here = administers.filter(service__organization__services=service_id).values("service__organization__jurisdiction")
    keeps = _held(by).filter(role__in=JURISDICTION_KEEPERS, service__organization__jurisdiction__in=here)
    if role in OVERSEES_JURISDICTION | JURISDICTION_KEEPERS and not keeps.exists():
        raise NotTheirs("jurisdiction")
    works, ours = _held(staff_id), administers.values("service__organization_id")
    if works.exists() and not works.filter(service__organization_id__in=ours).exists():
        raise NotTheirs("elsewhere")


def _held(staff_id: uuid.UUID) -> QuerySet[RoleAssignment]:
    return RoleAssignment.objects.filter(staff_id=staff_id, held_until=None)
