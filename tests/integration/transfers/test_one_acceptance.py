"""One person's same need is accepted once: by the control, and where two race by the database (protocol section 7)."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.db import IntegrityError, connection

from holdfast.config.ids import new_id
from holdfast.people.merging import people_merge
from holdfast.people.models import Person
from holdfast.protocol.events import AttemptRefused
from holdfast.protocol.parsing import parse
from holdfast.protocol.replay import replay
from holdfast.transfers import acceptances, rebuilding, services, stream
from holdfast.transfers.models import Custody, Transfer
from holdfast.transfers.services import Order, Outcome, handle
from tests.property.derived import check_derived
from tests.story import Story, vector

NEED, OTHER = "missed-appointments", "suicide-risk"
TOLD = "controls/S.one_acceptance/holds-accepted-nowhere-else.json"


def told(count: int = 2) -> tuple[Story, list[UUID]]:
    """Tell several handoffs of one person up to the answer; return them."""
    story, begun = Story(vector(TOLD)).set_up(), []
    story.subject = str(Person.objects.create(given="Ana").pk)
    for _ in range(count):
        story.transfer_id = new_id()
        story.tell(len(story.told["steps"]) - 1)
        begun.append(story.transfer_id)
    return story, begun


def accept(story: Story, transfer_id: UUID) -> Outcome:
    last = story.told["steps"][-1]["with"]
    with time_machine.travel(story.at, tick=False):
        command = parse("file_record", story._named(last))
        return handle(Order(transfer_id, command, story.party("marcus")))


def refused_by(outcome: Outcome) -> tuple[str, ...]:
    return outcome.act.failed if isinstance(outcome.act, AttemptRefused) else ()


@pytest.mark.django_db
def test_the_second_acceptance_is_refused_and_names_the_first_on_the_ledger() -> None:
    story, (first, second) = told()
    assert accept(story, first).is_filed
    refused = accept(story, second)
    assert refused_by(refused) == ("S.one_acceptance",)
    assert isinstance(refused.act, AttemptRefused)
    assert refused.act.facts.accepted_elsewhere == str(first)
    assert replay([n.event for n in stream.tell(second)[1]]).contradiction is None
    check_derived(second)


@pytest.mark.django_db
def test_the_same_need_of_another_person_is_accepted_beside_it() -> None:
    story, (first,) = told(1)
    accept(story, first)
    story.subject, story.transfer_id = str(Person.objects.create(given="Berta").pk), new_id()
    assert all(each.is_filed for each in story.tell())


def two_needs() -> tuple[Story, UUID, UUID]:
    """Tell two handoffs of one person up to the answer, each of another need."""
    story, (first,) = told(1)
    one, story.told = story.told, json.loads(json.dumps(story.told).replace(NEED, OTHER))
    story.transfer_id = second = new_id()
    story.tell(len(story.told["steps"]) - 1)
    story.told = one
    return story, first, second


def accept_for(story: Story, transfer_id: UUID, *needs: str) -> Outcome:
    story.told["steps"][-1]["with"]["accepted_scope"] = list(needs)
    return accept(story, transfer_id)


@pytest.mark.django_db
def test_another_need_of_the_same_person_stands_in_nobodys_way() -> None:
    story, first, second = two_needs()
    assert accept_for(story, first, NEED).is_filed
    assert accept_for(story, second, OTHER).is_filed
    check_derived(second)


@pytest.mark.django_db
@pytest.mark.parametrize("is_wide_first", [True, False])
def test_a_need_is_not_accepted_twice_by_the_scope_of_another(is_wide_first: bool) -> None:
    story, first, second = two_needs()
    assert accept_for(story, first, NEED, *([OTHER] if is_wide_first else [])).is_filed
    refused = accept_for(story, second, OTHER, *([] if is_wide_first else [NEED]))
    assert refused_by(refused) == ("S.one_acceptance",)
    assert isinstance(refused.act, AttemptRefused)
    assert refused.act.facts.accepted_elsewhere == str(first)


@pytest.mark.django_db
def test_once_the_first_is_closed_the_second_is_accepted() -> None:
    story, (first, second) = told()
    accept(story, first)
    with time_machine.travel(story.at, tick=False):
        close = parse("close_transfer", {"closure": "error", "reason": "Opened twice."})
        assert handle(Order(first, close, story.party("priya"))).is_filed
    assert accept(story, second).is_filed


@pytest.mark.django_db
def test_an_acceptance_that_was_taken_back_by_the_person_stands_no_more() -> None:
    story, (first, second) = told()
    accept(story, first)
    with time_machine.travel(story.at, tick=False):
        handle(Order(first, parse("person_stops", {"wish": "pause"}), story.party("person")))
    assert accept(story, second).is_filed


@pytest.mark.django_db
def test_a_linked_handoff_is_accepted_while_the_first_is_being_corrected() -> None:
    story, (first, second) = told()
    accept(story, first)
    Transfer.objects.filter(pk=second).update(linked_from=first)
    Custody.objects.filter(pk=first).update(is_taking=False)
    assert accept(story, second).is_filed
    assert Custody.objects.get(pk=second).is_taking


@pytest.mark.django_db
def test_an_erased_handoff_stands_in_nobodys_way() -> None:
    story, (first, second) = told()
    accept(story, first)
    services.erase(first, reason="person-request", by="administrator")
    assert accept(story, second).is_filed


@pytest.mark.django_db(transaction=True)
def test_of_acceptances_that_race_one_stands_and_the_others_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    story, begun = told(3)
    look, ready = acceptances.accepted_elsewhere, Barrier(3)
    looked: set[UUID] = set()

    def together(transfer_id: UUID, state: Any, **asked: Any) -> str:
        found = look(transfer_id, state, **asked)
        if transfer_id not in looked:
            looked.add(transfer_id)
            ready.wait(timeout=20)  # all have looked, and nobody has accepted yet
        return found

    monkeypatch.setattr(acceptances, "person_held", lambda person: {person})  # without the lock there is the index
    monkeypatch.setattr(services, "accepted_elsewhere", together)
    with time_machine.travel(story.at, tick=False), ThreadPoolExecutor(3) as threads:
        came = list(threads.map(lambda one: _accept_alone(story, one), begun))
    assert sorted(refused_by(each) for each in came) == [(), ("S.one_acceptance",), ("S.one_acceptance",)]
    assert Custody.objects.filter(is_taking=True).count() == 1
    for transfer_id in begun:
        check_derived(transfer_id)


def _accept_alone(story: Story, transfer_id: UUID) -> Outcome:
    try:
        command = parse("file_record", story._named(story.told["steps"][-1]["with"]))
        return handle(Order(transfer_id, command, story.party("marcus")))
    finally:
        connection.close()


@pytest.mark.django_db
def test_two_entries_of_one_person_are_accepted_once() -> None:
    story, (first,) = told(1)
    kept = Person.objects.create(given="Ana")
    accept(story, first)
    people_merge(kept.pk, UUID(story.subject), by="bo", why="Same card.")
    story.subject, story.transfer_id = str(kept.pk), new_id()
    story.tell(len(story.told["steps"]) - 1)
    assert refused_by(accept(story, story.transfer_id)) == ("S.one_acceptance",)


@pytest.mark.django_db(transaction=True)
def test_acceptances_under_two_entries_of_one_person_that_race_are_one() -> None:
    story, (first,) = told(1)
    kept = Person.objects.create(given="Ana")
    people_merge(kept.pk, UUID(story.subject), by="bo", why="Same card.")
    story.subject, story.transfer_id = str(kept.pk), new_id()
    story.tell(len(story.told["steps"]) - 1)
    begun = [first, story.transfer_id]
    with time_machine.travel(story.at, tick=False), ThreadPoolExecutor(2) as threads:
        came = list(threads.map(lambda one: _accept_alone(story, one), begun))
    assert sorted(refused_by(each) for each in came) == [(), ("S.one_acceptance",)]


@pytest.mark.django_db
def test_the_database_itself_lets_one_need_be_taken_once() -> None:
    story, (first, second) = told()
    accept(story, first)
    row = Custody.objects.get(pk=first)
    with pytest.raises(IntegrityError, match="transfers_one_acceptance"):
        Custody.objects.create(
            transfer_id=second, person_id=row.person_id, need=row.need, is_accepted=True, is_taking=True, stand_ins=[],
            offered_to="", escalation_owner_id="",
        )  # fmt: skip


@pytest.mark.django_db
def test_who_accepted_is_rebuilt_from_the_ledger() -> None:
    story, (first, _) = told()
    accept(story, first)
    before = Custody.objects.filter(pk=first).values().get()
    Custody.objects.all().delete()  # as after the migration that made the table
    rebuilding.rebuild()
    assert Custody.objects.filter(pk=first).values().get() == before


@pytest.mark.django_db
def test_two_acceptances_of_before_are_rebuilt_and_the_later_is_named() -> None:
    story, (first, second) = told()
    accept(story, first)
    Custody.objects.all().delete()  # as before there was the table, and the control
    accept(story, second)
    named: list[UUID] = []
    assert rebuilding.rebuild(twice=named.append) == 2
    [taking] = Custody.objects.filter(is_taking=True)
    assert Custody.objects.filter(is_accepted=True).count() == 2
    assert [taking.pk, *named] in ([first, second], [second, first])
    story.transfer_id = third = new_id()
    story.tell(len(story.told["steps"]) - 1)
    assert refused_by(accept(story, third)) == ("S.one_acceptance",)
