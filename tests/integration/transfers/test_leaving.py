"""A deactivated account's people pass to its supervisor in the same transaction, or nothing is changed at all."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
import time_machine

from holdfast.accounts.errors import NotFound
from holdfast.accounts.models import RoleAssignment, Staff
from holdfast.accounts.services import holder_add, rung_set, staff_deactivate
from holdfast.config.clock import now
from holdfast.directory.models import Service
from holdfast.protocol.codes import EscalationLevel
from holdfast.protocol.commands import Reassign
from holdfast.protocol.events import StepFiled
from holdfast.protocol.replay import replay
from holdfast.transfers import stream
from holdfast.transfers.errors import NobodyTakesOver
from holdfast.transfers.leaving import account_deactivate, heir_of, leaving, left_behind
from holdfast.transfers.models import Ownership, Transfer
from tests.story import Story, vector

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    """Dana of northside owns an open transfer; Priya supervises there. The clock stands a minute later."""
    told = Story(vector("controls/S.role/refuses-reassign.json")).set_up()
    told.tell(4)
    with time_machine.travel(told.at + timedelta(minutes=1), tick=False):
        yield told


def pk(story: Story, name: str) -> UUID:
    return UUID(story.ids[name])


def owner(story: Story) -> str:
    return story.state().owner


def test_the_supervisor_of_the_service_owns_from_the_same_instant(story: Story) -> None:
    assert account_deactivate(pk(story, "dana")) == 1
    assert owner(story) == "priya"
    rows = Ownership.objects.filter(transfer=story.transfer_id).order_by("owned_from")
    assert [row.owner_id for row in rows] == [story.ids["dana"], story.ids["priya"]]
    assert rows[0].owned_until == rows[1].owned_from
    assert not Staff.objects.get(pk=pk(story, "dana")).is_active


def test_the_server_gave_it_and_the_ledger_bears_it_out(story: Story) -> None:
    account_deactivate(pk(story, "dana"))
    events = [numbered.event for numbered in stream.between(story.transfer_id, 1, 1_000)]
    filed = [event for event in events if isinstance(event, StepFiled)][-1]
    assert isinstance(filed.command, Reassign)
    assert (filed.facts.by.id, filed.command.reason) == ("clock", "The account of the owner was deactivated.")
    assert replay(events).contradiction is None


def test_a_call_that_they_were_in_ends_so_that_nobody_answers_to_an_empty_seat(story: Story) -> None:
    story.give("dana", "emergency_start", {"act": "a live handoff at once", "reason": "Not safe at home."})
    story.give("dana", "open_live_event", {"channel": "room"})
    story.give("dana", "join_live_event", {"party": "originator", "identity": "account", "measured": False})
    before = story.state().live
    account_deactivate(pk(story, "dana"))
    after = story.state().live
    assert [live.is_open for live in (before, after) if live is not None] == [True, False]


def test_without_a_supervisor_the_ladder_is_climbed(story: Story) -> None:
    RoleAssignment.objects.filter(staff=pk(story, "priya")).update(role="peer")
    organization = Service.objects.get(pk=story.ids["northside"]).organization_id
    assert organization is not None
    rung_set(organization, EscalationLevel.SUPERVISORY, minutes=15, next_level=EscalationLevel.DIRECTOR)
    rung = rung_set(organization, EscalationLevel.DIRECTOR, minutes=60)
    holder_add(rung, pk(story, "rosa"))
    account_deactivate(pk(story, "dana"))
    assert owner(story) == "rosa"


def test_where_nobody_can_take_over_nothing_is_changed(story: Story) -> None:
    RoleAssignment.objects.filter(staff=pk(story, "priya")).update(role="peer")
    with pytest.raises(NobodyTakesOver):
        account_deactivate(pk(story, "dana"))
    assert owner(story) == "dana"
    assert Staff.objects.get(pk=pk(story, "dana")).is_active


def test_a_supervisor_who_leaves_is_no_heir_of_their_own(story: Story) -> None:
    story.give("priya", "reassign", {"to": "priya", "reason": "She takes it over."})
    with pytest.raises(NobodyTakesOver):
        account_deactivate(pk(story, "priya"))
    assert heir_of(story.ids["northside"], story.ids["dana"], now()) == story.ids["priya"]


def test_who_owns_nobody_is_simply_deactivated(story: Story) -> None:
    assert account_deactivate(pk(story, "cole")) == 0
    assert owner(story) == "dana"
    with pytest.raises(NotFound):
        account_deactivate(pk(story, "cole"))


def test_closed_transfers_stay_with_who_owned_them(story: Story) -> None:
    Transfer.objects.filter(pk=story.transfer_id).update(closed_at=now())
    assert account_deactivate(pk(story, "dana")) == 0


def test_people_left_behind_by_a_filing_at_the_same_instant_are_found(story: Story) -> None:
    staff_deactivate(pk(story, "dana"))
    assert left_behind() == 1
    assert owner(story) == "priya"
    assert left_behind() == 0


def test_the_server_passes_on_nobody_whose_owner_works(story: Story) -> None:
    outcome = story.give("clock", "reassign", {"to": "priya", "reason": "No reason."})
    assert outcome.act is not None
    assert not outcome.is_filed
    assert owner(story) == "dana"


def test_before_it_is_done_it_can_be_seen_what_hangs_on_them(story: Story) -> None:
    assert (leaving(pk(story, "dana")).owned, leaving(pk(story, "dana")).named) == (1, 0)
    assert (leaving(pk(story, "priya")).owned, leaving(pk(story, "priya")).named) == (0, 1)
