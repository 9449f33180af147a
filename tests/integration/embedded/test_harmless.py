"""The starter touches no process, folder or account that is not its own."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from holdfast.embedded import EmbeddedDatabaseError, account, cluster
from holdfast.embedded.place import LONGEST_SOCKET_PATH, SYSTEM_FOLDER, find_place, prepare
from tests.integration.embedded.conftest import IS_ROOT
from tests.integration.embedded.users import User, place_of, running

BECOME_NOBODY = ("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups")


@pytest.mark.parametrize("name", [pytest.param("sleep", marks=pytest.mark.full), "postgres"])
def test_a_process_that_has_a_stale_pid_is_left_alone(folder: Path, tmp_path: Path, name: str) -> None:
    with User(folder) as user:
        user.connected().leave()
    program = shutil.copy(shutil.which("sleep") or "", tmp_path / name)
    with subprocess.Popen([program, "60"]) as stranger:
        (place_of(folder).cluster / "postmaster.pid").write_text(f"{stranger.pid}\n")
        with User(folder) as user:
            user.connected()
            assert running(folder) != stranger.pid
            user.leave()
        assert stranger.poll() is None
        stranger.kill()


@pytest.mark.full
def test_a_dead_server_that_nobody_reaped_is_not_taken_for_a_live_one(folder: Path, tmp_path: Path) -> None:
    with User(folder) as user:
        user.connected().leave()
    program = shutil.copy(shutil.which("true") or "", tmp_path / "postgres")
    with subprocess.Popen([program]) as zombie:
        os.waitid(os.P_PID, zombie.pid, os.WEXITED | os.WNOWAIT)
        (place_of(folder).cluster / "postmaster.pid").write_text(f"{zombie.pid}\n")
        (place_of(folder).run / ".s.PGSQL.5432.lock").write_text(f"{zombie.pid}\n")
        with User(folder) as user:
            user.connected().leave()


def test_a_closed_folder_stays_closed(folder: Path) -> None:
    folder.parent.chmod(0o700)
    with User(folder) as user:
        user.connected()
        assert stat.S_IMODE(folder.parent.stat().st_mode) == 0o700
        assert place_of(folder).home.is_relative_to(SYSTEM_FOLDER if IS_ROOT else folder)
        user.leave()


@pytest.mark.full
def test_the_data_is_closed_to_others(folder: Path) -> None:
    with User(folder) as user:
        user.connected()
        place = place_of(folder)
        modes = [stat.S_IMODE(path.stat().st_mode) for path in (place.cluster, place.run)]
        assert modes == [0o700, 0o700]


@pytest.mark.full
def test_a_long_path_gets_a_private_folder_for_its_socket(folder: Path) -> None:
    deep = folder.joinpath(*["long" * 10] * 3)
    with User(deep) as user:
        user.connected()
        run = place_of(deep).run
        assert len(os.fsencode(run)) < LONGEST_SOCKET_PATH
        assert stat.S_IMODE(run.stat().st_mode) == 0o700
        user.leave()
    shutil.rmtree(run if not IS_ROOT else place_of(deep).home)


@pytest.mark.full
def test_a_place_that_others_may_write_to_is_refused(folder: Path) -> None:
    place = place_of(folder)
    place.home.mkdir(parents=True)
    place.home.chmod(0o777)
    with pytest.raises(EmbeddedDatabaseError, match="HOLDFAST_DATA_DIR"):
        prepare(place)
    assert stat.S_IMODE(place.home.stat().st_mode) == 0o777


@pytest.mark.full
@pytest.mark.parametrize("role", ["holdfast_admin", "postgres"])
def test_nobody_comes_in_as_a_superuser(folder: Path, role: str) -> None:
    with User(folder) as user:
        user.connected()
        with pytest.raises(psycopg.OperationalError, match=r"no pg_hba.conf entry"):
            psycopg.connect(host=str(place_of(folder).run), dbname="holdfast", user=role)


@pytest.mark.full
def test_the_owner_is_no_superuser(folder: Path) -> None:
    superusers = "SELECT string_agg(rolname, ',') FROM pg_roles WHERE rolsuper"
    with User(folder, f'print(ask("{superusers}"))\n') as user:
        assert user.leave() == "connected\nholdfast_admin\n"


@pytest.mark.skipif(not IS_ROOT, reason="only root can become another user")
@pytest.mark.full
def test_another_user_does_not_come_in(folder: Path) -> None:
    with User(folder) as user:
        user.connected()
        done = subprocess.run(
            [*BECOME_NOBODY, "ls", str(place_of(folder).run)], capture_output=True, text=True, check=False
        )
        assert "Permission denied" in done.stderr


@pytest.mark.skipif(not IS_ROOT, reason="only root can become another user")
def test_it_works_as_an_ordinary_user(folder: Path) -> None:
    if subprocess.run([*BECOME_NOBODY, sys.executable, "-c", "import holdfast, psycopg"], check=False).returncode:
        pytest.skip("this Python or this checkout is closed to other users")
    shutil.chown(folder.parent, "nobody")
    with User(folder, before=BECOME_NOBODY) as user:
        user.connected()
        place = find_place(folder, account.caller())
        assert Path(f"/proc/{cluster.server_pid(place)}").owner() == "nobody"
        user.leave()
        assert cluster.server_pid(place) is None


@pytest.mark.full
def test_an_odd_locale_of_the_machine_does_not_matter(folder: Path) -> None:
    with User(folder, LANG="xx_XX.UTF-8", LC_ALL="tlh_KX") as user:
        user.connected().leave()


@pytest.mark.full
def test_a_fault_of_the_server_is_told_with_its_words(folder: Path) -> None:
    with User(folder) as user:
        user.connected().leave()
    place = place_of(folder)
    (place.cluster / "PG_VERSION").write_text("15\n")
    with pytest.raises(EmbeddedDatabaseError, match="made by PostgreSQL 15, and this is 18"):
        cluster.start(place)
