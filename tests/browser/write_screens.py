"""`make screens`: a picture of every page, state, language and width in `screens/`, which git does not keep.

No test of the rings: pytest collects this file only when it is named. `ARGS="-k decisions"` writes some of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings

from tests.browser.accessible import WIDTHS
from tests.browser.pages import Screen, all_screens
from tests.browser.showing import show
from tests.browser.visitor import DESK, Visitor

SCREENS = Path(__file__).resolve().parents[2] / "screens"


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
@pytest.mark.parametrize("screen", all_screens(), ids=str)
def test_write(screen: Screen, language: str, visitor: Callable[..., Visitor]) -> None:
    page = show(screen, visitor, replace(DESK, language=language)).page
    folder = SCREENS / screen.name
    folder.mkdir(parents=True, exist_ok=True)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        name = ".".join(filter(None, (screen.state.replace(" ", "-") or "usual", language, str(width))))
        page.screenshot(path=folder / f"{name}.png", full_page=True)
