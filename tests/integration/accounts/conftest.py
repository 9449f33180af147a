"""A clinic with a few people, for the tests of accounts."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from holdfast.accounts.models import Staff
from holdfast.accounts.services import GrantOrder, staff_add
from holdfast.config.ids import new_id
from holdfast.directory.models import Organization, Service
from holdfast.protocol.codes import Identity, Seat

NOW = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture
def clock():
    """Stand still at `NOW`; a test moves on with `clock.move_to` or `clock.shift`."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def organization(db) -> Organization:
    return Organization.objects.create(name="Valley Care")


@pytest.fixture
def service(organization: Organization) -> Service:
    return Service.objects.create(organization=organization, name="Valley Crisis Line")


@pytest.fixture
def other_service(organization: Organization) -> Service:
    return Service.objects.create(organization=organization, name="Valley Outpatient")


@pytest.fixture
def ana(db) -> Staff:
    return staff_add("ana@valley.example", "Ana Ortiz")


@pytest.fixture
def bo(db) -> Staff:
    return staff_add("bo@valley.example", "Bo Lind")


@pytest.fixture
def order():
    """Make orders for links and codes: a link into live event 1 for the receiver, unless said otherwise."""

    def make(**said) -> GrantOrder:
        usual = GrantOrder(
            transfer_id=new_id(),
            party=Seat.RECEIVER,
            identity=Identity.DIRECTORY_LINK,
            subject_id=uuid.uuid5(uuid.NAMESPACE_URL, "an intake contact"),
            expires_at=NOW + timedelta(minutes=30),
            live_event=1,
        )
        return replace(usual, **said)

    return make


@pytest.fixture
def read_out(order):
    """Make orders for codes that are read out on the call."""

    def make(**said):
        return order(identity=Identity.READ_OUT_CODE, spoken=True, **said)

    return make


@pytest.fixture
def page(order):
    """Make orders for the person's own page, which is opened again and again for a month."""

    def make(**said):
        usual = {"live_event": None, "one_time": False, "expires_at": NOW + timedelta(days=30)}
        return order(party=Seat.PERSON, identity=Identity.PERSON_LINK, **{**usual, **said})

    return make
