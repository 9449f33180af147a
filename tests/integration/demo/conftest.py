"""A demo filled in the test's own database."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from holdfast.demo.folder import DemoFolder

SEAL_KEY = "c2VhbCBrZXkgZm9yIHRlc3RzIG9ubHksIDMyIGJ5dGU="


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> DemoFolder:
    """A demo's folder, and leave to tell the clock."""
    settings.HOLDFAST_UNSAFE_TELLING, settings.HOLDFAST_SEAL_KEY = True, SEAL_KEY
    made = DemoFolder(tmp_path / "demo")
    made.make()
    return made
