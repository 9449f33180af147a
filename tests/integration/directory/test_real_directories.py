"""The real files in the shared folder (skipped where they are not)."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from holdfast.directory.models import Closure, Phone, Service
from holdfast.directory.services import ImportWish, directory_import
from holdfast.incoming.faults import FileRefused

pytestmark = pytest.mark.django_db

SOUND = {
    "existing_category": "1 added, 0 changed, 0 unchanged, 0 refused",
    "services": "0 added, 0 changed, 0 unchanged, 0 refused",
    "taxonomy": "0 added, 0 changed, 0 unchanged, 0 refused",
    "valid_category": "4 added, 0 changed, 0 unchanged, 0 refused",
    "valid_org": "1 added, 0 changed, 0 unchanged, 0 refused",
}
ORPHANS = {
    "locations": (3, "organization_id", "organization “1”"),
    "programs": (1, "organization_id", "organization “1”"),
    "valid_address": (3, "location_id", "location “2”"),
    "valid_contact_phone": (1, "contact_id", "contact “1”"),
    "valid_mail_address": (1, "location_id", "location “1”"),
    "valid_org_contact": (1, "organization_id", "organization “1”"),
    "valid_org_phone": (1, "organization_id", "organization “1”"),
    "valid_program": (1, "organization_id", "organization “1”"),
}
BROKEN = {
    "contact_with_no_parent": "row 2: has no parent: one of service_id, location_id, organization_id",
    "invalid_address": "row 2, column city: is missing.",
    "invalid_category": "row 2, column name: is missing.",
    "invalid_contact": "row 2, column name: is missing.",
    "invalid_org": "row 2, column name: is missing.",
    "invalid_parent_category": "row 2, column parent_id: there is no category “0”",
    "invalid_program": "row 2, column name: is missing.",
    "invalid_program_headers": "row 1, column alternate_name: the column is missing.",
    "invalid_regular_schedule": "row 2, column closes_at: is missing.",
    "program_with_no_parent": "row 2: has no parent: organization_id must be filled in.",
}


def test_a_whole_ohana_set_is_imported_once_and_then_unchanged(shared):
    first = directory_import(shared / "ohana", ImportWish())
    again = directory_import(shared / "ohana", ImportWish())
    assert str(first.tally) == "486 added, 0 changed, 0 unchanged, 0 refused"
    assert str(again.tally) == "0 added, 0 changed, 486 unchanged, 0 refused"


def test_the_hsds_examples_are_imported_once_and_then_unchanged(shared):
    first = directory_import(shared / "hsds-3.0-json", ImportWish())
    again = directory_import(shared / "hsds-3.0-json", ImportWish())
    assert str(first.tally) == "11 added, 0 changed, 0 unchanged, 0 refused"
    assert str(again.tally) == "0 added, 0 changed, 11 unchanged, 0 refused"


def test_a_shorter_form_of_a_known_service_takes_nothing_away(shared):
    directory_import(shared / "hsds-3.0-json" / "service_full.json", ImportWish())
    again = directory_import(shared / "hsds-3.0-json" / "service_list.json", ImportWish())
    assert (again.tally.added, again.tally.changed) == (0, 0)


def test_what_the_real_files_say_is_worked_out_and_the_rest_is_unknown(shared):
    directory_import(shared / "ohana", ImportWish())
    passport, seniors = Service.objects.get(source_key="22"), Service.objects.get(source_key="1")
    assert passport.hours == "Mo 08:00-12:00, Mo 14:00-16:00, We 10:00-15:00"
    assert (passport.zone, passport.region, passport.staffed) == ("America/Los_Angeles", "US-CA", None)
    assert (seniors.hours, seniors.hours_note) == (None, "it opens at 09:00 and closes at 03:00, over midnight")
    route = seniors.pathways.get()
    assert route.languages == ["es", "tl"]
    assert (route.needs, route.ages, route.payers, route.capacity) == (None, None, None, "unknown")


def test_holiday_rows_become_closures_and_the_first_of_january_is_every_year(shared):
    directory_import(shared / "ohana", ImportWish())
    days = Closure.objects.filter(location__source_key="22").order_by("first")
    assert [(c.yearly, c.first.month, c.last.month) for c in days] == [(True, 1, 1), (True, 6, 9)]


def test_fax_numbers_are_kept_as_what_they_are(shared):
    directory_import(shared / "ohana", ImportWish())
    assert Phone.objects.filter(kind="fax").count() == 24
    assert Phone.objects.filter(kind="unknown").count() == 0


def test_importing_costs_statements_by_the_batch_not_by_the_row(shared):
    with CaptureQueriesContext(connection) as queries:
        directory_import(shared / "ohana", ImportWish())
    assert len(queries) < 50


def test_a_dry_run_counts_the_same_and_writes_nothing(shared):
    tally = directory_import(shared / "ohana", ImportWish(dry_run=True)).tally
    assert tally.added == 486
    assert not Service.objects.exists()


@pytest.mark.parametrize(("name", "count"), SOUND.items())
def test_a_sound_edge_case_is_imported(shared, name, count):
    assert str(directory_import(shared / "ohana-edge-cases" / f"{name}.csv", ImportWish()).tally) == count


@pytest.mark.parametrize(("name", "fault"), ORPHANS.items())
def test_a_sound_table_without_its_parents_says_which_parent_is_missing(shared, name, fault):
    refused, column, parent = fault
    with pytest.raises(FileRefused) as why:
        directory_import(shared / "ohana-edge-cases" / f"{name}.csv", ImportWish())
    lines = list(why.value.faults.lines())
    assert why.value.faults.refused == refused
    assert all(f"column {column}: there is no" in line for line in lines)
    assert any(parent in line for line in lines)


@pytest.mark.parametrize("name", ORPHANS)
def test_the_same_table_is_imported_once_its_parents_are_there(shared, name):
    directory_import(shared / "ohana", ImportWish())
    tally = directory_import(shared / "ohana-edge-cases" / f"{name}.csv", ImportWish()).tally
    assert tally.refused == 0
    assert tally.added + tally.changed + tally.unchanged > 0


@pytest.mark.parametrize(("name", "fault"), BROKEN.items())
def test_a_broken_edge_case_imports_nothing_and_says_what_is_wrong(shared, name, fault):
    directory_import(shared / "ohana", ImportWish())
    before = Service.objects.count()
    with pytest.raises(FileRefused) as why:
        directory_import(shared / "ohana-edge-cases" / f"{name}.csv", ImportWish())
    assert any(line.startswith(f"{name}.csv, {fault}") for line in why.value.faults.lines())
    assert Service.objects.count() == before
