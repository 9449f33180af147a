"""The registry of pages: every page in every state that a person can meet, each set up by one function.

`tests/browser/test_every_page.py` holds each to the accessibility bar at every width, and `make screens` writes a
picture of each in every language and width. To add one, write a function in a module of this folder (one module a
noun; they are found by themselves). It makes what the page shows, through services, and returns the visit:

    @screen("decisions_due", "over time")
    def decisions_over_time() -> Visit:
        supervisor = ...                                  # rows, by services; the past by `time_machine.travel`
        return Visit(reverse("decisions_due"), staff=supervisor)

A state that only a deed shows has `act`, which gets Playwright's page after it was opened:

    Visit(path, staff=ana, act=lambda page: page.get_by_role("button", name="Send").click())

A guest or person has no `staff`; they carry their session as a cookie: `Visit(path, cookies={NAME: value})`. Each
entry runs in an emptied database of its own. Keep it under two seconds.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from playwright.sync_api import Page

from holdfast.accounts.models import Staff


@dataclass(frozen=True, slots=True)
class Visit:
    """Where the page is, who opens it, and what they do there before it is looked at."""

    path: str
    staff: Staff | None = None
    cookies: Mapping[str, str] = field(default_factory=dict)
    act: Callable[[Page], object] | None = None


@dataclass(frozen=True, slots=True)
class Screen:
    """A page in a state. `name`: its URL name; `state`: in words, blank for the usual one."""

    name: str
    state: str
    arrange: Callable[[], Visit]

    def __str__(self) -> str:
        return f"{self.name}.{self.state}".rstrip(".").replace(" ", "-")


_SCREENS: dict[str, Screen] = {}
Arrange = Callable[[], Visit]


def screen(name: str, state: str = "") -> Callable[[Arrange], Arrange]:
    """Register the function below as what sets up the page `name` in `state`."""

    def register(arrange: Arrange) -> Arrange:
        made = Screen(name, state, arrange)
        assert str(made) not in _SCREENS, f"{made} is registered twice"
        _SCREENS[str(made)] = made
        return arrange

    return register


def all_screens() -> list[Screen]:
    """Return every page in every state, by name."""
    for module in pkgutil.iter_modules(__path__, f"{__name__}."):
        importlib.import_module(module.name)
    return [_SCREENS[name] for name in sorted(_SCREENS)]
