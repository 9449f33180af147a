"""Break-glass opens one transfer to one member of staff, to look at, for its time. Without it nothing more is seen."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
import time_machine

from holdfast.accounts.models import Adapter, RoleAssignment, Staff
from holdfast.accounts.selectors import party
from holdfast.accounts.services import GLASS_LASTS, glass_break, staff_add
from holdfast.config.clock import now
from holdfast.directory.models import Organization, Service
from holdfast.transfers.callers import Caller, signed_in
from holdfast.transfers.errors import UnknownTransfer
from holdfast.transfers.giving import Filing, give
from holdfast.transfers.models import Failure
from holdfast.transfers.selectors import Paging, Sight, Wanted, portrait, transfer_looked_at, transfers_found
from tests.story import Story, vector

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
WHY = "She rang us in distress and her own team does not answer."


@pytest.fixture
def story(db):
    told = Story(vector("controls/S.role/refuses-reassign.json")).set_up()
    told.tell(4)
    return told


@pytest.fixture(autouse=True)
def clock(story: Story):
    with time_machine.travel(story.at + timedelta(minutes=1), tick=False) as traveller:
        yield traveller


@pytest.fixture
def stranger(story: Story) -> Caller:
    """A crisis worker of another organisation, who has no part in the transfer."""
    elsewhere = Service.objects.create(organization=Organization.objects.create(name="Elsewhere"), name="Line")
    staff: Staff = staff_add("stranger@elsewhere.example", "Sam Stranger")
    RoleAssignment.objects.create(staff=staff, role="crisis_worker", service=elsewhere)
    return signed_in(party(str(staff.pk))[str(staff.pk)], "Sam Stranger", "device", Adapter.PAGE)


def looks(caller: Caller, transfer_id: UUID):
    return transfer_looked_at(caller.asker, transfer_id, now())


def test_without_it_there_is_no_such_transfer(story: Story, stranger: Caller) -> None:
    with pytest.raises(UnknownTransfer):
        looks(stranger, story.transfer_id)


def test_with_it_the_whole_transfer_is_seen(story: Story, stranger: Caller) -> None:
    glass_break(stranger.id, story.transfer_id, WHY)
    seen = looks(stranger, story.transfer_id)
    assert seen.sight is Sight.WHOLE
    assert portrait(seen).case_id == "WH-20417"


def test_it_ends_when_its_time_is_over(story: Story, stranger: Caller, clock) -> None:
    glass_break(stranger.id, story.transfer_id, WHY)
    begun = now()
    clock.move_to(begun + GLASS_LASTS - SECOND)
    assert looks(stranger, story.transfer_id).sight is Sight.WHOLE
    for past in (timedelta(), SECOND):
        clock.move_to(begun + GLASS_LASTS + past)
        with pytest.raises(UnknownTransfer):
            looks(stranger, story.transfer_id)


def test_it_opens_no_other_transfer_and_to_nobody_else(story: Story, stranger: Caller) -> None:
    other = Story(vector("controls/S.role/refuses-reassign.json"), ids=story.ids)
    other.tell(1)
    glass_break(stranger.id, other.transfer_id, WHY)
    with pytest.raises(UnknownTransfer):
        looks(stranger, story.transfer_id)
    glass_break(UUID(story.ids["rosa"]), story.transfer_id, WHY)
    with pytest.raises(UnknownTransfer):
        looks(stranger, story.transfer_id)


def test_it_stands_in_no_list(story: Story, stranger: Caller) -> None:
    glass_break(stranger.id, story.transfer_id, WHY)
    assert transfers_found(stranger.asker, now(), Wanted(), Paging()).items == ()


@pytest.mark.parametrize("step", ["give_consent", "person_stops", "check_safety", "reassign"])
def test_nothing_can_be_done_by_it_and_the_attempt_says_there_is_none(story, stranger, step: str) -> None:
    fields = {
        "give_consent": {
            "scopes": ["identity-and-contact"], "to": story.ids["riverside"], "purpose": "treatment",
            "until": "2027-02-18", "given_by": "person", "language": "es",
        },
        "person_stops": {"wish": "pause"},
        "check_safety": {"safe_now": "yes", "alone": "yes", "contact_method": "text", "voicemail": "none"},
        "reassign": {"to": story.ids["cole"], "reason": "No reason."},
    }  # fmt: skip
    glass_break(stranger.id, story.transfer_id, WHY)
    with pytest.raises(UnknownTransfer):
        give(stranger, story.transfer_id, Filing(step, fields[step]))
    assert not Failure.objects.exists()


def test_whoever_sees_it_anyway_is_not_asked_for_one(story: Story, django_assert_num_queries) -> None:
    dana = signed_in(party(story.ids["dana"])[story.ids["dana"]], "dana", "device", Adapter.PAGE)
    with django_assert_num_queries(2):
        looks(dana, story.transfer_id)
