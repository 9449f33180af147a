"""The top-level documents keep to their promises."""

from __future__ import annotations

import re
import subprocess

import pytest

from tests.unit.house.source import REPOSITORY


def test_the_readme_is_short() -> None:
    assert 0 < len((REPOSITORY / "README.md").read_text().splitlines()) <= 150


@pytest.mark.parametrize("command", ["make demo", "make test"])
def test_the_readme_leads_with_the_commands_that_set_everything_up(command: str) -> None:
    assert re.search(rf"^[ $]*{command}\b", (REPOSITORY / "README.md").read_text(), re.MULTILINE)


def test_every_verb_of_the_makefile_is_listed_and_short() -> None:
    text = (REPOSITORY / "Makefile").read_text()
    for verb in re.findall(r"^([a-z-]+):(?!=)", text, re.MULTILINE):
        recipe = re.search(rf"^{verb}:.*\n((?:\t.*\n)*)", text, re.MULTILINE)
        assert recipe is not None
        assert "## " in recipe.group(0), verb
        assert recipe.group(1).count("\n") <= 3, verb


def test_make_help_lists_the_verbs() -> None:
    shown = subprocess.run(["make", "-s", "help"], capture_output=True, text=True, check=True, cwd=REPOSITORY).stdout
    assert {"setup", "demo", "test", "test-full", "check"} <= {line.split()[0] for line in shown.splitlines()}


def test_decision_records_have_numbers_of_their_own() -> None:
    numbers = [path.name.split("-")[0] for path in (REPOSITORY / "docs" / "adr").glob("[0-9]*.md")]
    assert len(numbers) == len(set(numbers))
