"""Several processes share one embedded server: it starts with the first and stops with the last, however they end."""

from __future__ import annotations

import os
import signal
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.integration.embedded.users import User, becomes, place_of, running, watches


def test_the_server_stops_when_its_last_user_goes(folder: Path) -> None:
    with User(folder) as first, User(folder) as last:
        first.connected()
        last.connected()
        first.leave()
        assert running(folder)
        last.leave()
        assert running(folder) is None


@pytest.mark.full
def test_a_process_asked_to_end_stops_the_server(folder: Path) -> None:
    asked = """
import signal
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
print("listening", flush=True)
signal.pause()
"""
    with User(folder, asked) as user:
        user.connected().says("listening")
        os.kill(user.process.pid, signal.SIGTERM)
        user.process.wait(timeout=30)
        assert running(folder) is None


@pytest.mark.full
def test_the_server_stops_after_its_last_user_was_killed(folder: Path) -> None:
    with User(folder) as user:
        user.connected().kill()
    assert becomes(lambda: running(folder) is None)


@pytest.mark.full
def test_a_killed_user_does_not_take_the_server_from_the_others(folder: Path) -> None:
    with User(folder, "sys.stdin.read(); print(ask('SELECT 7'))\n") as other, User(folder) as killed:
        other.connected()
        killed.connected().kill()
        assert other.leave() == "7\n"
    assert running(folder) is None


@pytest.mark.full
def test_many_start_and_leave_at_once(folder: Path) -> None:
    for _ in range(6):
        with ExitStack() as stack:
            users = [stack.enter_context(User(folder)) for _ in range(8)]
            for user in users:
                user.connected().leave()
        assert running(folder) is None


@pytest.mark.full
def test_a_user_brings_a_killed_server_up_again(folder: Path) -> None:
    with User(folder, "sys.stdin.read(); print(ask('SELECT 7'))\n") as user:
        user.connected()
        killed = running(folder)
        assert killed
        os.kill(killed, signal.SIGKILL)
        assert becomes(lambda: running(folder) is None)
        assert user.leave() == "7\n"
    assert running(folder) is None


@pytest.mark.full
def test_what_was_committed_survives_the_server_being_killed(folder: Path) -> None:
    commits = """
import os, signal
server = Path(sys.argv[2]) / "postmaster.pid"
for n in range(3):
    with psycopg.connect(host=endpoint(folder).host, dbname="holdfast", user="holdfast_owner") as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (n int)")
        connection.execute("INSERT INTO kept VALUES (%s)", [n])
    killed = int(server.read_text().split()[0])
    os.kill(killed, signal.SIGKILL)
    while Path(f"/proc/{killed}/cmdline").exists() and Path(f"/proc/{killed}/cmdline").read_bytes():
        pass
print(ask("SELECT count(*) FROM kept", "holdfast_owner"))
"""
    with User(folder, commits.replace("sys.argv[2]", repr(str(place_of(folder).cluster)))) as user:
        assert user.leave() == "connected\n3\n"


@pytest.mark.full
def test_a_fork_does_not_take_the_server_from_its_parent(folder: Path) -> None:
    forked = """
import os
if child := os.fork():
    os.waitpid(child, 0)
    print(ask("SELECT 'parent'"))
else:
    print(ask("SELECT 'child'"), flush=True)
    sys.exit()
"""
    with User(folder, forked) as user:
        assert user.leave() == "connected\nchild\nparent\n"
    assert running(folder) is None


@pytest.mark.full
def test_the_watch_goes_with_the_server(folder: Path) -> None:
    with User(folder) as user:
        user.connected().leave()
    assert becomes(lambda: watches(folder) == [])
