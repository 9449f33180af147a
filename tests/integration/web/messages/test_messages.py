"""One's own messages: what needs one, what became of it, and nobody else's."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from holdfast.accounts.models import AccessLogEntry
from holdfast.config.ids import new_id
from holdfast.notify.models import Dispatch, Kind, Message
from holdfast.notify.selectors import unread_count
from holdfast.notify.writing import News, tell
from holdfast.protocol.policy import base_policy
from holdfast.transfers.models import Escalation, Transfer

MOST_STATEMENTS = 15
HERE = "/messages/"
POSTED = ["messages_seen", "message_seen", "message_taken", "browser_subscribe", "browser_unsubscribe"]


def _url(name: str) -> str:
    return reverse(name, args=[new_id()] if name in ("message_seen", "message_taken", "browser_unsubscribe") else [])


def test_the_list_says_what_needs_one_by_when_and_how_it_was_sent(county, message, browser):
    page = browser(county.staff("omar")).get(HERE)
    said = page.content.decode()
    assert page.status_code == 200
    for words in ("This needs you", "Nobody has it yet", "By email at", "I have it", "Open handoff", "1 is new"):
        assert words in said, words
    assert "may come twice" in said
    assert page.headers["Cache-Control"].startswith(("no-store", "max-age=0"))


def test_what_is_shown_of_a_handoff_is_in_the_access_log(county, message, browser):
    browser(county.staff("omar")).get(HERE)
    entry = AccessLogEntry.objects.get()
    assert (entry.actor_id, entry.transfer_id, entry.purpose) == (
        county.staff("omar").pk, Transfer.objects.get().pk, "messages"
    )  # fmt: skip


def test_nobody_sees_the_messages_of_another(county, message, browser, stranger):
    for somebody in (county.staff("priya"), stranger):
        said = browser(somebody).get(HERE).content.decode()
        assert "This needs you" not in said
        assert "Nothing has been sent to you yet" in said


@pytest.mark.parametrize("name", ["messages", *POSTED])
def test_who_is_not_signed_in_is_asked_to(county, browser, name):
    client = browser()
    answer = client.post(_url(name)) if name in POSTED else client.get(_url(name))
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("name", ["messages", *POSTED])
def test_another_method_is_not_taken(county, browser, name):
    client = browser(county.staff("omar"))
    assert (client.get if name in POSTED else client.post)(_url(name)).status_code == 405


@pytest.mark.parametrize("name", ["message_seen", "message_taken"])
def test_a_message_of_another_is_not_there(county, message, browser, name):
    answer = browser(county.staff("priya")).post(reverse(name, args=[message.pk]))
    assert answer.status_code == 404
    assert Message.objects.get(pk=message.pk).read_at is None


def test_one_message_or_all_are_marked_as_read(county, message, browser):
    client, omar = browser(county.staff("omar")), county.staff("omar").pk
    tell(News(kind=Kind.VACANCY, at=county.at, night=base_policy().night, level="quality"), [str(omar)])
    assert client.post(reverse("message_seen", args=[message.pk])).url == HERE
    assert unread_count(omar) == 1
    assert client.post(reverse("messages_seen")).url == HERE
    assert unread_count(omar) == 0
    assert "Mark as read" not in client.get(HERE).content.decode()


def test_one_tap_takes_a_matter_on(county, message, browser):
    client = browser(county.staff("omar"))
    assert client.post(reverse("message_taken", args=[message.pk])).url == HERE
    assert Escalation.objects.get(control="A2.dependencies").acknowledged_by == str(message.staff_id)
    said = client.get(HERE).content.decode()
    assert "You have it" in said
    assert "I have it" not in said


def test_a_matter_that_has_gone_on_can_not_be_taken_and_that_is_said(county, message, browser):
    county.later(minutes=31)
    county.work()
    answer = browser(county.staff("omar")).post(reverse("message_taken", args=[message.pk]))
    assert answer.status_code == 409
    assert "it has gone on to another level" in answer.content.decode()


def test_the_use_of_a_link_is_shown_to_whom_it_was_sent(county, message, browser):
    browser().post(_link(message))
    assert "If that was not you" in browser(county.staff("omar")).get(HERE).content.decode()


def _link(message: Message) -> str:
    from holdfast.notify.paths import acknowledge_path

    return acknowledge_path(message.pk)


def test_a_long_list_has_pages_that_meet_without_a_gap(county, message, browser):
    omar = county.staff("omar")
    for number in range(30):
        county.later(seconds=1)
        news = News(kind=Kind.VACANCY, at=county.at, night=base_policy().night, about=str(number), level="quality")
        tell(news, [str(omar.pk)])
    client, seen, url = browser(omar), [], HERE
    while url:
        page = client.get(url).context["page"]
        seen += [line.id for line in (*page.waiting, *page.lines)]
        url = page.pager.next_url
    assert len(seen) == len(set(seen)) == 31


@pytest.mark.parametrize("after", ["x", "\u00e9", "W10"])
def test_a_wrong_page_is_not_there(county, browser, after):
    assert browser(county.staff("omar")).get(HERE, {"after": after}).status_code == 404


def test_a_list_takes_as_many_statements_whatever_its_length(county, message, browser):
    client, taken = browser(county.staff("omar")), []
    client.get(HERE)
    for many in (1, 30):
        for seq in range(many):
            Message.objects.create(
                staff_id=message.staff_id, kind=Kind.OWNER, transfer_id=message.transfer_id, seq=100 * many + seq,
                written_at=county.at,
            )  # fmt: skip
        with CaptureQueriesContext(connection) as statements:
            assert client.get(HERE).status_code == 200
        taken.append(len(statements))
    assert taken[0] == taken[1] <= MOST_STATEMENTS, statements.captured_queries


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_of_message_is_said_in_words(county, message, browser, kind):
    about = {"escalation": "A2.dependencies", "deadline": "first_action", "missed": "review"}.get(kind, "x")
    Message.objects.all().update(kind=kind, level="quality", about=about)
    page = browser(county.staff("omar")).get(HERE).context["page"]
    line = [*page.waiting, *page.lines][0]
    assert line.title
    assert line.text
    assert "%(" not in line.text


def test_an_email_that_did_not_arrive_is_said(county, message, browser):
    Dispatch.objects.update(status="given_up")
    assert "The email did not arrive" in browser(county.staff("omar")).get(HERE).content.decode()
