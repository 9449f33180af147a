"""Under which consents something may be shown to a service at an instant, and what each of them opens. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from holdfast.protocol.calendars import local_date
from holdfast.protocol.chapters.consent.said import Consent
from holdfast.protocol.codes import EMERGENCY_SCOPES, NEEDED_SCOPES, ConsentScope
from holdfast.protocol.state import State

Scopes = frozenset[ConsentScope]


def consents_of(state: State) -> list[tuple[str, Consent]]:
    """Return every consent that stands, with its service; beside an exception also the person's own."""
    own = state.consent.own
    return sorted((*state.consents.items(), *own.items()), key=lambda each: (each[0], each[1].step))


def opened(state: State, services: Iterable[str], at: datetime) -> list[tuple[Consent, Scopes]]:
    """Return the consents under which something may be shown to `services` at `at`, and what each of them opens.

    To a service that has taken the person on, a consent stays good past its last day: it was given to be cared for.
    Substance use records are not among that, and an exception stays good for nobody. An instant at which it is to end
    counts for everybody.
    """
    services = frozenset(services)
    held = [(each, _open(state, to, each, at)) for to, each in consents_of(state) if to in services]
    return [(consent, scopes) for consent, scopes in held if scopes]


def open_scopes(state: State, services: Iterable[str], at: datetime) -> Scopes:
    """Return what may be shown to `services` at `at`. While the person has paused: nothing."""
    if state.is_paused:
        return frozenset()
    is_in_emergency = state.emergency_until is not None and at < state.emergency_until
    given = (scopes for _, scopes in opened(state, services, at))
    return frozenset().union(*given, EMERGENCY_SCOPES if is_in_emergency else ())


def _open(state: State, to: str, consent: Consent, at: datetime) -> Scopes:
    if consent.has_ended(at) or (consent.shown_until is not None and at >= consent.shown_until):
        return frozenset()
    if local_date(at, state.zone) <= consent.until:
        return consent.open_scopes
    is_kept = to == state.owner_service and not consent.is_exception
    return consent.open_scopes - {ConsentScope.SUD_PART2} if is_kept else frozenset()


def has_lost_consent(state: State, to: str | None, at: datetime) -> bool:
    """Say whether a yes towards `to` was taken back or has ended by `at`, and none stands in force in its place.

    Asked only of a yes that says how it was given: of older ones the protocol asks no more than S.consent does.
    """
    if to is None:
        return False
    standing = [each for service, each in consents_of(state) if service == to]
    has_said_how = to in state.consent.taken_back or any(each.says_how for each in standing)
    return has_said_how and not any(
        each.scopes >= NEEDED_SCOPES and each.is_in_force(at, state.zone) for each in standing
    )


def is_in_their_language(state: State, language: str) -> bool:
    """Say whether `language` (BCP 47) is the person's own, whatever its region; so is any while theirs is not known."""
    return state.person is None or _primary(language) == _primary(state.person.language)


def _primary(tag: str) -> str:
    return tag.replace("_", "-").split("-", maxsplit=1)[0].strip().lower()
