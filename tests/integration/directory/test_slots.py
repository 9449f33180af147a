"""Publishing times for first visits: by the service's own clock, all of a run or none, each fault by its day."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
import time_machine

from holdfast.config.clock import now
from holdfast.directory.models import Closure, Organization, Service, Slot, SlotMode
from holdfast.directory.slots import SlotFault, SlotsRefused, SlotWish, slots_ahead, slots_publish, slots_withdraw

pytestmark = pytest.mark.django_db
F = SlotFault


@pytest.fixture(autouse=True)
def at():
    with time_machine.travel("2026-10-20T12:00:00-04:00", tick=False) as clock:
        yield clock


@pytest.fixture
def river():
    return Service.objects.create(
        organization=Organization.objects.create(name="County"), name="riverside", status="active",
        hours="Mo-Fr 08:00-18:00", zone="America/New_York", region="US-NY", staffed=True,
    )  # fmt: skip


def wish(service: Service, day: str, clock: str = "10:00", **other: object) -> SlotWish:
    said: dict[str, object] = {"minutes": 50, "mode": SlotMode.IN_PERSON, "place": "40 River Street", **other}
    return SlotWish(str(service.pk), date.fromisoformat(day), time.fromisoformat(clock), **said)  # type: ignore[arg-type]


def faults(asked: SlotWish) -> list[tuple[str, SlotFault, str]]:
    with pytest.raises(SlotsRefused) as refused:
        slots_publish(asked, "marcus")
    assert not Slot.objects.exists()
    return [(each.name, each.fault, each.day.isoformat() if each.day else "") for each in refused.value.wrong]


def test_a_weekly_run_keeps_its_time_by_the_clock_over_the_autumn_change(river) -> None:
    made = slots_publish(wish(river, "2026-10-28", weeks=2), "marcus")
    assert [slot.starts_at for slot in made] == [
        datetime(2026, 10, 28, 14, tzinfo=UTC), datetime(2026, 11, 4, 15, tzinfo=UTC)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("day", "clock", "fault"),
    [
        ("2027-03-14", "02:30", F.SKIPPED), ("2026-11-01", "01:30", F.TWICE), ("2026-11-26", "10:00", F.CLOSED),
        ("2026-10-20", "12:00", F.PAST), ("2027-10-22", "10:00", F.FAR), ("9999-12-31", "10:00", F.FAR),
        ("0001-01-01", "00:00", F.PAST),
    ],
)  # fmt: skip
def test_a_time_that_cannot_be_is_refused_by_name(river, day: str, clock: str, fault: SlotFault) -> None:
    [(_field, came, on)] = faults(wish(river, day, clock))
    assert (came, on) == (fault, day)


def test_a_minute_before_and_at_the_clock_changes_there_is_one_time(river) -> None:
    Service.objects.filter(pk=river.pk).update(hours="24/7")
    for day, clock in (
        ("2027-03-14", "01:59"),
        ("2027-03-14", "03:00"),
        ("2026-11-01", "00:59"),
        ("2026-11-01", "02:00"),
    ):
        assert len(slots_publish(wish(river, day, clock), "marcus")) == 1


def test_a_run_over_one_wrong_day_publishes_nothing_and_names_the_day(river) -> None:
    Closure.objects.create(service=river, first="2026-11-06", last="2026-11-06", reason="training")
    assert faults(wish(river, "2026-10-30", weeks=3)) == [("day", F.CLOSED, "2026-11-06")]


def test_a_service_that_is_open_around_the_clock_is_closed_on_its_own_days_alone(river) -> None:
    Service.objects.filter(pk=river.pk).update(hours="24/7")
    assert slots_publish(wish(river, "2026-11-26"), "marcus")


def test_published_twice_by_a_double_click_it_is_one(river) -> None:
    slots_publish(wish(river, "2026-10-27"), "marcus")
    with pytest.raises(SlotsRefused) as refused:
        slots_publish(wish(river, "2026-10-27"), "marcus")
    assert [each.fault for each in refused.value.wrong] == [F.TAKEN]
    assert slots_publish(wish(river, "2026-10-27", who="Ana Ruiz, nurse"), "marcus")


def test_what_is_no_length_no_run_and_no_place_is_refused(river) -> None:
    asked = wish(river, "2026-10-27", minutes=0, weeks=0, place=" ")
    assert [fault for _, fault, _ in faults(asked)] == [F.LENGTH, F.WEEKS, F.PLACE]


def test_while_the_zone_is_not_known_nothing_is_published(river) -> None:
    Service.objects.filter(pk=river.pk).update(zone=None)
    assert [fault for _, fault, _ in faults(wish(river, "2026-10-27"))] == [F.ZONE]


def test_only_staff_of_the_service_withdraw_its_times(river) -> None:
    [slot] = slots_publish(wish(river, "2026-10-27"), "marcus")
    assert slots_withdraw([slot.pk], []) == 0
    assert slots_withdraw([slot.pk], [str(river.pk)]) == 1
    assert not slots_ahead([str(river.pk)], now()).exists()
