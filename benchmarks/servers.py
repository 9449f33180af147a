"""The servers that are measured: granian as a deployment runs it, and `holdfast serve` as it comes."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from socket import create_connection, socket
from urllib.parse import urlsplit

from benchmarks.house import House, tree_cpu
from tests.serving import Served

GRANIAN, SERVE = "granian WSGI, 2 workers of 4 threads", "holdfast serve (uvicorn, a2wsgi, 4 threads)"


@dataclass(frozen=True, slots=True)
class Server:
    """A server that listens on loopback."""

    port: int
    pid: int

    def cpu(self) -> float:
        """Return the CPU seconds of its processes so far."""
        return tree_cpu(self.pid)


def has_granian() -> bool:
    """Say whether granian is installed (a development dependency)."""
    return find_spec("granian") is not None


@contextmanager
def granian(house: House, *, workers: int = 2, threads: int = 4, counts: bool = False) -> Iterator[Server]:
    """Serve by granian; with `counts` each answer says what it cost."""
    port = _free_port()
    options = {
        "interface": "wsgi", "workers": workers, "blocking-threads": threads, "host": "127.0.0.1", "port": port,
        "log-level": "warning",
    }  # fmt: skip
    command = [sys.executable, "-m", "granian", "--no-ws", *(f"--{name}={value}" for name, value in options.items())]
    environment = house.environment | ({"BENCH_COUNTS": "1"} if counts else {})
    process = subprocess.Popen([*command, "benchmarks.served:application"], env=environment)
    try:
        _wait(port, process)
        yield Server(port, process.pid)
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def serve(house: House) -> Iterator[Server]:
    """Serve by `holdfast serve`, without the worker: it is not what is measured."""
    with Served(house.folder, "--no-worker") as served:
        port = urlsplit(served.url).port
        assert port is not None
        yield Server(port, served.process.pid)
        served.stop()


def _free_port() -> int:
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        try:
            create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the server did not begin to listen; see its words above")
