"""The ladder around a service, read in one statement for pages, is the ladder of its organisation."""

from __future__ import annotations

from datetime import time

import pytest

from holdfast.accounts.rota import Window
from holdfast.accounts.selectors import ladder_around, ladder_for
from holdfast.accounts.services import holder_add, regional_set, rung_set, staff_deactivate
from holdfast.config.ids import new_id
from holdfast.protocol.codes import EscalationLevel as Level

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
NIGHTS = Window(frozenset({5, 6, 7}), time(22), time(6), "America/Los_Angeles")


@pytest.fixture
def climbing(organization, ana, bo):
    """A ladder with all that a ladder can have: two holders, hours, an empty place, a regional one of its own."""
    rung = rung_set(organization.pk, Level.SUPERVISORY, minutes=5, next_level=Level.MANAGER)
    holder_add(rung, ana.pk)
    holder_add(rung, bo.pk, window=NIGHTS)
    rung_set(organization.pk, Level.MANAGER, minutes=15)
    holder_add(regional_set(minutes=60), ana.pk)
    holder_add(regional_set(minutes=30, jurisdiction="US-CA"), bo.pk)
    return organization


@pytest.mark.parametrize("jurisdiction", ["", "US-CA", "US-OR"])
def test_it_is_the_ladder_of_the_organisation_in_one_statement(
    climbing, service, jurisdiction: str, django_assert_num_queries
) -> None:
    climbing.jurisdiction = jurisdiction
    climbing.save()
    with django_assert_num_queries(1):
        found = ladder_around(str(service.pk))
    assert found == ladder_for(str(climbing.pk), jurisdiction=jurisdiction)


def test_who_was_deactivated_holds_nothing_there_either(climbing, service, ana) -> None:
    staff_deactivate(ana.pk)
    found = ladder_around(str(service.pk))
    assert [holder.window for holder in found[Level.SUPERVISORY].holders] == [NIGHTS]
    assert found == ladder_for(str(climbing.pk))


def test_a_service_that_is_not_there_has_none() -> None:
    assert ladder_around(str(new_id())) == {}
