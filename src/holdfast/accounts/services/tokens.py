"""Making, using and revoking the API tokens of staff."""

from __future__ import annotations

from datetime import timedelta

from holdfast.accounts import credentials
from holdfast.accounts.errors import NotAllowed, NotFound
from holdfast.accounts.models import ApiToken, Staff
from holdfast.accounts.selectors import TOKEN, SignedIn, signed_in
from holdfast.config.clock import now

LONGEST_DAYS = 366
_USE_NOTED_EVERY = timedelta(minutes=1)
# Asked again as the row is written: of many requests in the same instant, one writes.
_NOTING_USE = """
    WITH used AS (
      UPDATE accounts_apitoken t SET last_used_at = %(at)s FROM accounts_staff s
      WHERE t.prefix = %(prefix)s AND t.digest = %(digest)s AND s.id = t.staff_id AND s.is_active
        AND t.revoked_at IS NULL AND t.expires_at > %(at)s
        AND (t.last_used_at IS NULL OR t.last_used_at <= %(stale)s)
    )
"""


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
    """Return who holds the token `bearer`, or `None`; one SQL statement.

    Side effects: notes the use, at most once a minute.
    """
    shown = credentials.read(credentials.Kind.STAFF_TOKEN, bearer)
    if shown is None:
        return None
    at = now()
    return signed_in(_NOTING_USE + TOKEN, shown, {"at": at, "stale": at - _USE_NOTED_EVERY})
