"""The county comes in by the real importers."""

from __future__ import annotations

import pytest

from holdfast.config.clock import now
from holdfast.demo.county import OPEN_ACCESS, REHOUSING, YOUNG, county, county_confirm, county_import
from holdfast.directory.models import IntakeContact, Organization, Service
from holdfast.directory.selectors import contacts_to_call, pathway_picture, pathways_found
from holdfast.people.selectors import may_be_transferred, person
from holdfast.protocol.codes import Capacity

pytestmark = pytest.mark.django_db


def test_it_is_imported_with_these_counts_and_then_unchanged() -> None:
    assert [str(tally) for tally in county_import()] == [
        "132 added, 0 changed, 0 unchanged, 0 refused",
        "30 added, 0 changed, 0 unchanged, 0 refused",
    ]
    assert [str(tally) for tally in county_import()] == [
        "0 added, 0 changed, 132 unchanged, 0 refused",
        "0 added, 0 changed, 30 unchanged, 0 refused",
    ]


def test_it_has_six_organisations_and_sixteen_services_in_two_zones() -> None:
    county_import()
    assert Organization.objects.count() == 6
    zones = list(Service.objects.values_list("zone", flat=True))
    assert (len(zones), set(zones)) == (16, {"America/New_York", "America/Chicago"})


def test_an_inactive_service_is_not_offered() -> None:
    county_import()
    offered = {card.name for card in pathways_found(at=now(), limit=100).pathways}
    assert OPEN_ACCESS in offered
    assert "Winter Shelter" not in offered


def test_what_the_files_leave_unknown_is_unknown_until_it_is_confirmed() -> None:
    county_import()
    place, at = county(), now()
    before = pathway_picture(place.pathways[YOUNG], at=at)
    county_confirm(place, "the coordination lead", at.date())
    after = pathway_picture(place.pathways[YOUNG], at=at)
    unknown = pathway_picture(place.pathways[REHOUSING], at=at)
    assert before is not None and after is not None and unknown is not None  # noqa: PT018
    assert (before.capacity, after.capacity) == (Capacity.UNKNOWN, Capacity.OPEN)
    assert unknown.payers is None


def test_every_contact_can_be_mailed_and_none_is_offered_a_fax() -> None:
    county_import()
    assert not IntakeContact.objects.filter(email="").exists()
    for service in county().services.values():
        assert all(phone.kind != "fax" for contact in contacts_to_call(service, at=now()) for phone in contact.phones)


def test_the_person_who_has_died_cannot_be_transferred() -> None:
    county_import()
    place = county()
    assert not may_be_transferred(place.person("ebony"))
    assert may_be_transferred(place.person("quince"))


def test_every_person_has_an_age_and_a_language() -> None:
    county_import()
    seen = [person(county().person(key)) for key in ("alder", "aspen", "rowan", "zelkova", "tamarind")]
    assert all(each is not None and each.language and each.age_on(now().date()) for each in seen)
