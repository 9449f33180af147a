"""What the transfers room is told of pathways and services."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from holdfast.directory.models import Pathway, Service
from holdfast.directory.selectors import (
    ZoneUnknown,
    pathway_picture,
    service_organization,
    service_picture,
    services_known,
)
from holdfast.directory.services import Days, Ground, close, confirm
from holdfast.protocol.codes import Capacity
from holdfast.protocol.errors import Malformed
from holdfast.protocol.facts import PathwayPicture, ServicePicture

pytestmark = pytest.mark.django_db

GROUND = Ground(by="Ana Lima", on=date(2026, 9, 1), source="call")
NOVEMBER = {"first": date(2026, 11, 1), "last": date(2026, 11, 30)}
TUESDAY = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
NOWHERE = "00000000-0000-7000-8000-000000000000"


@pytest.fixture
def staffed(harbor):
    for key in ("s1", "s2"):
        confirm(str(harbor[key].pk), "staffed", True, GROUND)
    return harbor


def open_now(pathway: Pathway, year: int, month: int, day: int, hour: int) -> bool | None:
    return pictured(pathway, datetime(year, month, day, hour, tzinfo=UTC)).open_now


def pictured(pathway: Pathway, at: datetime = TUESDAY) -> PathwayPicture:
    found = pathway_picture(str(pathway.pk), at=at)
    assert found is not None
    return found


def site(service: object, first: date = NOVEMBER["first"], last: date = NOVEMBER["last"]) -> ServicePicture:
    found = service_picture(str(service), first=first, last=last)
    assert found is not None
    return found


def test_a_picture_says_what_is_known_in_the_words_of_the_protocol(harbor):
    found = pictured(harbor["s1"])
    assert (found.id, found.service) == (str(harbor["s1"].pk), str(harbor["s1"].service_id))
    assert found.ages == (18, 64)
    assert (found.needs, found.languages) == (frozenset({"suicide-risk"}), frozenset({"en", "es"}))
    assert (found.payers, found.zone) == (frozenset({"medicaid"}), "America/New_York")
    assert found.capacity is Capacity.OPEN
    assert found.intake_requirements == ("A photo identity card",)


def test_a_picture_costs_two_statements(staffed):
    with CaptureQueriesContext(connection) as queries:
        pathway_picture(str(staffed["s1"].pk), at=TUESDAY)
        service_picture(str(staffed["s1"].service_id), **NOVEMBER)
    assert len(queries) == 4


def test_open_hours_without_knowing_whether_they_are_staffed_are_unknown(harbor):
    assert open_now(harbor["s1"], 2026, 11, 24, 15) is None


def test_closed_hours_are_closed_whoever_is_there(harbor):
    assert open_now(harbor["s1"], 2026, 11, 24, 23) is False


def test_open_and_staffed_is_open_and_unstaffed_is_not(staffed):
    assert open_now(staffed["s1"], 2026, 11, 24, 15) is True
    confirm(str(staffed["s1"].pk), "staffed", False, GROUND)
    assert open_now(staffed["s1"], 2026, 11, 24, 15) is False


def test_a_holiday_closes_what_is_not_open_around_the_clock(staffed):
    assert open_now(staffed["s1"], 2026, 11, 26, 15) is False
    assert open_now(staffed["s2"], 2026, 11, 26, 15) is True


def test_a_state_holiday_closes_too(staffed):
    assert open_now(staffed["s1"], 2027, 4, 19, 15) is False


def test_an_own_closure_closes_and_is_a_closed_day_of_the_calendar(staffed):
    service = str(staffed["s2"].service_id)
    before = site(service)
    close(service, Days(date(2026, 11, 24), date(2026, 11, 24)), reason="move", source="letter of the director")
    after = site(service)
    assert open_now(staffed["s2"], 2026, 11, 24, 15) is False
    assert after.closed - before.closed == {date(2026, 11, 24)}
    assert after.calendar != before.calendar


def test_a_closure_of_the_place_closes_every_service_there(staffed):
    location = staffed["s1"].service.locations.get()
    location.closures.create(first=date(2026, 11, 24), last=date(2026, 11, 24))
    assert open_now(staffed["s1"], 2026, 11, 24, 15) is False
    assert date(2026, 11, 24) in site(staffed["s2"].service_id).closed


def test_an_inactive_service_has_no_picture_to_offer(harbor):
    assert pathway_picture(str(harbor["s3"].pk), at=TUESDAY) is None
    confirm(str(harbor["s3"].pk), "status", "active", GROUND)
    assert pathway_picture(str(harbor["s3"].pk), at=TUESDAY) is not None


@pytest.mark.parametrize("wrong", [NOWHERE, "", "kind:outpatient", "x" * 5000, "\x00"])
def test_what_is_no_entry_has_no_picture(harbor, wrong):
    assert pathway_picture(wrong, at=TUESDAY) is None
    assert service_picture(wrong, **NOVEMBER) is None
    assert services_known([wrong]) == {}
    assert service_organization(wrong) == ("", "")


def test_a_service_picture_has_federal_and_state_holidays_between_the_two_dates(harbor):
    found = site(harbor["s1"].service_id, date(2026, 11, 26), date(2027, 4, 19))
    assert found.zone == "America/New_York"
    assert {date(2026, 11, 26), date(2027, 4, 19)} <= found.closed
    assert date(2026, 11, 11) not in found.closed
    assert "US-MA" in found.calendar


def test_a_service_without_a_known_zone_is_no_accountable_site(harbor):
    service = str(harbor["s1"].service_id)
    Service.objects.update(zone=None)
    with pytest.raises(ZoneUnknown, match="confirm its zone"):
        service_picture(service, **NOVEMBER)
    confirm(service, "zone", "America/Chicago", GROUND)
    assert site(service).zone == "America/Chicago"
    assert services_known([service]) == {service: "America/Chicago"}


def test_the_organisation_of_a_service_comes_with_its_jurisdiction(harbor):
    service = harbor["s1"].service
    assert service_organization(str(service.pk)) == (str(service.organization_id), "US-MA")


@pytest.mark.parametrize("days", [Days(date(2026, 2, 2), date(2026, 2, 1)), Days(date(2026, 1, 1), date(2099, 1, 1))])
def test_a_closure_that_ends_before_it_begins_or_never_is_refused(harbor, days):
    with pytest.raises(Malformed, match="last"):
        close(str(harbor["s1"].service_id), days, reason="move", source="letter")
