"""People change through the write path: a death stops everything, a shift is handed over, a colleague stands in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

import pytest
import time_machine

from holdfast.accounts.models import GuestGrant
from holdfast.accounts.services import GrantOrder, grant_issue
from holdfast.config.clock import now
from holdfast.config.ids import new_id
from holdfast.notify.addressing import address_due
from holdfast.notify.holders import with_stand_ins
from holdfast.notify.models import Kind, Message
from holdfast.people.models import Person
from holdfast.protocol.codes import Closure, Identity, Seat
from holdfast.protocol.events import StepFiled
from holdfast.protocol.facts import CLOCK
from holdfast.transfers import stream
from holdfast.transfers.models import Custody, Deadline, DeadlineStatus, Outbox, Transfer
from holdfast.transfers.services import Outcome
from tests.property.derived import check_derived
from tests.story import Story, vector

pytestmark = pytest.mark.django_db
DEATH = {"told_by": "Her sister, by phone", "died_on": "2026-11-18", "note": ""}


def told(name: str, *, leave: int = 0) -> Story:
    """Tell a vector of ours for somebody of the people room, but for the last `leave` steps."""
    story = Story(vector(name)).set_up()
    story.subject = str(Person.objects.create(given="Ana").pk)
    story.tell(len(story.told["steps"]) - leave)
    return story


def give(story: Story, by: str, do: str, fields: Mapping[str, object]) -> Outcome:
    with time_machine.travel(story.at, tick=False):
        return story.give(by, do, fields)


@pytest.fixture
def mourned() -> tuple[Story, UUID, UUID]:
    """Two open handoffs of one person, of whom a death is recorded in the second; with the two ids."""
    story = told("controls/F.summary/holds-until-its-end.json", leave=2)
    first, story.transfer_id = story.transfer_id, new_id()
    story.tell(6)
    assert give(story, "dana", "record_death", DEATH).is_filed
    return story, first, story.transfer_id


def test_a_death_is_known_of_the_person_at_once(mourned: tuple[Story, UUID, UUID]) -> None:
    known = Person.objects.get(pk=mourned[0].subject)
    assert (known.is_deceased, known.died) == (True, "2026-11-18")


def test_a_death_stops_the_persons_other_open_handoffs_too(mourned: tuple[Story, UUID, UUID]) -> None:
    _, first, second = mourned
    acts = [n.event for n in stream.tell(first)[1] if isinstance(n.event, StepFiled)]
    assert (acts[-1].command.step, acts[-1].facts.by.id) == ("record_death", CLOCK)
    assert not Deadline.objects.filter(status=DeadlineStatus.OPEN).exists()
    assert Custody.objects.filter(died_on="2026-11-18").count() == 2
    check_derived(first)
    check_derived(second)


def test_a_death_that_was_a_mistake_is_taken_back_and_somebody_looks(mourned: tuple[Story, UUID, UUID]) -> None:
    story, _, second = mourned
    assert give(story, "priya", "withdraw_death", {"reason": "She called us herself."}).is_filed
    assert not Person.objects.get(pk=story.subject).is_deceased
    assert Deadline.objects.get(transfer_id=second, status=DeadlineStatus.OPEN).name == "recontact"


def test_a_death_taken_back_is_taken_back_where_the_clock_had_recorded_it(mourned: tuple[Story, UUID, UUID]) -> None:
    story, first, second = mourned
    assert give(story, "priya", "withdraw_death", {"reason": "She called us herself."}).is_filed
    acts = [n.event for n in stream.tell(first)[1] if isinstance(n.event, StepFiled)]
    assert (acts[-1].command.step, acts[-1].facts.by.id) == ("withdraw_death", CLOCK)
    owed = Deadline.objects.filter(status=DeadlineStatus.OPEN).values_list("transfer_id", "name")
    assert set(owed) == {(first, "recontact"), (second, "recontact")}
    check_derived(first)


def test_a_death_of_somebodys_own_word_stays_where_it_was_said(mourned: tuple[Story, UUID, UUID]) -> None:
    story, first, second = mourned
    story.transfer_id = first
    assert give(story, "priya", "withdraw_death", {"reason": "She called us herself."}).is_filed
    assert list(Custody.objects.filter(died_on__isnull=False).values_list("pk", flat=True)) == [second]


def test_nothing_is_owed_and_nothing_falls_due_after_a_death(mourned: tuple[Story, UUID, UUID]) -> None:
    row = Transfer.objects.get(pk=mourned[2])
    assert row.owed == []


def test_an_offer_asks_the_colleague_and_moves_nothing() -> None:
    story = told("controls/S.handover/holds-accepted.json", leave=1)
    asked = Outbox.objects.get(transfer_id=story.transfer_id, kind="asked")
    row = Custody.objects.get(pk=story.transfer_id)
    assert asked.to == row.offered_to == story.ids["lena"]
    assert Transfer.objects.get(pk=story.transfer_id).owner_id == story.ids["dana"]


def test_a_decline_is_told_to_the_owner() -> None:
    story = told("controls/S.handover/holds-declined.json", leave=1)
    answer = Outbox.objects.filter(transfer_id=story.transfer_id, kind="asked").order_by("seq").last()
    assert answer is not None
    assert answer.to == story.ids["dana"]
    assert not Custody.objects.filter(pk=story.transfer_id).exists()


def test_what_a_colleague_accepted_is_theirs_on_every_list() -> None:
    story = told("controls/S.handover/holds-accepted.json")
    assert Transfer.objects.get(pk=story.transfer_id).owner_id == story.ids["lena"]
    assert not Custody.objects.filter(pk=story.transfer_id).exists()
    check_derived(story.transfer_id)


def test_a_cover_stands_in_the_row_until_it_ends() -> None:
    story = told("controls/S.cover/holds-ended-early.json", leave=3)
    [cover] = Custody.objects.get(pk=story.transfer_id).stand_ins
    assert (cover["for_whom"], cover["colleague"]) == (story.ids["dana"], story.ids["lena"])
    give(story, "lena", "end_cover", {"for_whom": "dana"})
    assert not Custody.objects.filter(pk=story.transfer_id).exists()
    assert stream.load(story.transfer_id).state.custody.covers == ()


@pytest.mark.parametrize("do", ["end_summary", "send_secure_summary"])
def test_a_summary_that_is_taken_back_takes_its_links_with_it(do: str) -> None:
    story = told("controls/F.summary/holds-until-its-end.json", leave=1)
    with time_machine.travel(story.at, tick=False):
        grant, _ = grant_issue(_link_to(story, "omar"))
        kept, _ = grant_issue(_link_to(story, "rosa"))
    until = "2026-11-19T12:00:00-05:00"
    give(story, "dana", do, {"reason": "Wrong person."} if do == "end_summary" else {"to": "rosa", "until": until})
    assert GuestGrant.objects.get(pk=grant.pk).revoked_at is not None
    assert GuestGrant.objects.get(pk=kept.pk).revoked_at is None


def _link_to(story: Story, whom: str) -> GrantOrder:
    return GrantOrder(
        transfer_id=story.transfer_id, party=Seat.RECEIVER, identity=Identity.READ_OUT_CODE,
        subject_id=UUID(story.ids[whom]), expires_at=now() + timedelta(hours=1), spoken=True,
    )  # fmt: skip


def test_while_a_colleague_stands_in_messages_go_to_both() -> None:
    story = told("controls/S.handover/holds-declined.json", leave=2)
    until = "2026-11-18T22:00:00-05:00"
    give(story, "dana", "cover", {"for_whom": "dana", "colleague": "priya", "until": until, "reason": "Night leave."})
    give(story, "lena", "decline_custody", {"reason": "I leave at ten as well."})
    with time_machine.travel(story.at, tick=False):
        address_due()
    answered = Message.objects.filter(kind=Kind.ASKED, about="decline_custody").values_list("staff_id", flat=True)
    assert sorted(map(str, answered)) == sorted([story.ids["dana"], story.ids["priya"]])


def test_once_the_cover_is_over_messages_go_to_one_again() -> None:
    story = told("controls/S.cover/holds-until-the-last-second.json", leave=1)
    dana, lena = story.ids["dana"], story.ids["lena"]
    ends = datetime.fromisoformat("2026-11-18T22:00:00-05:00")
    assert with_stand_ins([dana], story.transfer_id, ends - timedelta(seconds=1)) == (dana, lena)
    assert with_stand_ins([dana], story.transfer_id, ends) == (dana,)


def test_a_death_that_only_the_closing_says_is_known_of_the_person() -> None:
    story = told("journeys/closed-as-died.json")
    assert story.state().closed_as is Closure.DIED
    assert Person.objects.get(pk=story.subject).is_deceased
