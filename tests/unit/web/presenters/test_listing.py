"""Rows of queues at their edges: fine, soon, over, to be done now; and the links from page to page."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest

from holdfast.protocol.codes import DeadlineName, EscalationLevel
from holdfast.protocol.state import INITIAL, Escalation
from holdfast.transfers.selectors import Sight, Task
from holdfast.web.parts import Pace
from holdfast.web.presenters.listing import Timing, pager_of, timing_of, told_of
from holdfast.web.presenters.names import Names

OPENED = datetime(2026, 11, 18, 17, 0, tzinfo=UTC)
DUE = OPENED + timedelta(minutes=15)


def timing(minutes: float) -> Timing:
    return timing_of(OPENED, DUE, OPENED + timedelta(minutes=minutes))


@pytest.mark.parametrize(
    ("minutes", "pace", "lead"),
    [
        (0, Pace.FINE, "15 min left"),
        (9.9, Pace.FINE, "5 min left"),
        (10, Pace.SOON, "5 min left"),
        (14.5, Pace.SOON, "under 1 min left"),
        (15, Pace.OVER, "Over by under 1 min"),
        (19, Pace.OVER, "Over by 4 min"),
    ],
)
def test_a_row_is_fine_then_soon_then_over(minutes, pace, lead):
    found = timing(minutes)
    assert (found.pace, found.lead.replace("\N{NO-BREAK SPACE}", " ")) == (pace, lead)


def test_a_row_says_was_due_from_the_very_instant_on():
    assert timing(14.99).under.startswith("due ")
    assert timing(15).under.startswith("was due ")


def test_what_presses_is_soon_at_once_and_over_when_it_is_over():
    assert replace(timing(0), is_pressing=True).pace is Pace.SOON
    assert replace(timing(20), is_pressing=True).pace is Pace.OVER


def test_where_nothing_is_due_a_row_is_fine():
    assert Timing("No call yet", "").pace is Pace.FINE


def task(missed_at: datetime | None, sight: Sight = Sight.WHOLE, matter: Escalation | None = None) -> Task:
    state = INITIAL.changed(escalations={"A2.late": matter} if matter else {})
    looked: Any = SimpleNamespace(state=state, sight=sight, at=DUE + timedelta(minutes=4), transfer_id=UUID(int=1))
    return Task(DeadlineName.AUTHORIZATION_DECISION, OPENED, DUE, missed_at, looked)


NAMES = Names({"sam": "Sam Okafor"})
DIRECTOR = Escalation(EscalationLevel.DIRECTOR)


def test_who_was_told_is_said_only_where_something_was_missed():
    assert told_of(task(None, matter=DIRECTOR), NAMES) == ""


def test_who_was_told_of_a_miss_is_said_with_who_has_it():
    assert ": Director. Nobody has said yet" in told_of(task(DUE, matter=DIRECTOR), NAMES)
    taken = replace(DIRECTOR, acknowledged_by="sam")
    assert told_of(task(DUE, matter=taken), NAMES).endswith(": Director. Sam Okafor has it.")


def test_a_miss_that_is_settled_says_so():
    assert told_of(task(DUE), NAMES).endswith("and it is settled.")


def test_the_receiving_side_hears_of_no_escalation():
    assert told_of(task(DUE, Sight.RECEIVING, matter=DIRECTOR), NAMES) == ""


@pytest.mark.parametrize(
    ("after", "asked", "following", "first"),
    [
        (None, {}, "", ""),
        ("b", {}, "?after=b", ""),
        (None, {"after": "a"}, "", "?"),
        ("b", {"after": "a", "stage": "live"}, "?stage=live&after=b", "?stage=live"),
    ],
)
def test_the_links_keep_what_was_asked_for(after, asked, following, first):
    pager = pager_of(after, asked)
    assert (pager.next_url, pager.first_url) == (following, first)


def test_each_list_of_a_page_goes_on_by_itself():
    assert pager_of("v", {"after": "a"}, "visits_after").next_url == "?after=a&visits_after=v"
