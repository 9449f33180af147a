"""Moves out of place, by the wrong giver, or broken in one field: each is refused, malformed, or right by chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from holdfast.protocol.codes import RecordKind
from holdfast.protocol.state import State
from tests.property import forms, moves
from tests.property.moves import Move
from tests.property.world import WORLD

GIVERS = [*WORLD["cast"], "person", "clock"]
_RECEIVING = {"record": "receiving_acceptance"}


def everything(s: State, at: datetime) -> list[Move]:
    """Return one well formed move of each kind, whether or not the story is there yet."""
    ways = ("accepted", "pending", "declined", "undecided")
    filed = [
        ("dana", forms.request(at, is_elevated=True, mode="follow_up_call")),
        ("priya", forms.decision()),
        ("priya", forms.decision(authorizes=False)),
        ("dana", forms.readiness(at)),
        ("dana", forms.connection(at)),
        *[("marcus", {**_RECEIVING, **forms.answer(at, way)}) for way in ways],
        *[("dana", forms.closure(at, heard)) for heard in ("assumed", "witnessed", "confirmed_by_person")],
        *[("quinn", forms.verification(s, at, status)) for status in ("unknown", "completed", "not_completed")],
        ("carla", forms.determination(at, "urgent_welfare")),
        ("fay", forms.followup(at, "not_asked")),
        ("fay", forms.followup(at, "held")),
    ]
    return [*[Move(by, "file_record", fields) for by, fields in filed], *_others(at), *moves.aside(s, at)]


def _others(at: datetime) -> list[Move]:
    said = {**forms.answer(at, "accepted"), "said_by": "marcus", "heard_by": "person"}
    seats = {"originator": "dana", "person": "person", "receiver": "marcus"}
    return [
        Move("dana", "open_transfer", forms.OPENING),
        Move("dana", "give_consent", {**forms.CONSENT, "until": "2026-11-22"}),
        Move("dana", "check_safety", {**forms.SAFE, "safe_now": "no"}),
        Move("person", "check_safety", {**forms.SAFE, "safe_now": "unknown"}),
        Move("dana", "check_safety", forms.SAFE),
        Move("dana", "open_live_event", {"channel": "phone"}),
        *[Move(by, "leave_live_event", {"party": party}) for party, by in seats.items()],
        Move("lena", "join_live_event", {"party": "receiver", "identity": "account", "measured": True}),
        Move("marcus", "join_live_event", {"party": "receiver", "identity": "read_out_code", "measured": True}),
        Move("dana", "join_live_event", {"party": "person", "identity": "account", "measured": False}),
        Move("marcus", "attest_presence", {**_WORD, "party": "receiver"}),
        Move("dana", "voice_acceptance", said),
        Move("marcus", "confirm_voice_acceptance", {"identity": "account"}),
        Move("rita", "confirm_access", {"identity": "account"}),
        Move("person", "person_confirms", {"what": "next_step", "in_own_words": "On Tuesday."}),
        Move("colin", "complete_corrective", {"outcome": "not_achieved", "note": ""}),
        Move("dana", "acknowledge_escalation", {"control": "A2.late", "note": ""}),
        *[Move("priya", "countersign", {"record": str(kind)}) for kind in RecordKind],
    ]


_WORD = {"identity": "read_out_code", "device": "of-dana", "present": ["originator", "receiver"]}


_NAMING = (
    "to", "contact", "reviewer_id", "continuity_lead_id", "receiving_contact_id", "witness_id", "said_by", "heard_by",
    "corrective_owner_id", "receiving_person",
)  # fmt: skip
_TIMES = ("next_checkpoint_date", "review_date", "corrective_deadline", "at", "contact_attempted_at")


def _odd_values(at: datetime) -> dict[str, Sequence[Any]]:
    """Return, by field, values that break a control or the form; several are right by chance."""
    early, late = (at - timedelta(days=9)).isoformat(), (at + timedelta(days=60)).isoformat()
    people = ["team:intake", "mailbox:intake", "nobody", "dana", "lena", "priya", "person"]
    named = dict.fromkeys(_NAMING, tuple(people))
    times = dict.fromkeys(_TIMES, (early, at.isoformat(), late, "2026-11-26", "soon"))
    return {
        **named, **times,
        "urgency": ["not-rated", "emergent", "48-hour"], "mode": ["follow_up_call", "live_phone", "fax"],
        "risk_indicators": [["psychosis"], ["housing-instability"], ["bad-mood"]],
        "transfer_trigger": ["substance-overdose", "step-up", "step-sideways"], "need_category": ["suicide-risk", 7],
        "receiving_pathway": ["lake", "kind:outpatient", "nowhere", "intake"], "supersedes": ["", "nothing", None],
        "transfer_failure_risk": ["low"], "pathway_suitability": ["unsuitable"],
        "unresolved_dependencies": [["a ride"], []], "fallback_route": [None, {}], "person_readiness": [None],
        "receiving_service": ["lakeside", "nowhere"], "accepted_scope": [[], ["suicide-risk"]],
        "first_action": [None, {}, {"kind": "callback"}], "unmet_intake_requirements": [["a form"]],
        "fallback_contact_route": [{}], "evidence": [[]], "transfer_event_date": ["2026-11-19"],
        "residual_risk": ["low", "critical", "none"], "failure_category": ["unspecified"], 
        "attempts": [[], None, [early]],
        "retelling_burden_reduced": [None, {"answer": "yes", "source": "staff"}], "measured": [False, "yes"],
        "identity": ["read_out_code", "person_link", "account"], "party": ["person", "receiver", "originator"],
        "record": ["review", "verification"], "outcome": ["cancelled", "voicemail-left", "not_achieved"],
        "closure": ["held", "verified-continuity", "error"], "case_id": ["\x00", "", "x" * 400], "note": [3],
        "control": ["A2.late", "B3.order", "review", "first_action", "urgent_welfare", "none"],
    }  # fmt: skip


@st.composite
def broken(draw: st.DrawFn, move: Move, at: datetime) -> Move:
    """Change one thing of a move: its giver, a field, a `supersedes`, or leave a field out."""
    how = draw(st.sampled_from(("giver", "field", "supersedes", "left out")))
    if how == "giver":
        return replace(move, by=draw(st.sampled_from(GIVERS)))
    if how == "supersedes" and move.do == "file_record":
        return replace(move, fields={**move.fields, "supersedes": move.fields["record"]})
    if how == "left out" and move.fields:
        gone = draw(st.sampled_from(sorted(move.fields)))
        return replace(move, fields={name: value for name, value in move.fields.items() if name != gone})
    odd = _odd_values(at)
    names = sorted(name for name in move.fields if name in odd) or ["supersedes"]
    name = draw(st.sampled_from(names))
    return replace(move, fields={**move.fields, name: draw(st.sampled_from(odd[name]))})
