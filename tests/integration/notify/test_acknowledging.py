"""One tap acknowledges: by the link in the message without signing in, bound to one member of staff and one matter."""

from __future__ import annotations

from datetime import timedelta

import pytest

from holdfast.accounts.models import RoleAssignment
from holdfast.notify.errors import NotBeforeYou, UnknownMessage
from holdfast.notify.models import Message
from holdfast.notify.paths import acknowledge_secret
from holdfast.notify.selectors import messages_waiting, unread_count
from holdfast.notify.services import LinkStanding, link_acknowledge, link_look, message_acknowledge
from holdfast.protocol.events import AttemptRefused, StepFiled
from holdfast.transfers import stream
from holdfast.transfers.models import Escalation


@pytest.fixture
def message(county) -> Message:
    """The director has been told of a matter."""
    county.begins()
    county.refused()
    county.work()
    return Message.objects.get(staff=county.staff("omar"))


def _look(message: Message) -> LinkStanding:
    return link_look(message.pk, acknowledge_secret(message.pk)).standing


def _tap(message: Message) -> LinkStanding:
    return link_acknowledge(message.pk, acknowledge_secret(message.pk)).standing


def _last_act(county):
    events = stream.between(county.story.transfer_id, 1, 10_000)
    return [each.event for each in events if isinstance(each.event, StepFiled | AttemptRefused)][-1]


def test_opening_a_link_changes_nothing(county, message):
    assert [_look(message), _look(message)] == [LinkStanding.GOOD] * 2
    assert Escalation.objects.get(control="A2.dependencies").acknowledged_by == ""


def test_a_tap_acknowledges_as_the_one_who_was_told_and_the_ledger_says_that_it_was_the_link(county, message):
    assert _tap(message) is LinkStanding.USED
    assert Escalation.objects.get(control="A2.dependencies").acknowledged_by == county.story.ids["omar"]
    act = _last_act(county)
    assert (act.facts.by.id, act.command.note) == (
        county.story.ids["omar"], "Acknowledged with the one-time link of the message."
    )  # fmt: skip


def test_a_second_tap_says_so_and_files_nothing(county, message):
    _tap(message)
    before = len(stream.between(county.story.transfer_id, 1, 10_000))
    assert (_tap(message), _look(message)) == (LinkStanding.USED, LinkStanding.USED)
    assert len(stream.between(county.story.transfer_id, 1, 10_000)) == before


def test_it_moves_nothing_but_the_acknowledgement(county, message):
    owner = county.story.state().owner
    _tap(message)
    state = county.story.state()
    assert state.owner == owner
    assert set(state.escalations) == {"A2.dependencies"}


@pytest.mark.parametrize("secret", ["", "x", "x" * 43, "\u00e9" * 43])
def test_a_wrong_secret_is_nobodys(message, secret):
    with pytest.raises(UnknownMessage):
        link_acknowledge(message.pk, secret)


def test_a_link_of_one_message_opens_no_other(county, message):
    county.later(minutes=31)
    county.work()
    other = county.told("eve")[0]
    with pytest.raises(UnknownMessage):
        link_look(other.pk, acknowledge_secret(message.pk))


def test_when_the_matter_has_gone_on_the_link_says_so_and_does_nothing(county, message):
    county.later(minutes=31)
    county.work()
    assert (_look(message), _tap(message)) == (LinkStanding.MOVED_ON, LinkStanding.MOVED_ON)
    assert Escalation.objects.get(control="A2.dependencies").acknowledged_by == ""


def test_a_matter_that_rises_at_the_very_tap_is_not_acknowledged(county, message):
    county.later(minutes=31)  # nobody has swept yet: the command itself passes the time
    assert _tap(message) is LinkStanding.MOVED_ON
    assert Escalation.objects.get(control="A2.dependencies").acknowledged_by == ""


def test_when_somebody_else_has_it_the_link_says_so(county, message):
    RoleAssignment.objects.filter(staff=county.story.ids["carla"]).update(role="director")
    assert county.acknowledges("carla", "A2.dependencies")
    assert (_look(message), _tap(message)) == (LinkStanding.HELD, LinkStanding.HELD)


def test_when_it_is_settled_the_link_says_so(county, message):
    county.story.give("omar", "resolve_escalation", {"control": "A2.dependencies", "note": ""})
    assert _tap(message) is LinkStanding.SETTLED


def test_a_matter_that_comes_anew_is_not_acknowledged_by_the_link_of_the_one_before(county, message):
    county.story.give("omar", "resolve_escalation", {"control": "A2.dependencies", "note": ""})
    county.refused()
    assert _tap(message) is LinkStanding.SETTLED
    assert messages_waiting(county.staff("omar").pk) == ()
    county.work()
    assert len({each.seq for each in county.told("omar")}) == 2
    [waiting] = messages_waiting(county.staff("omar").pk)
    assert waiting.id != message.pk


def test_who_holds_the_role_no_more_is_refused_and_the_attempt_is_on_the_ledger(county, message):
    RoleAssignment.objects.filter(staff=county.story.ids["omar"]).update(held_until=county.at)
    county.later(seconds=1)
    assert _tap(message) is LinkStanding.REFUSED
    act = _last_act(county)
    assert isinstance(act, AttemptRefused)
    assert act.failed == ("S.role",)


def test_a_link_of_long_ago_asks_to_sign_in(county, message):
    Message.objects.update(written_at=county.at - timedelta(days=3))
    assert _tap(message) is LinkStanding.EXPIRED


def test_signed_in_one_acknowledges_ones_own_and_has_read_it(county, message):
    omar = county.staff("omar").pk
    assert unread_count(omar) == 1
    assert message_acknowledge(omar, message.pk) is True
    assert unread_count(omar) == 0


def test_signed_in_one_does_not_acknowledge_somebody_elses(county, message):
    with pytest.raises(UnknownMessage):
        message_acknowledge(county.staff("eve").pk, message.pk)


def test_signed_in_one_is_told_that_it_has_gone_on(county, message):
    county.later(minutes=31)
    county.work()
    with pytest.raises(NotBeforeYou):
        message_acknowledge(county.staff("omar").pk, message.pk)
