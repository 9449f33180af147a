"""The fields of each record and command as a careful person would fill them in, in the form of a conformance vector."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from holdfast.protocol.calendars import local_date
from holdfast.protocol.state import State
from tests.property.world import NEED, ZONE

Fields = dict[str, Any]


def _text(at: datetime) -> str:
    return at.isoformat()


def _day(at: datetime, days: int) -> str:
    return (local_date(at, ZONE) + timedelta(days=days)).isoformat()


OPENING: Fields = {
    "case_id": "WH-1",
    "person": {"age": 31, "language": "es-MX", "payer": "medicaid"},
    "need_category": NEED,
    "package": None,
}
CONSENT: Fields = {
    "scopes": ["identity-and-contact", "need-and-urgency"], "to": "riverside", "purpose": "treatment",
    "until": "2027-06-30", "given_by": "person", "language": "es",
}  # fmt: skip
SAFE: Fields = {"safe_now": "yes", "alone": "yes", "contact_method": "text", "voicemail": "none"}


def request(at: datetime, *, is_elevated: bool, mode: str) -> Fields:
    """A1."""
    return {
        "record": "authorization_request", "transfer_trigger": NEED, "need_category": NEED,
        "urgency": "same-day" if is_elevated else "48-hour", "risk_indicators": [], "mode": mode,
        "receiving_pathway": "intake", "reviewer_id": "priya", "next_checkpoint_date": _day(at, 7),
    }  # fmt: skip


def decision(*, authorizes: bool = True) -> Fields:
    """A2."""
    return {
        "record": "authorization_decision", "decision": "authorize" if authorizes else "block",
        "pathway_suitability": "suitable", "accommodations": [], "transfer_failure_risk": "high",
        "unresolved_dependencies": [] if authorizes else ["transport"],
    }  # fmt: skip


def readiness(at: datetime) -> Fields:
    """A3."""
    return {
        "record": "release_readiness",
        "fallback_route": {"who": "Team line", "means": "phone", "contact": "555-555-0142", "until": _day(at, 3)},
        "person_readiness": {"told": True, "understood": True, "agreed": True, "note": ""},
        "continuity_lead_id": "dana", "review_date": _day(at, 10), "reviewer_id": "priya",
    }  # fmt: skip


def connection(at: datetime) -> Fields:
    """B1."""
    return {
        "record": "live_connection", "receiving_service": "riverside", "contact_attempted_at": _text(at),
        "receiving_contact_id": "marcus", "handoff_purpose": "A first visit, with a ride.", "channel": "phone",
        "reviewer_id": "priya", "next_checkpoint_date": _day(at, 7),
    }  # fmt: skip


def answer(at: datetime, acceptance: str) -> Fields:
    """What B2 and an acceptance by voice say."""
    accepts = acceptance == "accepted"
    first = {
        "kind": "visit",
        "who": "Marcus",
        "where": "River St",
        "channel": None,
        "at": _text(at + timedelta(days=1)),
    }
    return {
        "acceptance": acceptance,
        "decline_reason": "no-capacity" if acceptance == "declined" else None,
        "pending_reason": "asks the team" if acceptance == "pending" else None,
        "accepted_scope": [NEED] if accepts else [], "accommodations_confirmed": [],
        "first_action": first if accepts else None, "unmet_intake_requirements": [], "escalation_triggers": [],
        "loop_commitment": {"who": "Marcus", "how": "here", "by": _day(at, 4)} if accepts else None,
    }  # fmt: skip


def closure(at: datetime, heard: str = "confirmed_by_person") -> Fields:
    """B3."""
    return {
        "record": "handoff_closure", "ownership_release": "released", "person_heard_next_step": heard,
        "witness_id": "nate" if heard == "witnessed" else None,
        "fallback_contact_route": {"who": "Team line", "means": "phone", "contact": "555-555-0142"},
        "review_date": _day(at, 10), "reviewer_id": "priya",
    }  # fmt: skip


def verification(state: State, at: datetime, status: str) -> Fields:
    """C1."""
    handed_off = state.handoff.at if state.handoff else at
    sources = ("receiving_service_record", "originating_handoff_record", "current_contact_outcome")
    pieces = [
        {"source": source, "grade": grade, "observed_at": _text(at), "reference": "seen"}
        for source, grade in zip(sources, ("A", "D", "C"), strict=True)
    ]
    return {
        "record": "verification", "transfer_event_date": _day(handed_off, 0), "first_action_status": status,
        "residual_risk": "medium", "service_impact_score": 1, "evidence": pieces, "reviewer_id": "quinn",
        "next_checkpoint_date": _day(at, 14),
    }  # fmt: skip


def determination(at: datetime, instruction: str) -> Fields:
    """C2."""
    return {
        "record": "corrective_determination", "failure_category": "receiver-did-not-act",
        "corrective_owner_id": "colin", "corrective_deadline": _text(at + timedelta(hours=3)),
        "unresolved_dependencies": [], "instruction": instruction,
    }  # fmt: skip


def followup(at: datetime, report: str, *, is_concerned: bool = False) -> Fields:
    """C3."""
    is_unreachable = report == "unreachable"
    tries = [_text(at - timedelta(days=days, hours=1)) for days in (0, 1, 2)]
    return {
        "record": "assurance_followup", "person_reported_continuity": report,
        "attempts": tries if is_unreachable else None,
        "retelling_burden_reduced": None if is_unreachable else {"answer": "yes", "source": "person"},
        "residual_concern": is_concerned, "review_date": _day(at, 20), "reviewer_id": "quinn",
    }  # fmt: skip
