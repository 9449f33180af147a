"""An alternate pathway opens a transfer of its own, linked to the one that failed, in the same transaction."""

from __future__ import annotations

import pytest

from holdfast.transfers.models import Ownership, Transfer
from tests.story import Story, vector

pytestmark = pytest.mark.django_db


@pytest.fixture
def linked() -> Transfer:
    story = Story(vector("journeys/alternate-pathway.json")).set_up()
    story.tell()
    return Transfer.objects.get(linked_from=story.transfer_id)


def test_the_linked_transfer_begins_at_the_request(linked: Transfer) -> None:
    assert (linked.stage, linked.warmth) == ("authorization", "not_yet")


def test_the_corrective_owner_owns_the_linked_transfer(linked: Transfer) -> None:
    assert linked.linked_from
    origin = Transfer.objects.get(id=linked.linked_from)
    owner = Ownership.objects.get(transfer_id=linked.id, owned_until=None)
    assert owner.owner_id == origin.owner_id == linked.originator_id
