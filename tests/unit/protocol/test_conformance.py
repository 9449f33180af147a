"""Every conformance vector is told to the pure core: our own, and those of the shared material where present."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from holdfast.cli.vectors import failures

REPOSITORY = Path(__file__).resolve().parents[3]
SHARED = Path(os.environ.get("HOLDFAST_SHARED", REPOSITORY.parent / "shared")) / "conformance"
FOLDERS = (REPOSITORY / "tests" / "conformance", SHARED)
VECTORS = [path for folder in FOLDERS for path in sorted(folder.rglob("*.json"))]


def _name(path: Path) -> str:
    folder = next(folder for folder in FOLDERS if folder in path.parents)
    return f"{'shared/' if folder is SHARED else ''}{path.relative_to(folder).with_suffix('')}"


@pytest.mark.parametrize("path", VECTORS, ids=_name)
def test_a_vector_is_told_as_it_expects(path: Path) -> None:
    assert list(failures(json.loads(path.read_text(encoding="utf-8")))) == []


def test_there_are_vectors_to_tell() -> None:
    assert len([path for path in VECTORS if FOLDERS[0] in path.parents]) > 500
