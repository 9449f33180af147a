"""Static files are gathered once for what stands in the source, and what an older process serves stays."""

from __future__ import annotations

import os
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.test import override_settings

from holdfast.config.assets import gather

gather_now = gather.__wrapped__


@pytest.fixture
def source(tmp_path: Path):
    """A folder of static files beside the rooms' own, gathered into a folder of the test."""
    folder = tmp_path / "source"
    folder.mkdir()
    (folder / "one.css").write_text("p{}")
    with override_settings(STATIC_ROOT=tmp_path / "static", STATICFILES_DIRS=[folder]):
        yield folder


def gathered(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder.parent / "static").glob("one.*.css"))


def test_what_stands_is_gathered_by_its_content(source: Path) -> None:
    gather_now()
    assert len(gathered(source)) == 1


def test_nothing_is_done_again_for_what_has_not_changed(source: Path) -> None:
    gather_now()
    (source.parent / "static" / gathered(source)[0]).unlink()
    gather_now()
    assert gathered(source) == []


def test_a_changed_file_stands_beside_the_one_before(source: Path) -> None:
    gather_now()
    (source / "one.css").write_text("p{color:red}")
    later = time.time() + 5  # noqa: TID251 - the file's own time
    os.utime(source / "one.css", (later, later))
    gather_now()
    assert len(gathered(source)) == 2


def test_several_processes_that_start_at_once_gather_once(source: Path) -> None:
    with ThreadPoolExecutor(4) as processes:
        list(processes.map(lambda _: gather_now(), range(4)))
    assert len(gathered(source)) == 1
