"""Episodes are imported with people, from real bundles and from ones that are wrong."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings

from holdfast.incoming.faults import FileRefused
from holdfast.people.episodes import EpisodesWish, episodes_cold, episodes_import
from holdfast.people.models import Episode, EpisodeAct
from holdfast.people.services import ImportWish, bundle_files, people_import

pytestmark = pytest.mark.django_db
EVER = datetime(1900, 1, 1, tzinfo=UTC)
SERVICE = "01a1ef99-da80-7268-9b1c-ac031323b925"


@pytest.fixture
def shared() -> Path:
    path = Path(settings.HOLDFAST_SHARED) / "data" / "people"
    if not path.is_dir():
        pytest.skip("the shared real files are not here: set HOLDFAST_SHARED to their folder")
    return path


def entry(kind: str, key: str = "e1", **said: object) -> dict[str, object]:
    whose = {"reference": "Patient/p1"}
    whom = {"patient": whose} if kind == "EpisodeOfCare" else {"subject": whose, "class": {"code": "EMER"}}
    span = {"period": {"start": "2026-11-01T10:00:00-05:00"}, "status": "active"}
    status = {} if kind == "EpisodeOfCare" else {"status": "in-progress"}
    return {"resource": {"resourceType": kind, "id": key, **whom, **span, **status, **said}}


def imported(folder: Path, *entries: dict[str, object], since: datetime = EVER, dry_run: bool = False):
    file = folder / "one.json"
    person = {"fullUrl": "urn:uuid:1", "resource": {"resourceType": "Patient", "id": "p1"}}
    file.write_text(json.dumps({"resourceType": "Bundle", "type": "collection", "entry": [person, *entries]}))
    people_import([file], ImportWish())
    return episodes_import([file], EpisodesWish(SERVICE, since, dry_run=dry_run))


def test_real_encounters_become_episodes_once(shared):
    people_import([shared], ImportWish())
    wish = EpisodesWish(SERVICE, EVER)
    assert str(episodes_import(bundle_files([shared]), wish).tally).startswith("122 added, 0 changed")
    assert str(episodes_import(bundle_files([shared]), wish).tally).startswith("0 added, 0 changed, 122 unchanged")
    assert Episode.objects.filter(kind="crisis").exists()
    assert EpisodeAct.objects.count() == 122


def test_what_is_over_and_was_handed_to_nobody_is_a_silent_cold_referral(tmp_path):
    imported(tmp_path, entry("Encounter", status="finished", period={"start": "2026-11-01", "end": "2026-11-02"}))
    day = datetime(2026, 11, 2, tzinfo=UTC)
    assert episodes_cold([SERVICE], day, day + timedelta(days=1)).count() == 1
    assert episodes_cold([SERVICE], day - timedelta(days=1), day).count() == 0
    assert episodes_cold(["another"], day, day + timedelta(days=1)).count() == 0


@pytest.mark.parametrize(("kind", "of"), [("EpisodeOfCare", "care"), ("Encounter", "crisis")])
def test_both_kinds_of_resource_are_read(tmp_path, kind, of):
    imported(tmp_path, entry(kind))
    found = Episode.objects.get()
    assert (found.kind, found.began_at, found.over_at, found.source) == (
        of, datetime(2026, 11, 1, 15, tzinfo=UTC), None, kind,
    )  # fmt: skip


def test_what_has_changed_at_its_source_is_changed_here(tmp_path):
    imported(tmp_path, entry("Encounter"))
    again = imported(
        tmp_path, entry("Encounter", status="finished", period={"start": "2026-11-01", "end": "2026-11-03"})
    )
    assert again.tally.changed == 1
    assert Episode.objects.get().over_at is not None


@pytest.mark.parametrize(
    "said",
    [{"status": "planned"}, {"status": "entered-in-error"}, {"period": {}}, {"period": {"start": "2026"}},
     {"subject": None}],
)  # fmt: skip
def test_what_never_happened_or_when_nobody_knows_is_none(tmp_path, said):
    imported(tmp_path, entry("Encounter", **said))
    assert not Episode.objects.exists()


@pytest.mark.parametrize(
    "said", [{"id": "a b"}, {"status": "gone"}, {"period": {"start": "yesterday"}}, {"subject": 7}]
)
def test_a_fault_is_named_and_nothing_is_imported(tmp_path, said):
    with pytest.raises(FileRefused):
        imported(tmp_path, entry("Encounter", "good"), entry("Encounter", **said))
    assert not Episode.objects.exists()


def test_others_and_older_ones_are_left_out_and_counted(tmp_path):
    strangers = entry("Encounter", "e2", subject={"reference": "Patient/p9"})
    old = entry("Encounter", "e3", status="finished", period={"start": "2020-01-01", "end": "2020-01-02"})
    done = imported(tmp_path, entry("Encounter"), strangers, old, since=datetime(2026, 1, 1, tzinfo=UTC))
    assert done.tally.added == 1
    assert done.notes == [
        "1 episodes began earlier; left out.", "1 episodes are about nobody who was imported; left out."
    ]  # fmt: skip


def test_a_dry_run_writes_nothing(tmp_path):
    assert imported(tmp_path, entry("Encounter"), dry_run=True).tally.added == 1
    assert not Episode.objects.exists()
