"""Published times: held by one handoff and never by two, freed when it lets go, named where one is taken."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import timedelta
from threading import Barrier
from uuid import UUID

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction

from holdfast.config.clock import now
from holdfast.config.ids import new_id
from holdfast.directory.models import Closure, Pathway, Slot
from holdfast.protocol.chapters.visit.said import VisitKept
from holdfast.protocol.events import AttemptRefused
from holdfast.protocol.parsing import parse
from holdfast.transfers import rebuilding, services
from holdfast.transfers.models import BookedVisit
from holdfast.transfers.projection import project
from holdfast.transfers.services import Order, Outcome, handle
from holdfast.transfers.slots import slot_withdraw, slots_free
from holdfast.transfers.stream import load
from tests.property.derived import check_derived
from tests.story import Story, vector

TOLD = "controls/V.slot/holds-published-and-free.json"


def told(count: int = 2) -> tuple[Story, list[UUID]]:
    """Tell a story up to its booking, for several handoffs; return them. The clock must be the story's."""
    story, begun = Story(vector(TOLD)).set_up(), []
    for _ in range(count):
        story.transfer_id = new_id()
        story.at = now()
        for step in story.told["steps"][:-1]:
            story.give(step["by"], step["do"], step["with"])
        begun.append(story.transfer_id)
    return story, begun


def book(story: Story, transfer_id: UUID, slot: str = "thursday_ten", by: str = "dana") -> Outcome:
    return handle(Order(transfer_id, parse("book_visit", {"slot": story.ids[slot]}), story.party(by)))


def refusal(outcome: Outcome) -> AttemptRefused:
    assert isinstance(outcome.act, AttemptRefused)
    return outcome.act


@pytest.fixture(autouse=True)
def at_noon():
    with time_machine.travel("2026-11-18T14:15:00-05:00", tick=False) as clock:
        yield clock


@pytest.mark.django_db
def test_a_time_that_is_held_is_refused_and_the_next_free_ones_are_named() -> None:
    story, (first, second) = told()
    assert book(story, first).is_filed
    refused = refusal(book(story, second))
    assert refused.failed == ("V.slot",)
    assert [each.at for each in refused.facts.slots.values() if each.is_free] == [
        slot.starts_at for slot in Slot.objects.filter(pk=story.ids["friday_nine"])
    ]
    check_derived(second)


@pytest.mark.django_db(transaction=True)
def test_of_handoffs_that_race_for_one_time_one_holds_it_and_the_others_are_refused() -> None:
    story, begun = told(4)
    gate, parties = Barrier(4), story.party("dana")

    def run(transfer_id: UUID) -> Outcome:
        try:
            gate.wait(10)
            return handle(Order(transfer_id, parse("book_visit", {"slot": story.ids["thursday_ten"]}), parties))
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        came = list(threads.map(run, begun))
    assert sorted(outcome.is_filed for outcome in came) == [False, False, False, True]
    assert all(refusal(outcome).failed == ("V.slot",) for outcome in came if not outcome.is_filed)
    assert BookedVisit.objects.filter(slot_id=story.ids["thursday_ten"]).count() == 1


def book_elsewhere(story: Story, transfer_id: UUID) -> bool:
    """Book on another connection, and commit."""

    def run() -> bool:
        try:
            return book(story, transfer_id).is_filed
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(run).result(20)


@pytest.mark.django_db(transaction=True)
def test_who_looked_before_the_other_held_it_loads_again_and_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    story, (first, second) = told()
    real, won = services.write_rows, list[bool]()

    def write(transfer_id: UUID, rows: dict[str, object]) -> None:
        if transfer_id == second and not won:
            won.append(book_elsewhere(story, first))
        real(transfer_id, rows)

    monkeypatch.setattr(services, "slots_kept", lambda _: None)  # without the lock there is still the index
    monkeypatch.setattr(services, "write_rows", write)
    assert refusal(book(story, second)).failed == ("V.slot",)
    assert won == [True]
    assert [str(row.transfer_id) for row in BookedVisit.objects.all()] == [str(first)]


def withdraw_elsewhere(story: Story, slot: str = "thursday_ten") -> bool:
    try:
        return slot_withdraw(UUID(story.ids[slot]), [story.ids["riverside"]])
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_a_time_is_not_withdrawn_while_its_booking_is_not_yet_committed(monkeypatch: pytest.MonkeyPatch) -> None:
    story, (first,) = told(1)
    real, begun = services.write_rows, list[Future[bool]]()

    def write(transfer_id: UUID, rows: dict[str, object]) -> None:
        if not begun:
            begun.append(thread.submit(withdraw_elsewhere, story))
            wait(begun, timeout=0.5)  # it has looked, or waits for the booking
        real(transfer_id, rows)

    monkeypatch.setattr(services, "write_rows", write)
    with ThreadPoolExecutor(1) as thread:
        assert book(story, first).is_filed
        assert begun[0].result(20) is False
    assert Slot.objects.get(pk=story.ids["thursday_ten"]).withdrawn_at is None


@pytest.mark.django_db(transaction=True)
def test_a_time_that_is_being_withdrawn_is_not_booked() -> None:
    story, (first,) = told(1)
    with ThreadPoolExecutor(1) as thread:
        with transaction.atomic():
            assert slot_withdraw(UUID(story.ids["thursday_ten"]), [story.ids["riverside"]])
            booking = thread.submit(book_elsewhere, story, first)
            wait([booking], timeout=0.5)
            assert not booking.done()
        assert booking.result(20) is False
    assert load(first).state.visit.latest is None


@pytest.mark.full
@pytest.mark.django_db(transaction=True)
def test_of_a_booking_and_a_withdrawal_that_race_one_is_done_never_both() -> None:
    story, begun = told(12)
    slot = Slot.objects.get(pk=story.ids["thursday_ten"])
    with ThreadPoolExecutor(2) as threads:
        for number, transfer_id in enumerate(begun):
            slot.pk, slot.who = new_id(), f"Marcus {number}"
            slot.save(force_insert=True)
            story.ids["thursday_ten"] = str(slot.pk)
            booked, withdrawn = (
                threads.submit(book_elsewhere, story, transfer_id),
                threads.submit(withdraw_elsewhere, story),
            )
            assert booked.result(20) is not withdrawn.result(20)


@pytest.mark.django_db
def test_a_time_kept_for_one_pathway_is_offered_to_handoffs_on_it_alone() -> None:
    story, (first, _) = told()
    groups = Pathway.objects.create(service_id=story.ids["riverside"], name="Groups", needs=["housing"])
    Slot.objects.filter(pk=story.ids["friday_nine"]).update(pathway=groups)
    on, river = {"pathway": story.ids["riverside_intake"]}, [story.ids["riverside"]]
    assert [str(each.pk) for each in slots_free(river, now(), **on)] == [story.ids["thursday_ten"]]
    assert slots_free(river, now(), pathway=str(groups.pk)).count() == 2
    assert slots_free(river, now(), pathway="").count() == 1
    refused = refusal(book(story, first, "friday_nine"))
    assert refused.failed == ("V.slot",)
    offered = [each.id for each in refused.facts.slots.values() if not each.pathway]
    assert offered == [story.ids["thursday_ten"]]
    check_derived(first)


@pytest.mark.django_db
@pytest.mark.parametrize("is_other", [False, True])
def test_a_time_that_was_withdrawn_while_held_and_published_anew_is_held(is_other: bool) -> None:
    story, (first, second) = told()
    book(story, first)
    before = Slot.objects.get(pk=story.ids["thursday_ten"])
    Slot.objects.filter(pk=before.pk).update(withdrawn_at=now())
    before.pk = new_id()
    before.who += " and another" if is_other else ""
    before.save(force_insert=True)
    story.ids["anew"] = str(before.pk)
    assert book(story, second, "anew").is_filed is is_other


@pytest.mark.django_db
def test_a_practice_holds_no_real_time() -> None:
    story, (first, _) = told()
    booked = list(book(story, first).events)
    practised = load(first).state.changed(practised_by="dana")
    before = practised.changed(visit=VisitKept())
    assert not project(first, booked, before).visit
    assert project(first, booked, before.changed(practised_by="")).visit


@pytest.mark.django_db
def test_the_database_itself_lets_nobody_hold_a_time_twice() -> None:
    story, (first, second) = told()
    book(story, first)
    row = BookedVisit.objects.get(transfer_id=first)
    row.pk = second
    with pytest.raises(IntegrityError, match="transfers_slot_held_once"):
        row.save(force_insert=True)


@pytest.mark.django_db
@pytest.mark.parametrize("let_go", ["cancelled", "moved", "withdrawn"])
def test_a_time_that_is_let_go_is_free_again(let_go: str) -> None:
    story, (first, second) = told()
    book(story, first)
    story.transfer_id = first
    if let_go == "cancelled":
        story.give("person", "ask_cancel_visit", {"reason": "I can't."})
        assert not book(story, second).is_filed, "until it is answered the visit stands"
        story.give("marcus", "answer_cancel", {"answer": "confirmed"})
    elif let_go == "moved":
        moved = {"slot": "friday_nine", "asked_by": "the person", "reason": "Works then."}
        assert story.give("dana", "reschedule_visit", moved).is_filed
    else:
        story.give("person", "person_stops", {"wish": "withdraw"})
    assert book(story, second).is_filed
    check_derived(first)
    check_derived(second)


@pytest.mark.django_db
def test_rebuilding_brings_back_who_holds_what() -> None:
    story, (first, _) = told()
    book(story, first)
    BookedVisit.objects.all().delete()
    rebuilding.rebuild()
    assert str(BookedVisit.objects.get(transfer_id=first).slot_id) == story.ids["thursday_ten"]


@pytest.mark.django_db
def test_a_day_that_was_closed_since_is_refused() -> None:
    story, (first, _) = told()
    Closure.objects.create(service_id=story.ids["riverside"], first="2026-11-19", last="2026-11-19", reason="flood")
    assert refusal(book(story, first)).failed == ("V.time",)


@pytest.mark.django_db
def test_free_times_are_those_ahead_that_nobody_holds_and_nobody_withdrew() -> None:
    story, (first, _) = told()
    book(story, first)
    river = story.ids["riverside"]
    assert [str(slot.pk) for slot in slots_free([river], now())] == [story.ids["friday_nine"]]
    assert not slots_free([river], now() + timedelta(days=2)).exists()
    Slot.objects.filter(pk=story.ids["friday_nine"]).update(withdrawn_at=now())
    assert not slots_free([river], now()).exists()
