"""Two organisations with an administrator each, and staff who administer nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client

from holdfast.accounts.models import Staff
from holdfast.accounts.services import role_give, staff_add
from holdfast.directory.models import Organization, Service
from holdfast.protocol.codes import Role

NOW = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
Hire = Callable[[str, Role, Service], Staff]


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def line(db) -> Service:
    organization = Organization.objects.create(name="Valley Care", jurisdiction="US-CA")
    return Service.objects.create(
        organization=organization,
        name="Valley Crisis Line",
        zone="America/Los_Angeles",
        status="active",
        region="US-CA",
    )


@pytest.fixture
def elsewhere(db) -> Service:
    organization = Organization.objects.create(name="Harbor Health", jurisdiction="US-CA")
    return Service.objects.create(organization=organization, name="Harbor Desk", zone="America/New_York")


@pytest.fixture
def hire() -> Hire:
    def hired(name: str, role: Role, service: Service) -> Staff:
        staff = staff_add(f"{name}@valley.example", f"{name.capitalize()} Moss")
        role_give(staff.pk, role, service.pk)
        return staff

    return hired


@pytest.fixture
def tess(hire: Hire, line: Service) -> Staff:
    """The administrator of Valley Care."""
    return hire("tess", Role.ADMINISTRATOR, line)


@pytest.fixture
def ana(hire: Hire, line: Service) -> Staff:
    """A clinician of Valley Care."""
    return hire("ana", Role.CLINICIAN, line)


@pytest.fixture
def olga(hire: Hire, elsewhere: Service) -> Staff:
    """The administrator of Harbor Health."""
    return hire("olga", Role.ADMINISTRATOR, elsewhere)


@pytest.fixture
def by() -> Callable[[Staff], Client]:
    """Open a browser in which somebody is signed in."""

    def browser(staff: Staff) -> Client:
        client = Client()
        client.force_login(staff)
        return client

    return browser
