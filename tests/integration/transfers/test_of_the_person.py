"""Danger and protection are of the person: told in one handoff, they hold in every other that is open."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from holdfast.protocol.codes import Closure, Role
from holdfast.protocol.commands import CloseTransfer
from holdfast.protocol.facts import CLOCK, Assignment, Party
from holdfast.transfers.models import Escalation
from holdfast.transfers.selectors import state_now
from holdfast.transfers.services import Order, handle
from tests.integration.api.conftest import cast, clock, contact, pathway, person, services, staff, walk
from tests.integration.web.persons.test_danger import plan

__all__ = ["cast", "clock", "contact", "pathway", "person", "services", "staff", "walk"]

SETTLED = {"spoke_with_person": True, "was_alone": True, "agreed": "She calls us at noon."}


@pytest.fixture
def both(walk):
    """A handoff that is ready for its call, and a second one of the same person."""
    walk.authorized().makes_ready()
    walk.said["first"] = walk.transfer
    walk.opens(case_id="WH-2")
    walk.said["second"] = walk.transfer
    return walk


def at(walk, which: str):
    """Turn to one of the two; return what is kept of safety there."""
    walk.transfer = walk.said[which]
    state = state_now(UUID(walk.transfer))
    assert state is not None
    return state.safety


def test_no_call_opens_in_another_handoff_of_who_is_in_danger(both):
    both.does("originator", "duress")
    assert at(both, "first").duress_by == CLOCK
    refused = both.cast["originator"].give(both.transfer, "open_live_event", {"channel": "phone"})
    assert "S.safety" in [each["id"] for each in refused.body["controls"]]
    assert Escalation.objects.filter(control="S.duress").count() == 2


def test_danger_ends_the_call_that_is_open_in_another_handoff_and_the_person_sees_it_open(both):
    at(both, "first")
    both.comes_together()
    at(both, "second")
    both.does("person", "duress")
    assert at(both, "first").is_in_duress
    assert both.cast["originator"].get(f"/transfers/{both.transfer}").body["transfer"]["live_event"]["ended_at"]


def test_settled_where_it_was_said_it_is_settled_everywhere(both):
    both.does("originator", "duress")
    both.does("originator", "settle_duress", SETTLED)
    assert not at(both, "first").is_in_duress


def test_settled_elsewhere_it_stands_where_it_was_said(both):
    both.does("originator", "duress")
    at(both, "first")
    both.does("originator", "settle_duress", SETTLED)
    assert not at(both, "first").is_in_duress
    assert at(both, "second").is_in_duress


def test_said_in_two_it_is_settled_in_both_or_stands_in_the_third(both):
    both.does("originator", "duress")
    both.opens(case_id="WH-3")
    third = both.transfer
    at(both, "first")
    both.does("originator", "duress")
    both.does("originator", "settle_duress", SETTLED)
    state = state_now(UUID(third))
    assert state is not None
    assert state.safety.is_in_duress


def test_a_new_handoff_of_who_is_in_danger_begins_in_danger(both):
    both.does("originator", "duress")
    both.opens(case_id="WH-3")
    state = state_now(UUID(both.transfer))
    assert state is not None
    assert state.safety.duress_by == CLOCK


def test_protected_in_one_they_are_in_the_other_and_the_wish_ends_it_in_both(both):
    both.does("originator", "protect_person", wish="Nobody else may know.")
    assert at(both, "first").protected_by == CLOCK
    assert "Nobody else" not in str(both.cast["originator"].get(f"/transfers/{both.transfer}/events?limit=100").body)
    at(both, "second")
    both.does("originator", "lift_protection", wish="lift", in_own_words="I want the clinic to find me.")
    assert not at(both, "first").is_protected


def test_who_is_protected_consents_to_one_service_over_all_their_handoffs(both, services):
    both.does("originator", "protect_person", wish="Nobody else may know.")
    told = {
        "scopes": ["identity-and-contact", "need-and-urgency"], "purpose": "treatment", "given_by": "person",
        "until": f"{both.today() + timedelta(days=9)}", "language": "es",
    }  # fmt: skip
    other = both.cast["person"].give(both.transfer, "give_consent", {**told, "to": str(services["far"].pk)})
    assert [each["id"] for each in other.body["controls"]] == ["S.one_agency"]
    both.does("person", "give_consent", told, to=both.ids["service"])


@pytest.mark.parametrize(
    ("step", "fields"),
    [
        ("name_barrier", {"barrier": "transport", "severity": "hinders", "note": "No bus. Tulip!"}),
        ("protect_person", {"wish": "Not the tulips: a TULIP."}),
    ],
)
def test_the_word_counts_in_whatever_the_person_says(both, step, fields):
    both.does("originator", "plan_safe_contact", plan(both))
    assert not at(both, "second").is_in_duress
    both.does("person", step, fields)
    assert at(both, "first").is_in_duress
    assert at(both, "second").is_in_duress


def closes(walk, which: str) -> None:
    """Close it as no form does while danger stands."""
    at(walk, which)
    state = state_now(UUID(walk.transfer))
    assert state is not None
    supervisor = Party(walk.ids["decider"], (Assignment(Role.SUPERVISOR, state.owner_service),))
    closing = CloseTransfer(closure=Closure.ERROR, reason="Opened twice.")
    assert handle(Order(UUID(walk.transfer), closing, supervisor)).is_filed


def test_a_danger_that_nobody_settled_outlives_its_handoff(both):
    """Closed by an import or a vector, it stays with the person until somebody settles it, in whichever handoff."""
    both.does("originator", "duress")
    for which in ("first", "second"):
        closes(both, which)
    both.opens(case_id="WH-3")
    third = both.transfer
    both.said["third"] = third
    assert at(both, "third").duress_by == CLOCK
    both.does("originator", "settle_duress", SETTLED)
    both.opens(case_id="WH-4")
    both.said["fourth"] = both.transfer
    assert [at(both, each).is_in_duress for each in ("first", "second", "third", "fourth")] == [False] * 4


def test_a_withdrawal_in_danger_closes_nothing_and_the_person_sees_it_closed(both):
    both.does("person", "duress")
    said = both.does("person", "person_stops", wish="withdraw")
    assert said["stage"] == "closed"
    seen = both.cast["person"].get(f"/transfers/{both.transfer}").body["transfer"]
    assert seen["closed_as"] == "person-withdrew"
    kept = both.cast["originator"].get(f"/transfers/{both.transfer}").body["transfer"]
    assert (kept["closed_as"], kept["owner_id"]) == (None, both.ids["originator"])
    assert Escalation.objects.filter(control="S.withdrawn", level="quality").exists()
    both.does("originator", "settle_duress", SETTLED)
    both.does("person", "person_stops", wish="withdraw")
    assert both.cast["originator"].get(f"/transfers/{both.transfer}").body["transfer"]["closed_as"]
