"""Modules and functions stay small enough to read (style.md 14). Exceptions stand in `pyproject.toml` with a reason."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.unit.house.source import REPOSITORY, SOURCE, house_rules, modules, tree

SIZES = house_rules()["sizes"]
EXCEPTIONS = SIZES["exceptions"]
TESTS = REPOSITORY / "tests"


def _functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{path.relative_to(REPOSITORY)}::{node.name}", (node.end_lineno or 0) - node.lineno + 1


def _too_long(folder: Path, limit: int, prefix: str = "") -> list[str]:
    functions = (each for path in modules(folder) for each in _functions(path) if f"::{prefix}" in each[0])
    return [f"{name}: {lines} lines" for name, lines in functions if lines > limit and name not in EXCEPTIONS]


def test_no_module_is_too_long_to_read() -> None:
    lines = {path.relative_to(REPOSITORY): path.read_text().count("\n") for path in modules(SOURCE) + modules(TESTS)}
    assert [
        f"{path}: {n}" for path, n in lines.items() if n > SIZES["module_lines"] and str(path) not in EXCEPTIONS
    ] == []


def test_no_function_is_too_long_to_read() -> None:
    assert _too_long(SOURCE, SIZES["function_lines"]) + _too_long(TESTS, SIZES["function_lines"]) == []


def test_no_test_is_too_long_to_read() -> None:
    assert _too_long(TESTS, SIZES["test_lines"], "test_") == []


def test_every_exception_is_still_needed() -> None:
    everything = [function for path in modules(SOURCE) + modules(TESTS) for function in _functions(path)]
    long = {name for name, lines in everything if lines > SIZES["test_lines"]}
    large = {str(path.relative_to(REPOSITORY)) for path in modules(SOURCE) + modules(TESTS)}
    assert [name for name, reason in EXCEPTIONS.items() if name not in long | large or not reason] == []
