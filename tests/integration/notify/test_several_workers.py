"""Several workers share the outbox: nobody is told twice, and nothing is left."""

from __future__ import annotations

import threading

import pytest
from django.db import connection

from holdfast.notify.addressing import address_due
from holdfast.notify.models import Dispatch, Message
from holdfast.transfers.models import Outbox

pytestmark = pytest.mark.django_db(transaction=True)


def _works() -> None:
    address_due()
    connection.close()


def test_four_workers_tell_everybody_once(county):
    county.begins()
    for _ in range(10):
        county.refused()
        county.story.give("eve", "resolve_escalation", {"control": "A2.dependencies", "note": ""})
        county.story.give("omar", "resolve_escalation", {"control": "A2.dependencies", "note": ""})
    county.refused()
    workers = [threading.Thread(target=_works) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert not Outbox.objects.filter(delivered_at=None).exists()
    assert Outbox.objects.filter(kind="escalation").count() == 11
    assert Message.objects.count() == 1  # ten of the matters were settled before anybody could be told
    assert Dispatch.objects.count() == 1


def test_a_row_that_can_not_be_worked_off_is_tried_again_later_and_stops_no_other(county, monkeypatch):
    county.begins()
    county.refused()
    with monkeypatch.context() as patch:
        patch.setattr("holdfast.notify.addressing.hearers_of", _fails)
        assert address_due() == 1  # the opening's own row
    row = Outbox.objects.get(kind="escalation")
    assert (row.delivered_at, row.tries) == (None, 1)
    assert row.next_try_at is not None
    assert row.next_try_at > county.at
    county.later(seconds=10)
    assert address_due() == 1
    assert len(county.told("omar")) == 1


def _fails(*_) -> None:
    raise LookupError
