"""The tables of the room `accounts`."""

from __future__ import annotations

from holdfast.accounts.models.access import AccessLogEntry, ActorKind, Adapter, AppendOnly
from holdfast.accounts.models.glass import BreakGlass, GlassFinding
from holdfast.accounts.models.guests import MAX_WRONG_TRIES, GuestGrant, GuestSession
from holdfast.accounts.models.ladders import LadderRung, RungHolder
from holdfast.accounts.models.signing import EndedBy, Invitation, KeptText, SignIn, SignInLink
from holdfast.accounts.models.staff import DeciderPool, RoleAssignment, Staff, StaffSet
from holdfast.accounts.models.tokens import ApiToken

__all__ = [
    "MAX_WRONG_TRIES",
    "AccessLogEntry",
    "ActorKind",
    "Adapter",
    "ApiToken",
    "AppendOnly",
    "BreakGlass",
    "DeciderPool",
    "EndedBy",
    "GlassFinding",
    "GuestGrant",
    "GuestSession",
    "Invitation",
    "KeptText",
    "LadderRung",
    "RoleAssignment",
    "RungHolder",
    "SignIn",
    "SignInLink",
    "Staff",
    "StaffSet",
]
