"""`holdfast demo` as a process: it keeps what it has, begins again when asked, and its check ends well."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.serving import Command

pytestmark = pytest.mark.full
SECONDS = 90


def _demo(folder: Path, *options: str) -> Command:
    return Command(folder, "demo", *options)


def _printed(demo: Command) -> str:
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        text = demo.log.read_text(encoding="utf-8")
        if "running on http://" in text:
            return text
        assert demo.process.poll() is None, text
        time.sleep(0.2)
    raise AssertionError(demo.log.read_text(encoding="utf-8"))


def _pasted(printed: str) -> list[tuple[int, str]]:
    """Run every curl line as somebody would who pastes it; return the statuses and the answers."""
    found = []
    for line in (line for line in printed.splitlines() if line.startswith("curl ")):
        answer = subprocess.run(["sh", "-c", line], capture_output=True, text=True, check=True, timeout=30).stdout
        body, _, status = answer.strip().rpartition("\n")
        found.append((int(status), body))
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "here"


def test_its_lines_work_when_pasted_and_a_second_start_keeps_everything(folder: Path) -> None:
    tokens = folder / ".holdfast" / "demo" / "tokens.json"
    with _demo(folder) as first:
        answers = _pasted(_printed(first))
        kept = json.loads(tokens.read_text(encoding="utf-8"))
        assert first.stop() == 0
    assert [status for status, _ in answers] == [200, 201, 409, 200]
    assert "B3.order" in answers[2][1]
    with _demo(folder) as second:
        printed = _printed(second)
        assert all(secret in printed for secret in kept.values())
        assert [status for status, _ in _pasted(printed)] == [200, 201, 409, 200]
        assert second.stop() == 0


def test_it_begins_again_when_asked_and_not_under_another(folder: Path) -> None:
    home = folder / ".holdfast" / "demo"
    with _demo(folder) as first:
        _printed(first)
        (home / "mark").touch()
        refused = subprocess.run(
            [sys.executable, "-m", "holdfast.cli", "demo", "--reset"],
            cwd=folder, capture_output=True, text=True, check=False, timeout=SECONDS,
        )  # fmt: skip
        assert refused.returncode == 1
        assert "Stop it first" in refused.stderr
        assert (home / "mark").exists()
        first.kill()
    with _demo(folder, "--reset") as second:
        _printed(second)
        assert not (home / "mark").exists()
        assert second.stop() == 0


def test_the_check_walks_a_transfer_to_held_and_leaves_nothing(folder: Path) -> None:
    with _demo(folder, "--check") as check:
        status = check.process.wait(timeout=180)
        told = check.log.read_text(encoding="utf-8")
    assert status == 0, told
    for control in ("A1.queued", "A2.independent", "B1.human", "B3.order", "B3.live", "S.role", "C3.retelling"):
        assert f"     {control}: " in told
    assert "The latest receiving answer is an acceptance. Escalated: executive." in told
    assert "HELD" in told
    assert not (folder / ".holdfast" / "demo-check").exists()


def test_a_port_that_is_taken_is_said(folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        with _demo(folder, "--port", port) as demo:
            assert demo.process.wait(timeout=SECONDS) == 1
            assert f"Port {port} is taken" in demo.log.read_text(encoding="utf-8")


def test_it_fills_no_folder_and_no_database_but_its_own(folder: Path) -> None:
    folder.mkdir()
    (folder / "precious").touch()
    with Command(folder, "demo", "--seed", HOLDFAST_UNSAFE_TELLING="yes") as seed:
        assert seed.process.wait(timeout=SECONDS) == 1
        assert "was not made by the demo" in seed.log.read_text(encoding="utf-8")
