"""How often the story had to be told again stands beside the transfer: as it is filed, and as it is rebuilt."""

from __future__ import annotations

import pytest

from holdfast.protocol.parsing import parse
from holdfast.transfers import rebuilding, services
from holdfast.transfers.models import Transfer
from holdfast.transfers.services import Order, handle
from holdfast.transfers.statements import WRITE
from tests.property.derived import check_derived
from tests.story import Story, vector

LONGEST = 4096
"""How long a statement may be that the driver prepares once."""


@pytest.fixture
def told(db) -> Story:
    """A story that was told, and twice told again."""
    story = Story(vector("stories/story-told-once.json")).set_up()
    story.tell(1)
    for who in ("person", "person"):
        came = handle(Order(story.transfer_id, parse("report_retelling", {}), story.party(who)))
        assert came.is_filed
    return story


def test_each_retelling_counts_at_once(told: Story) -> None:
    assert Transfer.objects.get(pk=told.transfer_id).retold == 2
    check_derived(told.transfer_id)


def test_what_was_counted_is_rebuilt_from_the_ledger(told: Story) -> None:
    Transfer.objects.update(retold=0)  # as after the migration that made the column
    rebuilding.rebuild()
    assert Transfer.objects.get(pk=told.transfer_id).retold == 2


def test_of_an_erased_transfer_it_is_not_told(told: Story) -> None:
    services.erase(told.transfer_id, reason="person-request", by="administrator")
    assert Transfer.objects.get(pk=told.transfer_id).retold == 0


def test_the_statement_that_writes_the_rows_is_prepared_once() -> None:
    assert len(WRITE) < LONGEST
