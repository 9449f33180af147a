"""What the person's page says first, at each stage of a handoff."""

from __future__ import annotations

import pytest

from holdfast.transfers.sweeping import sweep


def walked_to(walk, stage: str):
    """Walk to a stage; return the walk."""
    return getattr(walk, stage)()


@pytest.mark.parametrize(
    ("stage", "says"),
    [
        ("authorized", "is still with you. This page will change when there is news."),
        ("connected", "You are on a call together"),
        ("released", "told them your story, so you do not have to tell it again."),
        ("held", "This plan is done"),
    ],
)
def test_the_page_says_what_is_so(walk, persons, stage, says):
    page = persons(walked_to(walk, stage)).get("/my/")
    assert page.status_code == 200
    assert says in page.content.decode()


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


def test_the_numbers_of_who_is_with_them_stand_in_words_and_in_the_link(walk, persons):
    said = persons(walk.released()).get("/my/").content.decode()
    assert 'href="tel:+15555550177"' in said
    assert "555-555-0177" in said
    assert "555-555-0142" in said
