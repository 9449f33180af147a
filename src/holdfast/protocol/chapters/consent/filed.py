"""Consent and disclosure: what each command changes in the state."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeVar

from holdfast.protocol import commands as c
from holdfast.protocol import events as e
from holdfast.protocol.chapters.consent.part2 import emergency_gaps, part2_gaps
from holdfast.protocol.chapters.consent.said import (
    Consent,
    ConsentEnd,
    DeclineConsent,
    EmergencyException,
    ExceptionFinding,
    NoticeRead,
    Part2Gap,
    Proposal,
    ProposeConsent,
    ReadNotice,
    ReviewException,
)
from holdfast.protocol.codes import ConsentScope, GivenBy
from holdfast.protocol.state import State

EXCEPTION_LASTS = 72 * 3600
"""How many seconds something may be shown under an emergency exception, where the policy does not say."""

V = TypeVar("V")
C = TypeVar("C", bound=c.Command)


def consented(state: State, event: e.StepFiled) -> State:
    """Put a consent among those that stand; what the person was asked for this service is answered by it."""
    command, at = _of(c.GiveConsent, event), event.facts.at
    consent = Consent(
        frozenset(command.scopes), command.until, command.expires_at, command.purpose, state.step,
        gaps_of(command, at), is_exception=command.given_by is GivenBy.EMERGENCY_EXCEPTION,
        says_how=command.how is not None or command.part2 is not None or command.ground is not None,
        is_guardians=command.given_by is GivenBy.GUARDIAN,
        ends_with=command.part2.ends_with if command.part2 else None,
        ends_when=(command.part2.expiry_event or "") if command.part2 else "",
    )  # fmt: skip
    if not consent.is_exception:
        answered = _given_again(_answered(_without_own(state, command.to), command.to), command.to)
        return answered.changed(consents={**state.consents, command.to: consent})
    ends = at + timedelta(seconds=state.rules.numbers.get("consent.exception", EXCEPTION_LASTS))
    limited = replace(consent, shown_until=ends)
    if command.ground is not None:
        limited = replace(limited, expires_at=min(command.expires_at or ends, ends))
    given = _with_own(state, command.to).changed(consents={**state.consents, command.to: limited})
    return _excepted(given, event, command.reason or "", command.to)


def followed(before: State, after: State) -> State:
    """Let the consents end that were to end with what came: the first visit was kept, or the transfer was closed."""
    came = set()
    if after.is_first_action_kept and not before.is_first_action_kept:
        came.add(ConsentEnd.FIRST_VISIT_KEPT)
    if after.is_closed and not before.is_closed:
        came.add(ConsentEnd.TRANSFER_CLOSED)
    at = after.closed_at or after.acted_at
    if not came or at is None:
        return after
    given, own = (_ended(each, came, at) for each in (after.consents, after.consent.own))
    return after.changed(consents=given, consent=replace(after.consent, own=own))


def _ended(consents: Mapping[str, Consent], came: set[ConsentEnd], at: datetime) -> dict[str, Consent]:
    return {
        to: replace(each, expires_at=min(each.expires_at or at, at)) if each.ends_with in came else each
        for to, each in consents.items()
    }


def gaps_of(command: c.GiveConsent, at: datetime) -> tuple[Part2Gap, ...]:
    """Return what a consent lacks to let substance use records go; nothing where it is not for them."""
    if ConsentScope.SUD_PART2 not in command.scopes:
        return ()
    if command.given_by is GivenBy.EMERGENCY_EXCEPTION:
        return emergency_gaps(command.part2)
    return part2_gaps(command.how, command.part2, at)


def revoked(state: State, to: str) -> State:
    """Take the consent towards a service out of those that stand, and what was asked for it besides."""
    taken = _taken_back(state, to)
    return _answered(_without_own(taken, to), to).changed(consents=_without(state.consents, to))


def _taken_back(state: State, to: str) -> State:
    """Keep when a yes that says how it was given was taken back (S.taken_back); of an older one nothing is kept."""
    stood = (state.consents.get(to), state.consent.own.get(to))
    if state.acted_at is None or not any(each is not None and each.says_how for each in stood):
        return state
    taken_back = {**state.consent.taken_back, to: state.acted_at}
    return state.changed(consent=replace(state.consent, taken_back=taken_back))


def _given_again(state: State, to: str) -> State:
    if to not in state.consent.taken_back:
        return state
    return state.changed(consent=replace(state.consent, taken_back=_without(state.consent.taken_back, to)))


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
    reviewed = state.changed(consent=replace(state.consent, exceptions=exceptions))
    return reviewed if review.finding is ExceptionFinding.IN_ORDER else _undone(reviewed, review.exception)


def _undone(state: State, exception: str) -> State:
    """Take an exception that was not in order out of the consents; the person's own stands again where there is one."""
    to = next((to for to, each in state.consents.items() if each.is_exception and _id_of(each) == exception), None)
    if to is None:
        return state
    own = state.consent.own.get(to)
    kept = _without(state.consents, to) if own is None else {**state.consents, to: own}
    return _without_own(state, to).changed(consents=kept)


def _id_of(exception: Consent) -> str:
    return f"{c.GiveConsent.do}-{exception.step}"


def _with_own(state: State, to: str) -> State:
    """Keep the person's own consent towards a service beside the exception that is made there; nobody took it back."""
    standing = state.consents.get(to)
    if standing is None or standing.is_exception:
        return state
    return state.changed(consent=replace(state.consent, own={**state.consent.own, to: standing}))


def _without_own(state: State, to: str) -> State:
    if to not in state.consent.own:
        return state
    return state.changed(consent=replace(state.consent, own=_without(state.consent.own, to)))


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
