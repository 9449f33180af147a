"""Alerts in a real browser: what the script does where it may not, and what the woken browser shows and opens."""

from __future__ import annotations

import json
from collections.abc import Callable

from django.urls import reverse

from holdfast.notify.paths import acknowledge_path
from tests.browser.pages.messages import _county, _message, _staff
from tests.browser.visitor import PHONE, WITHOUT_SCRIPT, Visitor

Visiting = Callable[..., Visitor]
SHOWN = """async () => {
  const worker = await navigator.serviceWorker.ready
  const shown = await worker.getNotifications()
  return shown.map((each) => [each.title, each.body, each.data.path])
}"""


def test_where_the_browser_says_no_the_page_says_how_to_allow_it(visitor: Visiting) -> None:
    who = visitor(_staff(_county(), "omar"))
    who.opens(reverse("messages")).presses("Turn on alerts here").sees("Allow notifications in its settings")


def test_without_a_script_the_page_says_that_emails_reach_one(visitor: Visiting) -> None:
    who = visitor(_staff(_county(), "omar"), WITHOUT_SCRIPT)
    who.opens(reverse("messages")).sees("Emails reach you all the same")
    assert not who.page.get_by_role("button", name="Turn on alerts here").is_visible()


def test_a_woken_browser_shows_neutral_words_once_and_keeps_the_path(visitor: Visiting) -> None:
    who = visitor(_staff(_county(), "omar"))
    who.context.grant_permissions(["notifications"], origin=who.site)
    who.opens(reverse("messages"))
    who.page.evaluate("async () => { await navigator.serviceWorker.register('/push-worker.js', { scope: '/' }) }")
    who.page.evaluate("async () => { await navigator.serviceWorker.ready }")
    told = {"words": "There is something for you in Holdfast.", "path": acknowledge_path(_message().pk)}
    _wake(who, json.dumps(told))
    _wake(who, json.dumps(told))
    assert _shown(who) == [["Holdfast", told["words"], told["path"]]]


def test_what_a_browser_is_sent_never_leads_elsewhere(visitor: Visiting) -> None:
    who = visitor(_staff(_county(), "omar"))
    who.context.grant_permissions(["notifications"], origin=who.site)
    who.opens(reverse("messages"))
    who.page.evaluate("async () => { await navigator.serviceWorker.register('/push-worker.js', { scope: '/' }) }")
    for path in ("https://elsewhere.example/", "//elsewhere.example/", "/\\\\elsewhere.example/"):
        _wake(who, json.dumps({"words": "x", "path": path}))
    assert [path for _title, _body, path in _shown(who)] == ["/messages/"]


def test_one_tap_on_a_phone_takes_a_matter_on_without_signing_in(visitor: Visiting) -> None:
    _county()
    who = visitor(None, PHONE)
    who.opens(acknowledge_path(_message().pk)).presses("I have it").is_headed("You have it")
    assert who.interactions == 1


def _wake(who: Visitor, told: str) -> None:
    """Deliver a message to the page's service worker, as the browser's maker would."""
    session = who.context.new_cdp_session(who.page)
    found: list[dict[str, str]] = []
    session.on("ServiceWorker.workerRegistrationUpdated", lambda event: found.extend(event["registrations"]))
    session.send("ServiceWorker.enable")
    who.page.wait_for_timeout(300)
    session.send(
        "ServiceWorker.deliverPushMessage",
        {"origin": who.site, "registrationId": found[-1]["registrationId"], "data": told},
    )
    session.detach()


def _shown(who: Visitor) -> list[list[str]]:
    who.page.wait_for_timeout(300)
    shown: list[list[str]] = who.page.evaluate(SHOWN)
    return shown
