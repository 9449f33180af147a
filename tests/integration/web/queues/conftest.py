"""One transfer walked to any stage by the API's walk, and its people in browsers."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import pytest
from django.test import Client

from holdfast.accounts.models import Staff
from holdfast.accounts.services import role_give, staff_add
from holdfast.protocol.codes import Role
from tests.integration.api.conftest import cast, clock, contact, pathway, person, services, staff, walk

__all__ = ["cast", "clock", "contact", "pathway", "person", "services", "staff", "walk"]
Sits = Callable[[str], Client]
TAGS = re.compile(r"<[^>]+>")


@pytest.fixture
def more_staff(staff: dict[str, Staff], services) -> dict[str, Staff]:
    """The walk's cast, and those whose queues it does not need."""
    places = {
        "director": (Role.DIRECTOR, "northside"),
        "navigator": (Role.NAVIGATOR, "northside"),
        "stranger_receiver": (Role.INTAKE_LEAD, "far"),
        "stranger_reviewer": (Role.QUALITY_REVIEWER, "far"),
        "stranger_manager": (Role.SERVICE_MANAGER, "far"),
        "stranger_follower": (Role.FOLLOW_UP_LEAD, "far"),
        "stranger_executive": (Role.EXECUTIVE, "far"),
        "lead_of_eastside": (Role.SUPERVISOR, "eastside"),
    }
    for name, (role, service) in places.items():
        staff[name] = staff_add(f"{name}@county.example", name.replace("_", " ").title())
        role_give(staff[name].pk, role, services[service].pk)
    return staff


@pytest.fixture
def sits(more_staff: dict[str, Staff]) -> Sits:
    """Give somebody a browser in which they are signed in."""

    def sit(who: str) -> Client:
        client = Client()
        client.force_login(more_staff[who], backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sit


def text_of(response) -> str:
    """Return what a page says, without its tags, on one line."""
    return " ".join(html.unescape(TAGS.sub(" ", response.content.decode())).split())
