"""A word of danger: the person's screen shows what a safe answer shows, to the byte; the sending side alone knows."""

from __future__ import annotations

import json
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import transaction

from holdfast.ledger.selectors import load
from holdfast.notify.addressing import address_due
from holdfast.notify.models import Message
from holdfast.transfers.models import Escalation, Transfer
from holdfast.web.views import person as page

WORD = "tulip"
KEY = UUID("0f6c2a34-5b0e-4a55-8d5b-000000000001")
DANGERS = [("/my/do/safe/", {"word": "Tulip!"}), ("/my/do/fine/", {})]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def plan(walk, **changed) -> dict[str, object]:
    """A plan of safe contact, good for a week."""
    return {
        "channel": "text", "number_or_address": "555-555-0123", "owner_of_device": "person",
        "safe_days": ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"],
        "safe_from": "09:00", "safe_until": "16:30", "voicemail": "none", "mask_caller_id": True,
        "preview_is_safe": False, "code_word": WORD, "who_may_answer": ["her sister"],
        "if_another_answers": "Ask for the plumber.", "do_not_contact": ["her husband"],
        "portal_visibility": "nobody_else", "interpreter_gender": "woman", "mail_is_safe": False,
        "who_initiates": "either", "details_behind_code": False,
        "valid_until": f"{walk.today() + timedelta(days=7)}", **changed,
    }  # fmt: skip


@pytest.fixture
def live(walk, monkeypatch):
    """Three on a call, and a plan with a code word. Each form of the page carries the same key."""
    monkeypatch.setattr(page, "new_id", lambda: KEY)
    walk.authorized().makes_ready()
    walk.does("originator", "plan_safe_contact", plan(walk))
    walk.comes_together()
    return walk


@pytest.fixture
def hers(live, persons):
    return persons(live)


def after(hers, path: str, **fields: str) -> tuple[tuple[int, bytes, dict[str, str]], ...]:
    """Return all that a tap shows: the answer, the page it leads to, and the page opened anew later; then undo it."""
    before = transaction.savepoint()
    came = hers.post(path, key=str(KEY), **fields)
    pages = [hers.get(each) for each in (came.headers["Location"], "/my/", "/my/seen/")]
    transaction.savepoint_rollback(before)
    shown = [(each.status_code, each.content, dict(each.headers)) for each in (came, *pages)]
    return tuple(shown)


@pytest.mark.parametrize(("path", "fields"), DANGERS)
def test_the_screen_is_that_of_a_safe_answer_to_the_byte(hers, path, fields):
    safe = after(hers, "/my/do/safe/")
    assert after(hers, path, **fields) == safe
    assert safe[0][0] == 302
    assert b"You are on a call together" in safe[1][1]


SPOKEN = [
    ("/my/do/heard/", "in_own_words", "Noon, at the clinic. {}"),
    ("/my/say/question/", "words", "May I bring my {}?"),
    ("/my/say/slower/", "words", "{}"),
]


@pytest.mark.parametrize(("path", "field", "words"), SPOKEN)
def test_the_word_counts_in_all_that_they_write_and_no_screen_shows_it(live, hers, path, field, words):
    plain = after(hers, path, **{field: words.format("sister")})
    assert after(hers, path, **{field: words.format("TULIP")}) == plain
    assert plain[0][0] in (302, 303)
    hers.post(path, key=str(KEY), **{field: words.format("sister")})
    assert not Escalation.objects.filter(control="S.duress").exists()
    hers.post(path, key=str(UUID(int=7)), **{field: words.format("tulip")})
    assert Escalation.objects.get(control="S.duress").level == "supervisory"
    assert not Transfer.objects.get().is_event_open
    told = json.dumps(live.cast["person"].get(f"/transfers/{live.transfer}/events?limit=100").body)
    assert "live_event_ended" not in told


@pytest.mark.parametrize(("path", "fields"), DANGERS)
def test_the_call_ends_and_a_supervisor_and_the_owner_are_told_without_why(live, hers, path, fields):
    hers.post(path, key=str(KEY), **fields)
    assert not Transfer.objects.get().is_event_open
    assert Escalation.objects.get(control="S.duress").level == "supervisory"
    address_due()
    told = {(each.kind, each.is_harm) for each in Message.objects.all()}
    assert {("person_says", True), ("escalation", True)} <= told
    assert str(Message.objects.get(kind="person_says").staff_id) == live.ids["originator"]


@pytest.mark.parametrize(
    ("who", "unsaid"), [("person", ("husband", "plumber", "0123")), ("receiver", ("code_word", "filed.check_safety"))]
)
@pytest.mark.parametrize("danger", DANGERS)
def test_the_api_tells_the_other_sides_nothing_of_it(live, hers, who, unsaid, danger):
    hers.post(danger[0], key=str(KEY), **danger[1])
    for address in (f"/transfers/{live.transfer}", f"/transfers/{live.transfer}/events?limit=100"):
        said = json.dumps(live.cast[who].get(address).body).casefold()
        assert not [word for word in ("duress", "danger", WORD, *unsaid) if word in said]


def test_the_persons_events_do_not_say_that_the_call_ended(live, hers):
    hers.post("/my/do/fine/", key=str(KEY))
    told = live.cast["person"].get(f"/transfers/{live.transfer}/events?limit=100").body
    assert "live_event_ended" not in json.dumps(told)
    stands = live.cast["person"].get(f"/transfers/{live.transfer}").body["transfer"]
    assert stands["live_event"]["ended_at"] is None


def test_a_withdrawal_in_danger_shows_what_any_withdrawal_shows(live, hers):
    plain = after(hers, "/my/do/end/")
    hers.post("/my/do/fine/", key=str(UUID(int=7)))
    assert after(hers, "/my/do/end/") == plain
    hers.post("/my/do/end/", key=str(KEY))
    assert Transfer.objects.get().closed_at is None


@pytest.mark.parametrize("act", ["join", "leave", "together"])
@pytest.mark.parametrize("danger", DANGERS)
def test_the_buttons_of_the_call_answer_as_before(live, hers, danger, act):
    hers.post(danger[0], key=str(KEY), **danger[1])
    before = len(load(UUID(live.transfer)).events)
    came = hers.post(f"/my/do/{act}/", key=str(KEY))
    assert (came.status_code, came.headers["Location"]) == (302, f"/my/?done={act}")
    assert b"You are on a call together" in hers.get(came.headers["Location"]).content
    assert len(load(UUID(live.transfer)).events) == before + 1  # the attempt leaves its trace


def test_the_api_answers_the_call_as_before(live, hers):
    hers.post("/my/do/fine/", key=str(KEY))
    for step in ("join_live_event", "leave_live_event"):
        said = live.does("person", step, party="person")
        assert [each["kind"] for each in said["events"]] == [f"filed.{step}"]


def test_after_it_is_settled_her_page_does_not_say_that_the_plan_is_over(live, hers):
    before = hers.get("/my/").content
    assert b"We may text you." in before
    hers.post("/my/do/fine/", key=str(KEY))
    live.does("originator", "settle_duress", spoke_with_person=True, was_alone=True, agreed="She calls us.")
    assert b"We may text you." in hers.get("/my/").content


def test_the_sending_side_reads_it_in_the_history(live, hers, staff, client):
    hers.post("/my/do/fine/", key=str(KEY))
    assert "filed.duress" in [each.kind for each in load(UUID(live.transfer)).events]
    client.force_login(staff["originator"], backend=BACKEND)
    assert "in danger" in client.get(f"/transfers/{live.transfer}/history/").content.decode()


def test_the_answer_by_the_api_is_that_of_a_safe_one(live):
    check = {"safe_now": "yes", "alone": "yes", "contact_method": "text", "voicemail": "none"}
    kinds = []
    for word in ({}, {"word": WORD}):
        before = transaction.savepoint()
        said = live.does("person", "check_safety", {**check, **word})
        kinds.append(([each["kind"] for each in said["events"]], said["stage"], said["owner_id"]))
        transaction.savepoint_rollback(before)
    assert kinds[0] == kinds[1]


def test_the_page_says_how_she_may_be_reached_and_no_more(hers):
    said = hers.get("/my/").content.decode()
    assert "How we may reach you" in said
    assert "We may text you." in said
    assert not [word for word in (WORD, "husband", "plumber", "0123") if word in said]


def test_a_plan_that_asks_for_it_puts_the_page_in_safe_mode_at_once(live, hers):
    assert "print this page" in hers.get("/my/").content.decode()
    live.does("originator", "plan_safe_contact", plan(live, details_behind_code=True))
    assert "print this page" not in hers.get("/my/").content.decode()
    made = live.cast["originator"].post(f"/transfers/{live.transfer}/person-links", {})
    assert (made.status, len(made.body["code"])) == (201, 6)


def test_who_says_no_stops_the_call_from_opening(walk, persons):
    hers = persons(walk.authorized())
    assert "done=not-safe" in hers.post("/my/do/not-safe/").headers["Location"]
    walk.makes_ready()
    refused = walk.cast["originator"].give(walk.transfer, "open_live_event", {"channel": "phone"})
    assert [each["id"] for each in refused.body["controls"]] == ["S.safety"]
