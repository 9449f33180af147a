"""What the person's page says first, at each stage of a handoff."""

from __future__ import annotations

import pytest

from holdfast.directory.models import Service
from holdfast.transfers.sweeping import sweep
from tests.integration.web.persons.test_story import told

__all__ = ["told"]


def walked_to(walk, stage: str):
    """Walk to a stage; return the walk."""
    return getattr(walk, stage)()


@pytest.mark.parametrize(
    ("stage", "says"),
    [
        ("authorized", "is still with you. This page will change when there is news."),
        ("connected", "You are on a call together"),
        ("released", "</bdi> is at <bdi>"),
        ("held", "This plan is done"),
    ],
)
def test_the_page_says_what_is_so(walk, persons, stage, says):
    page = persons(walked_to(walk, stage)).get("/my/")
    assert page.status_code == 200
    assert says in page.content.decode()


def test_only_a_story_that_the_next_team_can_read_is_said_to_be_with_them(told, persons):
    told.does("person", "story_read", version=1, how="read_it")
    told.comes_together()
    told.connects()
    told.accepts(told.local(1, 10))
    told.releases()
    told.does("originator", "close_live_event")
    assert "They have your story" in persons(told).get("/my/").content.decode()


def test_where_no_story_was_told_nobody_is_said_to_have_it(walk, persons):
    said = persons(walk.released()).get("/my/").content.decode()
    assert not [words for words in ("your story, so you", "told them") if words in said]


def test_the_day_of_the_visit_is_said(walk, persons):
    walk.released()
    walk.until(walk.local(1, 8))
    assert "Your visit is today" in persons(walk).get("/my/").content.decode()


def test_what_we_missed_is_our_fault_and_has_a_name_and_a_time(walk, persons):
    walk.released()
    walk.until(walk.local(1, 13))
    sweep()
    said = persons(walk).get("/my/").content.decode()
    assert "We are sorry." in said
    assert "It is the job of <bdi>Receiver</bdi> to fix this by" in said


def test_who_missed_the_visit_is_not_blamed(walk, persons):
    walk.released()
    walk.until(walk.local(1, 10))
    walk.does("receiver", "report_first_action", outcome="no_show")
    said = persons(walk).get("/my/").content.decode()
    assert "That is okay. You can have a new time." in said
    assert "sorry" not in said


def test_who_stopped_is_told_that_nothing_more_is_shared(walk, persons):
    walk.authorized()
    walk.does("person", "person_stops", wish="pause")
    said = persons(walk).get("/my/").content.decode()
    assert "You asked us to stop" in said
    assert "Nothing more is shared." in said


def test_who_is_still_there_after_a_stop_is_who_owns_their_care(walk, persons):
    walk.authorized()
    walk.makes_ready(continuity_lead_id=walk.ids["colleague"])
    walk.does("person", "person_stops", wish="pause")
    said = persons(walk).get("/my/").content.decode()
    assert "<bdi>Originator</bdi> from <bdi>" in said
    assert "<bdi>Colleague</bdi> from" not in said


def test_who_kept_their_visit_is_asked_how_it_went(walk, persons):
    walk.released()
    walk.until(walk.local(1, 11))
    walk.does("receiver", "report_first_action", outcome="kept")
    said = persons(walk).get("/my/").content.decode()
    assert "We are glad you were there." in said
    assert 'href="/my/say/went/"' in said
    assert "I need a new time" not in said


def test_who_said_yes_and_when_stands_beside_their_name(walk, persons):
    said = persons(walk.released()).get("/my/").content.decode()
    assert "<bdi>Receiver</bdi> said yes to you on" in said


def test_who_missed_the_visit_asks_for_a_new_time_by_one_tap(walk, persons):
    walk.released()
    walk.until(walk.local(1, 10))
    walk.does("receiver", "report_first_action", outcome="no_show")
    assert '<a href="/my/say/new-time/">I need a new time</a>' in persons(walk).get("/my/").content.decode()


@pytest.mark.parametrize(
    ("hours", "says"), [("24/7", "Riverside Intake</bdi>: Open now."), ("Mo-Su 00:00-01:00", "Closed now. Open again")]
)
def test_a_number_says_whether_somebody_answers_now(walk, persons, services, hours, says):
    walk.released()
    Service.objects.filter(pk=services["riverside"].pk).update(hours=hours, zone="America/New_York")
    said = persons(walk).get("/my/").content.decode()
    assert says in said
    assert "555-555-0177" in said


def test_where_nobody_knows_the_hours_the_page_says_none(walk, persons):
    walk.released()
    Service.objects.update(hours=None)
    said = persons(walk).get("/my/").content.decode()
    assert ("Open now" in said, "Closed now" in said) == (False, False)


def test_the_interpreter_that_was_promised_is_named(walk, persons):
    walk.opens()
    plan = {"what": "language", "reason": "They speak Spanish.", "plan": "An interpreter by phone, and at the visit."}
    walk.prepares()
    walk.requests()
    walk.authorizes(accommodations=[plan])
    walk.makes_ready()
    walk.comes_together()
    walk.connects()
    walk.accepts(walk.local(1, 10), accommodations_confirmed=["language"])
    walk.later(minutes=1)
    walk.releases()
    walk.does("originator", "close_live_event")
    assert "There will be an interpreter for <bdi>Spanish</bdi>." in persons(walk).get("/my/").content.decode()


def test_the_numbers_of_who_is_with_them_stand_in_words_and_in_the_link(walk, persons):
    said = persons(walk.released()).get("/my/").content.decode()
    assert 'href="tel:+15555550177"' in said
    assert "555-555-0177" in said
    assert "555-555-0142" in said
