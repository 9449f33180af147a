"""`holdfast serve` and `holdfast worker`, as the processes they are."""

from __future__ import annotations

import base64
import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from urllib.parse import quote

import pytest

from holdfast.config.keys import NAMES
from holdfast.embedded import account, cluster, endpoint, leave
from holdfast.embedded.place import find_place
from tests.integration.embedded.users import becomes
from tests.serving import Command, Served, served


@pytest.fixture
def folder() -> Iterator[Path]:
    """A data folder with a short path, as sockets need."""
    top = Path(tempfile.mkdtemp(prefix="holdfast-serve-"))
    top.chmod(0o755)
    yield top
    cluster.stop(find_place(top, account.for_postgres()))
    shutil.rmtree(top, ignore_errors=True)


def _database(folder: Path) -> int | None:
    return cluster.server_pid(find_place(folder, account.for_postgres()))


def _another_database(folder: Path, killed: int) -> bool:
    return _database(folder) not in {None, killed}


def test_it_starts_from_nothing_and_ends_in_order(folder: Path) -> None:
    with Served(folder) as site:
        assert site.becomes_healthy()
        assert site.status("/no-such-page") == 404
        assert site.stop() == 0
    assert _database(folder) is None


@pytest.mark.full
def test_it_goes_on_when_the_database_is_killed(folder: Path) -> None:
    with served(folder) as site:
        assert site.becomes_healthy()
        for _ in range(3):
            killed = _database(folder)
            assert killed
            os.kill(killed, signal.SIGKILL)
            assert becomes(partial(_another_database, folder, killed), seconds=60)
            assert site.becomes_healthy()


@pytest.mark.full
def test_it_starts_again_after_it_was_killed(folder: Path) -> None:
    for _ in range(3):
        with Served(folder) as site:
            assert site.becomes_healthy()
            site.kill()
    with served(folder) as site:
        assert site.becomes_healthy()


@pytest.mark.full
def test_without_a_worker_it_is_not_healthy(folder: Path) -> None:
    with Served(folder, "--no-worker") as site:
        assert site.status("/healthz") == 503
        with Command(folder, "worker") as worker:
            assert site.becomes_healthy()
            assert worker.stop() == 0


@pytest.fixture
def own(folder: Path) -> Iterator[dict[str, str]]:
    """The settings of an install with a PostgreSQL of its own: here the embedded one of another folder."""
    host = quote(endpoint(folder).host, safe="")
    keys = dict.fromkeys(NAMES, base64.b64encode(bytes(32)).decode())
    yield {"DATABASE_URL": f"postgresql://holdfast_app@{host}/holdfast", **keys}
    leave(folder)


def _migrate(folder: Path, own: dict[str, str]) -> int:
    owner = own["DATABASE_URL"].replace("holdfast_app", "holdfast_owner")
    with Command(folder, "migrate", DATABASE_OWNER_URL=owner, **own) as migrating:
        return migrating.process.wait(timeout=60)


@pytest.mark.full
def test_a_database_of_your_own_is_migrated_by_its_owner_first(folder: Path, own: dict[str, str]) -> None:
    with Served(folder / "site", **own) as early:
        assert early.process.wait(timeout=60) == 1
        assert "Run `holdfast migrate` first" in early.log.read_text()


@pytest.mark.full
def test_a_database_of_your_own_is_used_by_the_application(folder: Path, own: dict[str, str]) -> None:
    assert _migrate(folder / "site", own) == 0
    with Served(folder / "site", **own) as site:
        assert site.becomes_healthy()
        assert not (folder / "site" / "postgres").exists()
        assert site.stop() == 0


@pytest.mark.full
def test_a_worker_without_its_database_ends_with_an_error(folder: Path, own: dict[str, str]) -> None:
    assert _migrate(folder / "site", own) == 0
    with Served(folder / "site", "--no-worker", **own) as site, Command(folder / "site", "worker", **own) as worker:
        assert site.becomes_healthy()
        cluster.stop(find_place(folder, account.for_postgres()))
        assert site.status("/healthz") == 503
        assert worker.process.wait(timeout=60) == 1
        assert "Error: The worker ended by itself" in worker.log.read_text()
