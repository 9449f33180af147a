"""A clinic with staff who have passwords, and the clock standing still."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client

from holdfast.accounts.models import Invitation, Staff
from holdfast.accounts.services import role_give, staff_add
from holdfast.directory.models import Organization, Service
from holdfast.protocol.codes import Role

NOW = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
PASSWORD = "four words to remember"
SIGN_IN = "/sign-in/"


@pytest.fixture(autouse=True)
def quick_passwords(settings) -> None:
    """Spare these tests the cost that a real hash has on purpose."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def service(db, clock) -> Service:
    organization = Organization.objects.create(name="Valley Care", jurisdiction="US-CA")
    return Service.objects.create(organization=organization, name="Valley Crisis Line", zone="America/Los_Angeles")


@pytest.fixture
def ana(service: Service) -> Staff:
    """A clinician with a password."""
    staff = staff_add("ana@valley.example", "Ana Ortiz")
    staff.set_password(PASSWORD)
    staff.save()
    role_give(staff.pk, Role.CLINICIAN, service.pk)
    return staff


@pytest.fixture
def bo(service: Service) -> Staff:
    """An administrator without a password."""
    staff = staff_add("bo@valley.example", "Bo Lind")
    role_give(staff.pk, Role.ADMINISTRATOR, service.pk)
    return staff


@pytest.fixture
def signed_in(client: Client, ana: Staff, clock) -> Client:
    """Ana's browser, just signed in by her password."""
    response = client.post(SIGN_IN, {"login": ana.email, "password": PASSWORD})
    assert response.status_code == 302, response.content
    return client


def secret_of(invitation: Invitation) -> str:
    """Return the secret out of the last message that was sent."""
    return str(re.findall(r"/sign-in/invitation/(\S+)/", str(mail.outbox[-1].body))[0])
