"""Adding staff, giving and ending their roles and pools, and deactivating them."""

from __future__ import annotations

import uuid

from django.db import IntegrityError, transaction

from holdfast.accounts.errors import AlreadyExists, NotFound
from holdfast.accounts.models import ApiToken, DeciderPool, RoleAssignment, RungHolder, Staff
from holdfast.config.clock import now
from holdfast.protocol.codes import Role


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


def role_give(staff_id: uuid.UUID, role: Role, service_id: uuid.UUID) -> RoleAssignment:
    """Give somebody a role at a service from now on; where they hold it already, nothing changes."""
    return RoleAssignment.objects.get_or_create(staff_id=staff_id, role=role, service_id=service_id, held_until=None)[0]


def role_end(staff_id: uuid.UUID, role: Role, service_id: uuid.UUID) -> None:
    """End a role now.

    Raises: NotFound, where they do not hold it.
    """
    held = RoleAssignment.objects.filter(staff_id=staff_id, role=role, service_id=service_id, held_until=None)
    if not held.update(held_until=now()):
        raise NotFound(f"They do not hold the role {role} at this service. Nothing was ended.")


def pool_join(staff_id: uuid.UUID, service_id: uuid.UUID) -> DeciderPool:
    """Let somebody decide for a service that is not their own (A2.independent), from now on."""
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
    """Deactivate an account: its tokens are revoked; roles, pools and places on ladders end now.

    It moves no owner. Whoever calls it passes the account's people to the supervisor in the same transaction
    (protocol section 2, *Who is the owner, when*), so only the room `transfers` may call it.

    Raises: NotFound, where there is no such active account.
    """
    at = now()
    with transaction.atomic():
        if not Staff.objects.filter(pk=staff_id, is_active=True).update(is_active=False):
            raise NotFound("There is no active account with this id. Nothing was changed.")
        ApiToken.objects.filter(staff_id=staff_id, revoked_at=None).update(revoked_at=at)
        for places in (RoleAssignment, DeciderPool, RungHolder):
            places.objects.filter(staff_id=staff_id, held_until=None).update(held_until=at)
