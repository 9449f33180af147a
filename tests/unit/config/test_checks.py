"""`check --deploy` warns of settings that are allowed and yet unwise."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from holdfast.config.checks import embedded_in_public, owner_at_hand


@pytest.mark.parametrize(
    ("embedded", "url", "ids"),
    [
        (True, "https://holdfast.example", ["holdfast.W001"]),
        (True, "http://127.0.0.1:8000", []),
        (False, "https://holdfast.example", []),
    ],
)
def test_a_public_site_has_a_database_of_its_own(settings: Settings, embedded: bool, url: str, ids: list[str]) -> None:
    settings.HOLDFAST_IS_EMBEDDED, settings.HOLDFAST_PUBLIC_URL = embedded, url
    assert [warning.id for warning in embedded_in_public(None)] == ids


@pytest.mark.parametrize(
    ("embedded", "owner", "ids"),
    [(False, {"USER": "owner"}, ["holdfast.W002"]), (False, {}, []), (True, {"USER": "owner"}, [])],
)
def test_a_serving_process_does_not_know_the_owner(
    settings: Settings, embedded: bool, owner: dict[str, object], ids: list[str]
) -> None:
    settings.HOLDFAST_IS_EMBEDDED, settings.HOLDFAST_DATABASE_OWNER = embedded, owner
    assert [warning.id for warning in owner_at_hand(None)] == ids
