"""The fields of an ordinary transfer's commands and records, shared by the stories and the walk. Pure.

Each function returns the fields as JSON values; what a story does otherwise it lays over them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

Fields = dict[str, object]

SAFE: Fields = {"safe_now": "yes", "alone": "yes", "contact_method": "phone", "voicemail": "none"}
HOME_ZONE = ZoneInfo("America/New_York")
LINE = "Crisis team line"
NUMBER = "585-555-0100"
_DAY = timedelta(days=1)


def text_of(at: datetime) -> str:
    """Return an instant as the API takes it."""
    return at.isoformat()


def consent(service: str, language: str, at: datetime) -> Fields:
    """Return a consent that the person gives on their own device, towards a service, for thirty days."""
    return {
        "scopes": ["identity-and-contact", "need-and-urgency", "appointment-and-logistics", "outcome-back-to-sender"],
        "to": service,
        "purpose": "care",
        "until": (at.astimezone(HOME_ZONE) + 30 * _DAY).date().isoformat(),
        "given_by": "person",
        "language": language,
        "how": "own_device",
    }


def request(need: str, pathway: str, reviewer: str, at: datetime, **otherwise: object) -> Fields:
    """Return an authorization request (A1)."""
    return {
        "transfer_trigger": need,
        "need_category": need,
        "urgency": "48-hour",
        "risk_indicators": [],
        "mode": "live_phone",
        "receiving_pathway": pathway,
        "reviewer_id": reviewer,
        "next_checkpoint_date": text_of(at + _DAY),
        **otherwise,
    }


def decision(accommodated: Sequence[str] = (), **otherwise: object) -> Fields:
    """Return a decision that authorizes (A2), with an accommodation for each of `accommodated`."""
    plans = {
        "language": "An interpreter is on the live event and at the first visit.",
        "payer": "The navigator has the intake's word that nobody is billed.",
        "hours": "The lead stays on for this call and opens for the first visit.",
        "capacity": "The lead has set one place aside.",
    }
    return {
        "decision": "authorize",
        "pathway_suitability": "suitable",
        "accommodations": [
            {"what": what, "reason": "It does not fit by itself today.", "plan": plans[what]} for what in accommodated
        ],
        "transfer_failure_risk": "medium",
        "unresolved_dependencies": [],
        **otherwise,
    }


def readiness(lead: str, reviewer: str, at: datetime, **otherwise: object) -> Fields:
    """Return a release readiness (A3)."""
    return {
        "fallback_route": {"who": LINE, "means": "phone", "contact": NUMBER, "until": text_of(at + 2 * _DAY)},
        "person_readiness": {"told": True, "understood": True, "agreed": True, "note": "Said it back in own words."},
        "continuity_lead_id": lead,
        "review_date": text_of(at + 2 * _DAY),
        "reviewer_id": reviewer,
        **otherwise,
    }


def connection(service: str, contact: str, reviewer: str, at: datetime, **otherwise: object) -> Fields:
    """Return a live connection (B1), contacted now."""
    return {
        "receiving_service": service,
        "contact_attempted_at": text_of(at),
        "receiving_contact_id": contact,
        "handoff_purpose": "To be seen by somebody who stays, and to have the next visit booked before we hang up.",
        "channel": "phone",
        "reviewer_id": reviewer,
        "next_checkpoint_date": text_of(at + _DAY),
        **otherwise,
    }


def answer(acceptance: str = "pending", **otherwise: object) -> Fields:
    """Return a receiving answer (B2) that accepts nothing yet."""
    return {
        "acceptance": acceptance,
        "decline_reason": None,
        "pending_reason": None,
        "accepted_scope": [],
        "accommodations_confirmed": [],
        "first_action": None,
        "unmet_intake_requirements": [],
        "escalation_triggers": [],
        "loop_commitment": None,
        **otherwise,
    }


def acceptance(need: str, first_at: datetime, accommodated: Sequence[str] = ()) -> Fields:
    """Return a receiving acceptance (B2) with a first action at `first_at`."""
    return answer(
        "accepted",
        accepted_scope=[need],
        accommodations_confirmed=list(accommodated),
        first_action={
            "kind": "appointment",
            "who": "the intake lead",
            "where": "at the front door",
            "channel": "in_person",
            "at": text_of(first_at),
        },
        escalation_triggers=["not there half an hour after the time"],
        loop_commitment={"who": "the intake lead", "how": "reports here", "by": text_of(first_at + timedelta(hours=2))},
    )


def closure(reviewer: str, at: datetime, **otherwise: object) -> Fields:
    """Return a handoff closure (B3)."""
    return {
        "ownership_release": "released",
        "person_heard_next_step": "confirmed_by_person",
        "witness_id": None,
        "fallback_contact_route": {"who": LINE, "means": "phone", "contact": NUMBER},
        "review_date": text_of(at + 2 * _DAY),
        "reviewer_id": reviewer,
        **otherwise,
    }


def verification(closed_at: datetime, at: datetime, reviewer: str, **otherwise: object) -> Fields:
    """Return a verification (C1) of a handoff closed at `closed_at`, on evidence seen just before `at`."""
    seen = text_of(max(at - timedelta(seconds=5), closed_at + timedelta(milliseconds=1)))
    sources = (("receiving_service_record", "A"), ("originating_handoff_record", "D"), ("current_contact_outcome", "C"))
    return {
        "transfer_event_date": closed_at.astimezone(HOME_ZONE).date().isoformat(),
        "first_action_status": "completed",
        "residual_risk": "low",
        "service_impact_score": 0,
        "evidence": [
            {"source": source, "grade": grade, "observed_at": seen, "reference": source.replace("_", " ")}
            for source, grade in sources
        ],
        "reviewer_id": reviewer,
        "next_checkpoint_date": text_of(at + 2 * _DAY),
        **otherwise,
    }


def follow_up(reviewer: str, at: datetime, **otherwise: object) -> Fields:
    """Return an assurance follow-up (C3): the person says that it held."""
    return {
        "person_reported_continuity": "held",
        "attempts": None,
        "retelling_burden_reduced": {"answer": "yes", "source": "person"},
        "residual_concern": False,
        "review_date": text_of(at + 7 * _DAY),
        "reviewer_id": reviewer,
        **otherwise,
    }
