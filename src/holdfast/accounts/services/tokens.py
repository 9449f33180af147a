"""Making, using and revoking the API tokens of staff."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.db.models import Q

from holdfast.accounts import credentials
from holdfast.accounts.errors import NotAllowed, NotFound
from holdfast.accounts.models import ApiToken, Staff
from holdfast.accounts.selectors import SignedIn, token_find
from holdfast.config.clock import now

LONGEST_DAYS = 366
_USE_NOTED_EVERY = timedelta(minutes=1)


def token_create(staff: Staff, name: str, *, days: int = 90) -> tuple[ApiToken, str]:
    """Make a token good for `days` days of 24 hours. Return its row, and the secret that is never shown again.

    Raises: NotAllowed, for a deactivated account, or more days than `LONGEST_DAYS`.
    """
    if not staff.is_active:
        raise NotAllowed("This account is deactivated. Only an active account can have a token.")
    if not 1 <= days <= LONGEST_DAYS:
        raise NotAllowed(f"A token is good for 1 to {LONGEST_DAYS} days, not for {days}.")
    made = credentials.mint(credentials.Kind.STAFF_TOKEN)
    token = ApiToken.objects.create(
        staff=staff, name=name, prefix=made.reference, digest=made.digest, expires_at=now() + timedelta(days=days)
    )
    return token, made.text


def token_revoke(prefix: str) -> ApiToken:
    """Revoke a token now, for good. One that is revoked already keeps the instant at which it was.

    Raises: NotFound.
    """
    ApiToken.objects.filter(prefix=prefix, revoked_at=None).update(revoked_at=now())
    token = ApiToken.objects.filter(prefix=prefix).first()
    if token is None:
        raise NotFound("No token has this prefix. `holdfast token list` shows them.")
    return token


def token_authenticate(bearer: str) -> SignedIn | None:
    """Return who holds the token `bearer`, or `None`.

    Side effects: notes the use, at most once a minute; so one SQL statement, and once a minute two.
    """
    signed_in = token_find(bearer)
    if signed_in is not None:
        _note_use(signed_in)
    return signed_in


def _note_use(signed_in: SignedIn) -> None:
    at = now()
    stale = at - _USE_NOTED_EVERY
    if signed_in.last_used_at is not None and signed_in.last_used_at > stale:
        return
    # Asked again in the statement: of many requests in the same instant, one writes.
    unnoted = Q(last_used_at=None) | Q(last_used_at__lte=stale)
    ApiToken.objects.filter(unnoted, pk=uuid.UUID(signed_in.token_id)).update(last_used_at=at)
