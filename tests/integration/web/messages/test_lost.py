"""What did not arrive: seen by the administrators of that organization alone, and sent again by a button."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from holdfast.notify.models import Channel, Dispatch, Message
from holdfast.notify.sending import send_due

HERE = "/administration/messages/"
MOST_STATEMENTS = 15


@pytest.fixture
def lost(county, message) -> Dispatch:
    """The director's email was given up."""
    Dispatch.objects.update(status="given_up", reason="address-refused", settled_at=county.at, tries=1)
    return Dispatch.objects.get()


def test_the_page_says_what_to_whom_and_why(county, lost, administrator, browser):
    said = browser(administrator).get(HERE).content.decode()
    for words in ("Email to a colleague", county.staff("omar").display_name, "does not exist or takes no mail"):
        assert words in said
    assert "WH-1" not in said


def test_a_cause_without_words_of_its_own_is_told_as_it_is(county, lost, administrator, browser):
    Dispatch.objects.update(reason="TimeoutError", tries=7)
    assert "tried 7 times and did not take it (TimeoutError)" in browser(administrator).get(HERE).content.decode()


def test_nobody_of_another_organization_sees_it(county, lost, stranger, browser):
    assert "Everything has arrived" in browser(stranger).get(HERE).content.decode()
    again = reverse("message_again", args=[lost.pk])
    assert browser(stranger).post(again).status_code == 404
    assert Dispatch.objects.get().status == "given_up"


@pytest.mark.parametrize(
    ("url", "method"), [(HERE, "get"), (f"{HERE}0197f3d0-5c1e-7a55-8d3e-2f6f0f4b9a10/again/", "post")]
)
def test_who_administers_nothing_is_refused_and_who_is_not_signed_in_is_asked_to(county, browser, url, method):
    assert getattr(browser(county.staff("omar")), method)(url).status_code == 403
    assert getattr(browser(), method)(url).status_code == 302


@pytest.mark.parametrize(
    ("url", "method"), [(HERE, "post"), (f"{HERE}0197f3d0-5c1e-7a55-8d3e-2f6f0f4b9a10/again/", "get")]
)
def test_another_method_is_not_taken(county, administrator, browser, url, method):
    assert getattr(browser(administrator), method)(url).status_code == 405


def test_a_button_sends_it_again(county, lost, administrator, browser, mailoutbox):
    client = browser(administrator)
    assert client.post(reverse("message_again", args=[lost.pk])).url == HERE
    assert send_due(Channel.EMAIL) == 1
    assert mailoutbox[-1].extra_headers["Message-ID"].startswith(f"<{lost.pk}@")
    assert "Everything has arrived" in client.get(HERE).content.decode()


def test_what_is_on_its_way_again_is_not_sent_a_third_time(county, lost, administrator, browser):
    client = browser(administrator)
    client.post(reverse("message_again", args=[lost.pk]))
    assert client.post(reverse("message_again", args=[lost.pk])).status_code == 404


def test_what_is_long_gone_is_not_shown(county, lost, administrator, browser):
    Dispatch.objects.update(settled_at=county.at - timedelta(days=30))
    assert "Everything has arrived" in browser(administrator).get(HERE).content.decode()


def test_the_page_takes_as_many_statements_whatever_its_length(county, lost, administrator, browser):
    client, taken = browser(administrator), []
    client.get(HERE)
    for turn in range(2):
        with CaptureQueriesContext(connection) as statements:
            assert client.get(HERE).status_code == 200
        taken.append(len(statements))
        for seq in range(30):
            told = Message.objects.create(
                staff_id=lost.message.staff_id, kind="vacancy", seq=100 * turn + seq, written_at=county.at
            )
            Dispatch.objects.create(
                message=told, channel="email", status="given_up", reason="x", settled_at=county.at,
                next_try_at=county.at, useful_until=county.at,
            )  # fmt: skip
    assert taken[0] == taken[1] <= MOST_STATEMENTS
