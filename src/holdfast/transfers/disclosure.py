"""What of a transfer may be shown to whom: pure functions of the state (protocol section 3.1, minimum necessary)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from typing import TypeVar

from holdfast.protocol.calendars import instant
from holdfast.protocol.chapters.consent.said import Consent
from holdfast.protocol.chapters.consent.standing import consents_of, open_scopes, opened
from holdfast.protocol.codes import ConsentScope, DeadlineName, RecordKind
from holdfast.protocol.commands import CHAPTERS
from holdfast.protocol.package import added_name
from holdfast.protocol.packages import asked_in
from holdfast.protocol.state import Deadline, State
from holdfast.protocol.telling import continuity_lead

V = TypeVar("V")
_MIDNIGHT = time(0, tzinfo=None)
_DAY = timedelta(days=1)

IDENTITY, NEED = ConsentScope.IDENTITY_AND_CONTACT, ConsentScope.NEED_AND_URGENCY
LOGISTICS, RISK = ConsentScope.APPOINTMENT_AND_LOGISTICS, ConsentScope.RISK_AND_SAFETY_PLAN
ALWAYS = None
"""Marks a field that says nothing of the person's life: who acted, when, in which mode."""

EMERGENCY = "emergency"
"""The basis of what is shown without a consent that somebody gave (section 3.1)."""

Scopes = frozenset[ConsentScope]


class Sight(StrEnum):
    """How much of a transfer somebody sees."""

    WHOLE = "whole"
    """The originating side, oversight, and whoever is named by it."""
    RECEIVING = "receiving"
    """The receiving side: what the consent's scopes cover."""
    PERSON = "person"
    """The person: what happens next and who is there for them; never words that could endanger them on a screen."""


RECEIVING_FIELDS: dict[str, dict[str, ConsentScope | None]] = {
    "open_transfer": {"need_category": NEED, "package": NEED, "person": IDENTITY},
    "open_live_event": {"channel": ALWAYS},
    "close_live_event": {},
    "join_live_event": {"party": ALWAYS, "identity": ALWAYS, "measured": ALWAYS},
    "leave_live_event": {"party": ALWAYS},
    "attest_presence": {"party": ALWAYS, "identity": ALWAYS, "present": ALWAYS},
    "contact_attempt": {"contact": ALWAYS, "outcome": ALWAYS},
    "voice_acceptance": {
        "acceptance": ALWAYS, "accepted_scope": NEED, "accommodations_confirmed": NEED, "first_action": LOGISTICS,
        "unmet_intake_requirements": LOGISTICS, "escalation_triggers": RISK, "loop_commitment": LOGISTICS,
        "said_by": ALWAYS, "heard_by": ALWAYS,
    },
    "confirm_voice_acceptance": {"identity": ALWAYS},
    "report_first_action": {"outcome": LOGISTICS},
    "reschedule_first_action": {"at": LOGISTICS, "asked_by": LOGISTICS},
    "confirm_access": {"identity": ALWAYS},
    "person_stops": {"wish": ALWAYS},
    "close_transfer": {"closure": ALWAYS},
    RecordKind.AUTHORIZATION_REQUEST: {
        "transfer_trigger": NEED, "need_category": NEED, "urgency": NEED, "risk_indicators": RISK, "mode": ALWAYS,
        "receiving_pathway": ALWAYS, "reviewer_id": ALWAYS, "next_checkpoint_date": ALWAYS, "why_not_live": NEED,
    },
    RecordKind.AUTHORIZATION_DECISION: {"decision": ALWAYS, "accommodations": NEED, "transfer_failure_risk": RISK},
    RecordKind.RELEASE_READINESS: {
        "fallback_route": LOGISTICS, "continuity_lead_id": ALWAYS, "review_date": ALWAYS, "reviewer_id": ALWAYS,
    },
    RecordKind.LIVE_CONNECTION: {
        "receiving_service": ALWAYS, "contact_attempted_at": ALWAYS, "receiving_contact_id": ALWAYS,
        "handoff_purpose": NEED, "channel": ALWAYS, "reviewer_id": ALWAYS, "next_checkpoint_date": ALWAYS,
    },
    RecordKind.RECEIVING_ACCEPTANCE: {
        "acceptance": ALWAYS, "decline_reason": NEED, "pending_reason": NEED, "accepted_scope": NEED,
        "accommodations_confirmed": NEED, "first_action": LOGISTICS, "unmet_intake_requirements": LOGISTICS,
        "escalation_triggers": RISK, "loop_commitment": LOGISTICS,
    },
    RecordKind.HANDOFF_CLOSURE: {
        "ownership_release": ALWAYS, "person_heard_next_step": ALWAYS, "fallback_contact_route": LOGISTICS,
        "review_date": ALWAYS, "reviewer_id": ALWAYS,
    },
    RecordKind.VERIFICATION: {"transfer_event_date": ALWAYS, "first_action_status": LOGISTICS, "residual_risk": RISK},
    RecordKind.CORRECTIVE_DETERMINATION: {
        "corrective_owner_id": ALWAYS, "corrective_deadline": ALWAYS, "instruction": ALWAYS,
    },
    RecordKind.ASSURANCE_FOLLOWUP: {"person_reported_continuity": LOGISTICS},
    **{step: fields for chapter in CHAPTERS for step, fields in chapter.RECEIVING.items()},
}  # fmt: skip
"""The steps that the receiving side hears of, and what each field needs; what is not listed is never shown to it."""

PERSON_FIELDS: dict[str, frozenset[str]] = {
    "give_consent": frozenset({"scopes", "to", "purpose", "until"}),
    "revoke_consent": frozenset({"to"}),
    "person_confirms": frozenset({"what", "in_own_words"}),
    "person_stops": frozenset({"wish"}),
    "open_live_event": frozenset({"channel"}),
    "close_live_event": frozenset(),
    "reschedule_first_action": frozenset({"at"}),
    RecordKind.RELEASE_READINESS: frozenset({"fallback_route", "continuity_lead_id"}),
    RecordKind.RECEIVING_ACCEPTANCE: frozenset({"acceptance", "first_action", "loop_commitment"}),
    RecordKind.HANDOFF_CLOSURE: frozenset({"fallback_contact_route"}),
    **{step: fields for chapter in CHAPTERS for step, fields in chapter.PERSON.items()},
}
"""The steps that the person's own page tells of, and which of their fields."""
PLAIN_EVENTS = frozenset({"owner_changed", "transfer_closed", "live_event_ended", "records_voided"})
"""What follows from steps and may be known on every side."""


def named_in(state: State) -> list[str]:
    """Return the ids of all who are named in a transfer: originators, owner, continuity lead, reviewers, and so on."""
    reviewers = (getattr(standing.record, "reviewer_id", "") for standing in state.records.values())
    corrective = state.corrective.owner if state.corrective else ""
    named = {*state.originators, state.owner, continuity_lead(state), state.access_by, corrective, *reviewers}
    named.add(state.contact.escalation_owner)
    return sorted(named - {""})


def seated_in(state: State) -> list[str]:
    """Return the ids of all who hold a seat in the live event that is open."""
    live = state.live
    return sorted({seat.who for seat in live.seats if seat.left_at is None}) if live and live.is_open else []


def consent_of(state: State) -> tuple[datetime | None, list[str]]:
    """Return until when (not included) a consent towards the receiving service holds, and its scopes."""
    consent = listed(state)
    return (None, []) if consent is None else (_ends(state, consent), sorted(consent.open_scopes))


def listed(state: State) -> Consent | None:
    """Return the consent towards the receiving service that lists go by: where two stand, the one that ends later."""
    towards = [each for to, each in consents_of(state) if to == state.receiving_service]
    return max(towards, key=lambda each: _ends(state, each), default=None)


def _ends(state: State, consent: Consent) -> datetime:
    last = instant(consent.until + _DAY, _MIDNIGHT, state.zone).astimezone(UTC)
    return min(filter(None, (last, consent.expires_at, consent.shown_until)))


def scopes_towards(state: State, services: Iterable[str], at: datetime) -> Scopes:
    """Return what may be shown to staff or guests of `services` at `at`. While the person has paused: nothing."""
    return open_scopes(state, services, at)


def _is_in_emergency(state: State, at: datetime) -> bool:
    return state.emergency_until is not None and at < state.emergency_until


def basis_towards(state: State, services: Iterable[str], at: datetime) -> str:
    """Return on what it rests that `services` are shown something at `at`: the ids of consents, or the emergency.

    Blank where nothing is shown to them, and where they see no more than that they once took the person on.
    """
    if state.is_paused:
        return ""
    given = [basis_of(consent) for consent, _ in opened(state, services, at)]
    emergency = [EMERGENCY] if _is_in_emergency(state, at) else []
    return " ".join(dict.fromkeys((*given, *emergency)))


def basis_of(consent: Consent) -> str:
    """Return what a disclosure under this consent names as its basis."""
    return EMERGENCY if consent.is_exception else consent.id


def shown(fields: Mapping[str, V], step: str, sight: Sight, scopes: Scopes) -> dict[str, V]:
    """Return those fields of a step that `sight` and `scopes` let somebody see."""
    if sight is Sight.WHOLE:
        return dict(fields)
    if sight is Sight.PERSON:
        return {name: value for name, value in fields.items() if name in PERSON_FIELDS.get(step, ())}
    needed = scopes_needed(step, fields)
    return {
        name: value
        for name, value in fields.items()
        if name in needed and (needed[name] is ALWAYS or needed[name] in scopes)
    }


def scopes_needed(step: str, fields: Iterable[str]) -> dict[str, ConsentScope | None]:
    """Return the scope that each field needs of which the receiving side hears, a package's added fields among them."""
    needed = RECEIVING_FIELDS.get(step, {})
    added = ((name, added_name(name)) for name in fields)
    known = {name: asked_in(of.code, RecordKind(step), of.field) for name, of in added if of is not None}
    return {**needed, **{name: words.scope for name, words in known.items() if words is not None}}


UNHEARD = frozenset({"duress"})
"""Steps of which nobody but the originating side hears, not even who took them: somebody may look over a shoulder."""
KEPT_BACK: dict[str, frozenset[str]] = {
    "check_safety": frozenset({"word", "contact_method"}),
    "plan_safe_contact": frozenset(
        {"code_word", "duress_phrase", "do_not_contact", "number_or_address", "who_may_answer", "if_another_answers"}
    ),
    "protect_person": frozenset({"wish"}),
    "lift_protection": frozenset({"in_own_words"}),
}
"""Fields that are not shown again on any side but the originating one, also to who gave them (standards 2.5)."""


HEARD_UNDER: dict[str, ConsentScope] = {"plan_safe_contact": RISK, "read_notice": ConsentScope.SUD_PART2}
"""Steps of which the receiving side does not even hear that they were taken, where this scope is not shared."""


def kept_back(fields: Mapping[str, V], step: str) -> dict[str, V]:
    """Return the fields of one's own step without those that could endanger the person on a screen."""
    return {name: value for name, value in fields.items() if name not in KEPT_BACK.get(step, ())}


UNHEARD_DEADLINES = frozenset({DeadlineName.WELFARE_REVIEW, DeadlineName.EXCEPTION_REVIEW})
"""Deadlines that would tell by their name alone what happened: heard of on the originating side and in oversight."""


def deadlines_heard(state: State, sight: Sight) -> list[tuple[DeadlineName, Deadline]]:
    """Return the open deadlines of which somebody with this sight hears, by name."""
    return [each for each in state.deadlines.items() if sight is Sight.WHOLE or each[0] not in UNHEARD_DEADLINES]


def hears_of(step: str, sight: Sight) -> bool:
    """Say whether somebody with this sight hears of a step at all."""
    if sight is Sight.WHOLE:
        return True
    return step in (PERSON_FIELDS if sight is Sight.PERSON else RECEIVING_FIELDS)
