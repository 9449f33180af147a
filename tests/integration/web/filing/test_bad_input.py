"""What is typed wrong: every field is named with what to do, everything typed is kept, nothing is put on the ledger."""

from __future__ import annotations

import html
import re

import pytest

from holdfast.web.forms.shapes import shapes_of
from tests.integration.web.filing.conftest import hidden

OVERRIDE = "\N{RIGHT-TO-LEFT OVERRIDE}"
ARABIC, EMOJI = "\N{ARABIC LETTER SEEN}\N{ARABIC LETTER LAM}", "\N{SMILING FACE WITH SMILING EYES}"
LINES = "\n".join(f"line {number}" for number in range(10))
SUMMARY = re.compile(r'<li><a href="#(id_[\w-]+)">([^<]+)</a></li>')


def wrong(response) -> dict[str, str]:
    """Return the fields that the summary leads to, with what it says."""
    return {target: html.unescape(said) for target, said in SUMMARY.findall(response.content.decode())}


@pytest.fixture
def ready(walk, desk):
    walk.opens()
    walk.prepares()
    walk.requests()
    walk.authorizes()
    return desk("originator")


def seq(walk) -> int:
    """Return the transfer's last event."""
    return int(walk.cast["originator"].get(f"/transfers/{walk.transfer}").body["transfer"]["seq"])


def test_a_form_that_is_empty_names_every_field_that_it_needs(walk, desk):
    walk.opens()
    response = desk("originator").fills("live_connection", {})
    needed = {f"id_{shape.name}" for shape in shapes_of("live_connection")}
    assert response.status_code == 422
    assert wrong(response).keys() == needed


def test_the_summary_says_the_same_as_the_field_and_leads_to_it(walk, desk):
    walk.opens()
    page = desk("originator").fills("signal", {}).content.decode()
    said = html.escape("Choose an answer to “What happened”.")
    assert page.count(said) == 2
    assert 'id="id_what-error"' in page
    assert 'id="id_what"' in page
    assert re.search(r'role="radiogroup"[^>]*aria-describedby="id_what-error"[^>]*aria-invalid="true"', page)


def test_the_page_of_a_wrong_form_says_so_in_its_title_and_takes_the_focus(walk, desk):
    walk.opens()
    page = desk("originator").fills("signal", {}).content.decode()
    assert re.search(r"<title>\s*Error: Record what happened · WH-1", page)
    assert re.search(r'<div class="[^"]*\berr\b[^"]*" role="alert" tabindex="-1"[^>]*autofocus', page)


def test_a_note_of_a_megabyte_is_kept_and_told_how_long_it_may_be(walk, desk):
    walk.opens()
    walk.does("originator", "signal", {"what": "status_changed"})
    note = "word " * 210_000
    response = desk("originator").fills("emergency_start", {"act": "911 called", "reason": note})
    assert response.status_code == 422
    assert wrong(response)["id_reason"] == "Shorten “Why it can't wait” to 4000 characters or fewer. It has 1050000."
    assert note in response.content.decode()


@pytest.mark.parametrize("text", [LINES, EMOJI, f"{ARABIC} {ARABIC}", "<b>&amp;</b>", "' OR 1=1 --"])
def test_what_is_odd_but_harmless_is_filed_and_shown_as_it_is(text, ready, walk):
    fields = {"fallback_route": {"who": text, "means": "phone", "contact": "555-0142", "until": "2026-11-20"}}
    response = ready.fills("release_readiness", {**fields, "review_date": "2026-11-20"})
    assert response.status_code == 422
    assert html.escape(text) in response.content.decode()
    assert "id_fallback_route-who" not in wrong(response)


@pytest.mark.parametrize(("text", "named"), [(f"a{OVERRIDE}b", "U+202E"), ("a\0b", "U+0000"), ("a\x1bb", "U+001B")])
def test_what_can_hide_or_change_text_is_named_by_its_number(text, named, walk, desk):
    walk.opens()
    response = desk("originator").fills("emergency_start", {"act": text, "reason": "It can't wait."})
    assert wrong(response) == {
        "id_act": f"Take the character {named} out of “What is done now”. It can hide or change text."
    }


def test_a_line_that_is_too_long_is_told_by_how_much(ready):
    fields = {"fallback_route": {"who": "x" * 301}}
    response = ready.fills("release_readiness", fields)
    said = wrong(response)["id_fallback_route-who"]
    assert said == "Shorten “Backup route: Who answers” to 300 characters or fewer. It has 301."


@pytest.mark.parametrize(
    ("step", "name"),
    [("signal", "what"), ("contact_attempt", "outcome"), ("give_consent", "scopes"), ("live_connection", "channel")],
)
def test_an_answer_that_there_is_not_is_named(step, name, walk, desk):
    walk.opens()
    response = desk("originator").fills(step, {}, **{name: "nonsense" * 900})
    assert response.status_code == 422
    assert "What was sent is none of them." in wrong(response)[f"id_{name}"]


def test_somebody_who_is_not_known_is_named_and_all_else_is_kept(ready):
    nobody = "01890000-0000-7000-8000-000000000000"
    fields = {"contact": nobody, "outcome": "busy"}
    response = ready.fills("contact_attempt", fields)
    assert wrong(response).keys() == {"id_contact"}
    assert '<option value="busy" selected>' in response.content.decode()
    assert f'<option value="{nobody}" selected>Not in this list' in response.content.decode()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"until.day": "18.11.2026"}, "like 2026-11-18"),
        ({"until.day": "2300-01-01"}, "between the years 2000 and 2200"),
        ({"until.quick": "2026-12-18", "until.day": "2026-12-19"}, "Keep only one of them"),
        ({"until.quick": "other"}, "Give the day"),
    ],
)  # fmt: skip
def test_a_day_that_is_none_is_told_how_to_write_it(sent, said, walk, desk):
    walk.opens()
    assert said in wrong(desk("originator").fills("give_consent", {}, **sent))["id_until"]


@pytest.mark.parametrize(
    ("day", "time", "said"),
    [
        ("2026-11-20", "", "Add the time."),
        ("", "14:00", "Add the day."),
        ("2027-03-14", "02:30", "The clocks go forward"),
        ("2026-11-20", "half past two", "like 2026-11-18 and 14:00"),
    ],
)  # fmt: skip
def test_a_time_that_is_none_is_told_how_to_write_it(day, time, said, walk, desk):
    walk.released()
    sent = {"at.day": day, "at.time": time}
    response = desk("receiver").fills("reschedule_first_action", {"asked_by": "us", "reason": "bus"}, **sent)
    assert said in wrong(response)["id_at"]
    assert f'value="{time}"' in response.content.decode()


def test_a_time_that_comes_twice_asks_which_one(walk, desk):
    walk.released()
    at = desk("receiver")
    fields = {"asked_by": "us", "reason": "bus"}
    sent = {"at.day": "2027-11-07", "at.time": "01:30"}
    response = at.fills("reschedule_first_action", fields, **sent)
    assert "twice" in wrong(response)["id_at"]
    assert 'name="at.offset" value="-04:00"' in response.content.decode()
    said = at.sends("reschedule_first_action", fields, **{**sent, "at.offset": "-05:00"}, **hidden(response))
    assert "too far ahead" in wrong(said)["id_at"]  # it is read, and then it is a year from now


def test_what_an_answer_asks_for_is_named(walk, desk):
    walk.connected()
    response = desk("receiver").fills("receiving_acceptance", {"acceptance": "accepted"})
    told = wrong(response)
    assert told.keys() == {"id_first_action", "id_loop_commitment", "id_accepted_scope"}
    assert "Your other answers need it." in told["id_loop_commitment"]  # the others are a rule's matter, told at once


def test_rows_that_are_blank_are_left_out_and_others_keep_what_is_wrong_with_them(walk, desk):
    walk.opens()
    walk.requests()
    sent = {"accommodations.0.what": "", "accommodations.3.what": "hours", "unresolved_dependencies.7": f"a{OVERRIDE}"}
    response = desk("decider").fills("authorization_decision", {}, **sent)
    assert wrong(response).keys() >= {
        "id_accommodations-0-reason", "id_accommodations-0-plan", "id_unresolved_dependencies-0"
    }  # fmt: skip


def test_more_rows_than_a_list_takes_are_told(walk, desk):
    walk.opens()
    walk.requests()
    rows = {f"unresolved_dependencies.{number}": "a ride" for number in range(400)}
    response = desk("decider").fills("authorization_decision", {}, **rows)
    assert wrong(response)["id_unresolved_dependencies"] == "Keep at most 50 in “What still stands in the way”."


def test_nothing_that_is_malformed_is_on_the_ledger(walk, desk):
    walk.opens()
    before = seq(walk)
    desk("originator").fills("live_connection", {"channel": "smoke"})
    assert seq(walk) == before


def test_a_record_that_stands_is_not_filed_anew_by_a_form_that_does_not_name_it(walk, desk):
    walk.opens()
    walk.requests()
    at = desk("originator")
    form = {**hidden(at.opens("authorization_request")), "_supersedes": ""}
    fields = {
        "transfer_trigger": walk.need, "need_category": walk.need, "urgency": "scheduled", "mode": "live_phone",
        "receiving_pathway": walk.ids["pathway"], "reviewer_id": walk.ids["decider"],
        "next_checkpoint_date": "2026-11-19",
    }  # fmt: skip
    response = at.sends("authorization_request", fields, **form)
    assert response.status_code == 422
    assert "A record of this kind stands already." in response.content.decode()
