"""The short code behind which a person's page stands where that is safer for them (safe mode, protocol 3.1).

It is said to the person, never sent, and only a keyed digest of it is kept. Wrong tries are counted; too many end the
link, and with it every session that it opened.
"""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from holdfast.accounts import credentials
from holdfast.accounts.errors import GuestRefused
from holdfast.accounts.models import MAX_WRONG_TRIES, GuestGrant, GuestSession
from holdfast.config.clock import now
from holdfast.protocol.codes import Seat


@transaction.atomic
def short_code_set(grant: GuestGrant) -> str:
    """Put a person's link, or code to read out, that was just made behind a short code; return the short code.

    It is to be said, and kept nowhere. Side effects: the person's other links and codes that need none end now; else
    the page would stand open beside it.
    """
    made = credentials.mint_short_code(grant.reference)
    grant.code_digest = made.digest
    grant.save(update_fields=["code_digest"])
    others = GuestGrant.objects.filter(transfer_id=grant.transfer_id, party=Seat.PERSON.value)
    others.filter(code_digest="", revoked_at=None).update(revoked_at=now())
    return made.text


def session_unlock(session_id: UUID, code: str) -> bool:
    """Open a session that stands behind a short code; say whether the code was right.

    Of tries made at once each is counted. Must be called outside a transaction, so that the count stays. Raises:
    GuestRefused, where the session is not good, or this was one wrong try too many and the link has ended.
    """
    with transaction.atomic(durable=True):
        came = _unlock(session_id, code)
    if came is None:
        raise GuestRefused
    return came


def _unlock(session_id: UUID, code: str) -> bool | None:
    session = GuestSession.objects.still_open().filter(pk=session_id).first()
    grant = GuestGrant.objects.select_for_update().get(pk=session.grant_id) if session else None
    if session is None or grant is None or not grant.code_digest or grant.revoked_at is not None:
        return None
    shown = credentials.read_short_code(grant.reference, code)
    if shown is not None and credentials.same(grant.code_digest, shown.digest):
        grant.code_tries, session.code_passed_at = 0, now()
        session.save(update_fields=["code_passed_at"])
    else:
        grant.code_tries += 1
    if grant.code_tries >= MAX_WRONG_TRIES:
        grant.revoked_at = now()
    grant.save(update_fields=["code_tries", "revoked_at"])
    return None if grant.revoked_at else grant.code_tries == 0
