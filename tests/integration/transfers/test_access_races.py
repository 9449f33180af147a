"""Access that is confirmed stands as an acceptance does; a death and an acceptance never wait for each other."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from time import sleep
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.db import IntegrityError, OperationalError, connection
from psycopg.errors import DeadlockDetected

from holdfast.config.ids import new_id
from holdfast.people.merging import merge_undo, people_merge
from holdfast.people.models import Person
from holdfast.protocol.events import AttemptRefused
from holdfast.protocol.parsing import parse
from holdfast.transfers import acceptances, services
from holdfast.transfers.errors import Conflict
from holdfast.transfers.models import Custody, Transfer
from holdfast.transfers.services import Order, Outcome, handle
from tests.property.derived import check_derived
from tests.story import Story, vector

ACCESS = "controls/S.one_acceptance/holds-access-confirmed.json"
B2 = 11
"""The place of the acceptance among the steps of that story."""
DEATH = {"told_by": "Her sister, by phone", "died_on": "2026-11-18", "note": ""}
Run = Callable[[], Any]


def begun(story: Story, steps: int, whom: str = "") -> UUID:
    """Tell the first steps of one more handoff of the person; return it."""
    story.transfer_id, story.subject = new_id(), whom or story.subject
    story.tell(steps)
    return story.transfer_id


@pytest.fixture
def story() -> Story:
    told = Story(vector(ACCESS)).set_up()
    told.subject = str(Person.objects.create(given="Ana").pk)
    return told


def confirm(story: Story, transfer_id: UUID) -> Outcome:
    """Confirm access, the last step."""
    return handle(Order(transfer_id, parse("confirm_access", {"identity": "account"}), story.party("marcus")))


def accept(story: Story, transfer_id: UUID) -> Outcome:
    command = parse("file_record", story._named(story.told["steps"][B2]["with"]))
    return handle(Order(transfer_id, command, story.party("marcus")))


def die(story: Story, transfer_id: UUID) -> Outcome:
    return handle(Order(transfer_id, parse("record_death", DEATH), story.party("dana")))


def at_once(story: Story, *runs: Run) -> list[Any]:
    """Run all at once, each on a connection of its own; return what came of each."""

    def one(run: Run) -> Any:
        try:
            return run()
        finally:
            connection.close()

    with time_machine.travel(story.at, tick=False), ThreadPoolExecutor(len(runs)) as threads:
        return list(threads.map(one, runs))


def refused_by(outcome: Outcome) -> tuple[str, ...]:
    return outcome.act.failed if isinstance(outcome.act, AttemptRefused) else ()


LAST = len(vector(ACCESS)["steps"]) - 1


@pytest.mark.django_db
def test_access_that_is_confirmed_takes_the_need_and_another_acceptance_is_refused(story: Story) -> None:
    first, second = begun(story, LAST + 1), begun(story, B2)
    assert Custody.objects.get(pk=first).is_taking
    with time_machine.travel(story.at, tick=False):
        assert refused_by(accept(story, second)) == ("S.one_acceptance",)
    check_derived(first)


@pytest.mark.django_db
def test_access_at_the_end_of_an_alternate_pathway_leaves_the_need_with_the_linked_handoff(story: Story) -> None:
    first = begun(story, LAST)
    at, second = story.at, begun(story, B2 + 1)
    Transfer.objects.filter(pk=second).update(linked_from=first)
    with time_machine.travel(at, tick=False):
        assert confirm(story, first).is_filed
    taking = dict(Custody.objects.values_list("pk", "is_taking"))
    assert taking == {first: False, second: True}
    assert Custody.objects.get(pk=first).is_accepted


@pytest.fixture
def unlocked(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Let some look before any of them writes, as if nobody held the person: what is left is the database's index."""

    def let(count: int) -> None:
        ready, looked, look = Barrier(count), set[UUID](), acceptances.accepted_elsewhere

        def together(transfer_id: UUID, state: Any, **asked: Any) -> str:
            found = look(transfer_id, state, **asked)
            if transfer_id not in looked:
                looked.add(transfer_id)
                ready.wait(timeout=20)
            return found

        monkeypatch.setattr(acceptances, "person_held", lambda person: {person})
        monkeypatch.setattr(services, "accepted_elsewhere", together)

    return let


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("other", ["confirm", "accept"])
@pytest.mark.parametrize("is_held", [True, False])
def test_of_access_and_another_acceptance_that_race_one_stands(
    story: Story, unlocked: Callable[[int], None], other: str, is_held: bool
) -> None:
    first, at = begun(story, LAST), story.at
    second = begun(story, LAST if other == "confirm" else B2)
    if not is_held:
        unlocked(2)
    story.at = at if other == "confirm" else story.at
    run = {"confirm": confirm, "accept": accept}[other]
    came = at_once(story, lambda: confirm(story, first), lambda: run(story, second))
    assert sorted(map(refused_by, came)) == [(), ("S.one_acceptance",)]
    assert Custody.objects.filter(is_taking=True).count() == 1
    check_derived(first)
    check_derived(second)


@pytest.mark.django_db
def test_the_database_itself_lets_access_and_an_acceptance_stand_once(story: Story) -> None:
    first, second = begun(story, LAST + 1), begun(story, B2)
    row = Custody.objects.get(pk=first)
    row.pk = second
    with pytest.raises(IntegrityError, match="transfers_one_acceptance"):
        row.save(force_insert=True)


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each hold what it holds for a while, so that who locks in another order meets the other; none is hidden."""
    written, looked = services.write_rows, acceptances.accepted_elsewhere

    def write(transfer_id: UUID, rows: dict[str, object]) -> None:
        written(transfer_id, rows)
        sleep(0.05)

    def look(transfer_id: UUID, state: Any, **asked: Any) -> str:
        found = looked(transfer_id, state, **asked)
        sleep(0.05)
        return found

    monkeypatch.setattr(services, "write_rows", write)
    monkeypatch.setattr(services, "accepted_elsewhere", look)
    monkeypatch.setattr(services, "DeadlockDetected", ())  # none is tried again: it would be seen


@pytest.mark.full
@pytest.mark.django_db(transaction=True)
def test_a_death_and_an_acceptance_of_a_merged_person_never_wait_for_each_other(story: Story, slow: None) -> None:
    kept, gone = Person.objects.create(given="Ana"), UUID(story.subject)
    people_merge(kept.pk, gone, by="bo", why="Same card.")
    for _ in range(5):
        first, second = begun(story, B2, str(gone)), begun(story, B2, str(kept.pk))
        said = [(accept, first), (die, first), (accept, second), (die, second)]
        came = at_once(story, *(partial(run, story, of) for run, of in said))
        assert sum(each.is_filed for each in (came[1], came[3])) == 1, "the other knows of it already"
        assert set(map(refused_by, came[::2])) <= {(), ("S.deceased",), ("S.one_acceptance",)}
        assert Custody.objects.filter(pk__in=[first, second], died_on__isnull=False).count() == 2
        check_derived(first)
        check_derived(second)


@pytest.mark.full
@pytest.mark.django_db(transaction=True)
def test_merging_and_parting_never_wait_for_a_death_or_an_acceptance(story: Story, slow: None) -> None:
    gone = UUID(story.subject)
    kept = [Person.objects.create(given="Ana").pk for _ in range(2)]
    for number in range(5):
        one = begun(story, B2, str(gone))
        made = people_merge(kept[number % 2], gone, by="bo", why="Same card.")
        again = partial(people_merge, made.kept_id, gone, by="bo", why="Same card.")
        undo = partial(merge_undo, made.pk, by="bo")
        at_once(story, partial(accept, story, one), partial(die, story, one), undo, again)
        merge_undo(again().pk, by="bo")
        check_derived(one)


@pytest.mark.django_db
@pytest.mark.parametrize(("times", "raised"), [(2, None), (3, Conflict)])
def test_who_was_rolled_back_by_the_database_tries_again_and_is_told_of_a_conflict_at_last(
    story: Story, monkeypatch: pytest.MonkeyPatch, times: int, raised: type[Exception] | None
) -> None:
    transfer_id, written, left = begun(story, B2), services.write_rows, [times]

    def write(transfer_id: UUID, rows: dict[str, object]) -> None:
        written(transfer_id, rows)
        left[0] -= 1
        if left[0] >= 0:
            raise OperationalError("deadlock detected") from DeadlockDetected()

    monkeypatch.setattr(services, "write_rows", write)
    with time_machine.travel(story.at, tick=False):
        if raised is None:
            assert accept(story, transfer_id).is_filed
        else:
            with pytest.raises(raised):
                accept(story, transfer_id)
