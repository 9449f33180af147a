"""Passing time for several transfers in one transaction comes to what it comes to for each alone, or to nothing."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from holdfast.config.ids import new_id
from holdfast.protocol.commands import Tick
from holdfast.protocol.facts import CLOCK, Party
from holdfast.transfers import stream
from holdfast.transfers.errors import UnknownTransfer
from holdfast.transfers.models import Deadline, Escalation, Outbox, Transfer
from holdfast.transfers.services import Order, handle, pass_together
from tests.property import forms
from tests.property.world import BEGIN, WORLD
from tests.story import Story

pytestmark = pytest.mark.django_db
LATE = BEGIN + timedelta(minutes=15)


@pytest.fixture
def due():
    """Four transfers whose decision falls due at one instant; the clock stands there."""
    story, begun = Story(WORLD).set_up(), []
    with time_machine.travel(BEGIN, tick=False) as clock:
        for _ in range(4):
            story.transfer_id = new_id()
            story.give("dana", "open_transfer", forms.OPENING)
            story.give("dana", "file_record", forms.request(BEGIN, is_elevated=False, mode="live_phone"))
            begun.append(story.transfer_id)
        clock.move_to(LATE)
        yield begun


def told(transfer_id: UUID) -> list[object]:
    """Return what is on the ledger and in the read models of a transfer since it was begun."""
    rows = [
        list(model.objects.filter(transfer_id=transfer_id).order_by("seq").values_list(*fields))
        for model, fields in (
            (Deadline, ("name", "status", "ended_at")), (Escalation, ("control", "level", "acknowledge_by")),
            (Outbox, ("kind", "to", "about", "written_at")),
        )
    ]  # fmt: skip
    return [stream.load(transfer_id).state.changed(route=None), *rows]


def test_together_is_the_same_as_one_by_one(due: list[UUID]) -> None:
    for each in due[:2]:
        handle(Order(each, Tick(), Party(CLOCK)))
    pass_together(due[2:])
    alone, together = map(told, (due[0], due[2]))
    assert together == alone
    assert told(due[3]) == told(due[1])
    assert Deadline.objects.filter(status="missed", ended_at=LATE).count() == len(due)


def test_what_several_look_at_is_asked_once(due: list[UUID]) -> None:
    with CaptureQueriesContext(
        connection,
    ) as one:
        pass_together(due[:1])
    with CaptureQueriesContext(connection) as three:
        pass_together(due[1:])
    first, more = len(one), len(three)
    assert more < 3 * first
    about = [query["sql"] for query in three if "accounts_ladderrung" in query["sql"]]
    assert len(about) == sum("accounts_ladderrung" in query["sql"] for query in one) > 0


def test_where_one_fails_time_is_passed_for_none(due: list[UUID]) -> None:
    before = list(Transfer.objects.order_by("pk").values("pk", "seq"))
    with pytest.raises(UnknownTransfer):
        pass_together([*due, new_id()])
    assert list(Transfer.objects.order_by("pk").values("pk", "seq")) == before
    assert not Deadline.objects.filter(status="missed").exists()


def test_twice_changes_nothing_more(due: list[UUID]) -> None:
    pass_together(due)
    before = list(Transfer.objects.order_by("pk").values("pk", "seq"))
    pass_together(due)
    assert list(Transfer.objects.order_by("pk").values("pk", "seq")) == before


def test_for_nobody_it_does_nothing(due: list[UUID]) -> None:
    pass_together([])
    assert not Deadline.objects.filter(status="missed").exists()
