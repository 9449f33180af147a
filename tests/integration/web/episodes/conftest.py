"""The county in browsers, with an episode of the person."""

from __future__ import annotations

import pytest

from holdfast.people.episodes import episode_open
from holdfast.people.models import Episode
from holdfast.protocol.codes import EpisodeKind
from tests.integration.web.clinicians.conftest import (
    browser,
    cast,
    clock,
    contact,
    pathway,
    person,
    services,
    staff,
    walk,
)

__all__ = ["browser", "cast", "clock", "contact", "pathway", "person", "services", "staff", "walk"]


@pytest.fixture
def episode(person, services, staff) -> Episode:
    return episode_open(person.pk, str(services["northside"].pk), EpisodeKind.CRISIS, str(staff["originator"].pk))
