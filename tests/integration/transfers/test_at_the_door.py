"""What nobody can mean is asked at the door, for pages and the API; whose part it is not is refused on the ledger."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from uuid import UUID

import pytest
import time_machine

from holdfast.accounts.models import Adapter
from holdfast.directory.models import Service
from holdfast.people.models import Person
from holdfast.people.selectors import may_be_transferred
from holdfast.protocol.errors import Malformed
from holdfast.protocol.events import AttemptRefused
from holdfast.protocol.plausible import Remedy
from holdfast.transfers import stream
from holdfast.transfers.acceptances import has_died
from holdfast.transfers.callers import signed_in
from holdfast.transfers.giving import Filing, give
from holdfast.transfers.models import Outbox
from holdfast.transfers.services import Outcome
from tests.story import Story, vector

pytestmark = pytest.mark.django_db
DIED = {"closure": "died", "reason": "Recorded."}
DEATH = {"told_by": "Her sister, by phone", "died_on": "2026-11-18", "note": ""}
LIVES = {"reason": "She answers her phone."}


@pytest.fixture
def story() -> Iterator[Story]:
    """A handoff whose first visit was accepted for tomorrow at ten, before anybody released."""
    told = Story(vector("controls/S.deceased/holds-closed-as-died.json")).set_up()
    told.subject = str(Person.objects.create(name="Ana Ruiz", given="Ana", family="Ruiz").pk)
    told.tell(len(told.told["steps"]) - 3)
    with time_machine.travel(told.at, tick=False):
        yield told


def gives(story: Story, who: str, step: str, fields: Mapping[str, object], key: str = "") -> Outcome:
    caller = signed_in(story.party(who), who, "a device", Adapter.PAGE)
    return give(caller, story.transfer_id, Filing(step, fields, key=key))


def wrong(story: Story, who: str, step: str, fields: Mapping[str, object]) -> dict[str, str]:
    before = stream.load(story.transfer_id).tip.seq
    with pytest.raises(Malformed) as refused:
        gives(story, who, step, fields)
    assert stream.load(story.transfer_id).tip.seq == before
    return refused.value.fields


def test_nobody_dies_by_a_closing(story: Story) -> None:
    assert wrong(story, "priya", "close_transfer", DIED) == {"closure": Remedy.DEATH_FIRST}
    assert not Person.objects.get(pk=story.subject).is_deceased
    assert gives(story, "priya", "record_death", DEATH).is_filed
    assert gives(story, "priya", "close_transfer", DIED).is_filed


def test_a_death_is_taken_back_after_the_closing_and_the_person_can_be_served(story: Story) -> None:
    gives(story, "priya", "record_death", DEATH)
    gives(story, "priya", "close_transfer", DIED)
    assert (has_died(story.transfer_id), may_be_transferred(story.subject)) == (True, False)
    assert gives(story, "priya", "withdraw_death", LIVES).is_filed
    assert (has_died(story.transfer_id), may_be_transferred(story.subject)) == (False, True)
    assert story.state().is_closed


def test_taken_back_it_is_so_in_the_persons_closed_handoffs_too(story: Story) -> None:
    gives(story, "priya", "record_death", DEATH)
    first, story.transfer_id = story.transfer_id, UUID(int=7)
    story.tell(1)
    with time_machine.travel(story.at, tick=False):
        assert story.give("clock", "record_death", DEATH).is_filed
        assert story.give("priya", "close_transfer", DIED).is_filed
    other, story.transfer_id = story.transfer_id, first
    with time_machine.travel("2026-11-19T10:00:00-05:00", tick=False):
        assert gives(story, "priya", "withdraw_death", LIVES).is_filed
    assert not has_died(other)


def test_whose_part_it_is_not_is_refused_on_the_ledger(story: Story) -> None:
    refused = gives(story, "dana", "close_transfer", DIED).act
    assert isinstance(refused, AttemptRefused)
    assert refused.failed == ("S.role",)


def test_what_was_filed_is_answered_again_when_its_time_is_over(story: Story) -> None:
    to = {"at": "2026-11-18T15:00:00-05:00", "asked_by": "Ana", "reason": "Sooner."}
    assert gives(story, "marcus", "reschedule_first_action", to, "k1").is_filed
    with time_machine.travel("2026-11-18T15:30:00-05:00", tick=False):
        assert gives(story, "marcus", "reschedule_first_action", to, "k1").is_repeat
        assert wrong(story, "marcus", "reschedule_first_action", to) == {"at": Remedy.TO_COME}


@pytest.mark.parametrize(
    ("at", "remedy"),
    [
        ("2026-11-18T13:00:00-05:00", Remedy.TO_COME),
        ("2036-11-18T13:00:00-05:00", Remedy.SOONER),
        ("2026-11-19T03:00:00-05:00", Remedy.CLOSED),
    ],
)
def test_a_first_action_is_not_moved_to_where_it_cannot_be(story: Story, at: str, remedy: str) -> None:
    Service.objects.filter(pk=story.ids["riverside"]).update(hours="Mo-Fr 09:00-17:00")
    fields = {"at": at, "asked_by": "Ana", "reason": "Work."}
    assert wrong(story, "marcus", "reschedule_first_action", fields) == {"at": remedy}


def test_a_withdrawal_that_staff_record_goes_before_quality(story: Story) -> None:
    said = {"wish": "withdraw"}
    assert wrong(story, "dana", "person_stops", said) == {"heard_by": Remedy.WHO_HEARD}
    assert gives(story, "dana", "person_stops", {**said, "heard_by": story.ids["dana"]}).is_filed
    assert "S.withdrawn" in story.state().escalations


def test_the_owner_is_told_of_a_withdrawal_that_somebody_else_records(story: Story) -> None:
    said = {"wish": "withdraw", "heard_by": story.ids["priya"]}
    told = Outbox.objects.filter(transfer_id=story.transfer_id, kind="person", to=story.ids["dana"])
    before = told.count()
    assert gives(story, "priya", "person_stops", said).is_filed
    assert told.count() == before + 1


def test_an_alternative_that_nobody_verified_closes_nothing(story: Story) -> None:
    fields = {"closure": "alternative-verified", "reason": "Done."}
    assert wrong(story, "priya", "close_transfer", fields) == {"closure": Remedy.VERIFICATION_FIRST}
