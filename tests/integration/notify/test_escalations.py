"""An escalation reaches who holds its level now; nobody is told in vain, and at night only harm wakes anybody."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from uuid import UUID

import pytest
from django.core import mail

from holdfast.accounts import services as accounts
from holdfast.accounts.models import RungHolder, Staff
from holdfast.accounts.rota import Window
from holdfast.notify.addressing import address_due
from holdfast.notify.models import Dispatch, Message
from holdfast.protocol.codes import EscalationLevel, Role
from holdfast.protocol.labels import label

EVENING = datetime(2026, 11, 21, 3, 30, tzinfo=UTC)
"""22:30 on Friday in New York, where the service is."""
MORNING = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
"""07:00 there."""


def _mailed() -> list[str]:
    return [message.to[0].split("@")[0] for message in mail.outbox]


def test_the_holder_of_the_level_is_told_by_email_and_in_the_product(county):
    county.begins()
    county.refused()
    assert county.work() == 1
    assert _mailed() == ["omar"]
    [message] = county.told("omar")
    assert (message.kind, message.level, message.about) == ("escalation", "director", "A2.dependencies")
    assert message.due_at == county.at + timedelta(minutes=30)


def test_what_is_worked_off_twice_tells_nobody_twice(county):
    county.begins()
    county.refused()
    assert [county.work(), county.work()] == [1, 0]
    assert len(county.told("omar")) == 1


def test_the_email_says_which_level_by_when_and_where_and_nothing_else(county):
    county.begins()
    county.refused()
    county.work()
    [message] = mail.outbox
    assert message.subject == "Holdfast: something needs you by 10:30 AM"
    assert "Level: Director." in message.body
    assert "Friday, November 20, 2026, 10:30 AM" in message.body
    assert f"/acknowledge/{county.told('omar')[0].pk}/" in message.body


def test_times_are_of_the_readers_zone_and_words_of_their_language(county):
    Staff.objects.filter(email__startswith="omar").update(zone="America/Los_Angeles", language="es")
    county.begins()
    county.refused()
    county.work()
    assert "7:30" in mail.outbox[0].subject
    assert "viernes, 20 de noviembre" in mail.outbox[0].body
    assert label(EscalationLevel.DIRECTOR, "es") in mail.outbox[0].body


def test_the_one_on_call_is_told_and_not_the_one_who_is_off(county):
    rung = RungHolder.objects.get(staff__email__startswith="omar").rung
    nights = Window(frozenset({5}), time(20), time(8), "America/New_York")
    accounts.holder_add(rung, UUID(county.story.ids["carla"]), window=nights)
    RungHolder.objects.filter(staff__email__startswith="omar").update(held_until=county.at)
    county.until(EVENING)
    county.begins(is_elevated=True)
    county.refused()
    county.work()
    assert _mailed() == ["carla"]


def test_a_matter_that_nobody_acknowledges_reaches_the_next_level(county):
    county.begins()
    county.refused()
    county.work()
    county.later(minutes=29)
    county.work()
    assert _mailed() == ["omar", "priya"]  # the decision is late by now as well
    county.later(minutes=2)
    county.work()
    assert _mailed() == ["omar", "priya", "omar", "eve"]
    assert county.told("eve")[0].level == "executive"


def test_who_was_not_told_before_the_matter_went_on_is_not_told_after(county):
    county.begins()
    county.refused()
    county.later(minutes=31)
    county.work()
    assert [message.about for message in county.told("omar")] == ["A2.late"]
    assert "A2.dependencies" in [message.about for message in county.told("eve")]


def test_when_one_has_it_the_others_are_not_written_to(county):
    rung = RungHolder.objects.get(staff__email__startswith="omar").rung
    accounts.holder_add(rung, UUID(county.story.ids["carla"]))
    county.begins()
    county.refused()
    address_due()
    assert county.acknowledges("omar", "A2.dependencies")
    assert county.work() == 0
    assert {each.status for each in Dispatch.objects.all()} == {"refused"}


def test_a_vacant_place_falls_to_the_next_and_is_reported(county, administrator):
    RungHolder.objects.filter(staff__email__startswith="omar").update(held_until=county.at)
    county.begins()
    county.refused()
    county.work()
    assert sorted(_mailed()) == ["ada", "eve"]
    assert county.told("eve")[0].by_vacancy
    assert "because nobody holds that place now" in next(m.body for m in mail.outbox if m.to[0].startswith("eve"))
    assert [(m.kind, m.level) for m in _told(administrator)] == [("vacancy", "director")]


def test_a_place_that_became_vacant_after_the_matter_was_raised_falls_through_as_well(county, administrator):
    county.begins()
    county.refused()
    RungHolder.objects.filter(staff__email__startswith="omar").update(held_until=county.at)
    county.work()
    assert sorted(_mailed()) == ["ada", "eve"]


def test_the_same_vacancy_is_reported_once_a_day(county, administrator):
    RungHolder.objects.filter(staff__email__startswith="omar").update(held_until=county.at)
    county.begins()
    for _ in range(2):
        county.refused()
        county.work()
        assert county.story.give("eve", "resolve_escalation", {"control": "A2.dependencies", "note": ""}).is_filed
        county.later(minutes=1)
    assert len(_told(administrator)) == 1
    county.until(county.at + timedelta(days=1))
    county.refused()
    county.work()
    assert len([m for m in _told(administrator) if m.level == "director"]) == 2


def test_where_nobody_holds_any_place_those_hear_whose_role_it_is(county, administrator):
    RungHolder.objects.all().update(held_until=county.at)
    county.begins()
    county.refused()
    county.work()
    assert sorted(_mailed()) == ["ada", "omar"]  # omar is the service's director


def test_where_nobody_at_all_can_hear_the_administrator_is_woken(county, administrator):
    RungHolder.objects.all().update(held_until=county.at)
    Staff.objects.exclude(pk=administrator.pk).exclude(email__startswith="dana").update(is_active=False)
    county.until(EVENING)
    county.begins()
    county.later(minutes=16)
    assert county.work() == 1
    assert _told(administrator)[0].is_harm


def test_at_night_a_matter_that_is_no_harm_is_shown_at_once_and_mailed_in_the_morning(county):
    county.until(EVENING)
    county.begins()
    county.refused()
    assert county.work() == 0
    assert len(county.told("omar")) == 1
    assert Dispatch.objects.get().next_try_at == MORNING


def test_in_the_morning_it_is_mailed_to_whom_it_is_before_then(county):
    county.until(EVENING)
    county.begins()
    county.refused()
    while county.at < MORNING:
        assert county.work() == 0
        county.later(minutes=30)
    county.work()
    assert set(_mailed()) == {"eve"}  # nobody had it all night, so it has gone on to the executive
    assert county.told("omar")


@pytest.mark.parametrize(("is_elevated", "mailed"), [(True, ["priya"]), (False, [])])
def test_at_night_a_late_decision_wakes_the_supervisor_where_the_person_waits_in_a_crisis(county, is_elevated, mailed):
    county.until(EVENING)
    county.begins(is_elevated=is_elevated)
    county.later(minutes=15 if not is_elevated else 5)
    county.work()
    assert _mailed() == mailed
    assert len(county.told("priya")) == 1


def test_it_is_night_by_the_clock_of_who_would_be_woken(county):
    Staff.objects.filter(email__startswith="omar").update(zone="Pacific/Honolulu")  # 17:30 there
    county.until(EVENING)
    county.begins()
    county.refused()
    assert county.work() == 1


def test_somebody_deactivated_is_told_nothing(county):
    county.begins()
    county.refused()
    Staff.objects.filter(email__startswith="omar").update(is_active=False)
    county.work()
    assert _mailed() == ["eve"]


def test_the_originator_holds_no_matter_of_their_own(county):
    rung = RungHolder.objects.get(staff__email__startswith="omar").rung
    accounts.holder_add(rung, UUID(county.story.ids["dana"]))
    accounts.role_give(UUID(county.story.ids["dana"]), Role.DIRECTOR, UUID(county.story.ids["northside"]))
    county.begins()
    county.refused()
    county.work()
    assert _mailed() == ["omar"]


def test_a_resolved_matter_is_told_to_nobody(county):
    county.begins()
    county.refused()
    county.story.give("omar", "resolve_escalation", {"control": "A2.dependencies", "note": ""})
    assert county.work() == 0
    assert county.told("omar") == []


def _told(staff: Staff):
    return list(Message.objects.filter(staff=staff).order_by("written_at", "id"))
