"""What stands round every page, on real devices: skipping to main, the menu of a phone, languages, signing out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import override_settings
from django.urls import reverse
from playwright.sync_api import expect

from holdfast.accounts.models import Staff
from holdfast.accounts.services import staff_add
from tests.browser.accessible import (
    assert_accessible,
    assert_fits_twice_as_large,
    assert_no_sideways_scroll,
    walk_by_keyboard,
)
from tests.browser.visitor import DESK, PHONE, RIGHT_TO_LEFT, Device, Visitor

Visiting = Callable[..., Visitor]


@pytest.fixture
def ana(transactional_db: None) -> Staff:
    return staff_add("ana@valley.example", "Ana Ortiz")


@pytest.fixture
def account() -> str:
    return reverse("account")


def test_the_first_stop_skips_to_main(visitor: Visiting, ana: Staff, account: str) -> None:
    page = visitor(ana).opens(account).page
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()


def test_the_menu_of_a_phone_opens_without_script(visitor: Visiting, ana: Staff, account: str) -> None:
    who = visitor(ana, replace(PHONE, has_script=False)).opens(account)
    who.page.get_by_text("Menu", exact=True).click()
    expect(who.page.get_by_role("button", name="Sign out", exact=True).filter(visible=True)).to_be_visible()
    assert_no_sideways_scroll(who.page)


def test_a_language_is_chosen_without_script_and_stays(visitor: Visiting, ana: Staff, account: str) -> None:
    who = visitor(ana, Device(has_script=False)).opens(account).presses("Español").is_at(account)
    assert who.page.locator("html").get_attribute("lang") == "es"
    assert who.opens(account).page.locator("html").get_attribute("lang") == "es"


def test_a_page_of_staff_is_walked_by_keyboard_in_the_order_of_reading(
    visitor: Visiting, ana: Staff, account: str
) -> None:
    stops = walk_by_keyboard(visitor(ana).opens(account).page)
    assert stops[:2] == ["Skip to main content", "Holdfast"]
    assert stops.index("Sign out") < stops.index("Accessibility")


@pytest.mark.parametrize("device", [DESK, PHONE], ids=["desk", "phone"])
def test_a_mirrored_page_is_as_accessible(visitor: Visiting, ana: Staff, account: str, device: Device) -> None:
    with override_settings(**RIGHT_TO_LEFT):
        page = visitor(ana, replace(device, language="ar")).opens(account).page
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert_no_sideways_scroll(page)
    assert_fits_twice_as_large(page)
    assert_accessible(page)


def test_signing_out_ends_it(visitor: Visiting, ana: Staff, account: str) -> None:
    who = visitor(ana).opens(account).presses("Sign out")
    assert not who.opens(account).page.url.endswith(account)


def test_what_the_policy_refuses_is_a_complaint(visitor: Visiting) -> None:
    who = visitor().opens(reverse("accessibility"))
    who.page.evaluate("() => document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">no</p>')")
    assert any("Content Security Policy" in told for told in who.complaints)
    who.complaints.clear()
