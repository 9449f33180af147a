"""What is committed runs on any machine: no path of one machine, no registry but the public one."""

from __future__ import annotations

import re
import tomllib

import pytest

from tests.unit.house.source import REPOSITORY, committed_files

MACHINE_PATH = re.compile(r"(?<![\w.~$}])/(?:work|root|home|Users)/\w")
REGISTRY = re.compile(r"(?:index-url|extra-index|trusted-host|UV_INDEX|PIP_INDEX)[ =:\"']{1,4}\w", re.IGNORECASE)


@pytest.mark.parametrize("pattern", [MACHINE_PATH, REGISTRY], ids=["machine path", "registry"])
def test_no_file_names_one_machine(pattern: re.Pattern[str]) -> None:
    found = [
        f"{path.relative_to(REPOSITORY)}:{number}: {line.strip()[:80]}"
        for path in committed_files()
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        if pattern.search(line)
    ]
    assert found == []


@pytest.mark.parametrize("rest", ["root/x", "home/someone", "work/main"])
def test_a_path_of_one_machine_is_seen(rest: str) -> None:
    assert MACHINE_PATH.search(f"cd /{rest}")


def test_the_lock_file_names_the_public_registry_only() -> None:
    lock = tomllib.loads((REPOSITORY / "uv.lock").read_text())
    sources = {package["source"].get("registry") for package in lock["package"] if package["name"] != "holdfast"}
    assert sources == {"https://pypi.org/simple"}


def test_the_lock_file_names_the_public_files_only() -> None:
    urls = re.findall(r'url = "https?://([^/]+)/', (REPOSITORY / "uv.lock").read_text())
    assert set(urls) == {"files.pythonhosted.org"}
