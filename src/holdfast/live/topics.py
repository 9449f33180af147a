"""What can be watched, as names of channel groups: one transfer, the transfers of one's services, and everything.

A name carries ids only; where a place has a name of its own, its digest.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from uuid import UUID

from holdfast.directory.selectors import organizations_of
from holdfast.protocol.codes import OVERSEES_JURISDICTION
from holdfast.transfers.models import Transfer
from holdfast.transfers.scope import OVERSEES_ORGANIZATION, REAL, Asker

EVERYTHING = "everything"
"""Whoever watches anything: told to look again when changes may have been missed."""


def of_transfer(transfer_id: UUID) -> str:
    """Return the group of those who watch one transfer."""
    return f"transfer.{transfer_id}"


def of_asker(asker: Asker) -> frozenset[str]:
    """Return the groups in which changes of an asker's queues are told; one statement.

    No wider than their services, their pools, and what their roles oversee; what they may see of it is asked after.
    """
    party = asker.party
    topics = {_of_service(service) for service in (*asker.services, *party.pools)}
    near = {a.service for a in party.assignments if a.role in OVERSEES_ORGANIZATION | OVERSEES_JURISDICTION}
    far = {a.service for a in party.assignments if a.role in OVERSEES_JURISDICTION}
    for service, (organization, jurisdiction) in organizations_of(near).items():
        topics.add(_of_organization(organization))
        if service in far and jurisdiction:
            topics.add(_of_jurisdiction(jurisdiction))
    return frozenset(topics)


def touched_by(transfer_ids: Iterable[UUID]) -> dict[str, frozenset[UUID]]:
    """Return the groups of queues that changes of these transfers concern, each with its transfers; two statements.

    Practice concerns no queue.
    """
    rows = Transfer.objects.filter(REAL, pk__in=list(transfer_ids)).values_list(
        "pk", "service_id", "receiving_service_id", "owner_service_id"
    )
    sides = {pk: frozenset(filter(None, services)) for pk, *services in rows}
    places = organizations_of(service for services in sides.values() for service in services)
    touched: dict[str, set[UUID]] = {}
    for pk, services in sides.items():
        for service in services:
            for topic in _of_place(service, *places.get(service, ("", ""))):
                touched.setdefault(topic, set()).add(pk)
    return {topic: frozenset(ids) for topic, ids in touched.items()}


def _of_place(service: str, organization: str, jurisdiction: str) -> list[str]:
    topics = [_of_service(service)]
    if organization:
        topics.append(_of_organization(organization))
    if jurisdiction:
        topics.append(_of_jurisdiction(jurisdiction))
    return topics


def _of_service(service: str) -> str:
    return f"service.{_digest(service)}"


def _of_organization(organization: str) -> str:
    return f"organization.{_digest(organization)}"


def _of_jurisdiction(jurisdiction: str) -> str:
    return f"jurisdiction.{_digest(jurisdiction)}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]
