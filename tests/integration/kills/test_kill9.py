"""`kill -9` of server and worker under load: what was acknowledged is there, what fell due was said, nothing twice."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from holdfast.embedded import account, cluster
from holdfast.embedded.place import find_place
from tests.integration.kills.load import Load
from tests.serving import _NOT_OURS, Command, Served

REPOSITORY = Path(__file__).resolve().parents[3]
KILLS, FEWEST_KILLS = 20, 6
KILL_SECONDS = 150
"""Beside much other work a start takes ten times as long: then there are fewer kills, but of each process some."""
DECIDE_SECONDS = 3
MOST_SECONDS = 600
"""The test ends itself then, with what it was waiting for; on a machine of its own it takes less than two minutes."""


@pytest.fixture
def folder() -> Iterator[Path]:
    """A data folder with a short path, as sockets need, whose decisions are due within seconds."""
    top = Path(tempfile.mkdtemp(prefix="holdfast-kill-"))
    top.chmod(0o755)
    (top / "policy.toml").write_text(f'version = "kills"\n[numbers]\n"authorization.decide" = {DECIDE_SECONDS}\n')
    yield top
    cluster.stop(find_place(top, account.for_postgres()))
    shutil.rmtree(top, ignore_errors=True)


def _inside(folder: Path, what: str) -> dict[str, Any]:
    own = {name: value for name, value in os.environ.items() if not name.startswith(_NOT_OURS)}
    done = subprocess.run(
        [sys.executable, "-m", "tests.integration.kills.inside", what], cwd=REPOSITORY, check=True, text=True,
        env={**own, "HOLDFAST_DATA_DIR": str(folder)}, stdout=subprocess.PIPE, timeout=MOST_SECONDS,
    )  # fmt: skip
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


class Installation:
    """A server and a worker of one folder; each may be killed, and comes again."""

    def __init__(self, folder: Path, load: Load) -> None:
        self.folder, self.load = folder, load
        self.policy = {"HOLDFAST_POLICY": str(folder / "policy.toml")}
        self.running: dict[str, Command] = {}

    def work(self) -> None:
        """Start the worker."""
        self.running["worker"] = Command(self.folder, "worker", **self.policy)

    def serve(self) -> None:
        """Start the server, and tell the load where it is."""
        self.running["server"] = server = Served(self.folder, "--no-worker", **self.policy)
        self.load.url = server.url

    def kill(self, number: int) -> None:
        """Kill the server, the worker, or both; start them again."""
        victims = (("server",), ("worker",), ("server", "worker"))[number % 3]
        for name in victims:
            victim = self.running[name]
            assert victim.process.poll() is None, f"the {name} ended by itself: {victim.log.read_text()}"
            victim.kill()
        if "worker" in victims:
            self.work()
        if "server" in victims:
            self.serve()

    def end(self) -> None:
        """Stop both in order."""
        for name in ("server", "worker"):
            assert self.running[name].stop() == 0, self.running[name].log.read_text()


@contextlib.contextmanager
def _installed(folder: Path, load: Load) -> Iterator[Installation]:
    """Serve and work until the block ends, however it ends: what ran on would start the database again and again."""
    site = Installation(folder, load)
    try:
        site.serve()
        site.work()
        yield site
    finally:
        for process in site.running.values():
            process.process.kill()
            process.process.wait()


@contextlib.contextmanager
def _at_most(seconds: int) -> Iterator[None]:
    """End what takes longer, and where the test is asked to end, by an exception: what it started is then cleared."""

    def over(number: int, _frame: object) -> None:
        for each in before:
            signal.signal(each, signal.SIG_IGN)  # once is enough: the clearing takes its time
        raise TimeoutError(f"more than {seconds} s, or asked to end: {signal.Signals(number).name}")

    before = {each: signal.signal(each, over) for each in (signal.SIGALRM, signal.SIGTERM)}
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        for each, handler in before.items():
            signal.signal(each, handler)


def _kills(load: Load) -> Iterator[int]:
    """Count the kills, each at some moment after the load has got on."""
    until = time.monotonic() + KILL_SECONDS
    for number in range(KILLS):
        if number >= FEWEST_KILLS and time.monotonic() > until:
            return
        load.get_on()
        time.sleep(secrets.randbelow(2000) / 1000)
        yield number


@pytest.mark.full
def test_kills_lose_nothing_and_say_everything_once(folder: Path) -> None:
    with _at_most(MOST_SECONDS):
        load = Load(_inside(folder, "fill"))
        with _installed(folder, load) as site:
            with load.running(workers=3):
                for number in _kills(load):
                    site.kill(number)
                load.get_on()
            settled = _inside(folder, "settle")
            site.end()
        found = _inside(folder, "judge")
        print(f"{number + 1} kills, {len(load.acknowledged)} acknowledged, {load.unsure} unanswered")  # noqa: T201
        print(settled, site.running["worker"].log.read_text()[-4000:])  # noqa: T201
        _judge(load, found, settled["began"])
        with Command(folder, "verify", "--all", "--seals") as verifying:
            assert verifying.process.wait() == 0, verifying.log.read_text()


def _judge(load: Load, found: dict[str, Any], quiet_since: float) -> None:
    events = {transfer: {seq: kind for seq, kind, _, _ in told} for transfer, told in found["events"].items()}
    assert load.wrong == []
    assert len(load.acknowledged) > FEWEST_KILLS
    assert load.unsure > 0
    lost = [each for each in load.acknowledged if not _is_there(events, *each)]
    assert lost == []
    assert found["faults"] == []
    for transfer, told in found["events"].items():
        _judge_one(transfer, told)
    silent = [row for row in found["deadlines"] if row[2] == "open" and row[3] < quiet_since]
    assert silent == []
    assert Counter(row[2] for row in found["deadlines"])["missed"] > 0


def _is_there(events: dict[str, dict[int, str]], transfer: str, seq: int, kind: str) -> bool:
    kept = events.get(transfer, {}).get(seq)
    return kept is not None and kind in ("", kept)


def _judge_one(transfer: str, told: list[list[Any]]) -> None:
    """One opening, one request, and each matter raised once: nothing was filed twice under one key."""
    kinds = Counter(kind for _, kind, _, _ in told)
    assert kinds["filed.open_transfer"] == 1, transfer
    assert kinds["filed.authorization_request"] <= 1, transfer
    assert kinds["refused.handoff_closure"] <= 1, transfer
    raised = Counter(control for _, kind, _, control in told if kind == "escalation_raised")
    assert max(raised.values(), default=1) == 1, (transfer, raised)
    missed = kinds["deadline_missed"]
    assert missed <= 1 + kinds["filed.signal"], transfer
