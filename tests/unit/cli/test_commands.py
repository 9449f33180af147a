"""The `holdfast` command: its subcommands are modules, and its errors are sentences."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from django.db import OperationalError

from holdfast import cli
from holdfast.cli import main
from holdfast.protocol.errors import HoldfastError


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> list[Exception]:
    """A subcommand `fail` that raises what the test puts into the list."""
    faults: list[Exception] = []

    @click.command()
    def fail() -> None:
        raise faults[0]

    monkeypatch.setattr(cli.Subcommands, "get_command", lambda *_: fail)
    return faults


@pytest.mark.parametrize("name", ["serve", "worker", "migrate"])
def test_each_module_is_a_subcommand(name: str) -> None:
    assert name in CliRunner().invoke(main, ["--help"]).output


def test_an_unknown_subcommand_is_a_usage_error() -> None:
    done = CliRunner().invoke(main, ["no-such-thing"])
    assert done.exit_code == 2
    assert "No such command 'no-such-thing'" in done.output


@pytest.mark.parametrize("fault", [HoldfastError("What is wrong."), OperationalError("What is wrong.")])
def test_an_expected_error_is_a_sentence_and_status_1(failing: list[Exception], fault: Exception) -> None:
    failing.append(fault)
    done = CliRunner().invoke(main, ["fail"])
    assert (done.exit_code, done.output) == (1, "Error: What is wrong.\n")


def test_a_bug_is_not_hidden(failing: list[Exception]) -> None:
    failing.append(KeyError("a bug"))
    assert isinstance(CliRunner().invoke(main, ["fail"]).exception, KeyError)


def test_help_is_quick_because_nothing_starts(tmp_path: Path) -> None:
    code = "import sys; from holdfast.cli import main; main(['serve', '--help'], standalone_mode=False); "
    code += "sys.exit('django' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 0
    assert list(tmp_path.iterdir()) == []
