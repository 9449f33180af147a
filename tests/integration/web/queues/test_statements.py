"""How many SQL statements a page takes, sign-in included: at most fifteen, with one row and with thirty."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from holdfast.transfers.sweeping import sweep
from tests.integration.web.queues.conftest import text_of

MOST = 15
ROWS = (1, 30)
each_length = pytest.mark.parametrize("rows", ROWS)


def counted(client, name, *args) -> int:
    """Count what a page takes that was opened before, so that nothing is only kept for the next time."""
    address = reverse(name, args=args)
    client.get(address)
    with CaptureQueriesContext(connection) as statements:
        assert client.get(address).status_code == 200
    return len(statements)


@each_length
def test_decisions_that_are_late_taken_and_made(walk, sits, rows):
    walk.authorized()
    for number in range(rows):
        walk.opens(case_id=f"WH-{number}")
        walk.prepares()
        walk.requests()
    walk.later(minutes=16)
    sweep()
    walk.cast["decider"].does(walk.transfer, "acknowledge_escalation", {"control": "A2.late", "note": ""})
    assert counted(sits("decider"), "decisions_due") <= MOST
    text = text_of(sits("decider").get(reverse("decisions_due")))
    assert f"{rows} waiting for you" in text
    assert f"{rows} over time" in text


@each_length
def test_what_comes_what_is_checked_and_whom_one_stays_with(walk, sits, rows):
    for number in range(rows):
        walk.meets_somebody().connected()
        if number % 2 == 0:
            walk.accepts(walk.local(1, 10))
            walk.releases()
        walk.does("originator", "close_live_event")
    for who, page in (("receiver", "coming_to_us"), ("reviewer", "checks_due"), ("originator", "people_followed")):
        assert counted(sits(who), page) <= MOST, page


@each_length
def test_what_failed_and_what_the_week_brought(walk, sits, rows):
    for _ in range(rows):
        walk.released()
        walk.later(minutes=5)
        walk.verifies("not_completed")
        walk.cast["originator"].give(
            walk.transfer, "handoff_closure", {**walk.closure(), "supersedes": "handoff_closure"}
        )
    walk.later(hours=2)
    pages = (("director", "checks_failed"), ("executive", "escalations"), ("executive", "agenda"))
    for who, page in (*pages, ("auditor", "transfers_found")):
        assert counted(sits(who), page) <= MOST, page


@each_length
def test_calls_to_make(walk, sits, rows):
    for _ in range(rows):
        walk.meets_somebody().released()
        walk.later(minutes=5)
        walk.verifies()
    assert counted(sits("follower"), "calls_due") <= MOST
    assert counted(sits("follower"), "call", walk.transfer) <= MOST


def test_forms(walk, sits):
    walk.opens()
    walk.prepares()
    walk.requests()
    assert counted(sits("decider"), "record_file", walk.transfer, "authorization_decision") <= MOST
    walk.released()
    assert counted(sits("reviewer"), "record_file", walk.transfer, "verification") <= MOST
    walk.later(minutes=5)
    walk.verifies("not_completed")
    assert counted(sits("corrector"), "record_file", walk.transfer, "corrective_determination") <= MOST


def test_pages_of_a_queue_hold_each_row_once(walk, sits):
    for number in range(30):
        walk.opens(case_id=f"WH-{number}")
        walk.prepares()
        walk.requests()
        walk.later(seconds=1)
    client, found, address = sits("decider"), [], reverse("decisions_due")
    for _ in range(2):
        response = client.get(address)
        page = response.context["page"].table
        found += [row.who.case for row in page.rows]
        address = f"{reverse('decisions_due')}{page.pager.next_url}"
    assert sorted(found) == sorted(f"WH-{number}" for number in range(30))
    assert page.pager.next_url == ""
