"""The reference pages are made from the code, and `docs-gen --check` tells when they are not as it has them."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from holdfast.cli import main
from holdfast.cli.reference import api, protocol, settings
from holdfast.protocol.codes import DeadlineName
from holdfast.protocol.commands import COMMANDS
from holdfast.protocol.controls import CONTROLS
from holdfast.protocol.policy import base_policy
from tests.unit.house.source import REPOSITORY


@pytest.fixture(autouse=True)
def no_api(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api, "document", lambda: None)  # it needs Django; the page itself has a test of its own


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in ("pyproject.toml", settings.EXAMPLE, settings.SOURCE):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(REPOSITORY / name, tmp_path / name)
    return tmp_path


@pytest.fixture(scope="module")
def page() -> str:
    return protocol.page(REPOSITORY)


def docs_gen(root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["docs-gen", "--root", str(root), *arguments])


def test_what_was_just_written_agrees(root: Path) -> None:
    assert docs_gen(root).exit_code == 0
    assert docs_gen(root, "--check").exit_code == 0


def test_a_page_that_was_changed_is_named_with_what_to_run(root: Path) -> None:
    docs_gen(root)
    (root / "docs/reference/cli.md").write_text("by hand\n")
    told = docs_gen(root, "--check")
    assert told.exit_code == 1
    assert told.output.splitlines() == ["docs/reference/cli.md differs from the code", "run: make docs-gen"]
    assert (root / "docs/reference/cli.md").read_text() == "by hand\n"


def test_outside_the_repository_nothing_is_written(tmp_path: Path) -> None:
    assert docs_gen(tmp_path).exit_code == 2
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("control", CONTROLS.values(), ids=lambda control: control.id)
def test_a_controls_section_gives_rule_sentence_function_and_vectors(page: str, control) -> None:
    section = page.split(f"\n### {control.id}\n")[1].split("\n### ", maxsplit=1)[0]
    assert control.sentence in section
    assert control.mend in section
    assert f"tests/conformance/controls/{control.id}" in section
    assert re.search(r"\d+ holds", section)
    if control.check is not None:
        assert f"`{control.check.__module__}:{control.check.__qualname__}`" in section


def test_every_command_deadline_and_number_is_on_the_page(page: str) -> None:
    for name in COMMANDS:
        assert f"\n### `{name}`\n" in page
    for name in (*DeadlineName, *base_policy().numbers):
        assert f"\n| `{name}` |" in page


def test_a_setting_that_is_not_explained_stops_the_page(root: Path) -> None:
    (root / settings.EXAMPLE).write_text("# --- the site ---\n# What it is.\n#HOLDFAST_PUBLIC_URL=\n")
    told = docs_gen(root)
    assert told.exit_code == 1
    assert "does not explain DATABASE_OWNER_URL" in told.output


def test_the_apis_page_has_each_operation_with_its_answers() -> None:
    answers = {"200": {"description": "The transfer."}, "404": {"description": "There is none."}}
    operation = {"summary": "One transfer", "responses": answers, "parameters": [{"name": "id", "in": "path"}]}
    page = api.page({"paths": {"/api/v1/transfers/{id}": {"get": operation}}})
    assert "| GET | `/api/v1/transfers/{id}` | One transfer | 200, 404 |" in page
    assert "| 404 | There is none. |" in page
