"""Escalations on an organisation's ladder: who hears first, who when nobody answers, and that nobody hears twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from holdfast.accounts import services as accounts
from holdfast.directory.models import Organization
from holdfast.protocol.codes import EscalationLevel
from holdfast.transfers.models import Escalation, Outbox
from holdfast.transfers.sweeping import sweep
from tests.property import forms
from tests.property.derived import check_derived
from tests.property.world import BEGIN, WORLD
from tests.story import Story

pytestmark = pytest.mark.django_db
L = EscalationLevel
LADDER = (
    (L.SUPERVISORY, 10, L.DIRECTOR, "priya"), (L.DIRECTOR, 30, L.EXECUTIVE, "omar"), (L.EXECUTIVE, 60, None, "eve")
)  # fmt: skip


@pytest.fixture
def story() -> Story:
    """A request stands; the ladder is priya (10 minutes), omar (30), eve. Nobody is mapped for quality."""
    told = Story(WORLD).set_up()
    county = Organization.objects.get().pk
    with time_machine.travel(BEGIN - timedelta(days=1), tick=False):
        for level, minutes, above, holder in LADDER:
            rung = accounts.rung_set(county, level, minutes=minutes, next_level=above)
            accounts.holder_add(rung, told.ids[holder])  # type: ignore[arg-type]  # a text names it as well
    with time_machine.travel(BEGIN, tick=False):
        told.give("dana", "open_transfer", forms.OPENING)
        told.give("dana", "file_record", forms.request(BEGIN, is_elevated=False, mode="live_phone"))
    return told


def _swept(story: Story, minutes: float) -> list[str]:
    """Sweep at `minutes` after the request; return who was told of an escalation so far, in order."""
    with time_machine.travel(BEGIN + timedelta(minutes=minutes), tick=False):
        sweep()
    told = Outbox.objects.filter(transfer_id=story.transfer_id, kind="escalation").order_by("seq")
    return list(told.values_list("to", flat=True))


def _refused(story: Story, *, minutes: float) -> None:
    """Have a decision refused for its dependencies, which goes to the director."""
    with time_machine.travel(BEGIN + timedelta(minutes=minutes), tick=False):
        fields = {**forms.decision(), "unresolved_dependencies": ["a ride"]}
        assert not story.give("priya", "file_record", fields).is_filed


def test_a_matter_that_nobody_acknowledges_goes_to_the_next_level_once(story: Story) -> None:
    _refused(story, minutes=1)
    assert _swept(story, 30.9) == ["director", "supervisory", "director"]
    assert _swept(story, 31) == ["director", "supervisory", "director", "executive"]
    assert Escalation.objects.get(control="A2.dependencies").level == "executive"
    assert _swept(story, 45).count("executive") == 1


def test_an_acknowledged_matter_stays_where_it_is(story: Story) -> None:
    _refused(story, minutes=1)
    with time_machine.travel(BEGIN + timedelta(minutes=2), tick=False):
        assert story.give("omar", "acknowledge_escalation", {"control": "A2.dependencies", "note": ""}).is_filed
    _swept(story, 24 * 60)
    row = Escalation.objects.get(control="A2.dependencies")
    assert (row.level, row.acknowledged_by) == ("director", story.ids["omar"])


def test_a_late_decision_that_has_risen_to_the_director_does_not_rise_there_again(story: Story) -> None:
    assert _swept(story, 15) == ["supervisory"]
    assert _swept(story, 25) == ["supervisory", "director"]
    assert _swept(story, 54) == ["supervisory", "director"]
    assert _swept(story, 55) == ["supervisory", "director", "executive"]
    check_derived(story.transfer_id)


def test_a_late_decision_that_was_acknowledged_still_goes_to_the_director_after_the_same_span(story: Story) -> None:
    _swept(story, 15)
    with time_machine.travel(BEGIN + timedelta(minutes=16), tick=False):
        assert story.give("priya", "acknowledge_escalation", {"control": "A2.late", "note": ""}).is_filed
    assert _swept(story, 29) == ["supervisory"]
    assert _swept(story, 30) == ["supervisory", "director"]
    assert Escalation.objects.get().acknowledged_by == ""
    check_derived(story.transfer_id)


def test_a_place_that_nobody_holds_falls_through_and_is_reported(story: Story) -> None:
    with time_machine.travel(BEGIN + timedelta(minutes=1), tick=False):
        story.give("priya", "file_record", forms.decision())
        story.give("dana", "file_record", {**forms.readiness(BEGIN), "fallback_route": None})
    row = Escalation.objects.get(control="A3.fallback")
    assert (row.asked, row.level, row.is_vacancy) == ("quality", "executive", True)


def test_a_place_that_is_held_is_not_reported(story: Story) -> None:
    _refused(story, minutes=1)
    assert not Escalation.objects.get(control="A2.dependencies").is_vacancy


def test_many_failures_of_one_control_are_one_matter(story: Story) -> None:
    for minute in (1, 2, 3):
        _refused(story, minutes=minute)
    assert Escalation.objects.get(control="A2.dependencies").count == 3
    assert _swept(story, 10) == ["director"]


def test_a_matter_that_was_resolved_is_raised_anew(story: Story) -> None:
    _refused(story, minutes=1)
    with time_machine.travel(BEGIN + timedelta(minutes=2), tick=False):
        story.give("omar", "resolve_escalation", {"control": "A2.dependencies", "note": "a ride was found"})
    _refused(story, minutes=3)
    rows = Escalation.objects.filter(control="A2.dependencies").order_by("seq")
    assert [row.resolved_at is None for row in rows] == [False, True]
    check_derived(story.transfer_id)
