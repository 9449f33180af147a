"""The licence is the whole Apache-2.0, and says so wherever a package's reader looks."""

from __future__ import annotations

import tomllib

from tests.unit.house.source import REPOSITORY


def test_the_licence_is_the_whole_text() -> None:
    text = (REPOSITORY / "LICENSE").read_text()
    assert "Apache License" in text
    assert "END OF TERMS AND CONDITIONS" in text


def test_the_package_names_its_licence() -> None:
    assert tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["project"]["license"] == "Apache-2.0"
