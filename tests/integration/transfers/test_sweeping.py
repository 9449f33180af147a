"""The sweep: whatever was down, and however many workers look, each thing that fell due is passed once, in order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

import pytest
import time_machine

from holdfast.config.ids import new_id
from holdfast.ledger import selectors as ledger
from holdfast.transfers import stream
from holdfast.transfers.models import Claim, Deadline, Escalation, Transfer
from holdfast.transfers.sweeping import CLAIM_FOR, sweep
from tests.integration.ledger.steps import tamper
from tests.property import forms
from tests.property.derived import check_derived
from tests.property.faults import at_once
from tests.property.world import BEGIN, WORLD
from tests.story import Story

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def story() -> Story:
    return Story(WORLD).set_up()


def _begun(story: Story, count: int) -> list[UUID]:
    """Open transfers and file their requests; the decision is due 15 minutes later."""
    begun = []
    with time_machine.travel(BEGIN, tick=False):
        for _ in range(count):
            story.transfer_id = new_id()
            story.give("dana", "open_transfer", forms.OPENING)
            story.give("dana", "file_record", forms.request(BEGIN, is_elevated=False, mode="live_phone"))
            begun.append(story.transfer_id)
    return begun


@pytest.fixture
def later() -> Iterator[None]:
    """A quarter of an hour and a second after the requests."""
    with time_machine.travel(BEGIN + timedelta(minutes=15, seconds=1), tick=False):
        yield


_PASSED = {"deadline_missed", "escalation_risen"}


def _kinds(transfer_id: UUID) -> Counter[str]:
    return Counter(recorded.kind for recorded in ledger.load(transfer_id))


@pytest.mark.parametrize("count", [20, pytest.param(200, marks=pytest.mark.full)])
def test_two_workers_pass_each_transfer_once(story: Story, count: int) -> None:
    begun = _begun(story, count)
    with time_machine.travel(BEGIN + timedelta(minutes=15, seconds=1), tick=False):
        passed = at_once(sweep, sweep, sweep)
    assert not [each for each in passed if isinstance(each, Exception)]
    for transfer_id in begun:
        kinds = _kinds(transfer_id)
        assert (kinds["deadline_missed"], kinds["escalation_raised"], kinds["escalation_counted"]) == (1, 1, 0)
    assert Escalation.objects.filter(control="A2.late", count=1).count() == count
    assert not Claim.objects.exists()


def test_after_a_month_down_everything_is_passed_in_order_at_its_own_instant(story: Story) -> None:
    [transfer_id] = _begun(story, 1)
    due = dict(Deadline.objects.values_list("name", "due_at"))
    with time_machine.travel(BEGIN + timedelta(days=30), tick=False):
        sweep()
    missed = Deadline.objects.filter(status="missed").order_by("due_at")
    assert {row.name: row.due_at for row in missed} == due
    payloads = [recorded.payload or {} for recorded in ledger.load(transfer_id) if recorded.kind in _PASSED]
    acts = [datetime.fromisoformat(str(payload["due"])) for payload in payloads]
    assert acts == sorted(acts)
    assert not Transfer.objects.filter(next_due_at__lte=BEGIN + timedelta(days=30)).exists()
    check_derived(transfer_id)


@pytest.mark.usefixtures("later")
def test_a_second_sweep_finds_nothing(story: Story) -> None:
    _begun(story, 3)
    assert sweep() == 3
    assert sweep() == 0


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE ledger_payload SET sealed = sealed || 'x'::bytea WHERE transfer_id = %s",
        "UPDATE ledger_header SET kind = 'no_such_kind' WHERE transfer_id = %s AND seq = 2",
        "UPDATE ledger_header SET controls = '[]' WHERE transfer_id = %s",
        "DELETE FROM ledger_payload WHERE transfer_id = %s",
        "DELETE FROM ledger_key WHERE transfer_id = %s",
    ],
)
def test_a_damaged_transfer_does_not_stop_the_others(story: Story, change: str, monkeypatch, caplog) -> None:
    bad, *good = _begun(story, 4)
    tamper(change, bad)
    monkeypatch.setattr(stream, "_states", stream._States())
    with time_machine.travel(BEGIN + timedelta(minutes=16), tick=False):
        sweep()
    assert [_kinds(transfer_id)["deadline_missed"] for transfer_id in good] == [1, 1, 1]
    assert [str(bad) in record.getMessage() for record in caplog.records] == [True]
    assert list(Claim.objects.values_list("transfer_id", flat=True)) == [bad]


def test_a_worker_that_died_loses_its_claim_after_a_minute(story: Story) -> None:
    [transfer_id] = _begun(story, 1)
    due = BEGIN + timedelta(minutes=15)
    Claim.objects.create(transfer_id=transfer_id, until=due + CLAIM_FOR)
    with time_machine.travel(due + CLAIM_FOR - timedelta(seconds=1), tick=False):
        assert sweep() == 0
    with time_machine.travel(due + CLAIM_FOR, tick=False):
        assert sweep() == 1
    assert _kinds(transfer_id)["deadline_missed"] == 1
