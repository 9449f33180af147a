"""Writes of `accounts`: staff and their places, tokens, guests, ladders, the access log."""

from __future__ import annotations

from holdfast.accounts.services.access import Viewed, Viewer, access_log
from holdfast.accounts.services.guests import (
    GrantMessage,
    GrantOrder,
    grant_issue,
    grant_message,
    grant_redeem,
    grant_renew,
    grant_revoke,
    grants_revoke,
    session_renew,
    session_revoke,
)
from holdfast.accounts.services.ladders import holder_add, holder_end, regional_set, rung_set
from holdfast.accounts.services.staff import (
    pool_join,
    pool_leave,
    role_end,
    role_give,
    staff_add,
    staff_deactivate,
)
from holdfast.accounts.services.tokens import token_authenticate, token_create, token_revoke

__all__ = [
    "GrantMessage",
    "GrantOrder",
    "Viewed",
    "Viewer",
    "access_log",
    "grant_issue",
    "grant_message",
    "grant_redeem",
    "grant_renew",
    "grant_revoke",
    "grants_revoke",
    "holder_add",
    "holder_end",
    "pool_join",
    "pool_leave",
    "regional_set",
    "role_end",
    "role_give",
    "rung_set",
    "session_renew",
    "session_revoke",
    "staff_add",
    "staff_deactivate",
    "token_authenticate",
    "token_create",
    "token_revoke",
]
