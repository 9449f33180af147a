"""My people: one's open handoffs by the time left, drafts, filters; finding somebody without naming them anywhere."""

from __future__ import annotations

import pytest
from django.urls import reverse

from holdfast.accounts.models import AccessLogEntry
from holdfast.people.models import Person
from holdfast.web.drafts import draft_begin
from tests.integration.web.clinicians.conftest import Browser, words

MINE = "people_mine"


@pytest.fixture
def opened(walk):
    walk.opens()
    return walk


def many(walk, count: int) -> None:
    """Open handoffs of many people, each with a request."""
    for number in range(count):
        person = Person.objects.create(
            name=f"Ada Number{number}", family=f"Number{number}", given="Ada", born="1990-01-01", language="en"
        )
        walk.ids["person"] = str(person.pk)
        walk.opens(case_id=f"WH-{number + 100}")
        walk.requests()


# The four cases


def test_my_people_are_there_with_what_is_next(opened, browser: Browser) -> None:
    page = words(browser("originator").get(reverse(MINE)))
    assert "Rosalind Quillfeather" in page
    assert "Do next: Ask for authorization" in page


def test_my_people_take_no_deed(browser: Browser) -> None:
    assert browser("originator").post(reverse(MINE)).status_code == 405


def test_a_stranger_is_sent_to_sign_in(client, db) -> None:
    assert client.get(reverse(MINE)).status_code == 302


@pytest.mark.parametrize("who", ["receiver", "reviewer", "auditor"])
def test_who_opens_no_handoff_has_no_people_of_their_own(browser: Browser, who: str) -> None:
    assert browser(who).get(reverse(MINE)).status_code == 403


# The list


def test_a_colleague_sees_it_among_the_teams_and_not_among_their_own(opened, browser: Browser) -> None:
    colleague = browser("colleague")
    assert "Quillfeather" not in words(colleague.get(reverse(MINE)))
    assert "Quillfeather" in words(colleague.get(reverse(MINE), {"whose": "team"}))


def test_the_team_of_another_service_sees_nothing(opened, browser: Browser) -> None:
    assert "Quillfeather" not in words(browser("neighbour").get(reverse(MINE), {"whose": "team"}))


@pytest.mark.parametrize(("show", "is_there"), [("", True), ("before", True), ("call", False), ("closed", False)])
def test_a_filter_shows_those_at_one_point(opened, browser: Browser, show: str, *, is_there: bool) -> None:
    page = words(browser("originator").get(reverse(MINE), {"show": show}))
    assert ("Quillfeather" in page) is is_there


def test_an_empty_list_says_why_and_what_to_do(browser: Browser) -> None:
    page = words(browser("originator").get(reverse(MINE)))
    assert "You have no open handoff." in page
    assert "Start a handoff" in page


def test_what_is_over_time_comes_first(walk, browser: Browser) -> None:
    many(walk, 1)
    walk.later(minutes=14)
    many_again = Person.objects.create(name="Bea Late", family="Late", given="Bea", born="1990-01-01", language="en")
    walk.ids["person"] = str(many_again.pk)
    walk.opens(case_id="WH-2")
    walk.requests()
    page = words(browser("originator").get(reverse(MINE)))
    assert page.index("Ada Number0") < page.index("Bea Late")


def test_the_next_page_goes_on_and_shows_nobody_twice(walk, browser: Browser) -> None:
    many(walk, 27)
    client = browser("originator")
    first = client.get(reverse(MINE)).content.decode()
    following = first.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0]
    second = client.get(reverse(MINE) + following).content.decode()
    shown = [[n for n in range(27) if f"WH-{n + 100}<" in page] for page in (first, second)]
    assert (len(shown[0]), sorted(shown[0] + shown[1])) == (25, list(range(27)))


def test_a_page_of_nowhere_is_not_there(browser: Browser) -> None:
    assert browser("originator").get(reverse(MINE), {"after": "nonsense"}).status_code == 404


@pytest.mark.parametrize("count", [1, 25])
def test_the_list_takes_no_more_than_fifteen_statements(
    walk, browser: Browser, count: int, django_assert_max_num_queries
) -> None:
    many(walk, count)
    client = browser("originator")
    client.get(reverse(MINE))
    with django_assert_max_num_queries(15):
        client.get(reverse(MINE))


def test_each_one_shown_stands_in_the_access_log(opened, browser: Browser, person) -> None:
    browser("originator").get(reverse(MINE))
    assert AccessLogEntry.objects.filter(purpose="my-people", person_id=person.pk).count() == 1


# Drafts


def test_only_who_began_a_draft_sees_it(staff, person, browser: Browser) -> None:
    draft_begin(staff["originator"].pk, str(person.pk))
    assert "Begun, not sent yet" in words(browser("originator").get(reverse(MINE)))
    assert "Begun, not sent yet" not in words(browser("colleague").get(reverse(MINE)))


# Searching


def sought(client, text: str):
    return client.post(reverse("people_search"), {"text": text})


@pytest.mark.parametrize("text", ["quillf", "Rosalind", "WH-1", "wh-1", "555-0199", "5550199"])
def test_a_handoff_is_found_by_name_case_or_phone(opened, browser: Browser, text: str) -> None:
    page = words(sought(browser("originator"), text))
    assert "Handoffs that you may see" in page
    assert "WH-1" in page


def test_a_search_is_posted_and_never_in_an_address(opened, browser: Browser) -> None:
    assert browser("originator").get(reverse("people_search"), {"text": "quill"}).status_code == 405


def test_who_is_not_signed_in_finds_nobody(opened, client) -> None:
    assert sought(client, "quill").status_code == 302


@pytest.mark.parametrize("who", ["stranger", "receiver"])
def test_nobody_finds_a_handoff_that_they_may_not_see(opened, browser: Browser, who: str) -> None:
    page = words(sought(browser(who), "quill"))
    assert "Nobody was found." in page
    assert "Quillfeather" not in page


def test_only_who_opens_handoffs_finds_people_to_start_one_for(walk, person, browser: Browser) -> None:
    assert "People on the list" in words(sought(browser("originator"), "rosalind quillfeather"))
    assert "People on the list" not in words(sought(browser("decider"), "rosalind quillfeather"))


def test_the_receiving_side_finds_by_name_only_whom_it_may_know(walk, browser: Browser) -> None:
    walk.authorized()
    assert "Quillfeather" in words(sought(browser("receiver"), "quill"))
    walk.does("person", "revoke_consent", to=walk.ids["service"])
    assert "Nobody was found." in words(sought(browser("receiver"), "quill"))


@pytest.mark.parametrize("text", ["", "  "])
def test_nothing_to_search_for_says_what_to_write(browser: Browser, text: str) -> None:
    answer = sought(browser("originator"), text)
    assert answer.status_code == 422
    assert "Write a name, a case number or a phone number." in words(answer)


@pytest.mark.parametrize("text", ["x" * 100_000, "\x00quill", "😀 مرحبا", "');--", "<b>quill</b>"])
def test_whatever_is_typed_is_shown_safely(opened, browser: Browser, text: str) -> None:
    answer = sought(browser("originator"), text)
    assert answer.status_code == 200
    assert "<b>quill" not in answer.content.decode()


def test_a_search_takes_no_more_than_fifteen_statements(walk, browser: Browser, django_assert_max_num_queries) -> None:
    many(walk, 25)
    client = browser("originator")
    sought(client, "ada")
    with django_assert_max_num_queries(15):
        sought(client, "ada")


def test_whoever_is_found_stands_in_the_access_log(opened, browser: Browser, person) -> None:
    sought(browser("originator"), "quill")
    assert AccessLogEntry.objects.filter(purpose="people-search", person_id=person.pk).exists()


@pytest.mark.parametrize("text", ["q", "qu", "q q q", "019"])
def test_a_letter_or_two_finds_nobody_and_says_how_much_to_write(opened, browser: Browser, text: str) -> None:
    page = words(sought(browser("originator"), text))
    assert "Quillfeather" not in page
    assert "Write at least three letters of the name, or four digits of the phone number." in page
    assert not AccessLogEntry.objects.filter(purpose="people-search").exists()
