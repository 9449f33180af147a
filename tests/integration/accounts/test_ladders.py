"""Ladders as they are kept: what an organisation has mapped comes back as the pure core wants it."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from django.db import IntegrityError, transaction

from holdfast.accounts.errors import NotAllowed, NotFound
from holdfast.accounts.ladder import climb, holder_of
from holdfast.accounts.models import LadderRung, RungHolder, Staff
from holdfast.accounts.rota import Window
from holdfast.accounts.selectors import ladder_for
from holdfast.accounts.services import holder_add, holder_end, regional_set, rung_set, staff_deactivate
from holdfast.config.ids import new_id
from holdfast.protocol.codes import EscalationLevel as Level
from tests.integration.accounts.conftest import NOW, SECOND

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
NIGHTS = Window(frozenset({5, 6, 7}), time(22), time(6), "America/Los_Angeles")


def test_a_ladder_comes_back_as_it_was_mapped_in_two_statements(
    organization, ana, bo, clock, django_assert_num_queries
) -> None:
    rung = rung_set(organization.pk, Level.SUPERVISORY, minutes=5, next_level=Level.MANAGER)
    holder_add(rung, ana.pk)
    clock.shift(1)
    holder_add(rung, bo.pk, window=NIGHTS)
    rung_set(organization.pk, Level.MANAGER, minutes=15)
    with django_assert_num_queries(2):
        rungs = ladder_for(str(organization.pk))
    supervisory = rungs[Level.SUPERVISORY]
    assert (supervisory.minutes, supervisory.next_level) == (5, Level.MANAGER)
    assert [(h.staff_id, h.window) for h in supervisory.holders] == [(str(ana.pk), None), (str(bo.pk), NIGHTS)]
    assert (rungs[Level.MANAGER].next_level, rungs[Level.MANAGER].holders) == (None, ())


def test_the_ladder_of_another_organisation_is_not_mixed_in(organization) -> None:
    rung_set(organization.pk, Level.DIRECTOR, minutes=5)
    assert ladder_for(str(new_id())) == {}


def test_regional_belongs_to_the_jurisdiction_and_stands_in_every_ladder_of_it(organization, ana, bo) -> None:
    holder_add(regional_set(minutes=60), ana.pk)
    holder_add(regional_set(minutes=30, jurisdiction="US-CA"), bo.pk)
    org = str(organization.pk)
    assert holder_of(ladder_for(org, jurisdiction="US-CA"), Level.REGIONAL, NOW) == (str(bo.pk),)
    assert holder_of(ladder_for(org, jurisdiction="US-OR"), Level.REGIONAL, NOW) == (str(ana.pk),)
    assert holder_of(ladder_for(org), Level.REGIONAL, NOW) == (str(ana.pk),)


def test_no_organisation_maps_regional(organization) -> None:
    with pytest.raises(NotAllowed, match="jurisdiction"):
        rung_set(organization.pk, Level.REGIONAL, minutes=5)


@pytest.mark.parametrize("owned", [True, False])
def test_the_database_refuses_a_level_without_its_owner(organization, owned: bool) -> None:
    level = Level.REGIONAL if owned else Level.DIRECTOR
    with pytest.raises(IntegrityError, match="regional_of_jurisdiction"), transaction.atomic():
        LadderRung.objects.create(organization=organization if owned else None, level=level, minutes=5)


def test_mapping_regional_anew_changes_it() -> None:
    regional_set(minutes=60)
    regional_set(minutes=30)
    assert LadderRung.objects.get().minutes == 30


def test_mapping_a_level_anew_changes_it_and_keeps_its_holders(organization, ana) -> None:
    holder_add(rung_set(organization.pk, Level.DIRECTOR, minutes=5), ana.pk)
    rung_set(organization.pk, Level.DIRECTOR, minutes=30, next_level=Level.REGIONAL)
    director = ladder_for(str(organization.pk))[Level.DIRECTOR]
    assert (director.minutes, director.next_level, len(director.holders)) == (30, Level.REGIONAL, 1)


def test_the_database_refuses_a_level_mapped_twice(organization) -> None:
    rung_set(organization.pk, Level.DIRECTOR, minutes=5)
    with pytest.raises(IntegrityError, match="accounts_rung_once_an_organization"), transaction.atomic():
        LadderRung.objects.create(organization=organization, level=Level.DIRECTOR, minutes=9)


def test_no_minutes_to_acknowledge_are_refused(organization) -> None:
    with pytest.raises(NotAllowed, match="one minute"):
        rung_set(organization.pk, Level.DIRECTOR, minutes=0)
    with pytest.raises(NotAllowed, match="one minute"):
        regional_set(minutes=0)


def test_a_deactivated_holder_leaves_the_place_vacant(organization, ana: Staff, bo: Staff) -> None:
    holder_add(rung_set(organization.pk, Level.SUPERVISORY, minutes=5, next_level=Level.DIRECTOR), ana.pk)
    holder_add(rung_set(organization.pk, Level.DIRECTOR, minutes=5), bo.pk)
    Staff.objects.filter(pk=ana.pk).update(is_active=False)
    landed = climb(ladder_for(str(organization.pk)), Level.SUPERVISORY, NOW)
    assert (landed.level, landed.holders, landed.vacant) == (Level.DIRECTOR, (str(bo.pk),), (Level.SUPERVISORY,))


def test_deactivating_ends_the_places_on_ladders(organization, ana: Staff) -> None:
    holder = holder_add(rung_set(organization.pk, Level.SUPERVISORY, minutes=5), ana.pk)
    staff_deactivate(ana.pk)
    holder.refresh_from_db()
    assert holder.held_until == NOW


def test_a_place_that_was_ended_is_held_until_that_instant(organization, ana, clock) -> None:
    holder = holder_add(rung_set(organization.pk, Level.SUPERVISORY, minutes=5), ana.pk)
    clock.move_to(NOW + timedelta(hours=1))
    holder_end(holder.pk)
    rungs = ladder_for(str(organization.pk))
    end = NOW + timedelta(hours=1)
    assert holder_of(rungs, Level.SUPERVISORY, end - SECOND) == (str(ana.pk),)
    assert holder_of(rungs, Level.SUPERVISORY, end) == ()
    with pytest.raises(NotFound):
        holder_end(holder.pk)


@pytest.mark.parametrize(
    "window",
    [
        Window(frozenset(), time(8), time(17), "UTC"),
        Window(frozenset({0}), time(8), time(17), "UTC"),
        Window(frozenset({8}), time(8), time(17), "UTC"),
        Window(frozenset({1}), time(8), time(17), "Mars/Olympus"),
        Window(frozenset({1}), time(8), time(17), ""),
        Window(frozenset({1}), time(8), time(17), "../etc/passwd"),
    ],
    ids=str,
)
def test_a_rota_without_a_day_or_a_zone_that_exists_is_refused(organization, ana, window: Window) -> None:
    rung = rung_set(organization.pk, Level.SUPERVISORY, minutes=5)
    with pytest.raises(NotAllowed):
        holder_add(rung, ana.pk, window=window)


@pytest.mark.parametrize("broken", [{"weekdays": "12"}, {"weekdays": "21", "zone": "UTC"}, {"zone": "UTC"}], ids=str)
def test_the_database_refuses_half_a_window(organization, ana, broken: dict[str, str]) -> None:
    rung = rung_set(organization.pk, Level.SUPERVISORY, minutes=5)
    with pytest.raises(IntegrityError, match="accounts_holder"), transaction.atomic():
        RungHolder.objects.create(rung=rung, staff=ana, **broken)
