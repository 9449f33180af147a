"""The transfer page says who owns the person's care, what is next and what is missing, to each as they may see it."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from holdfast.accounts.models import AccessLogEntry
from holdfast.directory.models import Phone
from holdfast.transfers.services import erase
from holdfast.web.presenters import histories
from tests.integration.api.walk import Walk
from tests.integration.web.clinicians.conftest import Browser, part, words


def url(walk: Walk, name: str = "transfer_page") -> str:
    return reverse(name, args=[walk.transfer])


@pytest.fixture
def opened(walk):
    walk.opens()
    return walk


# The four cases


def test_the_page_shows_the_owner_and_the_next_act(opened, browser: Browser) -> None:
    answer = browser("originator").get(url(opened))
    assert answer.status_code == 200
    assert "You do: Originator, Northside Crisis" in words(answer)
    assert part(answer, 'id="next"').startswith("Do this next Ask for authorization")


@pytest.mark.parametrize("name", ["transfer_page", "transfer_deadlines", "transfer_history"])
def test_nothing_is_done_there(opened, browser: Browser, name: str) -> None:
    assert browser("originator").post(url(opened, name)).status_code == 405


@pytest.mark.parametrize("name", ["transfer_page", "transfer_deadlines", "transfer_history"])
def test_who_is_not_signed_in_is_sent_to_sign_in(opened, client, name: str) -> None:
    answer = client.get(url(opened, name))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("who", ["neighbour", "stranger"])
@pytest.mark.parametrize("name", ["transfer_page", "transfer_deadlines", "transfer_history"])
def test_who_may_not_know_of_it_is_told_that_there_is_nothing(opened, browser: Browser, who: str, name: str) -> None:
    assert browser(who).get(url(opened, name)).status_code == 404


def test_the_receiving_side_knows_nothing_before_the_person_agreed(opened, browser: Browser) -> None:
    assert browser("receiver").get(url(opened)).status_code == 404


def test_what_was_erased_is_gone(opened, browser: Browser) -> None:
    erase(opened.transfer, reason="person-request", by=opened.ids["auditor"])
    answer = browser("originator").get(url(opened))
    assert answer.status_code == 410
    assert "Quillfeather" not in answer.content.decode()


# What each stage says


def test_no_name_is_in_the_title_or_the_address(opened, browser: Browser) -> None:
    page = browser("originator").get(url(opened)).content.decode()
    title = page.split("<title>")[1].split("</title>")[0]
    assert title.startswith("WH-1")
    assert "Quillfeather" not in title


def test_the_supervisor_is_led_to_the_decision_and_the_sender_waits(opened, browser: Browser) -> None:
    opened.prepares()
    opened.requests()
    assert "Decide on the request" in part(browser("decider").get(url(opened)), 'id="next"')
    waiting = part(browser("originator").get(url(opened)), 'id="next"')
    assert waiting.startswith("Nothing for you to do now A supervisor decides")


def test_a_missing_consent_comes_before_the_call(walk, browser: Browser) -> None:
    walk.opens()
    walk.requests()
    walk.authorizes()
    walk.makes_ready()
    answer = browser("originator").get(url(walk))
    assert "Ask Rosalind what Riverside Intake may be told" in part(answer, 'id="next"')
    assert reverse("command_give", args=[walk.transfer, "give_consent"]) in answer.content.decode()


def test_in_the_call_the_receiver_answers_and_everybody_sees_what_is_missing(walk, browser: Browser) -> None:
    walk.connected()
    answer = browser("receiver").get(url(walk))
    assert "Answer for Riverside Intake" in part(answer, 'id="next"')
    assert "Missing: a real first step with a time" in part(answer, 'id="steps"')
    assert "Live room" in words(answer)


def test_after_the_release_the_page_says_that_it_has_passed(walk, browser: Browser) -> None:
    walk.released()
    page = words(browser("originator").get(url(walk)))
    assert "Receiver, Riverside Intake" in page
    assert "Passed" in page
    assert "Transferred, not checked yet" in page


def test_the_word_transferred_is_not_used_before_the_release(walk, browser: Browser) -> None:
    walk.connected()
    assert "ransferred" not in words(browser("originator").get(url(walk)))


def test_when_it_is_held_nothing_is_next(walk, browser: Browser) -> None:
    walk.held()
    page = words(browser("originator").get(url(walk)))
    assert "Closed: Held" in page
    assert "Do this next" not in page


def test_a_decline_gives_the_two_ways_on(walk, browser: Browser) -> None:
    walk.connected()
    nothing: dict[str, object] = {"first_action": None, "loop_commitment": None, "accepted_scope": []}
    walk.accepts(walk.local(1, 10), acceptance="declined", decline_reason="no-capacity", **nothing)
    answer = browser("originator").get(url(walk))
    assert "Riverside Intake declined. Find another way" in part(answer, 'id="next"')
    assert "Their reason: No capacity." in words(answer)


def test_after_a_stop_the_owner_is_asked_to_talk_with_the_person(walk, browser: Browser) -> None:
    walk.authorized()
    walk.does("person", "person_stops", wish="pause")
    theirs = part(browser("originator").get(url(walk)), 'id="next"')
    assert theirs.startswith("Do this next Talk with Rosalind about what they want")
    others = part(browser("decider").get(url(walk)), 'id="next"')
    assert others.startswith("Nothing for you to do now Originator talks with Rosalind")


def test_a_stop_is_said_before_anything_else(walk, browser: Browser) -> None:
    walk.authorized()
    walk.does("person", "person_stops", wish="pause")
    page = words(browser("originator").get(url(walk)))
    assert "Stopped by Rosalind" in page
    assert "Nothing is sent or shared." in page


def test_while_it_is_stopped_nobody_of_the_receiver_is_offered_to_be_called(walk, browser: Browser, contact) -> None:
    Phone.objects.create(contact=contact, number="555-555-0177", kind="voice")
    walk.authorized()
    walk.makes_ready()
    before = words(browser("originator").get(url(walk)))
    walk.does("person", "person_stops", wish="pause")
    answer = browser("originator").get(url(walk))
    assert "Call Marguerite Vole" in before
    assert "Call Marguerite Vole" not in words(answer)
    assert "Backup route: Team line" in words(answer)
    stop = reverse("command_give", args=[walk.transfer, "person_stops"])
    assert f'href="{stop}"' in answer.content.decode()


def test_after_the_release_the_page_says_what_the_first_visit_is(walk, browser: Browser) -> None:
    walk.released()
    band = part(browser("originator").get(url(walk)), 'id="custody"')
    assert "First visit: Thursday, November 19, 10:00" in band
    assert "Report on the first visit at Riverside Intake" in words(browser("originator").get(url(walk)))


def test_an_emergency_says_whom_to_call_where_a_life_is_in_danger(opened, browser: Browser, services) -> None:
    Phone.objects.create(service=services["northside"], number="555-555-0142", kind="voice")
    opened.does("originator", "emergency_start", act="A welfare check.", reason="There is no time.")
    page = words(browser("originator").get(url(opened)))
    assert "Where a life is in danger, call 911. For a crisis line, call or text 988." in page
    assert "Call your team, Northside Crisis: 555-555-0142" in page


# What may not be seen is left out


def test_the_receiving_side_sees_no_case_number_and_nobody_who_is_told_of_a_miss(walk, browser: Browser) -> None:
    walk.authorized()
    page = words(browser("receiver").get(url(walk)))
    assert "Rosalind Quillfeather" in page
    assert "WH-1" not in page
    assert "If not:" not in page


def test_without_consent_to_identity_the_receiver_sees_no_name(walk, browser: Browser) -> None:
    walk.opens()
    start = {"act": "An immediate live handoff.", "reason": "There is no time."}
    walk.prepares()
    walk.requests()
    walk.does("person", "revoke_consent", to=walk.ids["service"])
    assert browser("receiver").get(url(walk)).status_code == 404
    walk.does("originator", "emergency_start", **start)
    assert "Quillfeather" in words(browser("receiver").get(url(walk)))


def test_each_view_stands_in_the_access_log_with_whom_it_is_about(opened, browser: Browser, person) -> None:
    browser("originator").get(url(opened))
    entry = AccessLogEntry.objects.filter(purpose="transfer-page").get()
    assert (str(entry.transfer_id), entry.person_id) == (opened.transfer, person.pk)


def test_what_is_due_can_be_fetched_again_and_names_nobody_of_the_people(opened, browser: Browser) -> None:
    opened.prepares()
    opened.requests()
    answer = browser("originator").get(url(opened, "transfer_deadlines"))
    assert "A supervisor decides" in words(answer)
    assert "Rosalind" not in answer.content.decode()
    assert "<html" not in answer.content.decode()


@pytest.mark.parametrize("stage", ["opened", "connected", "released", "held"])
def test_the_page_takes_no_more_than_fifteen_statements(
    walk, browser: Browser, stage: str, django_assert_max_num_queries
) -> None:
    walk.opens() if stage == "opened" else getattr(walk, stage)()
    client = browser("originator")
    client.get(url(walk))
    with django_assert_max_num_queries(15):
        client.get(url(walk))


def test_a_done_step_is_confirmed_in_words(opened, browser: Browser) -> None:
    answer = browser("originator").get(f"{url(opened)}?done=authorization_request")
    assert "Authorization was asked for." in words(answer)


def test_an_unknown_done_step_says_nothing(opened, browser: Browser) -> None:
    assert "<script" not in part(browser("originator").get(f"{url(opened)}?done=<script>x"), "<h1")


# The history


def test_the_history_tells_all_with_the_rules_that_were_asked(walk, browser: Browser) -> None:
    walk.authorized()
    page = words(browser("originator").get(url(walk, "transfer_history")))
    assert "Decider decided: Authorize." in page
    assert "Held:" in page
    assert "A deadline was met: Authorization decision." in page


def test_the_history_goes_on_page_by_page_until_the_opening(walk, browser: Browser, monkeypatch) -> None:
    walk.held()
    monkeypatch.setattr(histories, "A_PAGE", 20)
    client, seen = browser("originator"), []
    address = url(walk, "transfer_history")
    while address:
        answer = client.get(address)
        seen.append(words(answer))
        body = answer.content.decode()
        address = body.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0] if 'rel="next"' in body else ""
    assert len(seen) > 1
    assert "Originator opened the handoff." in seen[-1]


@pytest.mark.parametrize("before", ["x", "-1", "9" * 9, "1e3"])
def test_a_history_of_nowhere_is_not_there(opened, browser: Browser, before: str) -> None:
    assert browser("originator").get(url(opened, "transfer_history"), {"before": before}).status_code == 404


def test_the_history_of_a_long_handoff_takes_few_statements(
    walk, browser: Browser, django_assert_max_num_queries
) -> None:
    walk.held()
    client = browser("originator")
    client.get(url(walk, "transfer_history"))
    with django_assert_max_num_queries(15):
        client.get(url(walk, "transfer_history"))


# What the page says of itself


def test_the_next_step_says_why_each_of_its_rules_is_asked(opened, browser: Browser) -> None:
    steps = part(browser("originator").get(url(opened)), 'id="steps"')
    assert "Why this is asked" in steps
    assert "Urgency is rated, never defaulted." in steps
    assert "Rule A1.pathway, section 2 of the warm-transfer protocol." in steps


def test_nobody_is_offered_to_be_called_before_the_call_may_begin(opened, browser: Browser) -> None:
    opened.prepares()
    opened.requests()
    page = browser("originator").get(url(opened)).content.decode()
    assert "If the call fails" not in page
    assert 'href="#backup"' not in page
    opened.authorizes()
    opened.makes_ready()
    page = browser("originator").get(url(opened)).content.decode()
    assert "If the call fails" in page
    assert 'href="#backup"' in page


def test_a_deadline_is_refreshed_every_15_seconds_and_says_when_it_is_near(opened, browser: Browser) -> None:
    opened.prepares()
    opened.requests()
    page = browser("originator").get(url(opened, "transfer_deadlines")).content.decode()
    assert 'hx-trigger="every 15s"' in page
    due = opened.at + timedelta(minutes=15)
    assert f'data-due="{due.astimezone(ZoneInfo("America/New_York")).isoformat()}"' in page
    assert 'data-said-five="A supervisor decides: 5 minutes left."' in page
    assert 'data-said-one="A supervisor decides: 1 minute left."' in page


def test_a_page_below_a_place_says_where_it_belongs(opened, browser: Browser) -> None:
    page = browser("originator").get(url(opened)).content.decode()
    assert f'<a href="{reverse("people_mine")}" aria-current="true">' in page
    assert 'aria-current="page"' not in page
