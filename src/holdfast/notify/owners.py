"""A guest's link lasts as long as they own a transfer: whoever holds a person must not find the door shut."""

from __future__ import annotations

from holdfast.accounts.errors import NotFound
from holdfast.accounts.models import GuestGrant
from holdfast.accounts.services import grant_renew
from holdfast.config.clock import now
from holdfast.notify.delivery import OWNERS_LINK_LASTS
from holdfast.protocol.codes import Identity
from holdfast.transfers.models import Ownership


def renew_owners_links() -> int:
    """Let each owner's link that is good last `OWNERS_LINK_LASTS` from now; return how many do. May run at any time.

    Only while they own the transfer and it is open; one that has ended or was revoked stays so.
    """
    at, renewed = now(), 0
    owners = Ownership.objects.filter(owned_until=None, is_guest=True, transfer__closed_at=None)
    by_transfer = dict(owners.values_list("transfer_id", "owner_id"))
    grants = GuestGrant.objects.filter(
        transfer_id__in=by_transfer, one_time=False, revoked_at=None, identity=Identity.DIRECTORY_LINK,
        expires_at__gt=at,
    )  # fmt: skip
    for grant in grants:
        if str(grant.subject_id) == by_transfer[grant.transfer_id]:
            renewed += _renewed(grant)
    return renewed


def _renewed(grant: GuestGrant) -> bool:
    try:
        grant_renew(grant.pk, now() + OWNERS_LINK_LASTS)
    except NotFound:  # revoked, or void by wrong tries, since it was looked at
        return False
    return True
