"""The source as the tests of the house rules read it."""

from __future__ import annotations

import ast
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).parents[3]
SOURCE = REPOSITORY / "src" / "holdfast"


def modules(folder: Path) -> list[Path]:
    """Return the Python files below `folder` that people write; migrations are written by Django."""
    return sorted(path for path in folder.rglob("*.py") if "migrations" not in path.parts)


@cache
def tree(path: Path) -> ast.Module:
    """Return the module's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def committed_files() -> Iterator[Path]:
    """Yield every text file that git has or would take."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, capture_output=True, text=True, check=True, cwd=REPOSITORY)
    for name in filter(None, listed.stdout.split("\0")):
        path = REPOSITORY / name
        if path.is_file() and b"\0" not in path.read_bytes()[:4096]:
            yield path


def house_rules() -> dict[str, Any]:
    """Return our own section of `pyproject.toml`."""
    rules: dict[str, Any] = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["tool"]["holdfast"]
    return rules
