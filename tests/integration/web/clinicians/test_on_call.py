"""Who holds each level of the ladder now and next; an empty place is said, not left out."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from django.urls import reverse

from holdfast.accounts.rota import Window
from holdfast.accounts.services import holder_add, rung_set
from holdfast.directory.models import Phone
from holdfast.protocol.codes import EscalationLevel
from tests.integration.api.conftest import NOON
from tests.integration.web.clinicians.conftest import Browser, words

HERE = "on_call"
EVERY_DAY = frozenset(range(1, 8))


@pytest.fixture
def rung(services):
    """The supervisor's place of the county."""
    county = services["northside"].organization_id
    return rung_set(county, EscalationLevel.SUPERVISORY, minutes=15, next_level=EscalationLevel.DIRECTOR)


def at_night(zone: str = "America/New_York") -> Window:
    return Window(EVERY_DAY, time(20), time(8), zone)


def test_who_holds_a_place_now_is_named(browser: Browser, rung, staff) -> None:
    holder_add(rung, staff["decider"].pk)
    page = words(browser("originator").get(reverse(HERE)))
    assert "Held now" in page
    assert "Decider." in page


def test_who_comes_next_is_said_with_the_hour(browser: Browser, rung, staff) -> None:
    holder_add(rung, staff["decider"].pk, window=at_night())
    page = words(browser("originator").get(reverse(HERE)))
    assert "Next: Decider, from 8:00 PM" in page
    assert "Nobody holds these places now" in page


def test_nothing_is_done_there(browser: Browser) -> None:
    assert browser("originator").post(reverse(HERE)).status_code == 405


def test_who_is_not_signed_in_sees_nobody(client, db) -> None:
    assert client.get(reverse(HERE)).status_code == 302


def test_the_ladder_of_another_organisation_is_not_shown(browser: Browser, rung, staff) -> None:
    holder_add(rung, staff["decider"].pk)
    page = words(browser("stranger").get(reverse(HERE)))
    assert "Decider." not in page
    assert "Far Away" in page


def test_an_empty_ladder_says_that_nobody_is_left_and_who_hears_of_it(browser: Browser) -> None:
    page = words(browser("originator").get(reverse(HERE)))
    assert "No place set up" in page
    assert "Nobody is left above. The administrator is told." in page
    assert "It goes to:" not in page


def test_an_empty_place_says_who_really_gets_what_is_due_there(browser: Browser, rung, services, staff) -> None:
    director = rung_set(services["northside"].organization_id, EscalationLevel.DIRECTOR, minutes=15)
    holder_add(director, staff["decider"].pk)
    assert "It goes to: Director, Decider." in words(browser("originator").get(reverse(HERE)))


def test_the_line_of_ones_own_team_stands_on_top(browser: Browser, services) -> None:
    Phone.objects.filter(service=services["northside"]).delete()
    assert "No number of your team is known here." in words(browser("originator").get(reverse(HERE)))
    Phone.objects.create(service=services["northside"], number="555-555-0142", kind="voice")
    answer = browser("originator").get(reverse(HERE))
    assert 'href="tel:+15555550142"' in answer.content.decode()
    assert "Call your team Northside Crisis : 555-555-0142" in words(answer)


def test_the_page_takes_no_more_than_fifteen_statements(
    browser: Browser, rung, staff, django_assert_max_num_queries
) -> None:
    for who in ("decider", "colleague", "corrector"):
        holder_add(rung, staff[who].pk, window=at_night())
    client = browser("originator")
    client.get(reverse(HERE))
    with django_assert_max_num_queries(15):
        client.get(reverse(HERE))


@pytest.mark.parametrize(("hours", "begins_in"), [(1, 7), (9, 23)])
def test_a_window_begins_again(clock, hours: int, begins_in: int) -> None:
    """At noon the night's begins in eight hours; within it, at its next evening."""
    at = NOON + timedelta(hours=hours)
    assert at_night().begins_after(at) - at == timedelta(hours=begins_in)
