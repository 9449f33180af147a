"""The person's page in a browser: light, alone, without a script, and on paper with every number."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Response

from holdfast.web.guests import COOKIE
from tests.browser.handed import Handed
from tests.browser.visitor import PHONE

MOST_REQUESTS = 4
MOST_BYTES = 30 * 1024
NUMBERS = ("988", "911", "555-555-0177", "555-555-0142")


@pytest.fixture
def jordan(visitor):
    """Jordan, whose handoff is done, on a phone."""
    who = visitor(device=PHONE)
    for name, value in Handed().ready().called().together().released().person().items():
        who.carries(name, value)
    return who


def test_the_page_takes_few_requests_to_us_alone_and_keeps_one_cookie(jordan):
    asked: list[Response] = []

    def hears(response: Response) -> None:
        asked.append(response)

    jordan.page.on("response", hears)
    jordan.opens(reverse("person_page"))
    jordan.page.wait_for_load_state("networkidle")
    assert len(asked) <= MOST_REQUESTS
    assert [each.url for each in asked if not each.url.startswith(jordan.site)] == []
    assert not [each for each in asked if each.request.resource_type == "script"]
    assert sum(len(each.body()) for each in asked) <= MOST_BYTES
    kept = {cookie["name"] for cookie in jordan.page.context.cookies()}
    assert kept == {COOKIE, settings.LANGUAGE_COOKIE_NAME}  # the test itself chose the language


def test_a_printed_page_is_one_sheet_with_every_number(jordan):
    jordan.opens(reverse("person_page"))
    jordan.page.emulate_media(media="print")
    shown = jordan.page.locator("body").inner_text()
    assert [number for number in NUMBERS if number not in shown] == []
    assert "This is how it stood on" in shown
    assert "Stop for now" not in shown
    assert len(re.findall(rb"/Type\s*/Page\b", jordan.page.pdf(format="Letter"))) == 1


def test_in_safe_mode_nothing_is_printed(visitor):
    cookies, code = Handed().ready().called().together().released().behind_code()
    jordan = visitor(device=PHONE)
    for name, value in cookies.items():
        jordan.carries(name, value)
    jordan.opens(reverse("person_page"))
    jordan.page.get_by_label("The six numbers you were told").fill(code)
    jordan.page.get_by_role("button", name="Open my page").click()
    jordan.is_headed("Hi Jordan. Here is what happens next.")
    jordan.page.emulate_media(media="print")
    assert not jordan.page.locator("main").is_visible()


def test_nothing_is_left_after_leaving(jordan, settings):
    settings.HOLDFAST_LEAVE_TO = reverse("join_code")
    jordan.opens(reverse("person_page"))
    jordan.page.get_by_role("link", name="Leave this page").click()
    jordan.is_headed("Enter your code")
    jordan.page.go_back()
    assert "Jordan" not in jordan.page.content()
