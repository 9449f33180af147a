"""Consent and disclosure: what each command changes in the state."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from holdfast.protocol import commands as c
from holdfast.protocol import events as e
from holdfast.protocol.chapters.consent.part2 import emergency_gaps, part2_gaps
from holdfast.protocol.chapters.consent.said import (
    Consent,
    DeclineConsent,
    EmergencyException,
    NoticeRead,
    Part2Gap,
    Proposal,
    ProposeConsent,
    ReadNotice,
    ReviewException,
)
from holdfast.protocol.codes import ConsentScope, GivenBy
from holdfast.protocol.state import State

V = TypeVar("V")
C = TypeVar("C", bound=c.Command)


def consented(state: State, event: e.StepFiled) -> State:
    """Put a consent among those that stand; what the person was asked for this service is answered by it."""
    command = _of(c.GiveConsent, event)
    consent = Consent(
        frozenset(command.scopes), command.until, command.expires_at, command.purpose, state.step,
        gaps_of(command, event.facts.at), is_exception=command.given_by is GivenBy.EMERGENCY_EXCEPTION,
    )  # fmt: skip
    answered = _answered(state, command.to)
    given = answered.changed(consents={**state.consents, command.to: consent})
    return _excepted(given, event, command.reason or "", command.to) if consent.is_exception else given


def gaps_of(command: c.GiveConsent, at: datetime) -> tuple[Part2Gap, ...]:
    """Return what a consent lacks to let substance use records go; nothing where it is not for them."""
    if ConsentScope.SUD_PART2 not in command.scopes:
        return ()
    if command.given_by is GivenBy.EMERGENCY_EXCEPTION:
        return emergency_gaps(command.part2)
    return part2_gaps(command.how, command.part2, at)


def revoked(state: State, to: str) -> State:
    """Take the consent towards a service out of those that stand, and what was asked for it besides."""
    return _answered(state, to).changed(consents=_without(state.consents, to))


def emergency_started(state: State, event: e.StepFiled) -> State:
    """Keep for review that the team acted at once."""
    return _excepted(state, event, _of(c.EmergencyStart, event).reason, "")


def _excepted(state: State, event: e.StepFiled, reason: str, to: str) -> State:
    made = EmergencyException(f"{event.command.step}-{state.step}", event.facts.by.id, event.facts.at, reason, to)
    return state.changed(consent=replace(state.consent, exceptions=(*state.consent.exceptions, made)))


def _answered(state: State, to: str) -> State:
    if to not in state.consent.proposals:
        return state
    return state.changed(consent=replace(state.consent, proposals=_without(state.consent.proposals, to)))


def _proposed(state: State, event: e.StepFiled) -> State:
    asked = _of(ProposeConsent, event)
    proposal = Proposal(
        frozenset(asked.scopes), asked.purpose, asked.until, asked.language, asked.expires_at, asked.part2,
        state.step, event.facts.at, event.facts.by.id,
    )  # fmt: skip
    return state.changed(consent=replace(state.consent, proposals={**state.consent.proposals, asked.to: proposal}))


def _declined(state: State, event: e.StepFiled) -> State:
    to = _of(DeclineConsent, event).to
    answered = _answered(state, to)
    declined = {**answered.consent.declined, to: event.facts.at}
    return answered.changed(consent=replace(answered.consent, declined=declined))


def _notice_read(state: State, event: e.StepFiled) -> State:
    read = NoticeRead(_of(ReadNotice, event).to, event.facts.at, event.facts.by.id)
    return state.changed(consent=replace(state.consent, notices_read=(*state.consent.notices_read, read)))


def _reviewed(state: State, event: e.StepFiled) -> State:
    review, facts = _of(ReviewException, event), event.facts
    exceptions = tuple(
        replace(each, finding=review.finding, reviewed_by=facts.by.id, reviewed_at=facts.at)
        if each.id == review.exception
        else each
        for each in state.consent.exceptions
    )
    return state.changed(consent=replace(state.consent, exceptions=exceptions))


def _without(mapping: Mapping[str, V], key: str) -> dict[str, V]:
    return {each: value for each, value in mapping.items() if each != key}


def _of(kind: type[C], event: e.StepFiled) -> C:
    assert isinstance(event.command, kind)
    return event.command


FILED: dict[str, Callable[[State, e.StepFiled], State]] = {
    "propose_consent": _proposed,
    "decline_consent": _declined,
    "read_notice": _notice_read,
    "review_exception": _reviewed,
}
