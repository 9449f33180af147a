"""What every test stands on: a database made by the owner's role and used as the application's, and no network."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import TransactionTestCase
from django.utils import translation
from pytest_django.plugin import DjangoDbBlocker

from tests.database import drop_database, empty_tables, make_database
from tests.skips import pytest_make_collect_report, pytest_runtest_makereport

__all__ = ["pytest_make_collect_report", "pytest_runtest_makereport"]


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Give this worker a database of its own. A test that commits is followed by the owner's TRUNCATE."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _: empty_tables())
        with django_db_blocker.unblock():
            name = make_database(worker)
        yield
        with django_db_blocker.unblock():
            drop_database(name)


def pytest_runtest_setup() -> None:
    """Leave the language of an earlier test's last request behind."""
    translation.deactivate()


@pytest.fixture(autouse=True, scope="session")
def _only_loopback() -> Iterator[None]:
    """Refuse every connection that leaves this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: tuple[str, int] | str | bytes) -> None:
        if isinstance(address, tuple) and not address[0].startswith(("127.", "::1", "localhost")):
            raise AssertionError(f"a test tried to reach {address[0]}; tests use loopback only")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield


@pytest.fixture
def shared_happy_path() -> dict[str, object]:
    """The happy path as the project's shared material tells it; a copy of it is among our own vectors."""
    story: dict[str, object] = json.loads(
        (Path(__file__).parent / "conformance" / "happy-path.json").read_text(encoding="utf-8")
    )
    return story
