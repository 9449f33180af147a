"""A demo filled in the test's own database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.test import override_settings
from pytest_django import Settings
from pytest_django.plugin import DjangoDbBlocker

from holdfast.demo.folder import DemoFolder
from holdfast.demo.seeding import seed

TELLING = {
    "HOLDFAST_UNSAFE_TELLING": True,
    "HOLDFAST_SEAL_KEY": "c2VhbCBrZXkgZm9yIHRlc3RzIG9ubHksIDMyIGJ5dGU=",
}


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> DemoFolder:
    """A demo's folder, and leave to tell the clock."""
    for name, value in TELLING.items():
        setattr(settings, name, value)
    return _made(tmp_path)


@pytest.fixture(scope="module")
def seeded(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[DemoFolder]:
    """A demo filled once for all tests of a module, and rolled back after them."""
    folder = _made(tmp_path_factory.mktemp("demo"))
    with django_db_blocker.unblock(), override_settings(**TELLING), transaction.atomic():
        seed(folder)
        yield folder
        transaction.set_rollback(True)


def _made(place: Path) -> DemoFolder:
    made = DemoFolder(place / "demo")
    made.make()
    return made
