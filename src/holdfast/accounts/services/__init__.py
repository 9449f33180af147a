"""Writes of `accounts`: staff and their places, tokens, guests, ladders, the access log."""

from __future__ import annotations

from holdfast.accounts.services.access import Disclosed, Viewed, Viewer, access_log
from holdfast.accounts.services.demo_links import is_demo, sign_in_link_create, sign_in_link_use
from holdfast.accounts.services.glass import GLASS_LASTS, glass_break, glass_settle
from holdfast.accounts.services.guests import (
    GrantMessage,
    GrantOrder,
    grant_issue,
    grant_message,
    grant_redeem,
    grant_renew,
    grant_revoke,
    grant_speaks,
    grants_revoke,
    session_renew,
    session_revoke,
)
from holdfast.accounts.services.invitations import (
    INVITATION_LASTS,
    invitation_find,
    invitation_issue,
    invitation_revoke,
    invitation_use,
    may_sign_in,
    sign_in_reset,
    staff_invite,
)
from holdfast.accounts.services.kept import Kept, text_discard, text_keep, text_kept
from holdfast.accounts.services.ladders import holder_add, holder_end, regional_set, rung_set
from holdfast.accounts.services.short_codes import session_unlock, short_code_set
from holdfast.accounts.services.sign_ins import (
    sign_in_begin,
    sign_in_end,
    sign_in_seen,
    sign_in_stands,
    sign_ins_end,
)
from holdfast.accounts.services.staff import (
    pool_join,
    pool_leave,
    role_end,
    role_give,
    staff_add,
    staff_deactivate,
    staff_prefers,
)
from holdfast.accounts.services.tidying import secrets_seal_anew, tidy
from holdfast.accounts.services.tokens import token_authenticate, token_create, token_revoke

__all__ = [
    "GLASS_LASTS",
    "INVITATION_LASTS",
    "Disclosed",
    "GrantMessage",
    "GrantOrder",
    "Kept",
    "Viewed",
    "Viewer",
    "access_log",
    "glass_break",
    "glass_settle",
    "grant_issue",
    "grant_message",
    "grant_redeem",
    "grant_renew",
    "grant_revoke",
    "grant_speaks",
    "grants_revoke",
    "holder_add",
    "holder_end",
    "invitation_find",
    "invitation_issue",
    "invitation_revoke",
    "invitation_use",
    "is_demo",
    "may_sign_in",
    "pool_join",
    "pool_leave",
    "regional_set",
    "role_end",
    "role_give",
    "rung_set",
    "secrets_seal_anew",
    "session_renew",
    "session_revoke",
    "session_unlock",
    "short_code_set",
    "sign_in_begin",
    "sign_in_end",
    "sign_in_link_create",
    "sign_in_link_use",
    "sign_in_reset",
    "sign_in_seen",
    "sign_in_stands",
    "sign_ins_end",
    "staff_add",
    "staff_deactivate",
    "staff_invite",
    "staff_prefers",
    "text_discard",
    "text_keep",
    "text_kept",
    "tidy",
    "token_authenticate",
    "token_create",
    "token_revoke",
]
