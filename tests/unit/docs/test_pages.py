"""The written pages hold to what they promise: decisions have their parts, links lead somewhere, commands exist."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from holdfast.cli import main
from holdfast.cli.reference.markdown import anchor
from tests.unit.house.source import REPOSITORY

DOCS = REPOSITORY / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
DECISIONS = sorted((DOCS / "adr").glob("*.md"))
PARTS = ["Context", "Decision", "Options rejected", "Consequences", "How it is checked"]
LONGEST_PAGE = 60
"""Lines of a decision, which is to be one page."""


def name(path: Path) -> str:
    return str(path.relative_to(DOCS))


@pytest.mark.parametrize("decision", DECISIONS, ids=name)
def test_a_decision_has_its_five_parts_on_one_page(decision: Path) -> None:
    lines = decision.read_text(encoding="utf-8").splitlines()
    assert [line.removeprefix("## ") for line in lines if line.startswith("## ")] == PARTS
    assert len(lines) <= LONGEST_PAGE


@pytest.mark.parametrize("decision", DECISIONS, ids=name)
def test_a_decision_is_headed_by_its_number(decision: Path) -> None:
    number = decision.name.split("-")[0]
    assert re.fullmatch(r"\d{4}", number)
    assert decision.read_text(encoding="utf-8").startswith(f"# {number} ")


def test_no_two_decisions_have_the_same_number() -> None:
    numbers = [decision.name.split("-")[0] for decision in DECISIONS]
    assert numbers == sorted(set(numbers))


def test_every_page_is_on_the_map() -> None:
    linked = {(DOCS / to).resolve() for to, _ in links(DOCS / "README.md")}
    assert [name(page) for page in PAGES if page not in linked and page != DOCS / "README.md"] == []


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_link_leads_somewhere(page: Path) -> None:
    for to, part in links(page):
        target = (page.parent / to).resolve() if to else page
        assert target.exists(), f"{to} is not there"
        if part and target.suffix == ".md":
            assert f"#{part}" in anchors(target), f"{to} has no #{part}"


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_command_that_a_page_tells_to_run_is_one(page: Path) -> None:
    for line in commands(page):
        command, words = asked(shlex.split(line)[1:])
        known = {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}
        assert {word for word in words if word.startswith("--")} <= known, line


def asked(words: list[str]) -> tuple[click.Command, list[str]]:
    """Return the command that `words` ask for, and what they give it."""
    command: click.Command = main
    while isinstance(command, click.Group) and words:
        found = command.get_command(click.Context(command), words[0])
        assert found is not None, f"there is no command {words[0]}"
        command, words = found, words[1:]
    return command, words


def links(page: Path) -> Iterator[tuple[str, str]]:
    """Yield where the links of a page lead within the repository: the path, and the part of it."""
    for to in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        if "://" not in to:
            path, _, part = to.partition("#")
            yield path, part


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {anchor(heading) for heading in headings}


def commands(page: Path) -> Iterator[str]:
    """Yield the commands of our own in a page's blocks of shell."""
    for block in re.findall(r"```sh\n(.*?)```", page.read_text(encoding="utf-8"), flags=re.DOTALL):
        for line in block.splitlines():
            found = re.search(r"(?:^|\s)(holdfast [a-z].*)$", line)
            if found:
                yield found[1]
