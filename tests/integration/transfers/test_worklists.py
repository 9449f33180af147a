"""Worklists: what is owed to whom, on real rows told by stories; also what was missed."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from holdfast.protocol.codes import DeadlineName
from holdfast.transfers import stream
from holdfast.transfers.erasing import erase
from holdfast.transfers.models import Transfer
from holdfast.transfers.rebuilding import rebuild
from holdfast.transfers.selectors import (
    Asker,
    Paging,
    queue_grown,
    tasks_counted,
    tasks_opening,
    tasks_owed,
    to_decide,
    transfers_looked_at,
)
from holdfast.transfers.sweeping import sweep
from tests.story import Story, vector

pytestmark = pytest.mark.django_db
DECISION = DeadlineName.AUTHORIZATION_DECISION


@pytest.fixture
def requested() -> Story:
    """A story told until its request stands, and the decision's time has passed."""
    story = Story(vector("happy-path.json")).set_up()
    for step in story.told["steps"]:
        story.step(step)
        if step["do"] == "file_record" and step["with"]["record"] == "authorization_request":
            break
    return story


def decider(story: Story) -> Asker:
    names = (name for name, who in story.told["cast"].items() if who["role"] == "supervisor")
    return Asker(story.party(next(names)))


def test_a_missed_task_stays_owed_and_says_when_it_was_told(requested):
    asker, late = decider(requested), requested.at + timedelta(hours=1)
    with time_machine.travel(late, tick=False):
        sweep()
    (task,) = tasks_owed(asker, late, [DECISION], Paging(), to_decide(asker)).items
    assert (task.missed_at, task.due_at < late) == (late, True)
    assert task.looked.transfer_id == requested.transfer_id


def test_the_first_page_is_counted_as_counting_alone_does(requested):
    asker = decider(requested)
    opening = tasks_opening(asker, requested.at, [DECISION], to_decide(asker))
    assert opening.counted == tasks_counted(asker, requested.at, [DECISION], to_decide(asker))
    assert (opening.counted.waiting, opening.counted.over) == (1, 0)


def test_a_queue_grows_only_by_what_is_its_readers_to_do(requested):
    before, asker = requested.at - timedelta(minutes=1), decider(requested)
    others = Asker(
        requested.party(next(n for n, w in requested.told["cast"].items() if w["role"] == "quality_reviewer"))
    )
    assert queue_grown(asker, requested.at, DECISION, before) == 1
    assert queue_grown(asker, requested.at, DECISION, requested.at) == 0
    assert queue_grown(others, requested.at, DECISION, before) == 0


def test_what_is_owed_is_the_same_when_it_is_rebuilt(requested):
    owed = Transfer.objects.get(pk=requested.transfer_id).owed
    Transfer.objects.filter(pk=requested.transfer_id).update(owed=[])
    rebuild()
    assert Transfer.objects.get(pk=requested.transfer_id).owed == owed
    assert DECISION in owed


def test_states_are_loaded_together_as_each_alone(requested, django_assert_num_queries):
    alone = stream.load(requested.transfer_id)
    with django_assert_num_queries(1):
        together = stream.load_many([requested.transfer_id])[requested.transfer_id]
    assert (together.state, together.tip.hash) == (alone.state, alone.tip.hash)


def test_an_erased_transfer_is_in_no_list(requested):
    asker = decider(requested)
    erase(requested.transfer_id, reason="person-request", by="staff")
    assert tasks_owed(asker, requested.at, [DECISION], Paging()).items == ()
    assert transfers_looked_at(asker, [requested.transfer_id], requested.at) == {}
    assert stream.load_many([requested.transfer_id]) == {}
