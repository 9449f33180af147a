"""Who must hear of what, and when it may wake them (protocol sections 3.9 and 5). Pure rules; nothing is sent here."""

from __future__ import annotations

from datetime import datetime

from holdfast.protocol.calendars import ONE_DAY, instant, local_date, zone_of
from holdfast.protocol.codes import Identity, RecordKind
from holdfast.protocol.policy import Night
from holdfast.protocol.records import ReleaseReadiness
from holdfast.protocol.state import State

OWNERSHIP = frozenset({"A1.disengage", "recontact", "acceptance", "B3.order", "B3.heard", "custody_offer"})
"""Matters in which it is in doubt who holds the person: let go of, not taken over, released before their time."""
SAFETY = frozenset({"urgent_welfare", "first_action", "reengagement", "S.duress"})
"""Matters in which the person may be without what keeps them safe."""
UNOWNED_FAILURE = frozenset({"C2.unowned", "corrective_action"})
"""Matters of a transfer that failed and that nobody mends."""
HARM = OWNERSHIP | SAFETY | UNOWNED_FAILURE
"""The keys of the escalations that page at night (section 3.9)."""
HARM_IF_ELEVATED = frozenset(
    {"A2.late", "A2.dependencies", "A3.fallback", "A3.person", "B1.warm", "B2.intake", "emergency_paperwork"}
)
"""Matters that hold up a handoff. While an elevated one is held up the person waits in a crisis: that is safety."""

SAID_IN_HARM = frozenset({"not_contacted"})
"""What the person says on their own page that pages at night too: one whom nobody contacts is unowned but in name."""


def is_harm(matter: str, *, is_elevated: bool) -> bool:
    """Say whether `matter`, the key of an escalation, may page at night; `is_elevated`: of the transfer it is about."""
    return matter in HARM or (is_elevated and matter in HARM_IF_ELEVATED)


def is_said_in_harm(said: str) -> bool:
    """Say whether `said`, the kind of what the person said on their own page, may page at night (section 3.9)."""
    return said in SAID_IN_HARM


def may_reach_from(at: datetime, zone: str, night: Night, *, is_harm: bool) -> datetime:
    """Return the instant from which somebody whose clock is `zone` (IANA) may be reached about what happened at `at`.

    At once for harm and by day; else when the night ends. What is shown in the product itself never waits.
    """
    clock, day = at.astimezone(zone_of(zone)).time(), local_date(at, zone)
    if is_harm or not night.covers(clock):
        return at
    return instant(day if clock < night.until else day + ONE_DAY, night.until, zone)


def receiver_is_guest(state: State) -> bool:
    """Say whether the receiving side is known by no account: it owns the transfer, or has accepted it, as a guest."""
    if state.owner_is_guest:
        return True
    known = state.identities.get(state.accepted.by, frozenset()) if state.accepted is not None else frozenset()
    return bool(known) and Identity.ACCOUNT not in known


def continuity_lead(state: State) -> str:
    """Return the id of who stays with the person until the first visit is kept; blank before A3."""
    standing = state.records.get(RecordKind.RELEASE_READINESS)
    return standing.record.continuity_lead_id if standing and isinstance(standing.record, ReleaseReadiness) else ""


def hears_of_deadlines(state: State) -> str:
    """Return the id of the continuity lead while the receiving side is a guest: told of every deadline (section 5).

    Blank where the receiving side has an account, or nobody stays with the person yet.
    """
    return continuity_lead(state) if receiver_is_guest(state) else ""
