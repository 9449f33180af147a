"""How long links last: a guest's and their backup's while the guest owns; the person's until 30 days after closing."""

from __future__ import annotations

from holdfast.accounts.errors import NotFound
from holdfast.accounts.models import MAX_WRONG_TRIES, GuestGrant
from holdfast.accounts.services import grant_renew
from holdfast.config.clock import now
from holdfast.notify.delivery import OWNERS_LINK_LASTS
from holdfast.notify.models import Backup
from holdfast.notify.services.inviting import AFTER_CLOSING, PERSONS_LINK_LASTS
from holdfast.protocol.codes import Identity
from holdfast.transfers.models import Ownership, Transfer


def renew_owners_links() -> int:
    """Let each owner's and backup's link that is good last `OWNERS_LINK_LASTS` from now; return how many do.

    Only while the guest owns the transfer and it is open; one that has ended or was revoked stays so. May run at any
    time.
    """
    at, renewed = now(), 0
    owners = Ownership.objects.filter(owned_until=None, is_guest=True, transfer__closed_at=None)
    held = set(owners.values_list("transfer_id", "owner_id"))
    backups = Backup.objects.filter(transfer_id__in={of for of, _ in held}, is_staff=False).exclude(backup_id="")
    named = backups.values_list("transfer_id", "owner_id", "backup_id")
    held |= {(of, backup) for of, owner, backup in named if (of, owner) in held}
    grants = GuestGrant.objects.filter(
        transfer_id__in={of for of, _ in held}, one_time=False, revoked_at=None, identity=Identity.DIRECTORY_LINK,
        expires_at__gt=at,
    )  # fmt: skip
    for grant in grants:
        if (grant.transfer_id, str(grant.subject_id)) in held:
            renewed += _renewed(grant)
    return renewed


def keep_persons_links() -> int:
    """Let the person's links that are good last while their transfer is open, and `AFTER_CLOSING` from its close.

    Return how many changed. May run at any time; one that has ended or was revoked stays so.
    """
    at = now()
    links = GuestGrant.objects.filter(
        identity=Identity.PERSON_LINK, one_time=False, revoked_at=None, wrong_tries__lt=MAX_WRONG_TRIES,
        expires_at__gt=at,
    )  # fmt: skip
    changed = 0
    of_links = Transfer.objects.filter(pk__in=links.values("transfer_id"))
    for transfer_id, closed_at in of_links.values_list("pk", "closed_at"):
        mine = links.filter(transfer_id=transfer_id)
        if closed_at is None:
            mine = mine.filter(expires_at__lt=at + PERSONS_LINK_LASTS / 2)
        until = at + PERSONS_LINK_LASTS if closed_at is None else closed_at + AFTER_CLOSING
        changed += mine.exclude(expires_at=until).update(expires_at=until)
    return changed


def _renewed(grant: GuestGrant) -> bool:
    try:
        grant_renew(grant.pk, now() + OWNERS_LINK_LASTS)
    except NotFound:  # revoked, or void by wrong tries, since it was looked at
        return False
    return True
