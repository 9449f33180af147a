from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction

from holdfast.config.database.roles import as_owner
from holdfast.directory.models import Confirmation, Pathway
from holdfast.directory.selectors import pathway_picture
from holdfast.directory.services import Ground, UnknownEntry, confirm
from holdfast.protocol.errors import Malformed
from holdfast.protocol.facts import PathwayPicture

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
GROUND = Ground(by="Ana Lima", on=date(2026, 11, 23), source="telephone call with the intake desk")


@pytest.fixture(autouse=True)
def _monday():
    with time_machine.travel(NOW, tick=False):
        yield


def picture(pathway: Pathway, at: datetime = NOW) -> PathwayPicture:
    found = pathway_picture(str(pathway.pk), at=at)
    assert found is not None
    return found


def test_what_was_unknown_is_known_once_a_person_confirmed_it(harbor):
    assert picture(harbor["s2"]).payers is None
    confirm(str(harbor["s2"].pk), "payers", ["Medicaid", "none"], GROUND)
    assert picture(harbor["s2"]).payers == frozenset({"medicaid", "none"})


def test_a_confirmation_stands_over_the_source_and_a_later_one_over_both(harbor):
    route = harbor["s1"]
    confirm(str(route.pk), "ages", [21, 64], GROUND)
    assert picture(route).ages == (21, 64)
    confirm(str(route.pk), "ages", [21, 99], GROUND)
    assert picture(route).ages == (21, 99)
    assert [c.number for c in Confirmation.objects.order_by("number")] == [1, 2]


def test_a_person_may_confirm_that_something_is_not_known_any_more(harbor):
    confirm(str(harbor["s1"].pk), "languages", None, GROUND)
    assert picture(harbor["s1"]).languages is None


def test_a_confirmation_counts_from_its_date_to_the_end_of_its_last_day_at_the_service(harbor):
    route = harbor["s2"]
    confirm(str(route.pk), "payers", ["medicaid"], Ground("Ana Lima", date(2026, 11, 22), "letter", date(2026, 11, 24)))
    assert picture(route, datetime(2026, 11, 21, 23, 0, tzinfo=UTC)).payers is None
    assert picture(route, datetime(2026, 11, 25, 4, 59, tzinfo=UTC)).payers == frozenset({"medicaid"})
    assert picture(route, datetime(2026, 11, 25, 5, 0, tzinfo=UTC)).payers is None


def test_when_the_latest_has_run_out_the_one_before_stands_again(harbor):
    route = harbor["s2"]
    confirm(str(route.pk), "capacity", "open", GROUND)
    confirm(str(route.pk), "capacity", "closed", Ground("Ana Lima", date(2026, 11, 23), "call", date(2026, 11, 23)))
    assert picture(route).capacity == "closed"
    assert picture(route, datetime(2026, 11, 24, 15, 0, tzinfo=UTC)).capacity == "open"


def test_an_aspect_of_the_service_is_confirmed_by_the_id_of_either(harbor):
    route = harbor["s1"]
    confirm(str(route.pk), "staffed", True, GROUND)
    confirm(str(route.service_id), "hours", "24/7", GROUND)
    assert picture(route).open_now is True
    assert Confirmation.objects.filter(service=route.service_id).count() == 2


def test_an_import_does_not_undo_a_confirmation(harbor, tables):
    from holdfast.directory.services import ImportWish, directory_import

    confirm(str(harbor["s1"].pk), "ages", [21, 64], GROUND)
    directory_import(tables(), ImportWish())
    assert picture(harbor["s1"]).ages == (21, 64)


@pytest.mark.parametrize(
    ("aspect", "value", "ground", "field"),
    [
        ("needs", ["hunger"], GROUND, "value"),
        ("mood", "good", GROUND, "aspect"),
        ("capacity", "open", Ground("", date(2026, 11, 23), "call"), "by"),
        ("capacity", "open", Ground("Ana", date(2026, 11, 23), "  "), "source"),
        ("capacity", "open", Ground("Ana", date(2026, 11, 24), "call"), "on"),
        ("capacity", "open", Ground("Ana", date(2026, 11, 23), "call", date(2026, 11, 22)), "until"),
    ],
)
def test_a_confirmation_needs_a_person_a_date_that_has_come_and_a_source(harbor, aspect, value, ground, field):
    with pytest.raises(Malformed) as why:
        confirm(str(harbor["s1"].pk), aspect, value, ground)
    assert list(why.value.fields) == [field]
    assert not Confirmation.objects.exists()


@pytest.mark.parametrize("entry", ["", "no-id", "00000000-0000-7000-8000-000000000000", "x" * 5000])
@pytest.mark.parametrize("aspect", ["ages", "hours"])
def test_nothing_is_confirmed_of_what_is_not_there(harbor, entry, aspect):
    with pytest.raises(UnknownEntry):
        confirm(entry, aspect, None, GROUND)


def test_the_model_refuses_to_edit_or_delete_a_confirmation(harbor):
    done = confirm(str(harbor["s1"].pk), "ages", [21, 64], GROUND)
    with pytest.raises(TypeError, match="never edited"):
        done.save()
    with pytest.raises(TypeError, match="never deleted"):
        done.delete()


@pytest.mark.parametrize(
    "statement", ["UPDATE directory_confirmation SET number = 7", "DELETE FROM directory_confirmation"]
)
def test_the_database_refuses_to_change_a_confirmation(harbor, statement):
    confirm(str(harbor["s1"].pk), "ages", [21, 64], GROUND)
    with pytest.raises(DatabaseError, match="never changed or deleted"), transaction.atomic(), connection.cursor() as c:
        c.execute(statement)


@pytest.mark.django_db(transaction=True)
def test_not_even_the_owner_of_the_table_changes_a_confirmation(harbor):
    confirm(str(harbor["s1"].pk), "ages", [21, 64], GROUND)
    with as_owner(), connection.cursor() as c, pytest.raises(DatabaseError, match="never changed or deleted"):
        c.execute("UPDATE directory_confirmation SET number = 7")
