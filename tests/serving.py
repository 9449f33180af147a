"""`holdfast` as a process of its own, with a folder of its own, for tests that stop and kill it."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Self

_URL = re.compile(r"running on (http://\S+)")
_NOT_OURS = ("HOLDFAST_", "DATABASE_", "DJANGO_", "PYTEST_", "COV_")


class Command:
    """A running `holdfast ...`; what it says on standard error is in `log`."""

    def __init__(self, folder: Path, *arguments: str, **environment: str) -> None:
        folder.mkdir(exist_ok=True)
        self.log = folder / f"{arguments[0]}.log"
        own = {name: value for name, value in os.environ.items() if not name.startswith(_NOT_OURS)}
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "holdfast.cli", *arguments],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=folder,
                env={**own, "HOLDFAST_DATA_DIR": str(folder), **environment},
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()

    def stop(self) -> int:
        """Ask the process to end (SIGTERM); return its status."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=60)

    def kill(self) -> None:
        """End the process at once."""
        self.process.kill()
        self.process.wait()


class Served(Command):
    """A running `holdfast serve` on a free port of loopback."""

    def __init__(self, folder: Path, *options: str, **environment: str) -> None:
        super().__init__(folder, "serve", "--port", "0", *options, **environment)

    @property
    def url(self) -> str:
        """Where it listens; waits until it does."""
        for _ in _seconds(60):
            if found := _URL.search(self.log.read_text()):
                return found.group(1)
            assert self.process.poll() is None, self.log.read_text()
        raise AssertionError(self.log.read_text())

    def status(self, path: str) -> int:
        """Return the status of a GET; 0 when nobody answers."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=10) as answer:  # noqa: S310 - our own server
                return int(answer.status)
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code
        except OSError:
            return 0

    def becomes_healthy(self) -> bool:
        """Wait until the database answers and a worker is alive."""
        return any(self.status("/healthz") == 200 for _ in _seconds(30))


def _seconds(limit: float) -> Iterator[None]:
    until = time.monotonic() + limit
    while time.monotonic() < until:
        yield
        time.sleep(0.1)


@contextlib.contextmanager
def served(folder: Path) -> Iterator[Served]:
    """Serve from `folder` until the block ends."""
    with Served(folder) as process:
        yield process
        if process.process.poll() is None:
            assert process.stop() == 0
