"""The one-tap link of a message: opening it changes nothing, its button acknowledges, and an old one says so."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import resolve, reverse

from holdfast.accounts.models import RoleAssignment
from holdfast.notify.paths import MESSAGES, acknowledge_path, join_link, transfer_path
from holdfast.transfers.models import Escalation


def _acknowledged() -> str:
    return Escalation.objects.get(control="A2.dependencies").acknowledged_by


def test_the_addresses_in_messages_are_those_of_the_pages(message):
    match = resolve(acknowledge_path(message.pk))
    assert (match.url_name, match.kwargs["message_id"]) == ("acknowledge", message.pk)
    assert reverse("messages") == MESSAGES
    assert resolve(transfer_path(message.transfer_id)).url_name == "transfer_page"
    assert resolve(urlsplit(join_link("hfl_x_y")).path).url_name == "join"


def test_opening_the_link_shows_a_button_and_changes_nothing(message, browser):
    for client in (browser(), browser()):  # a scanner, and then a person
        page = client.get(acknowledge_path(message.pk))
        assert page.status_code == 200
        assert "I have it" in page.content.decode()
    assert client.head(acknowledge_path(message.pk)).status_code == 200
    assert _acknowledged() == ""


def test_the_page_says_no_more_than_the_message_did(county, message, browser):
    said = browser().get(acknowledge_path(message.pk)).content.decode()
    assert "Director" in said
    assert "10:30" in said
    for hidden in ("WH-1", "missed-appointments", "Missed appointments", "dependencies", "northside", "omar"):
        assert hidden not in said


def test_one_tap_acknowledges_without_signing_in(county, message, browser):
    client = browser()
    client.get(acknowledge_path(message.pk))
    page = client.post(acknowledge_path(message.pk))
    assert (page.status_code, "You have it" in page.content.decode()) == (200, True)
    assert _acknowledged() == county.story.ids["omar"]
    assert client.get(reverse("messages")).status_code == 302  # nobody was signed in by it


def test_a_second_tap_and_the_back_button_change_nothing(message, browser):
    client = browser()
    client.post(acknowledge_path(message.pk))
    assert "You have it" in client.post(acknowledge_path(message.pk)).content.decode()
    assert "I have it" not in client.get(acknowledge_path(message.pk)).content.decode()


def test_a_form_from_elsewhere_is_not_taken(message):
    client = Client(enforce_csrf_checks=True)
    assert client.post(acknowledge_path(message.pk)).status_code == 403
    assert _acknowledged() == ""


def test_a_link_that_is_over_says_so(county, message, browser):
    county.later(minutes=31)
    county.work()
    for page in (browser().get(acknowledge_path(message.pk)), browser().post(acknowledge_path(message.pk))):
        assert page.status_code == 410
        assert "gone on to the next level" in page.content.decode()


def test_who_holds_the_role_no_more_is_told_so(county, message, browser):
    RoleAssignment.objects.filter(staff=county.story.ids["omar"]).update(held_until=county.at)
    county.later(seconds=1)
    assert "Your role has changed" in browser().post(acknowledge_path(message.pk)).content.decode()


@pytest.mark.parametrize("secret", ["x", "x" * 43, "%E2%80%AE", "x" * 2000])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_wrong_link_is_not_good(message, browser, secret, method):
    page = getattr(browser(), method)(f"/acknowledge/{message.pk}/{secret}/")
    assert (page.status_code, "This link is not good" in page.content.decode()) == (404, True)
    assert _acknowledged() == ""


@pytest.mark.parametrize("method", ["get", "post"])
def test_guessed_links_are_held_off_and_logged_and_a_good_one_still_acknowledges(
    message, browser, settings, caplog, method
):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "secret_link": "2/m/ip"}
    cache.clear()
    came = [getattr(browser(), method)(f"/acknowledge/{message.pk}/{n:043d}/").status_code for n in range(3)]
    assert came == [404, 404, 429]
    assert caplog.text.count("a link or code was refused") == 3
    assert "You have it" in browser().post(acknowledge_path(message.pk)).content.decode()


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_another_method_is_not_taken(message, browser, method):
    assert getattr(browser(), method)(acknowledge_path(message.pk)).status_code == 405


def test_the_address_is_told_to_no_other_page_and_kept_nowhere(message, browser):
    page = browser().get(acknowledge_path(message.pk))
    assert page.headers["Referrer-Policy"] == "origin"
    assert page.headers["Cache-Control"].startswith("max-age=0")


def test_a_refused_address_is_logged_without_its_secret(message, browser, caplog):
    from holdfast.config.logs import HideSecrets

    caplog.handler.addFilter(HideSecrets())
    browser().get("/join/hfl_00112233aabbccdd_The-Secret/nowhere/")
    browser().delete(acknowledge_path(message.pk))
    assert "[hidden]" in caplog.text
    assert "The-Secret" not in caplog.text
    assert acknowledge_path(message.pk).split("/")[3] not in caplog.text
