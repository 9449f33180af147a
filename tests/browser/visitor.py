"""Somebody at a device of their own: a browser context that shares nothing with the others, and verbs to use it.

    ana = visitor(ana_of_staff, PHONE)
    ana.opens("/people/").follows("Start a handoff").writes("Why now", "...").presses("Continue").sees("Check")

Every click and every field that is filled counts as an interaction. When a visitor leaves, whatever the browser
complained of (a script's error, something that the content security policy refused, a missing file) fails the test.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Locator, Request, expect

from holdfast.accounts.models import Staff

TIMEOUT_MS = 5_000


@dataclass(frozen=True, slots=True)
class Device:
    """What somebody holds. `language`: the product's code, such as "es"; "ar" with `RIGHT_TO_LEFT` mirrors pages."""

    width: int = 1280
    height: int = 900
    language: str = "en"
    has_script: bool = True
    is_touched: bool = False
    zone: str = "America/Denver"
    scheme: str = "light"


DESK = Device()
PHONE = Device(width=390, height=844, is_touched=True)
SMALL_PHONE = Device(width=320, height=568, is_touched=True)
WITHOUT_SCRIPT = Device(has_script=False)
RIGHT_TO_LEFT = {"LANGUAGES": [*settings.LANGUAGES, ("ar", "Arabic")]}
"""For `override_settings`, with a device of language "ar": pages are mirrored; their words stay English."""


class Visitor:
    """One party. `page` is Playwright's, for what the verbs do not say."""

    def __init__(self, browser: Browser, site: str, device: Device, staff: object = None) -> None:
        self.site, self.device, self.interactions = site, device, 0
        self.complaints: list[str] = []
        self.context = browser.new_context(
            base_url=site,
            viewport={"width": device.width, "height": device.height},
            java_script_enabled=device.has_script,
            has_touch=device.is_touched,
            locale=device.language,
            timezone_id=device.zone,
            color_scheme="dark" if device.scheme == "dark" else "light",
            reduced_motion="reduce",  # nothing moves while it is looked at
        )
        self.context.set_default_timeout(TIMEOUT_MS)
        self.carries(settings.LANGUAGE_COOKIE_NAME, device.language)
        if isinstance(staff, Staff):
            self.signs_in(staff)
        self.page = self.context.new_page()
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", self._see)

    # Who they are

    def signs_in(self, staff: Staff) -> Self:
        """Sign in by a session made on the server; the sign-in pages have tests of their own."""
        client = Client()
        client.force_login(staff)
        return self.carries(settings.SESSION_COOKIE_NAME, client.cookies[settings.SESSION_COOKIE_NAME].value)

    def carries(self, cookie: str, value: str) -> Self:
        """Have the browser carry a cookie."""
        self.context.add_cookies([{"name": cookie, "value": value, "url": self.site}])
        return self

    # What they do

    def opens(self, path: str) -> Self:
        """Go to an address."""
        self.page.goto(path)
        return self

    def follows(self, link: str) -> Self:
        """Follow the one link of this name."""
        return self._clicks(self.page.get_by_role("link", name=link, exact=True))

    def presses(self, button: str) -> Self:
        """Press the one button of this name."""
        return self._clicks(self.page.get_by_role("button", name=button, exact=True))

    def chooses(self, label: str) -> Self:
        """Choose a radio button or tick a box, by its label as people do: USWDS draws the label, not the input."""
        return self._clicks(self.page.locator("label", has_text=re.compile(f"^\\s*{re.escape(label)}\\s*$")))

    def writes(self, label: str, text: str) -> Self:
        """Fill the field of this label (day and time fields take ISO text)."""
        self.interactions += 1
        self.page.get_by_label(label, exact=True).fill(text)
        return self

    def picks(self, label: str, option: str) -> Self:
        """Pick an option of a list by its words."""
        self.interactions += 1
        self.page.get_by_label(label, exact=True).select_option(label=option)
        return self

    # What they find

    def sees(self, text: str) -> Self:
        """Find this text on the page, visible."""
        expect(self.page.get_by_text(text).filter(visible=True).first).to_be_visible(timeout=TIMEOUT_MS)
        return self

    def sees_no(self, text: str) -> Self:
        """Find this text nowhere on the page."""
        expect(self.page.get_by_text(text)).to_have_count(0, timeout=TIMEOUT_MS)
        return self

    def is_headed(self, title: str) -> Self:
        """Find this as the page's one first heading."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(title, timeout=TIMEOUT_MS)
        return self

    def is_at(self, path: str) -> Self:
        """Be at this path."""
        expect(self.page).to_have_url(re.compile(f"^{re.escape(self.site + path)}([?#].*)?$"), timeout=TIMEOUT_MS)
        return self

    def is_told(self, problem: str) -> Self:
        """Find a problem in the error summary."""
        expect(self.page.get_by_role("alert")).to_contain_text(problem, timeout=TIMEOUT_MS)
        return self

    def leave(self) -> None:
        """Close the device, and fail for what its browser complained of."""
        self.context.close()
        assert not self.complaints, "\n".join(self.complaints)

    def _clicks(self, on: Locator) -> Self:
        self.interactions += 1
        on.filter(visible=True).click()
        return self

    def _hear(self, message: ConsoleMessage) -> None:
        is_the_page_itself = message.location.get("url", "").split("#")[0] == self.page.url.split("#")[0]
        if message.type == "error" and not (is_the_page_itself and "Failed to load resource" in message.text):
            self.complaints.append(f"{message.text} ({message.location.get('url')})")

    def _see(self, request: Request) -> None:
        if not request.url.startswith((self.site, "data:", "blob:")):
            self.complaints.append(f"the page asked {request.url}: nothing may be asked elsewhere")
