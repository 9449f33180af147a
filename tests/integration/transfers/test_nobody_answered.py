"""Nobody answers, and the server is down over noon: at 12:05 the deadline passed at 12:00, and each is told once."""

from __future__ import annotations

from datetime import datetime

import pytest
import time_machine

from holdfast.notify.addressing import address_due
from holdfast.notify.models import Kind, Message
from holdfast.transfers.models import Deadline, DeadlineStatus, Escalation, Transfer
from holdfast.transfers.sweeping import sweep
from tests.property.derived import check_derived
from tests.story import Story, vector

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.full]
NOON = datetime.fromisoformat("2026-11-19T12:00:00-05:00")
BACK = NOON.replace(minute=5)
STEPS_BEFORE_NOON = 13


@pytest.fixture
def down_over_noon() -> Story:
    """The journey up to the evening before; then nothing runs until five past noon."""
    story = Story(vector("journeys/nobody-answered.json")).set_up()
    assert [each.is_filed for each in story.tell(STEPS_BEFORE_NOON)] == [True] * (STEPS_BEFORE_NOON - 1) + [False]
    with time_machine.travel(BACK, tick=False):
        sweep()
        sweep()
        address_due()
    return story


def test_the_deadline_counts_as_missed_at_noon_and_once(down_over_noon: Story) -> None:
    missed = Deadline.objects.get(transfer_id=down_over_noon.transfer_id, name="acceptance")
    assert (missed.due_at, missed.status) == (NOON, DeadlineStatus.MISSED)
    matter = Escalation.objects.get(transfer_id=down_over_noon.transfer_id, control="acceptance")
    assert (matter.asked, matter.count, matter.resolved_at) == ("supervisory", 1, None)


def test_the_owner_is_still_the_originator(down_over_noon: Story) -> None:
    row = Transfer.objects.get(pk=down_over_noon.transfer_id)
    assert (row.owner_id, row.stage) == (down_over_noon.ids["dana"], "live")
    check_derived(down_over_noon.transfer_id)


def test_the_level_and_the_escalation_owner_are_told_once(down_over_noon: Story) -> None:
    told = Message.objects.filter(kind=Kind.ESCALATION, about="acceptance").values_list("staff_id", flat=True)
    assert sorted(map(str, told)) == sorted([down_over_noon.ids["priya"], down_over_noon.ids["dion"]])


def test_after_the_same_span_again_it_goes_to_the_director(down_over_noon: Story) -> None:
    opened = Deadline.objects.get(transfer_id=down_over_noon.transfer_id, name="acceptance").opened_at
    with time_machine.travel(NOON + (NOON - opened), tick=False):
        sweep()
    assert Escalation.objects.get(transfer_id=down_over_noon.transfer_id, control="acceptance").level == "director"


def test_the_alternate_accepts_by_voice_and_confirms_and_the_journey_goes_on(down_over_noon: Story) -> None:
    rest = down_over_noon.told["steps"][STEPS_BEFORE_NOON + 1 :]  # the clock has done its part
    assert all(down_over_noon.step(step).is_filed for step in rest)
    assert Deadline.objects.filter(transfer_id=down_over_noon.transfer_id, name="first_action").exists()
    check_derived(down_over_noon.transfer_id)
