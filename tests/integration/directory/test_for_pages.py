"""What pages ask of the directory by few statements: names, who to call, who pays, and every fact with its ground."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from holdfast.config.ids import new_id
from holdfast.directory.models import IntakeContact, Pathway, Phone
from holdfast.directory.selectors import (
    contacts_nearest,
    contacts_to_call,
    names_known,
    pathway_facts,
    payers_known,
    routes_pictured,
)
from holdfast.directory.services import Ground, confirm

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
GROUND = Ground(by="Ana Lima", on=date(2026, 9, 1), source="call")


def test_names_of_contacts_and_services_come_by_one_statement(harbor, django_assert_num_queries) -> None:
    contact, service = IntakeContact.objects.get(), harbor["s1"].service
    with django_assert_num_queries(1):
        found = names_known([str(contact.pk), "nobody"], [str(service.pk), str(new_id())])
    assert found == ({str(contact.pk): "Ana Lima"}, {str(service.pk): "Crisis Walk-in"})


def test_nobody_asked_for_is_nobody_and_takes_no_statement(django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        assert names_known([], ["x"]) == ({}, {})


# Who to call


def test_the_first_to_call_are_those_that_can_be_called_by_one_statement(harbor, django_assert_num_queries) -> None:
    service = str(harbor["s1"].service_id)
    with django_assert_num_queries(1):
        found = contacts_nearest(service)
    assert [(each.name, [phone.number for phone in each.phones]) for each in found] == [
        (each.name, [phone.number for phone in each.phones]) for each in contacts_to_call(service, at=AT)
    ]


@pytest.mark.parametrize("kind", ["fax", "pager", "sms", "unknown"])
def test_nobody_is_called_on_a_fax(harbor, kind: str) -> None:
    Phone.objects.update(kind=kind)
    assert contacts_nearest(str(harbor["s1"].service_id)) == ()


def test_their_own_service_comes_before_the_organisation_and_it_is_bounded(harbor) -> None:
    service = harbor["s1"].service
    for number in range(9):
        boss = IntakeContact.objects.create(organization=service.organization, name=f"Abe {number}")
        Phone.objects.create(contact=boss, number="617 555 0199", kind="voice")
    assert [each.name for each in contacts_nearest(str(service.pk))] == ["Ana Lima", "Abe 0", "Abe 1"]


@pytest.mark.parametrize("service_id", ["", "x", "0197f3d0-5c1e-7a55-8d3e-2f6f0f4b9a10"])
def test_a_service_that_is_not_there_has_nobody_to_call(harbor, service_id: str) -> None:
    assert contacts_nearest(service_id) == ()


# Who pays, and what is known


def test_who_pays_anywhere_is_known_as_it_is_written(harbor, django_assert_num_queries) -> None:
    confirm(str(harbor["s2"].pk), "payers", ["none", "county grant"], GROUND)
    with django_assert_num_queries(1):
        assert payers_known() == ("county grant", "medicaid", "none")
    assert len(payers_known(most=1)) == 1


def test_each_fact_stands_with_its_ground(harbor, django_assert_num_queries) -> None:
    confirm(str(harbor["s1"].pk), "languages", ["fr"], GROUND)
    with django_assert_num_queries(2):
        facts = {fact.aspect: fact for fact in pathway_facts(str(harbor["s1"].pk), at=AT)}
    assert (facts["languages"].value, facts["languages"].confirmed_by) == (("fr",), "Ana Lima")
    assert facts["ages"].confirmed_by == ""


@pytest.mark.parametrize("pathway_id", ["", "x", "0197f3d0-5c1e-7a55-8d3e-2f6f0f4b9a10"])
def test_of_a_route_that_is_not_there_nothing_is_known(harbor, pathway_id: str) -> None:
    assert pathway_facts(pathway_id, at=AT) == ()


# Routes to choose from


def test_those_that_serve_the_need_come_first_and_statements_do_not_grow(harbor, django_assert_num_queries) -> None:
    found = routes_pictured(at=AT, need="suicide-risk")
    assert [each.name for each in found] == ["Crisis Walk-in", "Detox Unit"]
    Pathway.objects.bulk_create(Pathway(service=harbor["s1"].service, name=f"Route {n}") for n in range(100))
    with django_assert_num_queries(2):
        assert len(routes_pictured(at=AT, need="suicide-risk")) > 100
