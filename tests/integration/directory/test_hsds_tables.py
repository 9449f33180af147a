"""The CSV form of HSDS 3.0, which the shared files do not have: a small directory of our own."""

from __future__ import annotations

from pathlib import Path

import pytest

from holdfast.directory.models import Pathway, Service
from holdfast.directory.services import ImportWish, directory_import
from holdfast.incoming.faults import FileRefused

pytestmark = pytest.mark.django_db


def refused(folder: Path) -> list[str]:
    with pytest.raises(FileRefused) as why:
        directory_import(folder, ImportWish())
    return list(why.value.faults.lines())


def test_the_tables_are_imported_once_and_then_unchanged(tables):
    assert str(directory_import(tables(), ImportWish()).tally) == "17 added, 0 changed, 0 unchanged, 0 refused"
    assert str(directory_import(tables(), ImportWish()).tally) == "0 added, 0 changed, 17 unchanged, 0 refused"


def test_everything_a_service_says_reaches_its_pathway(harbor):
    walk_in = harbor["s1"]
    assert (walk_in.needs, walk_in.ages, walk_in.payers) == (["suicide-risk"], [18, 64], ["medicaid"])
    assert (walk_in.languages, walk_in.capacity) == (["en", "es"], "open")
    assert walk_in.intake_requirements == ["A photo identity card"]


def test_hours_zone_and_region_are_worked_out(harbor):
    walk_in, detox = harbor["s1"].service, harbor["s2"].service
    assert (walk_in.hours, walk_in.zone, walk_in.region) == ("Mo,Tu,We,Th,Fr 09:00-17:00", "America/New_York", "US-MA")
    assert detox.hours == "Mo,Tu,We,Th,Fr,Sa,Su 00:00-24:00"
    assert walk_in.organization.jurisdiction == "US-MA"


def test_what_a_service_does_not_say_is_unknown(harbor):
    detox = harbor["s2"]
    assert (detox.needs, detox.ages, detox.payers, detox.intake_requirements) == (None, None, None, None)
    assert detox.languages == ["ur"]
    assert detox.capacity == "closed"


def test_a_changed_row_is_counted_as_changed_and_reaches_the_pathway(tables, harbor):
    again = "id,organization_id,name,status\ns1,o1,Crisis Centre,active\ns2,o1,Detox Unit,active\n"
    assert str(directory_import(tables(services=again), ImportWish()).tally).startswith("0 added, 1 changed")
    assert Pathway.objects.get(pk=harbor["s1"].pk).name == "Crisis Centre"


def test_two_sources_with_the_same_ids_do_not_mix(tables, harbor):
    tally = directory_import(tables(), ImportWish(source="other county")).tally
    assert tally.added == 17
    assert Service.objects.filter(source_key="s1").count() == 2


def test_a_state_with_several_zones_leaves_the_zone_to_who_imports(tables):
    texas = (
        "id,location_id,address_1,city,state_province,postal_code,country,address_type\n"
        "a1,l1,1 Pier Road,El Paso,TX,79901,US,physical\n"
    )
    directory_import(tables(addresses=texas), ImportWish())
    assert Service.objects.get(source_key="s1").zone is None
    directory_import(tables(addresses=texas), ImportWish(zone="America/Denver"))
    assert Service.objects.get(source_key="s1").zone == "America/Denver"


@pytest.mark.parametrize(
    ("table", "row", "fault"),
    [
        ("services", "s9,o1,Somewhere,open\n", "services.csv, row 2, column status: “open” is not known here."),
        ("services", "s9,,Somewhere,active\n", "services.csv, row 2, column organization_id: is missing."),
        ("services", "s9,o7,Somewhere,active\n", "column organization_id: there is no organization “o7”"),
        ("services", "s9,o1,Some\u202ewhere,active\n", "column name: has the character U+202E"),
        ("services", "s9,o1,Some\x00where,active\n", "column name: has the character U+0000"),
        ("services", f"s9,o1,{'x' * 301},active\n", "column name: has 301 characters."),
        ("services", "s9,o1,A,active\ns9,o1,B,active\n", "row 3, column id: the id stands already"),
        ("services", "s9,o1\n", "services.csv, row 2: has 2 cells."),
        ("services", 's9,o1,"never closed,active\n', "services.csv, row 2: the quotation marks"),
        ("services", f"s9,o1,{'x' * 2_000_000},active\n", "services.csv, row 2: a cell has more than 1 MiB."),
    ],
)
def test_a_faulty_row_imports_nothing_and_is_named(tables, table, row, fault):
    folder = tables(**{table: "id,organization_id,name,status\n" + row})
    assert any(fault in line for line in refused(folder))
    assert not Service.objects.exists()


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        (
            {"taxonomy_terms": "id,taxonomy,code,name\nn1,holdfast-need,hunger,Hunger\nn2,a,b,c\n"},
            "“hunger” is not known",
        ),
        ({"attributes": "id,link_id,link_entity,taxonomy_term_id\nx1,s1,service,n7\n"}, "names a term that is not in"),
        ({"phones": "id,service_id,number\nt1,s1,call us\n"}, "phones.csv, row 2, column number: what stands here"),
        ({"contacts": "id,service_id,name,email\nc1,s1,Ana Lima,ana at home\n"}, "column email: what stands here"),
        ({"schedules": "id,service_id,opens_at\nh1,s1,morning\n"}, "column opens_at: “morning” is not a time"),
        ({"schedules": "id,service_id,valid_to\nh1,s1,9999-12-31\n"}, "column valid_to: “9999-12-31” is not a date"),
        ({"schedules": "id,opens_at\nh1,09:00\n"}, "schedules.csv, row 2: has no parent"),
        (
            {"organizations": "name,description\nHarbor,Care\n"},
            "organizations.csv, row 1, column id: the column is missing",
        ),
        ({"organizations": "id,id,name\no1,o1,Harbor\n"}, "organizations.csv, row 1, column id: stands twice"),
        ({"organizations": ""}, "organizations.csv: the file is empty."),
        ({"organizations": "\n"}, "organizations.csv, row 1: there is no header."),
    ],
)
def test_every_table_says_where_it_is_wrong_and_what_is_accepted(tables, changed, fault):
    lines = refused(tables(**changed))
    assert any(fault in line for line in lines)
    assert all(" Accepted: " in line for line in lines)
    assert not any("Ana" in line for line in lines)


def test_a_table_that_is_not_utf8_is_refused(tables):
    folder = tables()
    (folder / "services.csv").write_bytes("id,organization_id,name,status\ns1,o1,Café,active\n".encode("latin-1"))
    assert any("services.csv" in line and "is not UTF-8" in line for line in refused(folder))


def test_times_in_utc_are_unknown_since_they_move_against_the_wall(tables):
    utc = 'id,service_id,freq,byday,opens_at,closes_at\nh1,s1,WEEKLY,"MO",14:00Z,22:00Z\n'
    found = directory_import(tables(schedules=utc), ImportWish())
    assert Service.objects.get(source_key="s1").hours is None
    assert any("UTC" in note for note in found.notes)


@pytest.mark.parametrize("what", ["nothing", "empty", "mixed", "text"])
def test_a_path_that_holds_no_directory_is_refused_with_what_is_accepted(tmp_path, what):
    path = tmp_path / what
    if what in ("empty", "mixed"):
        path.mkdir()
    if what == "mixed":
        (path / "a.csv").write_text("id\n")
        (path / "b.json").write_text("{}")
    if what == "text":
        path.write_text("hello")
    assert "Ohana or HSDS 3.0" in refused(path)[0]
