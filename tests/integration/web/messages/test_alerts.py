"""Alerts in browsers: turned on by the browser's own word, turned off by whoever has them; the script that is woken."""

from __future__ import annotations

import pytest
from django.urls import reverse

from holdfast.notify.models import PushSubscription
from holdfast.notify.selectors import browsers_of, push_key
from tests.integration.notify.test_push import _browser

HERE = "/messages/"


def _told(**changed: str) -> dict[str, str]:
    made = _browser()
    return {"endpoint": made.endpoint, "p256dh": made.p256dh, "auth": made.auth, **changed}


def test_a_browser_is_added_and_turned_off_again(county, browser):
    client, omar = browser(county.staff("omar")), county.staff("omar").pk
    assert client.post(reverse("browser_subscribe"), _told()).url == HERE
    [added] = browsers_of(omar)
    assert "push.example" in client.get(HERE).content.decode()
    assert client.post(reverse("browser_unsubscribe", args=[added.id])).url == HERE
    assert browsers_of(omar) == ()


@pytest.mark.parametrize(
    "changed", [{"endpoint": "https://10.0.0.1/x"}, {"endpoint": ""}, {"p256dh": ""}, {"auth": "x" * 5000}]
)
def test_what_is_no_browser_is_refused(county, browser, changed):
    answer = browser(county.staff("omar")).post(reverse("browser_subscribe"), _told(**changed))
    assert answer.status_code == 422
    assert set(answer.json()) == {"refused"}
    assert not PushSubscription.objects.exists()


def test_nobody_turns_off_the_browser_of_another(county, browser, stranger):
    browser(county.staff("omar")).post(reverse("browser_subscribe"), _told())
    [added] = browsers_of(county.staff("omar").pk)
    browser(stranger).post(reverse("browser_unsubscribe", args=[added.id]))
    assert browsers_of(county.staff("omar").pk) == (added,)


def test_the_page_works_without_a_script_and_without_a_key(county, browser, settings):
    client = browser(county.staff("omar"))
    page = client.get(HERE).content.decode()
    assert f'data-push-key="{push_key()}" hidden' in page
    assert "has scripts turned off" in page
    settings.HOLDFAST_PUSH_KEY = ""
    assert "Alerts are not set up here" in client.get(HERE).content.decode()


def test_the_script_that_is_woken_stands_at_the_root_for_everybody(db, browser):
    answer = browser().get("/push-worker.js")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert b"showNotification" in answer.content
    assert browser().post("/push-worker.js").status_code == 405
