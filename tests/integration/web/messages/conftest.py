"""The county of the messages' own tests, and its people in browsers."""

from __future__ import annotations

import pytest
from django.test import Client

from holdfast.accounts.models import Staff
from holdfast.directory.models import Organization, Service
from tests.integration.notify.conftest import administrator, clock, county, ladder, told

__all__ = ["administrator", "clock", "county", "ladder", "told"]


@pytest.fixture
def browser():
    """Sign somebody in, in a browser of their own; without anybody, a browser of nobody."""

    def make(staff: Staff | None = None) -> Client:
        client = Client()
        if staff is not None:
            client.force_login(staff)
        return client

    return make


@pytest.fixture
def message(county):
    """The director has been told of a matter."""
    county.begins()
    county.refused()
    county.work()
    return county.told("omar")[0]


@pytest.fixture
def stranger(county) -> Staff:
    """Somebody of another organization, with the same role."""
    from holdfast.accounts.services import role_give, staff_add
    from holdfast.protocol.codes import Role

    far = Service.objects.create(organization=Organization.objects.create(name="Far Away"), name="Far Clinic")
    staff = staff_add("far@holdfast.example", "Far Away")
    role_give(staff.pk, Role.ADMINISTRATOR, far.pk)
    role_give(staff.pk, Role.DIRECTOR, far.pk)
    return staff
