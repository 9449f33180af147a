"""Consent and disclosure: who may give each command, on what it rests, and its controls (section 3.1).

What is asked of `give_consent` is asked only where it says how it was given: older ways to record one go on as before.
"""

from __future__ import annotations

from holdfast.protocol import commands as c
from holdfast.protocol.chapters.consent.said import (
    ConsentHow,
    DeclineConsent,
    EmergencyException,
    ProposeConsent,
    ReviewException,
)
from holdfast.protocol.codes import GivenBy
from holdfast.protocol.controls.gates import GIVERS, RESTS_ON, REVIEWERS, Giver
from holdfast.protocol.controls.registry import control
from holdfast.protocol.situation import Situation

ADULT_FROM = 18
"""The age, in whole years, from which nobody gives a consent but the person."""


def _of_the_case(s: Situation) -> bool:
    return s.is_by_originator or s.by.is_of(s.state.service) or (s.by.is_staff and s.by.id == s.state.owner)


def _recording_their_word(s: Situation, to: str) -> bool:
    """Say whether the giver records what the person said of `to`: the originating or the owning side, never `to`."""
    state, by = s.state, s.by
    if to != state.service and {each.service for each in by.assignments} == {to}:
        return False
    owns = by.is_of(state.owner_service) and state.owner_service != to
    return s.is_by_originator or by.is_of(state.service) or owns


def _gives_consent(s: Situation) -> bool:
    consent = s.given(c.GiveConsent)
    if s.by.is_person or (consent.how is None and consent.part2 is None):
        return s.by.is_person or s.by.is_staff
    return s.by.is_staff and _recording_their_word(s, consent.to)


_WHOSE_WORD = "the person, or staff of the originating or the owning service recording their word"
GIVERS.update(
    {
        "give_consent": Giver(f"{_WHOSE_WORD}, never staff of no service but the one it is for", _gives_consent),
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
    if consent is None or s.state.person is None:
        return True
    has_interpreter = isinstance(consent, c.GiveConsent) and consent.interpreter is not None
    return has_interpreter or _primary(consent.language) == _primary(s.state.person.language)


def _primary(tag: str) -> str:
    return tag.replace("_", "-").split("-", maxsplit=1)[0].strip().lower()


@control(
    "S.witness",
    "A consent that was said aloud was heard by a named witness, who is not the one who files it.",
    mend="Name a colleague who heard the person say yes.",
    steps=("give_consent",),
)
def witness(s: Situation) -> bool:
    consent = _said_how(s)
    if consent is None or consent.how is not ConsentHow.ALOUD_WITNESSED:
        return True
    return consent.witness_id != s.by.id


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
    return frozenset(consent.scopes) <= proposal.scopes and consent.until <= proposal.until and not lasts_longer


@control(
    "S.exception",
    "An emergency exception is reviewed by a quality reviewer who neither filed it nor acted for the sending side.",
    mend="Ask another quality reviewer to look at it.",
    steps=("review_exception",),
)
def reviewed_by_another(s: Situation) -> bool:
    exception = _exception(s)
    return exception is not None and s.by.id != exception.by and not s.has_originated
