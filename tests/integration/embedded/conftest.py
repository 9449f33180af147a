"""A folder for an embedded server of the test's own, reachable by the account that PostgreSQL runs under."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from holdfast.embedded import cluster
from holdfast.embedded.place import SYSTEM_FOLDER
from tests.integration.embedded.users import becomes, place_of, watches

IS_ROOT = os.geteuid() == 0


@pytest.fixture
def folder() -> Iterator[Path]:
    """A short path (sockets need one) that others may pass through; pytest's own folders are closed to them."""
    top = Path(tempfile.mkdtemp(prefix="holdfast-test-"))
    top.chmod(0o755)
    yield top / "data"
    place = place_of(top / "data")
    cluster.stop(place)
    assert becomes(lambda: watches(top / "data") == [])
    shutil.rmtree(top)
    if place.home.is_relative_to(SYSTEM_FOLDER):
        shutil.rmtree(place.home, ignore_errors=True)
