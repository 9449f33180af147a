"""Bad input is a clear 4xx that names what is wrong: never a 500, never a partial write."""

from __future__ import annotations

import json

import pytest

from holdfast.api.bodies import LIMIT
from holdfast.transfers.models import Transfer
from tests.integration.api.http import Caller

NOTE = "handoff_purpose"


@pytest.fixture
def opened(walk):
    walk.opens()
    walk.prepares()
    return walk


def send(walk, raw: bytes, content_type: str = "application/json", step: str = "commands/signal"):
    path = f"/transfers/{walk.transfer}/{step}"
    return walk.cast["originator"].ask("POST", path, raw=raw, headers={"Content-Type": content_type})


@pytest.fixture
def untouched(opened):
    """Fail where anything was written."""
    before = Transfer.objects.get(id=opened.transfer).seq
    yield opened
    assert Transfer.objects.get(id=opened.transfer).seq == before
    assert Transfer.objects.count() == 1


UNREADABLE = [
    b"  ", b"{", b'{"what" "x"}', b'{"what": "x",}', b"\xff\xfe{}", b'{"what": "\xff"}', b"[]", b'"text"', b"null",
    b"1", b'{"what": NaN}', b'{"what": Infinity}', b"[" * 100_000, b'{"a":' * 50_000, b"{}{}", b"\xef\xbb\xbf{}",
]  # fmt: skip


@pytest.mark.parametrize("raw", UNREADABLE, ids=range(len(UNREADABLE)))
def test_what_is_no_json_object_is_unreadable(untouched, raw):
    answer = send(untouched, raw)
    assert (answer.status, answer.headers["Content-Type"]) == (400, "application/problem+json")
    assert answer.body["detail"]


def test_broken_json_is_told_by_line_and_column(untouched):
    answer = send(untouched, b'{"what":\n "x" 1}')
    assert (answer.body["line"], answer.body["column"]) == (2, 6)


@pytest.mark.parametrize(
    "content_type",
    ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/jsonx",
     "application/json; charset=utf-16", "application/xml", "x"],
)  # fmt: skip
def test_another_content_type_is_not_taken(untouched, content_type):
    assert send(untouched, b'{"what": "encounter_ended"}', content_type).status == 415


def test_a_charset_of_utf_8_is_taken(opened):
    assert send(opened, b'{"what": "encounter_ended"}', "application/json; charset=UTF-8").status == 201


def test_a_body_over_the_limit_is_not_read(untouched):
    raw = json.dumps({"what": "encounter_ended", "note": "x" * LIMIT}).encode()
    assert send(untouched, raw).status == 413


def test_a_body_of_just_the_limit_is_read(untouched):
    raw = b'{"what": "encounter_ended", "note": "'
    raw += b"x" * (LIMIT - len(raw) - 2) + b'"}'
    answer = send(untouched, raw)
    assert (len(raw), answer.status, answer.fields) == (LIMIT, 422, {"note"})


@pytest.mark.parametrize(
    "raw", [b'{"what": "encounter_ended", "what": "status_changed"}', b'{"a": {"what": 1, "what": 2}}']
)
def test_a_key_that_stands_twice_is_named(untouched, raw):
    answer = send(untouched, raw)
    assert (answer.status, answer.fields) == (422, {"what"})


def test_many_keys_that_stand_twice_are_told_in_short(untouched):
    raw = "{" + ",".join(f'"k{n % 9000}":1' for n in range(18_000)) + "}"
    answer = send(untouched, raw.encode())
    assert (answer.status, len(answer.body["errors"])) == (422, 20)


@pytest.mark.parametrize(
    "name", ["other", "with blank", "naïve", "a.b", "record", "do", "filed_at", "case_id", "x" * 5000]
)
def test_a_field_that_is_not_asked_for_is_named(untouched, name):
    answer = untouched.cast["originator"].give(untouched.transfer, "signal", {"what": "encounter_ended", name: "x"})
    assert (answer.status, len(answer.body["errors"])) == (422, 1)
    assert answer.body["errors"][0]["field"].startswith(name[:300])


@pytest.mark.parametrize("name", ["a\u0000b", "\ud800", "\u202etext"])
def test_a_field_with_a_name_that_can_not_be_seen_is_refused(untouched, name):
    assert send(untouched, json.dumps({name: 1}).encode()).status == 422


ODD_TEXT = {
    "NUL": "a\u0000b", "control": "a\u0007b", "right to left": "abc\u202edef", "isolate": "a\u2066b",
    "lone surrogate": "a\ud800b", "separator": "a\u2028b", "byte order": "\ufeffa", "a million": "x" * 1_000_000,
    "too long": "x" * 4001, "blank": "  ", "a number": 5, "null": None, "a list": ["x"], "an object": {"x": 1},
    "true": True,
}  # fmt: skip


@pytest.mark.parametrize("value", ODD_TEXT.values(), ids=ODD_TEXT)
def test_odd_text_is_named(untouched, value):
    fields = connection_fields(untouched) | {NOTE: value}
    answer = untouched.cast["originator"].give(untouched.transfer, "live_connection", fields)
    if answer.status == 413:
        assert len(json.dumps(value)) > LIMIT
    else:
        assert (answer.status, answer.fields) == (422, {NOTE})


def connection_fields(walk):
    return {
        "receiving_service": walk.ids["service"], "contact_attempted_at": "2026-11-18T17:00:00Z",
        "receiving_contact_id": walk.ids["receiver"], NOTE: "a visit", "channel": "phone",
        "reviewer_id": walk.ids["decider"], "next_checkpoint_date": "2026-11-19",
    }  # fmt: skip


ODD_FIELDS = {
    "an unknown code": ("channel", "pigeon"),
    "a code in other case": ("channel", "PHONE"),
    "a date in the year 9999": ("next_checkpoint_date", "9999-12-31"),
    "a date that is none": ("next_checkpoint_date", "2026-02-30"),
    "a time without offset": ("contact_attempted_at", "2026-11-18T17:00:00"),
    "an instant in the year 9999": ("contact_attempted_at", "9999-12-31T23:59:59-12:00"),
    "an instant in the year 1": ("contact_attempted_at", "0001-01-01T00:00:00+12:00"),
    "seconds since 1970": ("contact_attempted_at", 1763485200),
    "a huge number": ("next_checkpoint_date", 10**400),
    "somebody nobody knows": ("reviewer_id", "01a1ef99-da80-7268-9b1c-ac031323b925"),
    "an id that is none": ("reviewer_id", "'; DROP TABLE transfers_transfer; --"),
    "an id with NUL": ("reviewer_id", "a\u0000"),
    "a service nobody knows": ("receiving_service", "01a1ef99-da80-7268-9b1c-ac031323b925"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "value"), ODD_FIELDS.values(), ids=ODD_FIELDS)
def test_an_odd_field_is_named(untouched, name, value):
    fields = connection_fields(untouched) | {name: value}
    answer = untouched.cast["originator"].give(untouched.transfer, "live_connection", fields)
    assert (answer.status, answer.fields) == (422, {name})


@pytest.mark.parametrize("digits", [str(10**18), "9" * 26, "9" * 5000, "1e999", "-1", "3.0", "5"])
def test_a_number_out_of_range_is_named(untouched, digits):
    raw = '{"transfer_event_date": "2026-11-18", "first_action_status": "completed", "residual_risk": "low",'
    raw += f'"service_impact_score": {digits}, "evidence": [], "reviewer_id": "{untouched.ids["reviewer"]}",'
    raw += '"next_checkpoint_date": "2026-11-19"}'
    answer = untouched.cast["reviewer"].ask(
        "POST", f"/transfers/{untouched.transfer}/records/verification", raw=raw.encode()
    )
    assert (answer.status, answer.fields) == (422, {"service_impact_score"})


def test_a_long_number_is_no_text(untouched):
    answer = send(untouched, b'{"act": ' + b"7" * 40 + b', "reason": "x"}', step="commands/emergency_start")
    assert (answer.status, answer.fields) == (422, {"act"})


def test_the_pointer_leads_into_the_body(untouched):
    fields = {"fallback_route": {"who": "x" * 301}}
    answer = untouched.cast["originator"].give(untouched.transfer, "release_readiness", fields)
    pointers = {error["field"]: error["pointer"] for error in answer.body["errors"]}
    assert pointers["fallback_route.who"] == "/fallback_route/who"
    assert pointers["reviewer_id"] == "/reviewer_id"


@pytest.mark.parametrize("supersedes", ["nothing", "", "a\u0000b", "\ud800", None, 5, "x" * 5000, "live_connection-x"])
def test_a_record_that_corrects_nothing_is_named(untouched, supersedes):
    fields = {
        "transfer_trigger": "missed-appointments", "need_category": "missed-appointments", "urgency": "48-hour",
        "risk_indicators": [], "mode": "live_phone", "receiving_pathway": untouched.ids["pathway"],
        "reviewer_id": untouched.ids["decider"], "next_checkpoint_date": "2026-11-19", "supersedes": supersedes,
    }  # fmt: skip
    answer = untouched.cast["originator"].give(untouched.transfer, "authorization_request", fields)
    assert (answer.status, answer.fields) == (422, {"supersedes"})


@pytest.mark.parametrize("do", ["tick", "file_record", "open_transfer", "nonsense"])
def test_what_is_no_command_of_the_api_has_no_address(untouched, do):
    assert untouched.cast["originator"].give(untouched.transfer, do).status == 404


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"person_id": "01a1ef99-da80-7268-9b1c-ac031323b925"}, "person_id"), ({"person_id": "x"}, "person_id"),
        ({"need_category": "hunger"}, "need_category"), ({"package": "nonsense"}, "package"),
        ({"case_id": ""}, "case_id"), ({"payer": None}, "payer"),
        ({"language": None}, "language"), ({"age": 30}, "age"), ({"by": "x"}, "by"),
    ],
)  # fmt: skip
def test_an_opening_with_an_odd_field_is_named(untouched, changed, field):
    fields = {
        "case_id": "WH-2", "person_id": untouched.ids["person"], "payer": "medicaid",
        "need_category": "missed-appointments", "package": None,
    }  # fmt: skip
    answer = untouched.cast["originator"].post("/transfers", fields | changed)
    assert (answer.status, answer.fields) == (422, {field})


@pytest.mark.parametrize(
    ("known", "field"),
    [({"is_deceased": True}, "person_id"), ({"born": ""}, "person_id"), ({"born": "1990"}, "person_id"),
     ({"language": ""}, "language")],
)  # fmt: skip
def test_who_can_not_be_transferred_is_named(walk, person, known, field):
    for name, value in known.items():
        setattr(person, name, value)
    person.save()
    fields = {
        "case_id": "WH-2", "person_id": str(person.pk), "payer": "medicaid", "need_category": "missed-appointments",
        "package": None,
    }  # fmt: skip
    answer = walk.cast["originator"].post("/transfers", fields)
    assert (answer.status, answer.fields) == (422, {field})
    assert "Quillfeather" not in json.dumps(answer.body)
    assert not Transfer.objects.exists()


@pytest.mark.parametrize(
    "path",
    ["/transfers?limit=0", "/transfers?limit=101", "/transfers?limit=x", "/transfers?after=x", "/transfers?stage=x",
     "/transfers?after=W10", "/transfers?after=WyJ0MjAyNiIsInV4Il0", "/people?q=%00",
     "/people?after=x", "/pathways?after=x", "/pathways?need=x",
     "/escalations?level=x", "/queues/x", "/archives/x", "/failures?after=%F0%9F%92%A9",
     "/transfers?service=%00", "/transfers?limit=5&owner=you", "/transfers?page=2", "/pathways?q=" + "x" * 201],
)  # fmt: skip
def test_an_odd_query_is_named(walk, path):
    answer = walk.cast["originator"].get(path)
    assert answer.status == 422
    assert answer.fields <= {
        "limit",
        "after",
        "stage",
        "q",
        "need",
        "level",
        "deadline",
        "kind",
        "service",
        "owner",
        "page",
    }


def test_a_cursor_of_another_list_is_named(walk):
    for _ in range(2):
        walk.opens()
    after = walk.cast["originator"].get("/transfers?limit=1").body["after"]
    assert walk.cast["originator"].get(f"/failures?after={after}").status == 422


@pytest.mark.parametrize(
    "token", ["", "x", "hft_", "hft_a_b", "hfs_a_b", "hfl_a_b", "hft_" + "x" * 500, "\u00e9", "a b"]
)
def test_a_token_that_is_none_is_told_so(db, token):
    answer = Caller().ask("GET", "/me", headers={"Authorization": f"Bearer {token}"})
    assert (answer.status, answer.headers["WWW-Authenticate"]) == (401, "Bearer")


@pytest.mark.parametrize("path", ["/", "/nothing", "/transfers/x", "/transfers/x/events", "/../secret", "/transfers/"])
def test_an_unknown_address_is_a_problem(db, path):
    answer = Caller().get(path)
    assert (answer.status, answer.headers["Content-Type"]) == (404, "application/problem+json")


@pytest.mark.parametrize(("method", "path"), [("DELETE", "/transfers"), ("PUT", "/me"), ("GET", "/guests/redeem")])
def test_a_wrong_method_is_a_problem(walk, method, path):
    answer = walk.cast["originator"].ask(method, path)
    assert (answer.status, answer.headers["Content-Type"]) == (405, "application/problem+json")
    assert answer.headers["Allow"]


def test_a_wrong_host_is_a_problem(db):
    answer = Caller().ask("GET", "/me", headers={"Host": "elsewhere.example"})
    assert (answer.status, answer.headers["Content-Type"]) == (400, "application/problem+json")


def test_a_fault_of_ours_tells_nothing_of_it(walk, monkeypatch, caplog):
    name = "Rosalind Quill" + "feather"

    def fails(*_):
        raise ValueError(name)

    monkeypatch.setattr("holdfast.api.transfers.portrait", fails)
    walk.opens()
    answer = walk.cast["originator"].get(f"/transfers/{walk.transfer}")
    assert (answer.status, answer.headers["Content-Type"]) == (500, "application/problem+json")
    assert "Quillfeather" not in json.dumps(answer.body) + caplog.text
