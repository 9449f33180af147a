"""Every component, with words as long as words get, fits and is accessible at every width and in both directions."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.test import override_settings
from playwright.sync_api import expect

from holdfast.accounts.models import Staff
from holdfast.accounts.services import staff_add
from tests.browser.accessible import (
    WIDTHS,
    assert_accessible,
    assert_fits_twice_as_large,
    assert_fits_with_text_spacing,
    assert_no_sideways_scroll,
    walk_by_keyboard,
)
from tests.browser.visitor import RIGHT_TO_LEFT, Device, Visitor

Visiting = Callable[..., Visitor]


@pytest.fixture(autouse=True)
def _gallery() -> Iterator[None]:
    with override_settings(ROOT_URLCONF="tests.browser.gallery", **RIGHT_TO_LEFT):
        yield


@pytest.fixture
def ana(transactional_db: None) -> Staff:
    return staff_add("ana@valley.example", "Ana Ortiz")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_components_fit_and_are_accessible(visitor: Visiting, ana: Staff, language: str) -> None:
    page = visitor(ana, Device(language=language)).opens("/gallery/").page
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert_no_sideways_scroll(page)
        assert_accessible(page)
        assert_fits_with_text_spacing(page)
    assert_fits_twice_as_large(page)


def test_components_are_walked_by_keyboard(visitor: Visiting, ana: Staff) -> None:
    assert walk_by_keyboard(visitor(ana).opens("/gallery/").page)


def test_the_error_summary_has_the_focus_without_script(visitor: Visiting, ana: Staff) -> None:
    page = visitor(ana, Device(has_script=False)).opens("/gallery/").page
    expect(page.get_by_role("alert")).to_be_focused()


def test_nothing_of_colour_is_lost_in_high_contrast(visitor: Visiting, ana: Staff) -> None:
    page = visitor(ana).opens("/gallery/").page
    page.emulate_media(forced_colors="active")
    for block in (".custody", ".card", ".tag", ".party", ".node"):
        width = page.locator(block).first.evaluate("e => getComputedStyle(e).borderBlockEndWidth")
        assert width != "0px", block
