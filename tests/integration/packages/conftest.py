"""A county, and a transfer of a pathway package walked through the API, its people in browsers."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from holdfast.accounts.models import Staff
from tests.integration.api.conftest import cast, clock, contact, pathway, person, services, staff, walk
from tests.integration.api.walk import Walk

__all__ = ["cast", "clock", "contact", "pathway", "person", "services", "staff", "walk"]
Browser = Callable[[str], Client]
CRISIS = {"current_risk_level": "medium", "crisis_trigger": "The pills ran out."}
UNTIL = {
    "safety_plan_summary": "Calls her sister first.", "missed_appointment_barrier": "No bus; a ride is booked.",
    "enrolment_open": "yes",
}  # fmt: skip


@pytest.fixture
def browser(staff: dict[str, Staff]) -> Browser:
    """Return the browser of somebody of the cast."""

    def opened(who: str) -> Client:
        client = Client()
        client.force_login(staff[who], backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return opened


@pytest.fixture
def connected(walk: Walk) -> Walk:
    """A handoff from crisis to outpatient care, up to the live connection."""
    walk.opens(package="crisis_to_outpatient")
    walk.prepares()
    walk.requests(package=CRISIS)
    walk.authorizes()
    walk.makes_ready(package=UNTIL)
    walk.comes_together()
    walk.connects(package={"outpatient_provider_contact": walk.ids["receiver"]})
    return walk
