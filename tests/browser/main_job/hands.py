"""How somebody uses a page: with a pointer, or with the keyboard alone. Both find things as people do, by their words.

    hands.presses(button); hands.writes(field, "..."); hands.chooses(radio); hands.picks(list, "Yes")

Each counts as one interaction, however many keys it takes.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Protocol

from playwright.sync_api import Locator, Page, TimeoutError

FARTHEST = 250
"""More tabs than any page has stops."""
LEADS_ELSEWHERE_MS = 3_000
"""A button that only changes its page leads nowhere."""
_IS_IT = "(element) => element === document.activeElement"


class Hands(Protocol):
    """What both can do."""

    def presses(self, on: Locator) -> None:
        """Press a button or follow a link."""

    def writes(self, field: Locator, text: str) -> None:
        """Have a field hold this text and no other."""

    def chooses(self, choice: Locator) -> None:
        """Choose a radio button, or tick a box."""

    def picks(self, choices: Locator, option: str) -> None:
        """Pick an option of a list by its words."""


class Pointer:
    """A mouse, or a finger."""

    def presses(self, on: Locator) -> None:
        """Click it."""
        on.click()

    def writes(self, field: Locator, text: str) -> None:
        """Click into it and write."""
        field.fill(text)

    def chooses(self, choice: Locator) -> None:
        """Click its label: USWDS draws the label, not the input."""
        choice.locator("xpath=following-sibling::label | parent::label").first.click()

    def picks(self, choices: Locator, option: str) -> None:
        """Open the list and click the option."""
        choices.select_option(label=option)


class Keyboard:
    """Tab, arrows, space and enter; nothing is ever clicked. What Tab does not reach fails."""

    def __init__(self, page: Page) -> None:
        self.page, self.keys = page, page.keyboard

    def presses(self, on: Locator) -> None:
        """Go there and press enter; what it leads to has come when this returns."""
        self._goes_to(on)
        with suppress(TimeoutError), self.page.expect_event("domcontentloaded", timeout=LEADS_ELSEWHERE_MS):
            self.keys.press("Enter")

    def writes(self, field: Locator, text: str) -> None:
        """Go there, mark what stands there, and type over it."""
        self._goes_to(field)
        self.keys.press("Control+A")
        self.keys.type(text)

    def chooses(self, choice: Locator) -> None:
        """Go to the box and press space; of radio buttons Tab reaches one, and arrows the others."""
        if choice.get_attribute("type") == "checkbox":
            self._goes_to(choice)
            self.keys.press("Space")
            return
        name = choice.get_attribute("name")
        of_group = choice.page.locator(f"input[type=radio][name='{name}']")
        self._goes_to(of_group)
        for _ in range(of_group.count()):
            if choice.evaluate(_IS_IT):
                break
            self.keys.press("ArrowDown")
        self.keys.press("Space")
        assert choice.is_checked(), "the arrows do not lead there"

    def picks(self, choices: Locator, option: str) -> None:
        """Go to the list and press the arrow until the option stands there."""
        self._goes_to(choices)
        self.keys.press("Home")
        for _ in range(choices.locator("option").count()):
            if choices.evaluate("(list) => list.selectedOptions[0].label") == option:
                return
            self.keys.press("ArrowDown")
        raise AssertionError("the arrows do not lead to the option")

    def _goes_to(self, on: Locator) -> None:
        """Press Tab until one of `on` has the focus."""
        on.first.wait_for(state="attached")
        for _ in range(FARTHEST):
            if on.evaluate_all("(all) => all.includes(document.activeElement)"):
                return
            self.keys.press("Tab")
        raise AssertionError(f"Tab never reaches {on}")
