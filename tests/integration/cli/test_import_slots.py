"""`holdfast import slots`: published times from a table, all of it or nothing, and again without any change."""

from __future__ import annotations

import pytest
import time_machine
from click.testing import CliRunner, Result

from holdfast.cli import main
from holdfast.directory.models import Organization, Pathway, Service, Slot

pytestmark = pytest.mark.django_db
HEAD = "id,service_id,date,time,minutes,mode,place,who,languages,withdrawn\n"
ROW = "s1,riv,2026-12-01,10:00,50,in_person,40 River Street,Ana Ruiz,English; es,\n"


@pytest.fixture(autouse=True)
def river():
    with time_machine.travel("2026-11-20T12:00:00-05:00", tick=False):
        yield Service.objects.create(
            organization=Organization.objects.create(name="County"), name="Riverside", status="active", source="hsds",
            source_key="riv", hours="Mo-Fr 08:00-18:00", zone="America/New_York", region="US-NY", staffed=True,
        )  # fmt: skip


def run(tmp_path, rows: str, *more: str, head: str = HEAD) -> Result:
    path = tmp_path / "slots.csv"
    path.write_text(head + rows)
    return CliRunner().invoke(main, ["import", "slots", str(path), *more])


def test_a_table_is_imported_and_again_it_changes_nothing_also_when_its_times_have_passed(tmp_path):
    assert run(tmp_path, ROW).stdout == "1 added, 0 changed, 0 unchanged, 0 refused\n"
    slot = Slot.objects.get()
    assert (slot.starts_at.isoformat(), slot.languages) == ("2026-12-01T15:00:00+00:00", ["en", "es"])
    with time_machine.travel("2027-01-20T12:00:00-05:00", tick=False):
        assert run(tmp_path, ROW).stdout == "0 added, 0 changed, 1 unchanged, 0 refused\n"


def test_what_stands_in_a_row_can_change_but_never_its_time(tmp_path):
    run(tmp_path, ROW)
    assert run(tmp_path, ROW.replace("40 River", "42 River")).stdout == "0 added, 1 changed, 0 unchanged, 0 refused\n"
    moved = run(tmp_path, ROW.replace("10:00", "11:00"))
    assert (moved.exit_code, Slot.objects.get().starts_at.hour) == (1, 15)
    assert "row 2, column time: is another than before." in moved.stderr


def test_a_row_is_kept_for_a_pathway_of_its_service_and_of_no_other(tmp_path, river):
    head = HEAD.strip() + ",pathway_id\n"
    mine = Pathway.objects.create(service=river, name="Intake")
    elsewhere = Pathway.objects.create(service=Service.objects.create(name="Hillside"), name="Groups")
    for wrong in (str(elsewhere.pk), "intake"):
        refused = run(tmp_path, f"{ROW.strip()},{wrong}\n", head=head)
        assert (refused.exit_code, Slot.objects.count()) == (1, 0)
        assert "row 2, column pathway_id: is no pathway of this service." in refused.stderr
    assert run(tmp_path, f"{ROW.strip()},{mine.pk}\n", head=head).stdout.startswith("1 added")
    assert Slot.objects.get().pathway == mine
    assert run(tmp_path, ROW).stdout.startswith("0 added, 1 changed")
    assert Slot.objects.get().pathway is None


def test_a_row_that_is_withdrawn_is_taken_back(tmp_path):
    run(tmp_path, ROW)
    run(tmp_path, ROW.strip() + "yes\n")
    assert Slot.objects.get().withdrawn_at is not None


def test_a_dry_run_writes_nothing(tmp_path):
    assert run(tmp_path, ROW, "--dry-run").stdout.startswith("1 added")
    assert not Slot.objects.exists()


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("s1,nobody,2026-12-01,10:00,50,in_person,x,,,", "service_id"),
        ("s1,riv,2026-12-25,10:00,50,in_person,x,,,", "date"), ("s1,riv,someday,10:00,50,in_person,x,,,", "date"),
        ("s1,riv,2027-03-14,02:30,50,in_person,x,,,", "time"), ("s1,riv,2027-11-07,01:30,50,phone,,,,", "time"),
        ("s1,riv,2026-12-01,14:00Z,50,in_person,x,,,", "time"), ("s1,riv,2026-12-01,10:00,long,phone,,,,", "minutes"),
        ("s1,riv,2026-12-01,10:00,50,fax,x,,,", "mode"), ("s1,riv,2026-12-01,10:00,50,in_person,,,,", "place"),
        ("s1,riv,2026-12-01,10:00,50,phone,,,Klingonese,", "languages"),
        ("s1,riv,2026-12-01,10:00,50,phone,,,,maybe", "withdrawn"),
        ("s1,riv,2020-12-01,10:00,50,phone,,,,", "date"),
    ],
)  # fmt: skip
def test_each_fault_is_named_by_its_row_and_column_and_nothing_is_imported(tmp_path, row, column):
    done = run(tmp_path, ROW.replace("s1", "s0") + row + "\n")
    assert done.exit_code == 1
    assert f"slots.csv, row 3, column {column}: " in done.stderr
    assert not Slot.objects.exists()


def test_two_rows_of_one_time_with_the_same_one_are_a_fault(tmp_path):
    done = run(tmp_path, ROW + ROW.replace("s1", "s2"))
    assert "row 3, column time: is published already with the same person." in done.stderr
    assert not Slot.objects.exists()
