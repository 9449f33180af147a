"""Who can be called: named people of the service, never on a fax."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from holdfast.directory.models import IntakeContact, Pathway, Phone
from holdfast.directory.selectors import ContactView, contact_parties, contacts_to_call
from holdfast.directory.services import ImportWish, directory_import

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)


def called(pathway: Pathway) -> tuple[ContactView, ...]:
    return contacts_to_call(str(pathway.service_id), at=AT)


def test_a_contact_is_offered_with_their_own_number_but_not_with_the_fax(harbor):
    (ana,) = called(harbor["s1"])
    assert (ana.name, ana.title, ana.level) == ("Ana Lima", "Intake lead", "service")
    assert [(phone.number, phone.extension, phone.of) for phone in ana.phones] == [("617 555 0102", "12", "contact")]


@pytest.mark.parametrize("kind", ["fax", "pager", "sms", "unknown"])
def test_a_contact_whose_numbers_cannot_be_called_is_not_offered(harbor, kind):
    Phone.objects.update(kind=kind)
    assert called(harbor["s1"]) == ()


def test_a_contact_without_a_number_of_their_own_is_reached_through_the_service(harbor):
    Phone.objects.filter(contact__isnull=False).delete()
    Phone.objects.create(service=harbor["s1"].service, number="617 555 0109", kind="voice")
    (ana,) = called(harbor["s1"])
    assert [(phone.number, phone.of) for phone in ana.phones] == [("617 555 0109", "service")]


def test_a_number_of_unknown_kind_might_be_a_fax_and_is_not_offered(harbor):
    IntakeContact.objects.create(service=harbor["s2"].service, name="Omar Diaz")
    assert called(harbor["s2"]) == ()


def test_a_contact_without_a_name_is_nobody_to_call(harbor):
    IntakeContact.objects.update(name="")
    assert called(harbor["s1"]) == ()


def test_nobody_of_an_inactive_service_is_offered(harbor):
    contact = IntakeContact.objects.create(service=harbor["s3"].service, name="Omar Diaz")
    Phone.objects.create(contact=contact, number="617 555 0110", kind="voice")
    assert called(harbor["s3"]) == ()


def test_a_contact_of_another_service_at_the_same_place_is_not_offered(harbor):
    service = harbor["s2"].service
    contact = IntakeContact.objects.create(service=service, location=service.locations.get(), name="Omar Diaz")
    Phone.objects.create(contact=contact, number="617 555 0110", kind="voice")
    assert [view.name for view in called(harbor["s1"])] == ["Ana Lima"]
    assert [view.name for view in called(harbor["s2"])] == ["Omar Diaz"]


def test_asking_costs_the_same_however_many_contacts_there_are(harbor):
    service = harbor["s1"].service
    for number in range(30):
        contact = IntakeContact.objects.create(service=service, name=f"Contact {number:02}")
        Phone.objects.create(contact=contact, number="617 555 0110", kind="voice")
    with CaptureQueriesContext(connection) as queries:
        assert len(called(harbor["s1"])) == 31
    assert len(queries) == 5


def test_contacts_are_parties_of_the_services_they_stand_for(harbor):
    service, elsewhere = harbor["s1"].service, harbor["s2"].service
    place = IntakeContact.objects.create(location=service.locations.get(), name="Omar Diaz")
    ana = IntakeContact.objects.get(name="Ana Lima")
    with CaptureQueriesContext(connection) as queries:
        parties = contact_parties([str(ana.pk), str(place.pk), "mailbox:intake"])
    assert len(queries) == 2
    assert parties[str(ana.pk)].is_of(str(service.pk))
    assert not parties[str(ana.pk)].is_of(str(elsewhere.pk))
    assert parties[str(place.pk)].is_of(str(elsewhere.pk))
    assert set(parties) == {str(ana.pk), str(place.pk)}


def test_no_fax_of_a_real_directory_is_offered(shared):
    directory_import(shared / "ohana", ImportWish())
    faxes = set(Phone.objects.filter(kind="fax").values_list("number", flat=True))
    numbers = {
        phone.number
        for service in IntakeContact.objects.values_list("location__services", flat=True)
        for contact in contacts_to_call(str(service), at=AT)
        for phone in contact.phones
    }
    assert len(numbers) > 10
    assert not numbers & faxes
