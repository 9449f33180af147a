"""Consent and disclosure: who may give each command, on what it rests, and its controls (section 3.1).

What is asked of `give_consent` is asked only where it says how it was given: older ways to record one go on as before.
"""

from __future__ import annotations

from holdfast.protocol import commands as c
from holdfast.protocol.chapters.consent.said import (
    ADULT_FROM,
    UNASKED,
    ConsentHow,
    DeclineConsent,
    EmergencyException,
    ProposeConsent,
    ReviewException,
)
from holdfast.protocol.chapters.consent.standing import has_lost_consent, is_in_their_language
from holdfast.protocol.codes import EMERGENCY_SCOPES, OPENERS, Acceptance, ConsentScope, EscalationLevel, GivenBy
from holdfast.protocol.controls.gates import B2, B3, GIVERS, RESTS_ON, REVIEWERS, SUPERVISORS, Giver
from holdfast.protocol.controls.registry import Consequence, control, stated
from holdfast.protocol.situation import Situation

CASE_STAFF = OPENERS | SUPERVISORS
"""Who may go without the person's consent in an emergency, at the originating service."""
EXCEPTION_SCOPES = EMERGENCY_SCOPES | {
    ConsentScope.CONTACT_RECEIVER_ONLY, ConsentScope.CLINICAL_SUMMARY, ConsentScope.SUD_PART2
}  # fmt: skip
"""What an emergency takes: who the person is, why, how urgent, the risk, how to reach them, and what treatment needs.

Substance use records are among it, since 42 CFR 2.51 lets them go in a medical emergency (standards 2.1). What concerns
a partner's violence, HIV, reproduction, status or courts is not: no emergency is treated with it, and it harms most.
"""


def _of_the_case(s: Situation) -> bool:
    return s.is_by_originator or s.by.is_of(s.state.service) or (s.by.is_staff and s.by.id == s.state.owner)


def _recording_their_word(s: Situation, to: str) -> bool:
    """Say whether the giver records what the person said of `to`: the originating or the owning side, never `to`."""
    state, by = s.state, s.by
    if to != state.service and {each.service for each in by.assignments} == {to}:
        return False
    owns = by.is_of(state.owner_service) and state.owner_service != to
    return s.is_by_originator or by.is_of(state.service) or owns


def _goes_without(s: Situation) -> bool:
    """Say whether the giver may go without the person's consent: who works on the case where it was opened."""
    service = s.state.service
    return s.is_by_originator or s.by.holds(CASE_STAFF, service)


def _gives_consent(s: Situation) -> bool:
    consent = s.given(c.GiveConsent)
    if consent.ground is not None:
        return s.by.is_staff and _goes_without(s)
    if s.by.is_person or (consent.how is None and consent.part2 is None):
        return s.by.is_person or s.by.is_staff
    return s.by.is_staff and _recording_their_word(s, consent.to)


_WHOSE_WORD = "the person, or staff of the originating or the owning service recording their word"
GIVERS.update(
    {
        "give_consent": Giver(
            f"{_WHOSE_WORD}, never staff of no service but the one it is for; an emergency exception: case staff of "
            "the originating service",
            _gives_consent,
        ),
        "propose_consent": Giver("staff of the originating service, or the owner", _of_the_case),
        "decline_consent": Giver(
            _WHOSE_WORD,
            lambda s: s.by.is_person or (s.by.is_staff and _recording_their_word(s, s.given(DeclineConsent).to)),
        ),
        "read_notice": Giver("staff of the originating service, or the owner", _of_the_case),
        "review_exception": Giver("quality reviewer", lambda s: s.by.holds(REVIEWERS)),
    }
)
RESTS_ON.update(
    {
        "decline_consent": lambda s: s.given(DeclineConsent).to in s.state.consent.proposals,
        "read_notice": lambda s: s.is_event_open,
        "review_exception": lambda s: _exception(s) is not None,
    }
)


def _exception(s: Situation) -> EmergencyException | None:
    named = s.given(ReviewException).exception
    return next((each for each in s.state.consent.unreviewed if each.id == named), None)


def _said_how(s: Situation) -> c.GiveConsent | None:
    """Return the consent where it says how it was given, or what is asked for substance use records; else none."""
    said = s.command
    if not isinstance(said, c.GiveConsent) or said.given_by is GivenBy.EMERGENCY_EXCEPTION:
        return None
    return said if said.how is not None or said.part2 is not None else None


@control(
    "S.giver",
    "A consent is given by the person themself, on their own device or heard by staff; by a guardian only for a minor.",
    mend="Ask the person themself, and record how they said yes.",
    steps=("give_consent",),
)
def giver(s: Situation) -> bool:
    consent = _said_how(s)
    if consent is None:
        return True
    if consent.how is ConsentHow.OWN_DEVICE:
        return s.by.is_person and consent.given_by is GivenBy.PERSON
    is_minor = s.state.person is not None and s.state.person.age < ADULT_FROM
    return consent.given_by is GivenBy.PERSON or (consent.given_by is GivenBy.GUARDIAN and is_minor)


@control(
    "S.language",
    "A consent is asked for and given in the person's own language, or with an interpreter.",
    mend="Ask in the person's language, or name the interpreter who was there.",
    steps=("propose_consent", "give_consent"),
)
def language(s: Situation) -> bool:
    consent = s.command if isinstance(s.command, ProposeConsent) else _said_how(s)
    if consent is None:
        return True
    has_interpreter = isinstance(consent, c.GiveConsent) and consent.interpreter is not None
    return has_interpreter or is_in_their_language(s.state, consent.language)


@control(
    "S.witness",
    "A consent that was said aloud was heard by a named witness, not who files it, nor somebody whom it is for.",
    mend="Name a colleague who heard the person say yes.",
    steps=("give_consent",),
)
def witness(s: Situation) -> bool:
    consent = _said_how(s)
    if consent is None or consent.how is not ConsentHow.ALOUD_WITNESSED or consent.witness_id is None:
        return True
    heard_by = s.facts.people[consent.witness_id]
    is_theirs = heard_by.is_of(consent.to) and not heard_by.is_of(s.state.service)
    return heard_by.id != s.by.id and not is_theirs


@control(
    "S.asked",
    "On their own device the person agrees to what they were asked, and to nothing that goes beyond it.",
    mend="Read again what is asked; it may have changed. Then say yes or no.",
    steps=("give_consent",),
)
def asked(s: Situation) -> bool:
    consent = _said_how(s)
    proposal = s.state.consent.proposals.get(consent.to) if consent is not None else None
    if consent is None or proposal is None or consent.how is not ConsentHow.OWN_DEVICE:
        return True
    ends = proposal.expires_at
    lasts_longer = ends is not None and (consent.expires_at is None or consent.expires_at > ends)
    ends_with = proposal.part2.ends_with if proposal.part2 is not None else None
    outlasts = ends_with is not None and (consent.part2 is None or consent.part2.ends_with is not ends_with)
    is_within = frozenset(consent.scopes) <= proposal.scopes and consent.until <= proposal.until
    return is_within and not lasts_longer and not outlasts


@control(
    "S.exception",
    "An emergency exception is reviewed by a quality reviewer who neither filed it nor acted for the sending side.",
    mend="Ask another quality reviewer to look at it.",
    steps=("review_exception",),
)
def reviewed_by_another(s: Situation) -> bool:
    exception = _exception(s)
    return exception is not None and s.by.id != exception.by and not s.has_originated


stated(
    UNASKED,
    "Quality hears at once of every emergency exception that says why nobody was asked.",
    escalates=EscalationLevel.QUALITY,
    consequence=Consequence.SYSTEM,
)


@control(
    "S.limited",
    "An emergency exception opens what an emergency takes, and no more.",
    mend="Leave out what the emergency does not call for; for the rest ask the person when they can answer.",
    steps=("give_consent",),
)
def limited(s: Situation) -> bool:
    consent = s.given(c.GiveConsent)
    return consent.ground is None or frozenset(consent.scopes) <= EXCEPTION_SCOPES


@control(
    "S.taken_back",
    "Nobody takes the person on, and nobody lets go of them, on a yes that was taken back or has ended.",
    mend="Stop and ask the person. If they say yes again, record it and go on; if not, stay with them: you own this.",
    steps=(B2, "voice_acceptance", "confirm_voice_acceptance", B3, "book_visit"),
)
def still_agreed(s: Situation) -> bool:
    if s.is_in_emergency or s.state.is_after_handoff:
        return True
    answers = s.command.step in (B2, "voice_acceptance")
    if answers and s.answer.acceptance is not Acceptance.ACCEPTED:
        return True
    return not has_lost_consent(s.state, s.state.receiving_service, s.at)
