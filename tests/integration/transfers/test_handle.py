"""The write path on real rows: the happy path, its read models, and what the database itself refuses."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction

from holdfast.ledger import selectors as ledger
from holdfast.ledger.verify_database import verify_one
from holdfast.protocol.errors import Malformed
from holdfast.protocol.events import AttemptRefused
from holdfast.transfers.models import Ownership, Transfer
from holdfast.transfers.selectors import judge
from tests.property import forms
from tests.property.world import WORLD
from tests.story import Story

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(shared_happy_path: dict) -> Story:
    return Story(shared_happy_path).set_up()


def test_a_whole_warm_transfer_ends_held(story: Story) -> None:
    outcomes = story.tell()
    assert all(outcome.is_filed for outcome in outcomes)
    row = Transfer.objects.get(id=story.transfer_id)
    assert (row.stage, row.warmth, row.grade, row.closed_as) == ("closed", "held", "measured", "held")
    assert row.owner_id == story.ids["marcus"]


def test_an_opening_by_somebody_who_may_not_is_refused_and_on_the_ledger() -> None:
    story = Story(WORLD).set_up()
    outcome = story.give("gus", "open_transfer", forms.OPENING)
    assert isinstance(outcome.act, AttemptRefused)
    assert outcome.act.failed == ("S.role",)
    assert [recorded.kind for recorded in ledger.load(story.transfer_id)] == ["refused.open_transfer"]
    assert not Transfer.objects.filter(id=story.transfer_id).exists()
    verified = verify_one(story.transfer_id, judge)
    assert verified is not None
    assert verified.finding is None


def test_nothing_can_follow_an_opening_that_was_refused() -> None:
    story = Story(WORLD).set_up()
    story.give("gus", "open_transfer", forms.OPENING)
    with pytest.raises(Malformed):
        story.give("dana", "signal", {"what": "receiver_contacted"})


def test_the_database_itself_refuses_a_second_open_owner(story: Story) -> None:
    story.tell(1)
    row = Ownership.objects.get(transfer_id=story.transfer_id)
    with pytest.raises(IntegrityError, match="transfers_one_open_owner"), transaction.atomic():
        Ownership.objects.create(
            transfer_id=row.transfer_id, seq=99, owner_id="another", service_id=row.service_id, is_guest=False,
            owned_from=row.owned_from,
        )  # fmt: skip


def test_a_server_whose_clock_went_back_writes_no_time_that_runs_backwards(story: Story) -> None:
    story.tell(1)
    with time_machine.travel(story.at - timedelta(hours=1), tick=False):
        outcome = story.give("dana", "signal", {"what": "receiver_contacted"})
    assert outcome.events[0].at == story.at
    verified = verify_one(story.transfer_id, judge)
    assert verified is not None
    assert verified.finding is None
