"""A skip that nobody listed fails the run."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[3]


@pytest.fixture
def skipping(tmp_path: Path) -> Path:
    """A test file of which one test is skipped, with our plugin."""
    file = tmp_path / "test_skipping.py"
    file.write_text("import pytest\ndef test_it(): pytest.skip('no reason')\n")
    (tmp_path / "conftest.py").write_text("from tests.skips import *\n")
    return file


def _status(file: Path, **environment: str) -> int:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:django", "-c", os.devnull, f"--rootdir={file.parent}"]
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(REPOSITORY), **environment}
    done = subprocess.run([*command, str(file)], capture_output=True, check=False, env=environment, cwd=file.parent)
    return done.returncode


def test_an_unlisted_skip_fails_the_strict_run(skipping: Path) -> None:
    assert _status(skipping, HOLDFAST_STRICT_SKIPS="1") == pytest.ExitCode.TESTS_FAILED


def test_an_unlisted_skip_passes_at_a_developers_desk(skipping: Path) -> None:
    assert _status(skipping) == pytest.ExitCode.OK


def test_a_skipped_module_fails_the_strict_run(skipping: Path) -> None:
    skipping.write_text("import pytest\npytest.skip('no reason', allow_module_level=True)\n")
    assert _status(skipping, HOLDFAST_STRICT_SKIPS="1") != pytest.ExitCode.OK
