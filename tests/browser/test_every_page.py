"""Every page in every state, as `tests/browser/pages` registers them, is accessible at every width.

One page of each kind of reader is in the fast ring, all of them in the full one.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from _pytest.mark import ParameterSet

from tests.browser.accessible import (
    OF_PLACES,
    WIDTHS,
    assert_accessible,
    assert_fits_twice_as_large,
    assert_fits_with_text_spacing,
    assert_no_sideways_scroll,
    walk_by_keyboard,
)
from tests.browser.pages import Screen, all_screens
from tests.browser.showing import show
from tests.browser.visitor import Visitor

Visiting = Callable[..., Visitor]
NARROWEST = WIDTHS[-1]
FAST = frozenset({"sign_in", "people_mine", "transfer_page.released", "decisions_due", "guest_page", "person_page"})


def _swept() -> list[ParameterSet]:
    return [
        pytest.param(each, id=str(each), marks=() if str(each) in FAST else pytest.mark.full) for each in all_screens()
    ]


@pytest.mark.parametrize("screen", _swept())
def test_a_page_is_accessible_at_every_width(screen: Screen, visitor: Visiting) -> None:
    page = show(screen, visitor).page
    heading = page.get_by_role("heading", level=1)
    heading.first.wait_for()
    assert heading.count() == 1
    assert page.title().startswith("Error: ") == (page.locator(".err").count() > 0)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert_no_sideways_scroll(page)
        assert_accessible(page, OF_PLACES if width == NARROWEST else ())
        assert_fits_with_text_spacing(page)
    page.set_viewport_size({"width": WIDTHS[0], "height": 900})
    assert_fits_twice_as_large(page)
    walk_by_keyboard(page)
