from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from holdfast.incoming.faults import FileRefused
from holdfast.people.correcting import corrections_of, person_born_set, words_seal_anew
from holdfast.people.models import Correction, Person
from holdfast.people.selectors import age_on, may_be_transferred, person
from holdfast.people.services import ImportWish, people_import
from holdfast.protocol.errors import Malformed

pytestmark = pytest.mark.django_db


@pytest.fixture
def shared() -> Path:
    """Return the folder of real bundles; a checkout without it skips the test, which says so."""
    path = Path(settings.HOLDFAST_SHARED) / "data" / "people"
    if not path.is_dir():
        pytest.skip("the shared real files are not here: set HOLDFAST_SHARED to their folder")
    return path


def bundle(path: Path, *patients: dict[str, object]) -> Path:
    entries = [{"resource": {"resourceType": "Patient"} | patient} for patient in patients]
    path.write_text(json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries}))
    return path


def numbered(count: int) -> list[dict[str, object]]:
    return [{"id": f"p{n}"} for n in range(count)]


def test_real_people_are_imported_once_and_then_unchanged(shared):
    assert str(people_import([shared], ImportWish()).tally) == "14 added, 0 changed, 0 unchanged, 0 refused"
    assert str(people_import([shared], ImportWish()).tally) == "0 added, 0 changed, 14 unchanged, 0 refused"


def test_files_without_people_are_named(shared):
    notes = people_import([shared], ImportWish()).notes
    assert notes == [
        "hospitalInformation.json: 0 people (it holds 102 Organization).",
        "practitionerInformation.json: 0 people (it holds 102 Practitioner).",
    ]


def test_the_languages_births_and_deaths_are_those_of_the_sources_table(shared):
    people_import([shared], ImportWish())
    found = {p.family: (p.born, p.language, p.is_deceased) for p in Person.objects.all()}
    assert found["Steuber"] == ("2008-12-20", "ar", False)
    assert found["Beer"] == ("1946-10-19", "en-US", True)
    assert sum(deceased for _, _, deceased in found.values()) == 1


def test_only_the_living_can_be_transferred(shared):
    people_import([shared], ImportWish())
    dead = Person.objects.get(family="Beer")
    assert not may_be_transferred(str(dead.pk))
    assert all(may_be_transferred(str(p.pk)) for p in Person.objects.exclude(pk=dead.pk))


@pytest.mark.parametrize("wrong", ["", "nobody", "00000000-0000-7000-8000-000000000000", "\x00"])
def test_nobody_cannot_be_transferred(wrong):
    assert not may_be_transferred(wrong)
    assert person(wrong) is None


def test_a_person_who_died_since_is_changed_and_cannot_be_transferred(tmp_path):
    people_import([bundle(tmp_path / "a.json", {"id": "p1"})], ImportWish())
    again = people_import([bundle(tmp_path / "a.json", {"id": "p1", "deceasedBoolean": True})], ImportWish())
    assert str(again.tally) == "0 added, 1 changed, 0 unchanged, 0 refused"
    assert not may_be_transferred(str(Person.objects.get().pk))


def test_a_date_of_birth_that_staff_put_right_outlasts_the_next_import(tmp_path):
    people_import([bundle(tmp_path / "a.json", {"id": "p1", "birthDate": "1984"})], ImportWish())
    row = Person.objects.get()
    assert person_born_set(row.pk, date(1985, 3, 7), by="dana", why="Their card.")
    again = people_import([bundle(tmp_path / "a.json", {"id": "p1", "birthDate": "1984"})], ImportWish())
    row.refresh_from_db()
    assert (row.born, again.tally.unchanged) == ("1985-03-07", 1)


def test_what_staff_said_of_people_is_sealed_anew_with_the_master_key(tmp_path, monkeypatch):
    people_import([bundle(tmp_path / "a.json", {"id": "p1"})], ImportWish())
    person_born_set(Person.objects.get().pk, date(1985, 3, 7), by="dana", why="Their card.")
    assert words_seal_anew() == 0
    monkeypatch.setattr("holdfast.people.correcting.is_current", lambda sealed: False)
    before = Correction.objects.get().sealed
    assert words_seal_anew() == 1
    assert Correction.objects.get().sealed != before
    assert corrections_of(Person.objects.get().pk)[0].why == "Their card."


def test_a_fault_in_one_file_imports_none_of_them(tmp_path):
    good = bundle(tmp_path / "a.json", *numbered(700))
    bad = bundle(tmp_path / "b.json", {"id": "q1", "gender": "f", "birthDate": "soon"}, {"id": "q2", "active": 1})
    with pytest.raises(FileRefused) as why:
        people_import([good, bad], ImportWish())
    assert (why.value.faults.count, why.value.faults.refused) == (3, 2)
    assert not Person.objects.exists()


def test_the_same_id_in_two_files_is_a_fault(tmp_path):
    files = [bundle(tmp_path / name, {"id": "p1"}) for name in ("a.json", "b.json")]
    with pytest.raises(FileRefused) as why:
        people_import(files, ImportWish())
    assert "b.json: $.entry[0].resource.id: the id stands already at a.json: $.entry[0].resource." in str(
        why.value.faults.kept[0]
    )


def test_the_same_id_in_two_systems_is_two_people(tmp_path):
    for source in ("clinic", "shelter"):
        people_import([bundle(tmp_path / "a.json", {"id": "p1"})], ImportWish(source=source))
    assert Person.objects.count() == 2


def test_a_dry_run_counts_the_same_and_writes_nothing(tmp_path):
    tally = people_import([bundle(tmp_path / "a.json", {"id": "p1"})], ImportWish(dry_run=True)).tally
    assert str(tally) == "1 added, 0 changed, 0 unchanged, 0 refused"
    assert not Person.objects.exists()


def test_people_are_written_by_the_batch(tmp_path):
    path = bundle(tmp_path / "a.json", *numbered(1200))
    with CaptureQueriesContext(connection) as queries:
        people_import([path], ImportWish())
    assert len(queries) < 12


@pytest.mark.parametrize("path", ["none.json", ".", "empty.json"])
def test_a_path_without_a_bundle_is_refused(tmp_path, path):
    (tmp_path / "empty.json").write_text("")
    with pytest.raises(FileRefused):
        people_import([tmp_path / path], ImportWish())


@pytest.mark.parametrize("source", ["", "x" * 101, "a\u202eb"])
def test_a_source_needs_a_sound_name(tmp_path, source):
    with pytest.raises(Malformed, match="source"):
        people_import([tmp_path], ImportWish(source=source))


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        ("1985-03-07", date(2026, 3, 6), 40),
        ("1985-03-07", date(2026, 3, 7), 41),
        ("2004-02-29", date(2026, 2, 28), 21),
        ("1985-03", date(2026, 3, 15), None),
        ("1985-03", date(2026, 4, 1), 41),
        ("1985", date(2026, 12, 31), 41),
        ("1985", date(2026, 6, 1), None),
        ("2027-01-01", date(2026, 6, 1), None),
        ("", date(2026, 6, 1), None),
    ],
)
def test_an_age_is_known_only_as_far_as_the_birth_date_is(born, day, age):
    assert age_on(born, day) == age


def test_a_person_is_shown_as_far_as_they_are_known(tmp_path):
    people_import([bundle(tmp_path / "a.json", {"id": "p1", "birthDate": "1985"})], ImportWish())
    found = person(str(Person.objects.get().pk))
    assert found is not None
    assert (found.name, found.language, found.age_on(date(2026, 12, 31))) == ("", "", 41)
