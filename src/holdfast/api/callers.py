"""Who calls the API: staff by a token, a guest by a session. All that follows is asked and done in their name."""

from __future__ import annotations

from django.http import HttpRequest
from ninja.security import HttpBearer

from holdfast.accounts.models import Adapter
from holdfast.accounts.services import token_authenticate
from holdfast.api.problems import forbidden
from holdfast.protocol.codes import Role
from holdfast.transfers.callers import Caller, guest_calling, signed_in

STAFF_MARK, GUEST_MARK = "hft_", "hfs_"


class Token(HttpBearer):
    """A staff token (`hft_...`) or a guest's session (`hfs_...`)."""

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:
        """Return who holds `token`, none where it is not good. Side effects: the use of a staff token is noted."""
        if token.startswith(GUEST_MARK):
            return guest_calling(token, Adapter.API)
        return _staff(token) if token.startswith(STAFF_MARK) else None


def caller_of(request: HttpRequest) -> Caller:
    """Return who calls."""
    caller = getattr(request, "auth", None)
    assert isinstance(caller, Caller), "every address that needs a caller is behind a token"
    return caller


def staff_of(request: HttpRequest) -> Caller:
    """Return the member of staff who calls. Raises: Problem 403 for a guest."""
    caller = caller_of(request)
    if caller.guest is not None:
        raise forbidden("Only staff can ask for this. A guest sees the one transfer they were invited to.")
    return caller


def holder_of(request: HttpRequest, roles: frozenset[Role], what: str) -> Caller:
    """Return the member of staff who calls, where they hold one of `roles`. Raises: Problem 403."""
    caller = staff_of(request)
    if not caller.party.holds(roles):
        raise forbidden(f"{what} is for those with one of these roles: {', '.join(sorted(roles))}.")
    return caller


def writer_of(request: HttpRequest) -> Caller:
    """Return who calls, where they may do anything. Raises: Problem 403."""
    caller = caller_of(request)
    if not caller.may_write:
        raise forbidden("Your role lets you read only.")
    return caller


def _staff(token: str) -> Caller | None:
    found = token_authenticate(token)
    if found is None:
        return None
    return signed_in(found.party, found.display_name, f"token:{found.token_id}", Adapter.API)
