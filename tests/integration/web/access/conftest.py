"""A county in which every role works at every place, one handoff that has been released, and one of everything else."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from holdfast.accounts.models import Staff
from holdfast.accounts.services import glass_break, role_give, staff_add, text_keep
from holdfast.config.clock import now
from holdfast.config.ids import new_id
from holdfast.directory.models import Organization, Service
from holdfast.notify.models import Kind, Message, PersonsWord, PushSubscription
from holdfast.people.episodes import episode_open
from holdfast.protocol.codes import EpisodeKind, Role
from holdfast.web.drafts import draft_begin
from tests.integration.api.conftest import cast, clock, contact, pathway, person, services, staff, walk
from tests.integration.api.walk import Walk
from tests.integration.web.persons.conftest import guests, numbers, persons

__all__ = [
    "cast", "clock", "contact", "guests", "numbers", "pathway", "person", "persons", "services", "staff", "walk"
]  # fmt: skip
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PLACES = {
    "own": "northside", "sister": "eastside", "county": "harbor", "far": "far", "receiving": "riverside"
}  # fmt: skip
"""Where somebody works, seen from the handoff: the service that opened it, another one of its organisation, one of
another organisation of the jurisdiction, one elsewhere, and the one that receives."""
WHY = "She rang us in distress and her own team does not answer."


@dataclass
class Town:
    """Who works where, and what there is, by name."""

    staff: dict[tuple[str, str], Staff]
    walk: Walk
    ids: dict[str, object] = field(default_factory=dict)

    def sits(self, role: str, place: str) -> Client:
        """Give somebody a browser in which they are signed in."""
        client = Client(raise_request_exception=True)
        client.force_login(self.staff[role, place], backend=BACKEND)
        return client


@contextmanager
def undone() -> Iterator[None]:
    """Take back whatever is done within."""
    point = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(point)


@pytest.fixture(autouse=True)
def unlogged() -> Iterator[None]:
    """Spare a sweep the thousands of lines about pages that were refused."""
    log = logging.getLogger("django.request")
    before = log.level
    log.setLevel(logging.CRITICAL)
    yield
    log.setLevel(before)


@pytest.fixture
def places(services: dict[str, Service]) -> dict[str, Service]:
    """The services by how they stand to the handoff."""
    harbor = Organization.objects.create(name="Harbor", jurisdiction="US-NY")
    services["harbor"] = Service.objects.create(
        organization=harbor, name="Harbor Crisis", status="active", hours="24/7", zone="America/New_York",
        region="US-NY", staffed=True,
    )  # fmt: skip
    return {place: services[name] for place, name in PLACES.items()}


@pytest.fixture
def hire(places: dict[str, Service]) -> Callable[[str, str], Staff]:
    """Have somebody hold one role at one place."""

    def hired(role: str, place: str) -> Staff:
        member = staff_add(f"{role}@{place}.town.example", f"{role} of {place}".replace("_", " ").capitalize())
        role_give(member.pk, Role(role), places[place].pk)
        return member

    return hired


@pytest.fixture
def asked(walk: Walk, persons) -> UUID:
    """A handoff that has been released, and what the person asked on their page then."""
    walk.released()
    persons(walk).post(reverse("person_say", args=["question"]), words="When does it begin?", key=str(new_id()))
    return PersonsWord.objects.get().pk


@pytest.fixture
def found(walk: Walk, asked: UUID, staff, places, pathway) -> dict[str, object]:
    """What there is of the handoff, what belongs to its originator, what lies before others."""
    transfer, mine = UUID(walk.transfer), staff["originator"].pk
    message = Message.objects.create(
        staff_id=mine, kind=Kind.OWNER, transfer_id=transfer, seq=1, written_at=now(), zone="America/New_York"
    )
    browser = PushSubscription.objects.create(
        staff_id=mine, endpoint="https://push.example/1", p256dh="x", auth="y", subscribed_at=now()
    )
    return {
        "transfer": transfer, "draft": draft_begin(mine, walk.ids["person"]), "message": message.pk,
        "browser": browser.pk, "kept": text_keep(mine, "/account/", {"note": ["a few words"]}),
        "staff": staff["colleague"].pk, "word": asked, "pathway": pathway.pk,
        "glass": glass_break(staff["stranger"].pk, transfer, WHY).pk, "service": places["own"].pk,
        "organization": places["own"].organization_id, "seat": new_id(), "row": new_id(),
        "person": walk.ids["person"],
        "episode": episode_open(UUID(walk.ids["person"]), str(places["own"].pk), EpisodeKind.CRISIS, str(mine)).pk,
        "since": (now() - timedelta(days=1)).isoformat(),
    }  # fmt: skip


@pytest.fixture
def everybody(walk: Walk, hire: Callable[[str, str], Staff]) -> Callable[..., Town]:
    """Let every role be held at some places."""
    return lambda *where: Town({(role.value, place): hire(role.value, place) for place in where for role in Role}, walk)


@pytest.fixture
def town(found: dict[str, object], everybody: Callable[..., Town]) -> Callable[..., Town]:
    """Let every role be held at some places, where there is one of everything."""
    return lambda *where: replace(everybody(*where), ids=found)
