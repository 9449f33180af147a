"""Pages in the pseudo-locale, left to right and right to left: everything is marked for translation, and fits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from tests.browser.accessible import (
    assert_fits_with_text_spacing,
    assert_no_sideways_scroll,
    assert_nothing_clipped,
)
from tests.browser.pages import Screen, all_screens
from tests.browser.pseudo import MIRRORED, PSEUDO, plain_words, spoken
from tests.browser.showing import show
from tests.browser.visitor import PHONE, Visitor

Visiting = Callable[..., Visitor]
FAST = frozenset({"transfer_page.released", "person_page"})
PHONES = (390, 320)


@pytest.fixture(scope="module")
def pseudo_spoken(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    folder: Path = tmp_path_factory.mktemp("pseudo")
    with spoken(folder):
        yield


def _swept(*, only_usual: bool = False) -> list[ParameterSet]:
    """Return every page in every state, or only in its usual one."""
    screens = [each for each in all_screens() if not (only_usual and each.state) or str(each) in FAST]
    return [pytest.param(each, id=str(each), marks=() if str(each) in FAST else pytest.mark.full) for each in screens]


def _undone(screen: Screen) -> Screen:
    """Return the page before the deed that shows its state: deeds find their buttons by English words."""
    return replace(screen, arrange=lambda: replace(screen.arrange(), act=None))


@pytest.mark.usefixtures("pseudo_spoken")
@pytest.mark.parametrize("screen", _swept())
def test_every_word_is_marked_for_translation_and_fits(screen: Screen, visitor: Visiting) -> None:
    page = show(_undone(screen), visitor, replace(PHONE, language=PSEUDO)).page
    assert page.locator("html").get_attribute("lang") == PSEUDO
    for width in PHONES:
        page.set_viewport_size({"width": width, "height": 800})
        assert_no_sideways_scroll(page)
        assert_nothing_clipped(page)
    plain = plain_words(page)
    assert not plain, "\n".join(plain)


@pytest.mark.usefixtures("pseudo_spoken")
@pytest.mark.parametrize("screen", _swept(only_usual=True))
def test_a_mirrored_page_fits(screen: Screen, visitor: Visiting) -> None:
    page = show(_undone(screen), visitor, replace(PHONE, language=MIRRORED)).page
    assert page.locator("html").get_attribute("dir") == "rtl"
    for width in PHONES:
        page.set_viewport_size({"width": width, "height": 800})
        assert_no_sideways_scroll(page)
        assert_nothing_clipped(page)


@pytest.mark.full
@pytest.mark.parametrize("screen", _swept(only_usual=True))
def test_a_page_in_spanish_fits(screen: Screen, visitor: Visiting) -> None:
    page = show(_undone(screen), visitor, replace(PHONE, language="es")).page
    assert page.locator("html").get_attribute("lang") == "es"
    for width in PHONES:
        page.set_viewport_size({"width": width, "height": 800})
        assert_no_sideways_scroll(page)
        assert_fits_with_text_spacing(page)


@pytest.mark.usefixtures("pseudo_spoken")
def test_a_word_that_nobody_marked_is_found(visitor: Visiting) -> None:
    page = visitor(device=replace(PHONE, language=PSEUDO)).opens("/accessibility/").page
    assert plain_words(page) == []
    page.locator("h1").evaluate("heading => { heading.append('Nobody marked this'); heading.title = 'Nor that' }")
    assert [words.split("·")[-1] for words in plain_words(page)] == ["Nobody marked this", "Nor that"]
