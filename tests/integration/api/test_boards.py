"""Lists: transfers, queues, archives, escalations, failures. In order, in pages, each row once."""

from __future__ import annotations

import pytest

from holdfast.accounts.services import holder_add, rung_set
from holdfast.protocol.codes import EscalationLevel


@pytest.fixture
def several(walk):
    """Five transfers, each with a refusal that is before the executive level."""
    ids = []
    for _ in range(5):
        walk.authorized()
        walk.makes_ready()
        walk.cast["originator"].give(walk.transfer, "handoff_closure", walk.closure())
        ids.append(walk.transfer)
        walk.later(minutes=1)
    return ids


def pages(caller, path, limit=2):
    """Return all rows of a list, page by page."""
    rows, after, join = [], None, "&" if "?" in path else "?"
    while True:
        page = caller.get(f"{path}{join}limit={limit}" + (f"&after={after}" if after else "")).body
        rows += page["items"]
        after = page["after"]
        if after is None:
            return rows
        assert len(page["items"]) == limit


def test_transfers_come_with_the_one_that_changed_last_first(walk, several):
    assert [row["id"] for row in pages(walk.cast["colleague"], "/transfers")] == several[::-1]


@pytest.mark.parametrize(
    "path",
    ["/transfers", "/queues/review", "/archives/authorization_request", "/escalations", "/failures"],
)
def test_pages_hold_each_row_once_in_the_order_of_the_whole(walk, several, path):
    whole = walk.cast["executive"].get(f"{path}?limit=100").body["items"]
    assert len(whole) >= len(several)
    assert pages(walk.cast["executive"], path) == whole


def test_a_row_that_comes_in_between_moves_no_page(walk, several):
    first = walk.cast["colleague"].get("/transfers?limit=2").body
    walk.opens()
    rest = walk.cast["colleague"].get(f"/transfers?limit=100&after={first['after']}").body["items"]
    assert [row["id"] for row in [*first["items"], *rest]] == several[::-1]


@pytest.mark.parametrize(
    ("query", "found"), [("stage=live", 5), ("stage=closed", 0), ("owner=me", 0), ("service=nothing", 0)]
)
def test_transfers_are_found_by_what_is_asked(walk, several, query, found):
    assert len(walk.cast["colleague"].get(f"/transfers?{query}").body["items"]) == found


def test_transfers_are_found_by_service_on_either_side_and_by_owner(walk, several, services):
    for place in ("northside", "riverside"):
        answer = walk.cast["originator"].get(f"/transfers?owner=me&service={services[place].pk}")
        assert len(answer.body["items"]) == 5


def test_the_queues_are_counted_with_what_is_overdue(walk, several):
    walk.until(walk.local(3, 12))
    queues = walk.cast["decider"].get("/queues").body["queues"]
    assert [(queue["deadline"], queue["count"], queue["overdue"]) for queue in queues] == [("review", 5, 5)]


def test_a_queue_shows_the_oldest_due_first(walk, several):
    rows = walk.cast["decider"].get("/queues/review").body["items"]
    assert [row["due_at"] for row in rows] == sorted(row["due_at"] for row in rows)
    assert {row["transfer_id"] for row in rows} == set(several)


def test_an_archive_has_the_records_of_its_kind(walk, several):
    rows = walk.cast["reviewer"].get("/archives/authorization_decision").body["items"]
    assert {(row["kind"], row["filed_by"]) for row in rows} == {("authorization_decision", walk.ids["decider"])}


def test_an_escalation_says_who_holds_it_now(walk, several, staff, services):
    rung = rung_set(services["northside"].organization_id, EscalationLevel.EXECUTIVE, minutes=30)
    holder_add(rung, staff["executive"].pk)
    row = walk.cast["executive"].get("/escalations?level=executive").body["items"][0]
    assert (row["level"], row["held_at"], row["holders"]) == ("executive", "executive", [walk.ids["executive"]])


def test_an_escalation_that_nobody_holds_says_so(walk, several):
    row = walk.cast["executive"].get("/escalations").body["items"][0]
    assert (row["held_at"], row["holders"]) == (None, [])


def test_a_resolved_escalation_leaves_the_open_ones(walk, several):
    walk.cast["executive"].does(several[0], "resolve_escalation", {"control": "B3.order", "note": "spoken to"})
    found = {state: len(walk.cast["executive"].get(f"/escalations?state={state}&level=executive").body["items"])
             for state in ("open", "resolved", "all")}  # fmt: skip
    assert found["resolved"] == 1
    assert found["open"] + 1 == found["all"]


def test_a_failure_names_the_step_and_the_controls(walk, several):
    row = walk.cast["decider"].get("/failures").body["items"][0]
    assert (row["step"], row["is_breach"], row["by"]) == ("handoff_closure", False, walk.ids["originator"])
    assert "B3.order" in row["controls"]
