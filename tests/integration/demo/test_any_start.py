"""The stories can be told whenever the demo starts: on holidays, at night, over a change of the clock."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import time_machine

from holdfast.demo.folder import DemoFolder
from holdfast.demo.outcomes import STORIES
from holdfast.demo.seeding import seed
from holdfast.ledger.verify_database import verify_all
from holdfast.transfers.selectors import judge

pytestmark = [pytest.mark.django_db, pytest.mark.full]

STARTS = {
    "a working morning": datetime(2026, 11, 18, 15, 0, tzinfo=UTC),
    "the night of a holiday": datetime(2026, 11, 27, 4, 30, tzinfo=UTC),
    "the hour that comes twice": datetime(2026, 11, 1, 6, 30, tzinfo=UTC),
    "after the hour that is left out": datetime(2027, 3, 14, 8, 0, tzinfo=UTC),
    "a Sunday": datetime(2026, 11, 22, 20, 0, tzinfo=UTC),
    "new year": datetime(2027, 1, 1, 5, 1, tzinfo=UTC),
    "years later": datetime(2033, 7, 4, 12, 0, tzinfo=UTC),
}


@pytest.mark.parametrize("start", STARTS.values(), ids=STARTS)
def test_every_story_can_be_told_at_any_start_and_verifies(folder: DemoFolder, start: datetime) -> None:
    with time_machine.travel(start):
        seed(folder)
    assert [checked.finding for checked in verify_all(judge)] == [None] * len(STORIES)
