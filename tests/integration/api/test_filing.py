"""What a command comes to: filed, refused, stale, repeated."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest

from holdfast.ledger.selectors import load
from holdfast.transfers.models import Escalation, Failure, Transfer


def seq(walk):
    return Transfer.objects.get(id=walk.transfer).seq


def test_what_is_filed_says_how_the_transfer_stands(walk):
    walk.opens()
    walk.prepares()
    came = walk.requests()
    assert came["filed"] is True
    assert came["transfer_id"] == walk.transfer
    assert came["events"][0] == {"seq": came["seq"] - len(came["events"]) + 1, "kind": "filed.authorization_request"}
    assert (came["owner_id"], came["stage"], came["warmth"]) == (walk.ids["originator"], "authorization", "not_yet")
    assert came["deadlines"][0] == {"name": "authorization_decision", "due_at": "2026-11-18T17:15:00Z"}


def test_a_release_before_acceptance_is_refused_escalated_and_moves_no_owner(walk):
    walk.connected()
    answer = walk.cast["originator"].give(walk.transfer, "handoff_closure", walk.closure())
    assert (answer.status, answer.headers["Content-Type"]) == (409, "application/problem+json")
    control = next(each for each in answer.body["controls"] if each["id"] == "B3.order")
    assert control["escalation"] == {"level": "executive"}
    assert control["sentence"]
    assert control["mend"]
    assert Transfer.objects.get(id=walk.transfer).owner_id == walk.ids["originator"]
    assert Failure.objects.get(transfer_id=walk.transfer).controls == answer.refused
    assert Escalation.objects.filter(transfer_id=walk.transfer, level="executive").exists()


def test_who_may_not_give_a_command_is_refused_on_record(walk):
    walk.opens()
    answer = walk.cast["colleague"].give(walk.transfer, "emergency_start", {"act": "911", "reason": "danger"})
    assert (answer.status, answer.refused) == (409, ["S.role"])
    assert Failure.objects.filter(transfer_id=walk.transfer, by=walk.ids["colleague"]).exists()


def test_a_repeat_under_the_same_key_says_the_same_and_files_nothing(walk):
    walk.opens()
    fields = {"what": "encounter_ended"}
    first = walk.cast["originator"].give(walk.transfer, "signal", fields, Idempotency_Key="a")
    walk.prepares()
    before = seq(walk)
    again = walk.cast["originator"].give(walk.transfer, "signal", fields, Idempotency_Key="a")
    assert (again.status, again.body, again.headers["ETag"]) == (201, first.body, first.headers["ETag"])
    assert (first.headers.get("Idempotency-Replayed"), again.headers["Idempotency-Replayed"]) == (None, "true")
    assert seq(walk) == before


def test_a_repeated_refusal_is_the_same_refusal(walk):
    walk.opens()
    closing = walk.closure()
    first = walk.cast["originator"].give(walk.transfer, "handoff_closure", closing, Idempotency_Key="b")
    again = walk.cast["originator"].give(walk.transfer, "handoff_closure", closing, Idempotency_Key="b")
    assert (first.status, again.status, again.body) == (409, 409, first.body)
    assert Failure.objects.filter(transfer_id=walk.transfer).count() == 1


def test_opening_twice_under_one_key_opens_one_transfer(walk):
    fields = {
        "case_id": "WH-1", "person_id": walk.ids["person"], "payer": "medicaid",
        "need_category": "missed-appointments", "package": None,
    }  # fmt: skip
    answers = [walk.cast["originator"].post("/transfers", fields, Idempotency_Key="open") for _ in range(2)]
    assert answers[0].body == answers[1].body
    assert answers[0].headers["Location"] == f"/api/v1/transfers/{answers[0].body['transfer_id']}"
    assert Transfer.objects.count() == 1


def test_a_key_used_for_something_else_is_named(walk):
    walk.opens()
    walk.cast["originator"].give(walk.transfer, "signal", {"what": "encounter_ended"}, Idempotency_Key="c")
    before = seq(walk)
    other = walk.cast["originator"].give(walk.transfer, "signal", {"what": "status_changed"}, Idempotency_Key="c")
    assert (other.status, other.fields) == (422, {"Idempotency-Key"})
    assert seq(walk) == before


@pytest.mark.parametrize("key", ["", " ", "a b", "x" * 129, "\u00e9"])
def test_a_key_that_is_none_is_named(walk, key):
    walk.opens()
    answer = walk.cast["originator"].give(walk.transfer, "signal", {"what": "status_changed"}, Idempotency_Key=key)
    assert (answer.status, answer.fields) == (422, {"Idempotency-Key"})


def test_the_same_key_of_two_people_on_two_transfers_does_not_clash(walk):
    for _ in range(2):
        walk.opens()
        answer = walk.cast["person"].give(walk.transfer, "person_stops", {"wish": "pause"}, Idempotency_Key="1")
        assert answer.status == 201


def test_a_command_on_an_older_state_is_stale_and_does_nothing(walk):
    walk.opens()
    etag = walk.cast["originator"].get(f"/transfers/{walk.transfer}").headers["ETag"]
    assert (
        walk.cast["originator"].give(walk.transfer, "signal", {"what": "status_changed"}, If_Match=etag).status == 201
    )
    before = seq(walk)
    stale = walk.cast["originator"].give(walk.transfer, "signal", {"what": "status_changed"}, If_Match=etag)
    assert (stale.status, stale.body["seq"]) == (412, before)
    assert seq(walk) == before


@pytest.mark.parametrize("tag", ["12", 'W/"1"', '"x"', '"1", "2"', '"99999999999999"'])
def test_an_etag_that_is_none_is_named(walk, tag):
    walk.opens()
    answer = walk.cast["originator"].give(walk.transfer, "signal", {"what": "status_changed"}, If_Match=tag)
    assert (answer.status, answer.fields) == (422, {"If-Match"})


def test_a_star_matches_whatever_stands(walk):
    walk.opens()
    assert walk.cast["originator"].give(walk.transfer, "signal", {"what": "status_changed"}, If_Match="*").status == 201


def test_what_the_record_says_is_the_record_with_what_the_server_set(walk):
    walk.authorized()
    record = walk.cast["decider"].get(f"/transfers/{walk.transfer}/records/authorization_request").body
    assert (record["code"], record["case_id"], record["filed_by"]) == ("A1", "WH-1", walk.ids["originator"])
    assert record["fields"]["receiving_pathway"] == walk.ids["pathway"]
    assert "A1.trigger" in record["control_status"]
    assert "facts" not in record["fields"]


def test_a_record_is_corrected_by_naming_it(walk):
    walk.opens()
    walk.prepares()
    walk.requests()
    name = walk.cast["originator"].get(f"/transfers/{walk.transfer}/records/authorization_request").body["name"]
    walk.requests(urgency="scheduled", supersedes=name)
    fields = walk.cast["originator"].get(f"/transfers/{walk.transfer}/records/authorization_request").body["fields"]
    assert fields["urgency"] == "scheduled"


def test_a_record_that_does_not_stand_is_not_found(walk):
    walk.opens()
    assert walk.cast["originator"].get(f"/transfers/{walk.transfer}/records/verification").status == 404


def test_the_history_is_the_ledgers(walk):
    walk.authorized()
    events = walk.cast["auditor"].get(f"/transfers/{walk.transfer}/events").body["items"]
    recorded = load(Transfer.objects.get(id=walk.transfer).pk).events
    assert [(each["seq"], each["kind"]) for each in events] == [(each.seq, each.kind) for each in recorded]


def test_the_history_comes_in_pages(walk):
    walk.authorized()
    path = f"/transfers/{walk.transfer}/events"
    whole = walk.cast["auditor"].get(path).body["items"]
    first = walk.cast["auditor"].get(f"{path}?limit=3").body
    rest = walk.cast["auditor"].get(f"{path}?after={first['after']}").body["items"]
    assert [*first["items"], *rest] == whole


def test_what_a_client_says_of_the_time_is_kept_as_a_claim_beside_the_servers_clock(walk):
    walk.opens()
    told = {"what": "encounter_ended"}
    answer = walk.cast["originator"].give(walk.transfer, "signal", told, Occurred_At="2026-11-18T10:00:00-05:00")
    kept = load(UUID(walk.transfer)).events[-len(answer.body["events"])]
    facts = (kept.payload or {})["facts"]
    assert isinstance(facts, dict)
    assert facts["claimed_at"] == "2026-11-18T15:00:00+00:00"
    assert kept.at > datetime(2026, 11, 18, 15, tzinfo=UTC)


def test_a_claim_that_is_no_instant_is_named(walk):
    walk.opens()
    told = {"what": "encounter_ended"}
    answer = walk.cast["originator"].give(walk.transfer, "signal", told, Occurred_At="yesterday")
    assert (answer.status, answer.body["errors"][0]["field"]) == (422, "Occurred-At")
