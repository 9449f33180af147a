"""`holdfast import` and `holdfast confirm`, as they are typed."""

from __future__ import annotations

import pytest
from click.testing import CliRunner, Result

from holdfast.cli import main
from holdfast.directory.models import Confirmation, Service
from holdfast.people.models import Person

pytestmark = pytest.mark.django_db

ORGANIZATION = (
    "id,accreditations,alternate_name,date_incorporated,description,email,funding_sources,legal_status,licenses,name,"
    "tax_id,tax_status,website\n"
)
PEOPLE = '{"resourceType": "Bundle", "type": "batch", "entry": [{"resource": {"resourceType": "Patient", "id": "p1"}}]}'


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["import", *map(str, arguments)])


def test_the_last_line_is_the_count(tmp_path):
    (tmp_path / "organizations.csv").write_text(ORGANIZATION + "1,,,,Care,,,,,Harbor,,,\n")
    for count in ("1 added, 0 changed, 0 unchanged, 0 refused", "0 added, 0 changed, 1 unchanged, 0 refused"):
        done = run("directory", tmp_path)
        assert (done.exit_code, done.stdout.splitlines()[-1]) == (0, count)


def test_a_fault_ends_with_status_one_and_a_count_of_the_refused(tmp_path):
    (tmp_path / "organizations.csv").write_text(ORGANIZATION + "1,,,,Care,,,,,,,,\n2,,,soon,Care,,,,,,,,\n")
    done = run("directory", tmp_path / "organizations.csv")
    assert (done.exit_code, done.stdout) == (1, "0 added, 0 changed, 0 unchanged, 2 refused\n")
    assert "organizations.csv, row 2, column name: is missing. Accepted: " in done.stderr
    assert "organizations.csv, row 3, column date_incorporated: “soon” is not a date" in done.stderr


def test_people_are_imported_and_a_dry_run_is_not(tmp_path):
    (tmp_path / "one.json").write_text(PEOPLE)
    assert run("people", tmp_path, "--dry-run").stdout == "1 added, 0 changed, 0 unchanged, 0 refused\n"
    assert not Person.objects.exists()
    assert run("people", tmp_path / "one.json").stdout == "1 added, 0 changed, 0 unchanged, 0 refused\n"
    assert Person.objects.count() == 1


@pytest.mark.parametrize("what", ["directory", "people"])
@pytest.mark.parametrize("content", [b"", b"\x00\x00", b"\xff\xfe", b"[" * 100_000, b"null", b"hello"])
def test_whatever_a_file_holds_there_is_a_message_and_no_traceback(tmp_path, what, content):
    for name in ("services.csv", "one.json"):
        (tmp_path / name).write_bytes(content)
        done = run(what, tmp_path / name)
        assert (done.exit_code, type(done.exception)) == (1, SystemExit)
        assert done.stdout.endswith("1 refused\n")
        assert " Accepted: " in done.stderr


@pytest.mark.parametrize("option", [("--zone", "Eastern"), ("--region", "XX"), ("--source", "")])
def test_a_wrong_option_is_said(tmp_path, option):
    done = run("directory", tmp_path, *option)
    assert done.exit_code == 1
    assert option[0].removeprefix("--") in done.output


def test_a_named_person_confirms_what_a_source_leaves_open():
    route = Service.objects.create(name="Walk-in", status="active").pathways.create(name="Walk-in")
    told = ["--by", "Ana Lima", "--source", "call", "--on", "2026-09-01"]
    done = CliRunner().invoke(main, ["confirm", str(route.pk), "languages", '["en", "Spanish"]', *told])
    assert done.output == "Confirmation 1 of languages recorded.\n"
    assert Confirmation.objects.get().value == ["en", "es"]
    assert CliRunner().invoke(main, ["confirm", str(route.pk), "zone", "Mars/One", *told]).exit_code == 1
