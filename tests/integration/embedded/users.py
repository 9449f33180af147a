"""Processes that use an embedded server, to be started, watched and killed by the tests."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Self

from holdfast.embedded import account, cluster
from holdfast.embedded.place import Place, find_place

# Connects, says so, and stays until its standard input ends.
CONNECT = """
import sys, psycopg
from pathlib import Path
from holdfast.embedded import endpoint
folder = Path(sys.argv[1])
def ask(question, role="holdfast_app"):
    with psycopg.connect(host=endpoint(folder).host, dbname="holdfast", user=role) as connection:
        return connection.execute(question).fetchone()[0]
print(ask("SELECT 'connected'"), flush=True)
"""
STAY = "sys.stdin.read()\n"


class User:
    """One process that uses the server of `folder`."""

    def __init__(self, folder: Path, then: str = STAY, *, before: tuple[str, ...] = (), **environment: str) -> None:
        self.process = subprocess.Popen(
            [*before, sys.executable, "-c", CONNECT + then, str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, **environment},
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.communicate()

    def connected(self) -> Self:
        """Wait until the process has connected."""
        return self.says("connected")

    def says(self, word: str) -> Self:
        """Wait for the process to print `word` on a line of its own."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line == f"{word}\n", self.process.communicate()[1]
        return self

    def leave(self) -> str:
        """Have the process end in order; return what it printed."""
        printed, errors = self.process.communicate("", timeout=60)
        assert self.process.returncode == 0, errors
        return printed

    def kill(self) -> None:
        """End the process as the kernel does when memory runs out."""
        self.process.kill()
        self.process.wait()


def place_of(folder: Path) -> Place:
    """Return where the server of `folder` stands."""
    return find_place(folder, account.for_postgres())


def running(folder: Path) -> int | None:
    """Return the server's process id, or None."""
    return cluster.server_pid(place_of(folder))


def watches(folder: Path) -> list[int]:
    """Return the process ids of the watches beside the server of `folder`."""
    home = os.fsencode(place_of(folder).home)
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            arguments = path.read_bytes().split(b"\0")
            if b"holdfast.embedded.watch" in arguments and home in arguments:
                found.append(int(path.parent.name))
    return found


def becomes(is_so: Callable[[], bool], seconds: float = 15) -> bool:
    """Wait for something to become so."""
    until = time.monotonic() + seconds
    while not is_so() and time.monotonic() < until:
        time.sleep(0.05)
    return is_so()
