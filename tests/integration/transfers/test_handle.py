"""The write path on real rows: the happy path, its read models, and what the database itself refuses."""

from __future__ import annotations

import pytest

from holdfast.transfers.models import Transfer
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
