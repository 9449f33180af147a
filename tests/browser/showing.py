"""Opens a page of the registry on a device."""

from __future__ import annotations

from collections.abc import Callable

from django.utils import translation

from tests.browser.pages import Screen
from tests.browser.visitor import DESK, Device, Visitor


def show(screen: Screen, visitor: Callable[..., Visitor], device: Device = DESK) -> Visitor:
    """Set a page up, and open it as who sees it."""
    visit = screen.arrange()
    who = visitor(visit.staff, device)
    for cookie, value in visit.cookies.items():
        who.carries(cookie, value)
    who.opens(visit.path)
    if visit.act is not None:
        with translation.override(device.language):
            visit.act(who.page)
    return who
