"""A party of the main job at a device of their own: says what they do in the words that stand on their pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Any, Literal, Self

from django.utils import translation
from django.utils.translation import gettext
from playwright.sync_api import Locator, TimeoutError, expect

from holdfast.protocol.labels import label
from tests.browser.main_job.hands import Hands, Keyboard, Pointer
from tests.browser.visitor import Visitor

PATIENCE_MS = 20_000
"""A whole job beside other work: what is awaited may take longer than on a page that is tested alone."""


class Party:
    """Somebody with a device. Every word they look for is given in English, and looked for in their language."""

    def __init__(self, who: Visitor, *, has_pointer: bool = True) -> None:
        self.who, self.page = who, who.page
        self.hands: Hands = Pointer() if has_pointer else Keyboard(who.page)
        self.typed: list[str] = []
        self.before: Callable[[Party], object] = lambda _: None
        who.context.set_default_timeout(PATIENCE_MS)

    # Words

    def say(self, text: str, **named: object) -> str:
        """Return words of the pages in this party's language, filled in the way in which they are written."""
        with translation.override(self.who.device.language):
            said = gettext(text)
        if not named:
            return said
        return said % named if "%(" in text else said.format(**named)

    def label(self, code: StrEnum) -> str:
        """Return what a code of the protocol is called in this party's language."""
        return label(code, self.who.device.language)

    # What they do

    def presses(self, button: str, *, where: Locator | None = None) -> Self:
        """Press the button of this name."""
        return self._on(self._found("button", self.say(button), where))

    def follows(self, link: str, *, where: Locator | None = None, **named: object) -> Self:
        """Follow the first link of this name on the page, past the navigation."""
        return self._on(self._found("link", self.say(link, **named), where))

    def follows_row(self, case: str) -> Self:
        """Follow the link of the row of a list that is about this case."""
        return self._on(self.page.get_by_role("main").get_by_role("link", name=re.compile(re.escape(case))).first)

    def mends(self, link: str) -> Self:
        """Follow, out of the summary of what was refused, the link that mends it."""
        return self.follows(link, where=self.page.get_by_role("alert"))

    def looks_again(self) -> Self:
        """Have the browser draw the page anew."""
        self.page.reload()
        return self

    def writes(self, label: str, text: str, *, group: str = "") -> Self:
        """Fill the field of this label."""
        self.typed.append(text)
        return self._does(self.hands.writes, self._in(group).get_by_label(self.say(label), exact=True).first, text)

    def picks(self, label: str, option: str, *, group: str = "") -> Self:
        """Pick an option of a list by its words."""
        return self._does(self.hands.picks, self._in(group).get_by_label(self.say(label), exact=True).first, option)

    def chooses(self, choice: str, *, group: str = "") -> Self:
        """Choose the answer whose label begins with these words; what it means may stand in it as well."""
        return self._does(self.hands.chooses, self._choice(self.say(choice), group))

    def _choice(self, choice: str, group: str) -> Locator:
        begins = re.compile(f"^{re.escape(choice)}")
        place = self._in(group)
        return place.get_by_role("radio", name=begins).or_(place.get_by_role("checkbox", name=begins)).first

    def _in(self, group: str) -> Locator:
        """Return the group of fields, or the part of the page, of this name; all of the page without one."""
        main = self.page.get_by_role("main")
        if not group:
            return main
        roles: tuple[Literal["group", "radiogroup", "region"], ...] = ("group", "radiogroup", "region")
        first, *others = (main.get_by_role(role, name=self.say(group), exact=True) for role in roles)
        for other in others:
            first = first.or_(other)
        return first.last

    def _found(self, role: Literal["button", "link"], name: str, where: Locator | None) -> Locator:
        """Return the first of this name, whatever is said of it to those who only hear it."""
        place = where if where is not None else self.page.get_by_role("main")
        return place.get_by_role(role, name=re.compile(rf"^{re.escape(name)}(\s|$)")).filter(visible=True).first

    def _on(self, found: Locator) -> Self:
        return self._does(self.hands.presses, found)

    def _does(self, act: Callable[..., None], *what: Any) -> Self:
        """Do it, and count it; where it can't be done, say which page is in front of them."""
        self.who.interactions += 1
        self.before(self)
        try:
            act(*what)
        except TimeoutError as late:
            shown = self.page.get_by_role("main").aria_snapshot()
            raise AssertionError(f"{late}\nat {self.page.url}\n{shown[:3000]}") from late
        return self

    # What they find

    def sees(self, text: str, **named: object) -> Self:
        """Find these words on the page, visible."""
        found = self.page.get_by_text(self.say(text, **named)).filter(visible=True).first
        expect(found).to_be_visible(timeout=PATIENCE_MS)
        return self

    def is_told(self, *reasons: str) -> Self:
        """Find each reason in the summary of what is wrong."""
        for reason in reasons:
            expect(self.page.get_by_role("alert")).to_contain_text(self.say(reason), timeout=PATIENCE_MS)
        return self

    @contextmanager
    def counted(self) -> Iterator[list[int]]:
        """Count the interactions of the block; the list holds the number afterwards."""
        counted: list[int] = []
        before = self.who.interactions
        yield counted
        counted.append(self.who.interactions - before)
