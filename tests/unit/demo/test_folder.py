"""The demo's folder: made once, served from by one, deleted by nobody else and nothing else with it."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from holdfast.demo.folder import DemoBusy, DemoFolder, NotADemo


@pytest.fixture
def folder(tmp_path: Path) -> DemoFolder:
    made = DemoFolder(tmp_path / "holdfast" / "demo")
    made.make()
    return made


def test_it_is_deleted_with_all_that_is_in_it(folder: DemoFolder) -> None:
    folder.tokens_write({"peer": "secret"})
    beside = folder.home.parent / "beside"
    beside.write_text("not the demo's")
    folder.delete()
    assert not folder.home.exists()
    assert beside.exists()


def test_a_folder_that_the_demo_did_not_make_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("precious")
    with pytest.raises(NotADemo, match="Move it away"):
        DemoFolder(tmp_path).delete()
    with pytest.raises(NotADemo):
        DemoFolder(tmp_path).make()
    assert (tmp_path / "mine").exists()


def test_a_link_to_another_folder_is_left_alone(folder: DemoFolder, tmp_path: Path) -> None:
    link = DemoFolder(tmp_path / "link")
    link.home.symlink_to(folder.home)
    with pytest.raises(NotADemo):
        link.delete()
    assert folder.home.exists()


def test_deleting_what_is_not_there_changes_nothing(tmp_path: Path) -> None:
    DemoFolder(tmp_path / "none").delete()
    assert list(tmp_path.iterdir()) == []


def test_one_serves_at_a_time_and_the_other_hears_where(folder: DemoFolder) -> None:
    with folder.serving("http://127.0.0.1:8000"), pytest.raises(DemoBusy, match=r"127\.0\.0\.1:8000"), folder.serving():
        pass
    with folder.serving():
        pass


def test_tokens_are_kept_for_their_owner_alone(folder: DemoFolder) -> None:
    folder.tokens_write({"peer": "old"})
    folder.tokens_write({"peer": "secret"})
    assert folder.tokens_read() == {"peer": "secret"}
    assert stat.S_IMODE(folder.tokens.stat().st_mode) == 0o600


@pytest.mark.parametrize("text", ["", "{", "[1]"])
def test_lost_tokens_are_no_tokens(folder: DemoFolder, text: str) -> None:
    folder.tokens.write_text(text)
    assert folder.tokens_read() == {}
