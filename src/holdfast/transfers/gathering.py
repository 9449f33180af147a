"""Gathers the facts that a command needs from directory and staff list, in few statements.

In a practice the people and the ladder are the cast's: nobody real is named in it, and nothing goes before them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from holdfast.accounts.ladder import standing
from holdfast.accounts.selectors import ladder_for, party
from holdfast.directory.delegations import has_delegated
from holdfast.directory.selectors import (
    contact_parties,
    pathway_picture,
    service_organization,
    service_picture,
    services_known,
)
from holdfast.people.selectors import is_hidden
from holdfast.protocol.codes import EscalationLevel
from holdfast.protocol.events import EscalationRaised, EscalationRisen, Event
from holdfast.protocol.facts import Facts, Party, Rung, ServicePicture
from holdfast.protocol.needs import Needs
from holdfast.protocol.state import INITIAL, State
from holdfast.transfers.cast import RUNGS, cast_of
from holdfast.transfers.policies import policy_of
from holdfast.transfers.slots import with_visit


@dataclass(frozen=True, slots=True)
class Opening:
    """What only the opening of a transfer needs to be told: the person's id, and the transfer it is linked from."""

    subject: str = ""
    linked_from: str = ""
    practised_by: str = ""
    """Who practises; blank: it is real."""


def gather(needs: Needs, by: Party, at: datetime, opening: Opening | None = None, *, state: State = INITIAL) -> Facts:
    """Return the facts that `needs` names for a transfer in `state`, as they are at `at`."""
    pictures = (pathway_picture(pathway, at=at) for pathway in sorted(needs.pathways))
    facts = Facts(
        at=at,
        by=by,
        people=people_around(state, needs.people),
        pathways={picture.id: picture for picture in pictures if picture is not None},
        services=_services(needs, at),
    )
    if needs.visited and not state.is_practice:
        facts = with_visit(facts, needs)
    if needs.delegates_of and not state.is_practice:
        facts = replace(facts, delegates=_delegates(facts, needs.delegates_of))
    if opening is None:
        return facts
    return replace(
        facts, policy=policy_of(needs.site), subject=opening.subject, linked_from=opening.linked_from,
        practised_by=opening.practised_by, is_protected=is_hidden(opening.subject, near=()),
    )  # fmt: skip


def _delegates(facts: Facts, service: str) -> frozenset[str]:
    """Return those of the people named whom a service lets book with its schedule, by name or by where they work."""
    named = ((who, {who, *(place.service for place in party.assignments)}) for who, party in facts.people.items())
    return frozenset(who for who, ids in named if has_delegated(service, ids, facts.at))


def people_around(state: State, ids: frozenset[str]) -> dict[str, Party]:
    """Return those of the ids that can be named in a transfer: of a practice its cast, else as `people_known`."""
    if not state.is_practice:
        return people_known(ids)
    return {who: party for who, party in cast_of(state).items() if who in ids}


def people_known(ids: frozenset[str]) -> dict[str, Party]:
    """Return staff, and of the ids that no staff has, intake contacts of the directory."""
    if not ids:
        return {}
    staff = party(*sorted(ids))
    others = ids - staff.keys()
    return {**staff, **contact_parties(sorted(others))} if others else staff


def _services(needs: Needs, at: datetime) -> dict[str, ServicePicture]:
    named = {service: ServicePicture(service, zone) for service, zone in services_known(needs.services).items()}
    if not needs.site:
        return named
    first, last = needs.first or at.date(), needs.last or at.date()
    site = service_picture(needs.site, first=first, last=last)
    if site is None:
        return named
    return {**named, site.id: site if needs.first else ServicePicture(site.id, site.zone)}


def raises_escalation(events: tuple[Event, ...]) -> bool:
    """Say whether a matter goes to a level, so that the ladder must be asked."""
    return any(isinstance(event, EscalationRaised | EscalationRisen) for event in events)


def ladder_of(state: State, at: datetime) -> dict[EscalationLevel, Rung]:
    """Return the ladder of the originating service's organisation as it is held at `at`.

    An originator never holds a matter of their own transfer.
    """
    if state.is_practice:
        return standing(RUNGS, at, without=frozenset(state.originators))
    organization, jurisdiction = service_organization(state.service)
    rungs = ladder_for(organization or None, jurisdiction=jurisdiction)
    return standing(rungs, at, without=frozenset(state.originators))
