"""Processes of their own that work against the house: `python -m benchmarks.workers WORK [ARGUMENT...]`.

Each says `ready` on standard output, waits for a line on standard input, works, and prints what came as a line of JSON.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import IO, Any

from benchmarks.house import House

Made = dict[str, Any]


class Worker:
    """One such process, seen from the one that started it."""

    def __init__(self, house: House, arguments: Sequence[str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.workers", *arguments],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=house.environment,
        )  # fmt: skip

    def wait_ready(self) -> None:
        """Wait until it has prepared everything."""
        assert self._out.readline() == "ready\n", "a worker ended before it was ready; see its error above"

    def go(self) -> None:
        """Let it begin."""
        assert self._process.stdin
        self._process.stdin.write("go\n")
        self._process.stdin.flush()

    def result(self) -> Made:
        """Wait for its end and return what it made."""
        said = self._out.readline()
        assert said, "a worker ended without a result; see its error above"
        made: Made = json.loads(said)
        return made

    def end(self) -> None:
        """End it, if it has not ended by itself."""
        self._process.kill()
        self._process.communicate()

    @property
    def _out(self) -> IO[str]:
        assert self._process.stdout
        return self._process.stdout


@contextmanager
def workers(house: House, *arguments: Sequence[str]) -> Iterator[list[Worker]]:
    """Start a worker for each of `arguments` and wait until all are ready; end them at the end of the block."""
    started = [Worker(house, each) for each in arguments]
    try:
        for worker in started:
            worker.wait_ready()
        yield started
    finally:
        for worker in started:
            worker.end()


def run_together(started: Sequence[Worker]) -> list[Made]:
    """Let all begin at once; return what each made."""
    for worker in started:
        worker.go()
    return [worker.result() for worker in started]


def main(work: str, *arguments: str) -> None:
    """Do one piece of work in this process."""
    from holdfast.cli import django_ready

    django_ready()
    from benchmarks.gates import append, deadlines

    known: dict[str, Callable[..., Callable[[], Made]]] = {"append": append.prepare, "sweep": deadlines.prepare}
    begin = known[work](*arguments)
    print("ready", flush=True)
    sys.stdin.readline()
    wall, cpu = time.monotonic(), time.process_time()
    made = begin()
    made |= {"wall": time.monotonic() - wall, "cpu": time.process_time() - cpu}
    print(json.dumps(made), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
