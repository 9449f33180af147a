"""One transfer walked to any stage by the API's walk, and the browsers of the person and of a guest who receives."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from django.test import Client

from holdfast.accounts.services import GrantOrder, grant_message, grant_redeem
from holdfast.directory.models import Phone
from holdfast.protocol.codes import Identity, Seat
from holdfast.web.guests import COOKIE, proof_of
from tests.integration.api.conftest import cast, clock, contact, pathway, person, services, staff, walk
from tests.integration.api.walk import Walk

__all__ = ["cast", "clock", "contact", "pathway", "person", "services", "staff", "walk"]


class Phoned:
    """A browser that holds a guest's session, and sends what our own forms send."""

    def __init__(self, bearer: str) -> None:
        self.client = Client(enforce_csrf_checks=True)
        self.client.cookies[COOKIE] = bearer
        self.proof = proof_of(bearer)

    def get(self, path: str):
        """Open a page."""
        return self.client.get(path)

    def post(self, path: str, **fields):
        """Send a form of ours."""
        return self.client.post(path, {"proof": self.proof, **fields})


@pytest.fixture
def numbers(services) -> None:
    """The numbers on which the two sides answer."""
    for name, number in (("northside", "555-555-0142"), ("riverside", "555-555-0177")):
        Phone.objects.create(service=services[name], number=number, kind="voice")


@pytest.fixture
def persons(numbers) -> Callable[[Walk], Phoned]:
    """The person opens their own link."""

    def opens(walk: Walk) -> Phoned:
        return Phoned(grant_redeem(walk.said["secret"])[1])

    return opens


@pytest.fixture
def guests(numbers, contact) -> Callable[..., Phoned]:
    """A receiver without an account opens the link that the server sent to their directory's address."""

    def opens(walk: Walk, live_event: int | None = None) -> Phoned:
        order = GrantOrder(
            transfer_id=UUID(walk.transfer), party=Seat.RECEIVER, identity=Identity.DIRECTORY_LINK,
            subject_id=contact.pk, expires_at=walk.local(3, 12), live_event=live_event, one_time=live_event is not None,
        )  # fmt: skip
        return Phoned(grant_redeem(grant_message(order).secret)[1])

    return opens
