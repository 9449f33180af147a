"""Keys for the ledger's tests; none is a secret."""

from __future__ import annotations

import base64

import pytest


@pytest.fixture(autouse=True)
def keys(settings):
    settings.HOLDFAST_MASTER_KEY = base64.b64encode(b"1" * 32).decode()
    settings.HOLDFAST_SEAL_KEY = base64.b64encode(b"s" * 32).decode()


@pytest.fixture
def second_master_key(settings):
    """Return a function that sets a new master key before the one in use."""
    former, fresh = settings.HOLDFAST_MASTER_KEY, base64.b64encode(b"2" * 32).decode()

    def put_first() -> None:
        settings.HOLDFAST_MASTER_KEY = f"{fresh}\n{former}"

    return put_first
