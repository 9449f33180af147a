"""What was typed is read as it is: nothing is guessed, what is blank is null or left out as the form wants it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from holdfast.web.forms.reading import MOST_ROWS, Clock, read, rows_of, tidied
from holdfast.web.forms.shapes import shapes_of

CLOCK = Clock("America/New_York", datetime(2026, 11, 18, 17, tzinfo=UTC))


def fields(step, typed):
    """Return what a form comes to."""
    shapes = shapes_of(step)
    return read(shapes, tidied(shapes, typed), CLOCK).fields


def test_a_field_that_must_be_there_is_left_out_while_it_is_blank():
    assert "urgency" not in fields("authorization_request", {"urgency": [""]})


def test_a_field_that_may_be_null_is_null_while_it_is_blank():
    assert fields("handoff_closure", {})["witness_id"] is None


def test_a_field_that_need_not_be_there_is_left_out_while_it_is_blank():
    assert "in_own_words" not in fields("person_confirms", {"in_own_words": [""]})


def test_a_note_is_never_null():
    assert fields("complete_corrective", {})["note"] == ""


def test_a_list_is_empty_and_a_nullable_one_null():
    assert fields("authorization_decision", {})["accommodations"] == []
    assert fields("assurance_followup", {})["attempts"] is None


def test_a_group_is_null_until_something_of_it_is_typed():
    assert fields("release_readiness", {"fallback_route.until.quick": ["other"]})["fallback_route"] is None
    assert fields("release_readiness", {"fallback_route.who": ["Team"]})["fallback_route"] == {"who": "Team"}


def test_a_group_that_must_be_there_is_empty():
    assert fields("handoff_closure", {})["fallback_contact_route"] == {}


@pytest.mark.parametrize(("typed", "value"), [("yes", True), ("no", False), ("maybe", "maybe")])
def test_yes_and_no_are_what_they_say(typed, value):
    assert fields("assurance_followup", {"residual_concern": [typed]})["residual_concern"] is value or typed == "maybe"


@pytest.mark.parametrize(("typed", "value"), [("3", 3), ("-1", -1), ("3.5", "3.5"), ("9" * 30, "9" * 30), ("٣", "٣")])
def test_a_number_is_one_or_is_left_as_it_was_typed(typed, value):
    assert fields("verification", {"service_impact_score": [typed]})["service_impact_score"] == value


def test_of_two_answers_to_one_question_the_last_counts():
    assert fields("signal", {"what": ["status_changed", "encounter_ended"]})["what"] == "encounter_ended"


def test_a_bare_day_stays_a_day():
    assert fields("release_readiness", {"review_date.day": ["2026-11-20"]})["review_date"] == "2026-11-20"


def test_now_is_the_clock_of_the_server():
    typed = {"contact_attempted_at.quick": ["now"]}
    assert fields("live_connection", typed)["contact_attempted_at"] == CLOCK.at.isoformat()


def test_rows_are_counted_by_what_was_typed_and_bounded():
    typed = {f"evidence.{number}.reference": ["x"] for number in (999, 5, 0)} | {"evidence.x.reference": ["x"]}
    assert rows_of(typed, "evidence") == [0, 5, 999]
    assert len(rows_of({f"a.{n}": ["x"] for n in range(900)}, "a")) == MOST_ROWS


def test_a_row_that_can_not_be_read_keeps_its_place():
    shapes = shapes_of("assurance_followup")
    typed = {"attempts.0.day": ["2026-11-18"], "attempts.1.day": ["2026-11-17"], "attempts.1.time": ["09:00"]}
    reading = read(shapes, tidied(shapes, typed), CLOCK)
    assert reading.problems == {"attempts.0": "Add the time."}
    assert reading.fields["attempts"][1] == "2026-11-17T09:00:00-05:00"
