"""A room is entered through its services, selectors and models (style.md 2).

Further doors stand in `pyproject.toml`, each with its reason.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.unit.house.source import REPOSITORY, SOURCE, house_rules, modules, tree

ROOMS = {"ledger", "directory", "people", "accounts", "transfers", "notify", "live"}
DOORS = {"services", "selectors", "models", "errors"}
MORE_DOORS = house_rules()["doors"]


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _entered(path: Path) -> Iterator[tuple[str, str]]:
    own = path.relative_to(SOURCE).parts[0]
    for name in _imported(path):
        house, room, door, *_ = [*name.split("."), "", ""]
        if house == "holdfast" and room in ROOMS - {own} and door not in DOORS:
            yield f"{room}.{door}", f"{path.relative_to(REPOSITORY)} imports {name}"


def test_rooms_are_entered_through_their_doors() -> None:
    entered = [each for path in modules(SOURCE) for each in _entered(path)]
    assert [told for door, told in entered if door not in MORE_DOORS] == []


def test_every_further_door_is_used() -> None:
    used = {door for path in modules(SOURCE) for door, _ in _entered(path)}
    assert set(MORE_DOORS) - used == set()
