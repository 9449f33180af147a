"""The card of safe contact: who may answer and what to say before a call; danger is told to the sending side alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from holdfast.notify.models import News, PersonsMessage
from holdfast.notify.services import TextWish, text_ask
from holdfast.notify.texts.persons import texts_due
from tests.integration.api.conftest import cast, clock, contact, pathway, person, services, staff, walk
from tests.integration.web.persons.test_danger import plan

__all__ = ["cast", "clock", "contact", "pathway", "person", "services", "staff", "walk"]

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
MOST_STATEMENTS = 15
SECRET = ("tulip", "Words that mean danger")


@pytest.fixture
def planned(walk):
    walk.authorized().makes_ready()
    walk.does("originator", "plan_safe_contact", plan(walk))
    return walk


def signed_in(staff, who: str) -> Client:
    client = Client()
    client.force_login(staff[who], backend=BACKEND)
    return client


def page(staff, who: str, path: str) -> str:
    answer = signed_in(staff, who).get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


@pytest.mark.parametrize("part", ["", "live/"])
def test_before_each_call_it_says_who_may_answer_and_what_to_say(planned, staff, part):
    said = page(staff, "originator", f"/transfers/{planned.transfer}/{part}")
    for words in ("How to reach Rosalind safely", "Ask for the plumber.", "her sister", "her husband", *SECRET):
        assert words in said


def test_the_receiving_side_sees_what_its_consent_covers_and_no_word_of_danger(planned, staff):
    said = page(staff, "receiver", f"/transfers/{planned.transfer}/")
    assert "Ask for the plumber." in said
    assert not [word for word in SECRET if word in said]


def test_without_the_consent_for_it_the_receiving_side_sees_no_plan(planned, staff):
    until = f"{planned.today() + timedelta(days=9)}"
    planned.does(
        "person", "give_consent", scopes=["identity-and-contact", "need-and-urgency"], to=planned.ids["service"],
        purpose="treatment", until=until, given_by="person", language="es",
    )  # fmt: skip
    said = page(staff, "receiver", f"/transfers/{planned.transfer}/")
    assert not [word for word in ("plumber", "to reach the person safely") if word in said]


def test_danger_is_told_to_the_sending_side_and_to_no_other(planned, staff):
    planned.does("person", "duress")
    assert "Rosalind may be in danger. Do not call." in page(staff, "colleague", f"/transfers/{planned.transfer}/")
    said = page(staff, "receiver", f"/transfers/{planned.transfer}/").casefold()
    assert not [word for word in ("may be in danger", "spoke of danger", "do not call now", "duress") if word in said]


CALLING = ("whether it is safe to talk now", "Ready for the call", "Open the live room", "Words to say now")


@pytest.mark.parametrize("part", ["", "live/"])
def test_in_danger_their_page_says_at_its_top_not_to_call_and_who_comes_first(planned, staff, part):
    before = page(staff, "originator", f"/transfers/{planned.transfer}/{part}")
    assert [words for words in CALLING if words in before]
    planned.does("person", "check_safety", safe_now="yes", alone="yes", contact_method="tulip", voicemail="none")
    said = page(staff, "originator", f"/transfers/{planned.transfer}/{part}")
    assert not [words for words in CALLING if words in said.partition("Steps to a safe handoff")[0]]
    for words in ("may be in danger. Do not call.", "call 911", "call or text 988", "See who is on call"):
        assert words in said
    assert said.index("may be in danger") < said.index("How to reach Rosalind safely")
    assert "danger" not in said[said.index("<title>") : said.index("</title>")]


def test_the_room_that_is_open_on_a_screen_is_told_too(planned, staff):
    planned.comes_together()
    planned.does("person", "duress")
    asked = signed_in(staff, "originator").get(f"/transfers/{planned.transfer}/live/", headers={"HX-Request": "true"})
    said = asked.content.decode()
    assert "may be in danger. Do not call." in said
    assert "Words to say now" not in said


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ({"safe_now": "no", "alone": "yes"}, "It is not safe for Rosalind to talk now. End the live room."),
        ({"safe_now": "yes", "alone": "no"}, "Somebody is with Rosalind now. Ask whether to go on."),
    ],
)
@pytest.mark.parametrize("who", ["originator", "person"])
def test_in_an_open_call_that_is_not_safe_any_more_it_says_so(planned, staff, answer, says, who):
    planned.comes_together()
    at = f"/transfers/{planned.transfer}/"
    assert says not in page(staff, "originator", at)
    planned.later(minutes=1)
    planned.does(who, "check_safety", contact_method="phone", voicemail="none", **answer)
    for part in ("", "live/"):
        said = page(staff, "originator", f"{at}{part}")
        assert says in said
        assert "Words to say now" not in said
        assert "End the live room</button>" in said
    assert says not in page(staff, "receiver", at)


CHECK = {"safe_now": "yes", "alone": "yes", "contact_method": "phone", "voicemail": "none"}


def test_who_writes_the_word_down_before_the_person_sees_no_more_than_after_any_answer(planned, staff):
    planned.comes_together()
    client, at = signed_in(staff, "originator"), f"/transfers/{planned.transfer}/"
    shown = []
    for word in ("", "tulip"):
        planned.later(seconds=5)
        came = client.post(f"{at}do/check_safety/", {**CHECK, "word": word})
        shown.append(client.get(came.headers["Location"]).content.decode())
    assert came.headers["Location"] == f"{at}?done=check_safety"
    for said in shown:
        assert "Live call open" in said
        assert not [words for words in ("may be in danger", "Do not call now", "S.duress") if words in said]
    assert "may be in danger. Do not call." in page(staff, "originator", at)
    assert "may be in danger. Do not call." in page(staff, "colleague", came.headers["Location"])
    planned.later(minutes=1)
    assert "may be in danger. Do not call." in page(staff, "originator", came.headers["Location"])


def test_no_list_says_more_of_danger_than_not_to_call(planned, staff):
    planned.does("person", "duress")
    said = page(staff, "originator", "/people/")
    assert "Do not call now" in said
    assert "in danger" not in said


def test_whoever_owns_them_at_the_receiving_service_is_told_not_to_call(walk, staff):
    walk.released()
    walk.does("person", "duress")
    assert "may be in danger. Do not call." in page(staff, "receiver", f"/transfers/{walk.transfer}/")


def test_the_page_asks_little_of_the_database(planned, staff, django_assert_max_num_queries):
    client = signed_in(staff, "originator")
    client.get(f"/transfers/{planned.transfer}/")
    with django_assert_max_num_queries(MOST_STATEMENTS):
        client.get(f"/transfers/{planned.transfer}/")


def test_a_plan_is_made_by_its_form_and_keeps_what_was_typed_where_it_is_wrong(walk, staff):
    walk.authorized()
    client, at = signed_in(staff, "originator"), f"/transfers/{walk.transfer}/do/plan_safe_contact/"
    assert client.get(at).status_code == 200
    wrong = client.post(at, {"channel": "text", "safe_from": "half past nine", "if_another_answers": "Say sorry."})
    assert wrong.status_code == 422
    assert "half past nine" in wrong.content.decode()
    assert "Write a time of day for “Safe from”, like 5:30 PM or 17:30." in wrong.content.decode()


def test_a_text_outside_safe_hours_is_held_shown_and_goes_when_they_begin(planned, person, staff):
    planned.until(planned.local(0, 20))
    walk = planned
    row = text_ask(TextWish(
        transfer_id=walk.transfer, news=News.PAGE, key="late", asked_by="person",
        useful_until=walk.at + timedelta(days=1),
    ))  # fmt: skip
    texts_due()
    row.refresh_from_db()
    assert (row.status, row.reason, row.next_try_at) == ("waiting", "outside_hours", walk.local(1, 9))
    assert "Held: outside safe hours until" in page(staff, "originator", f"/transfers/{walk.transfer}/")
    walk.until(walk.local(1, 9))
    texts_due()
    assert PersonsMessage.objects.get().reason in ("no-carrier", "no-number")


def test_an_urgent_welfare_step_is_offered_only_while_it_is_called_for(planned, staff):
    assert "Urgent welfare" not in page(staff, "originator", f"/transfers/{planned.transfer}/")


def test_what_the_card_offers_is_offered_once_and_of_guardians_nothing_for_an_adult(planned, staff):
    said = page(staff, "originator", f"/transfers/{planned.transfer}/")
    for step in ("plan_safe_contact", "duress", "tell_guardian"):
        assert said.count(f"/do/{step}/") == 1
    card = said.partition('id="safe-title"')[2].partition("</section>")[0]
    assert "/do/tell_guardian/" not in card
    assert "Eastern Time" in card
    assert "America/" not in card
