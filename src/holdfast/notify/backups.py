"""A guest who owns a transfer has a named backup of their service, and that backup knows of it (protocol section 2)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Q
from django.utils import translation

from holdfast.accounts.services import GrantMessage, GrantOrder, grant_message, grant_revoke
from holdfast.config.clock import now
from holdfast.directory.models import IntakeContact
from holdfast.directory.selectors import contacts_to_call, service_organization
from holdfast.notify.delivery import OWNERS_LINK_LASTS
from holdfast.notify.holders import administrators_of, staff_with
from holdfast.notify.letters import letter, post
from holdfast.notify.models import Backup, Kind, Sending
from holdfast.notify.paths import join_link
from holdfast.notify.trying import Came, NotToBeSent, attempt, in_turn
from holdfast.notify.undelivered import backup_not_told
from holdfast.notify.words import backup_words, backup_words_alone
from holdfast.notify.writing import News, known_zone, tell
from holdfast.protocol.codes import Identity, Role, Seat
from holdfast.transfers.models import Ownership, Transfer
from holdfast.transfers.selectors import invitation, policy_of

STAND_INS = frozenset({Role.INTAKE_LEAD, Role.SUPERVISOR, Role.SERVICE_MANAGER})
"""Who can take a person on for a service, and so can stand in for who has."""
USEFUL_FOR = timedelta(days=7)
BATCH = 50


def name_backup(owned: Ownership, transfer: Transfer, at: datetime) -> None:
    """Name who stands in for the guest who owns `transfer` now: staff of the service, else another of its contacts.

    Side effects: the backup is told; where there is none, the continuity lead and the administrators are.
    """
    backup = Backup(
        transfer_id=transfer.pk, seq=owned.seq, owner_id=owned.owner_id, named_at=at, next_try_at=at,
        useful_until=at + USEFUL_FOR,
    )  # fmt: skip
    news = News(
        kind=Kind.BACKUP, at=at, transfer_id=transfer.pk, seq=owned.seq, zone=transfer.zone,
        night=policy_of(transfer.service_id).night,
    )  # fmt: skip
    staff = staff_with(STAND_INS, at, Q(service=owned.service_id), without=owned.owner_id)
    if staff:
        backup.backup_id, backup.is_staff = staff[0], True
        tell(news, staff[:1])
        _no_letter(backup, "staff", at)
        return
    backup.backup_id = _other_contact(owned, at)
    if backup.backup_id:
        backup.save(force_insert=True)
        return
    organization, _ = service_organization(transfer.service_id)
    tell(replace(news, kind=Kind.NO_BACKUP), [transfer.continuity_lead_id, *administrators_of(organization, at)])
    _no_letter(backup, "nobody", at)


def deliver_backups(limit: int = BATCH) -> int:
    """Send the letters to backups without an account that are due; return how many went. Several may run at once."""
    due = Backup.objects.filter(status=Sending.WAITING, next_try_at__lte=now()).order_by("next_try_at")
    return in_turn(due.values_list("pk", flat=True)[:limit], _deliver)


def _no_letter(backup: Backup, reason: str, at: datetime) -> None:
    backup.status, backup.reason, backup.settled_at = Sending.REFUSED, reason, at
    backup.save(force_insert=True)


def _other_contact(owned: Ownership, at: datetime) -> str:
    """Return another named contact of the service: one who can be written to, else one who can at least be called."""
    others = [each for each in contacts_to_call(owned.service_id, at=at) if each.id != owned.owner_id]
    return next((each.id for each in sorted(others, key=lambda each: not each.email)), "")


def _deliver(backup_id: UUID) -> Came:
    came = attempt(Backup, backup_id, _send)
    if came.status in (Sending.GIVEN_UP, Sending.REFUSED):
        backup_not_told(Backup.objects.get(pk=backup_id))
    return came


def _send(backup: Backup) -> None:
    owner = Transfer.objects.filter(pk=backup.transfer_id).values_list("owner_id", flat=True).first()
    if owner != backup.owner_id:
        raise NotToBeSent("owner-changed")
    address = IntakeContact.objects.filter(pk=backup.backup_id).values_list("email", flat=True).first()
    if not address:
        raise NotToBeSent("no-address")
    if not invitation(backup.transfer_id, backup.backup_id, None, now()).is_allowed:
        with translation.override(settings.LANGUAGE_CODE):
            post(letter(backup, backup_words_alone(), address))
        return
    granted = grant_message(_order(backup))
    try:
        post(_mail(backup, granted, address))
    except Exception:
        grant_revoke(granted.grant_id)  # not sent, so nobody holds it
        raise


def _order(backup: Backup) -> GrantOrder:
    return GrantOrder(
        transfer_id=backup.transfer_id, party=Seat.RECEIVER, identity=Identity.DIRECTORY_LINK,
        subject_id=UUID(backup.backup_id), expires_at=now() + OWNERS_LINK_LASTS, one_time=False,
    )  # fmt: skip


def _mail(backup: Backup, granted: GrantMessage, address: str) -> EmailMessage:
    zone = Transfer.objects.filter(pk=backup.transfer_id).values_list("zone", flat=True).first()
    with translation.override(granted.language):
        words = backup_words(join_link(granted.secret), granted.expires_at, known_zone(zone or ""))
    return letter(backup, words, address)
