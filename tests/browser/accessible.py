"""What a program can judge of WCAG 2.2 AA on the page that is open: each function raises AssertionError with findings.

What axe cannot decide ("incomplete") is looked at by a person, and listed in `reviewed.toml` with the reason.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import axe_playwright_python  # type: ignore[import-untyped]  # it has no types
from playwright.sync_api import Page

WIDTHS = (1280, 390, 320)
"""Pixels: a desk, a phone, and the narrowest that must need no sideways scrolling."""
MOST_STOPS = 200
_AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js")
# `target-size` (WCAG 2.2, 2.5.8) is off unless asked for.
_RUN = """only => axe.run(document, {
  resultTypes: ['violations', 'incomplete'], rules: {'target-size': {enabled: true}},
  ...(only.length && {runOnly: only}),
})"""
OF_PLACES = ("color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size")
"""The rules that ask where things are drawn: all that can change between widths at which the same things are shown.
No style sheet has a step between 320 and 390 px (`tests/unit/web/test_looks.py`)."""
# WCAG 2.2, 1.4.12.
_SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
    p { margin-block-end: 2em !important }`);
  document.adoptedStyleSheets.push(sheet);
}"""
_UNSPACED = "() => { document.adoptedStyleSheets = [] }"
_CLIPPED = """() => [...document.querySelectorAll('body *')].filter(e => {
  const style = getComputedStyle(e), hides = o => o === 'hidden' || o === 'clip';
  if (e.closest('svg') || style.position === 'absolute' || !e.clientWidth) return false;
  if (style.clipPath !== 'none' || e.closest('.usa-sr-only, .sr')) return false;
  return (hides(style.overflowX) && e.scrollWidth > e.clientWidth + 1)
      || (hides(style.overflowY) && e.scrollHeight > e.clientHeight + 1);
}).map(e => e.outerHTML.slice(0, 120))"""
_WIDE = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return [];
  return [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > room + 1)
    .map(e => e.outerHTML.slice(0, 120));
}"""
_FOCUSED = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const box = e.getBoundingClientRect(), style = getComputedStyle(e);
  const painted = e.matches('.usa-radio__input, .usa-checkbox__input') && e.nextElementSibling || e;
  const all = [...document.querySelectorAll('*')];
  return {
    place: all.indexOf(e), html: e.outerHTML.slice(0, 120), name: (e.innerText || e.ariaLabel || e.id || '').trim(),
    seen: painted.getBoundingClientRect().width > 0 && box.bottom > 0 && box.top < innerHeight,
    outlined: getComputedStyle(painted).outlineStyle !== 'none' || style.outlineStyle !== 'none'
      || getComputedStyle(painted, '::before').outlineStyle !== 'none',
  };
}"""


def assert_accessible(page: Page, only: tuple[str, ...] = ()) -> None:
    """Run axe-core: no violation, and nothing undecided that nobody has reviewed. `only`: these rules, else all."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(_axe())
    found = page.evaluate(_RUN, list(only))
    faults = [_told("violation", each, node) for each in found["violations"] for node in each["nodes"]]
    faults += [
        _told("incomplete, not in reviewed.toml", each, node)
        for each in found["incomplete"]
        for node in each["nodes"]
        if not _is_reviewed(each["id"], node)
    ]
    assert not faults, f"{_where(page)}\n" + "\n".join(faults)


def assert_no_sideways_scroll(page: Page) -> None:
    """Nothing is wider than the window."""
    wide = page.evaluate(_WIDE)
    assert not wide, f"{_where(page)} scrolls sideways:\n" + "\n".join(wide)


def assert_nothing_clipped(page: Page) -> None:
    """No box hides a part of its text."""
    clipped = page.evaluate(_CLIPPED)
    assert not clipped, f"{_where(page)} clips:\n" + "\n".join(clipped)


def assert_fits_twice_as_large(page: Page) -> None:
    """At 200 % zoom (half as many pixels) nothing scrolls sideways and nothing is clipped."""
    size = page.viewport_size or {"width": WIDTHS[0], "height": 900}
    page.set_viewport_size({"width": size["width"] // 2, "height": size["height"] // 2})
    assert_no_sideways_scroll(page)
    assert_nothing_clipped(page)
    page.set_viewport_size(size)


def assert_fits_with_text_spacing(page: Page) -> None:
    """With the text spacing of WCAG 1.4.12 nothing scrolls sideways and nothing is clipped."""
    page.evaluate(_SPACED)
    assert_no_sideways_scroll(page)
    assert_nothing_clipped(page)
    page.evaluate(_UNSPACED)


def walk_by_keyboard(page: Page) -> list[str]:
    """Go round the page by Tab; return the stops' words.

    Each stop is seen and outlined, and they come in the order in which the page is read.
    """
    page.evaluate("() => document.activeElement?.blur()")
    stops: list[dict[str, Any]] = []
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(_FOCUSED)
        if stop is None or (stops and stop["place"] == stops[0]["place"]):
            break
        assert stop["seen"], f"{_where(page)}: the focus is hidden on {stop['html']}"
        assert stop["outlined"], f"{_where(page)}: nothing shows the focus on {stop['html']}"
        stops.append(stop)
    places = [stop["place"] for stop in stops]
    assert places == sorted(places), f"{_where(page)}: the order of stops is not the order of reading"
    return [str(stop["name"]) for stop in stops]


@cache
def _axe() -> str:
    return _AXE.read_text(encoding="utf-8")


@cache
def _reviewed() -> tuple[tuple[str, re.Pattern[str]], ...]:
    listed = tomllib.loads(Path(__file__).with_name("reviewed.toml").read_text(encoding="utf-8"))
    return tuple((each["rule"], re.compile(each["html"])) for each in listed.get("reviewed", ()))


def _is_reviewed(rule: str, node: dict[str, Any]) -> bool:
    return any(rule == listed and html.search(node["html"]) for listed, html in _reviewed())


def _told(what: str, each: dict[str, Any], node: dict[str, Any]) -> str:
    return f"{what}: {each['id']} on {node['html'][:160]}: {node.get('failureSummary', each['help'])}"


def _where(page: Page) -> str:
    size = page.viewport_size or {"width": 0}
    return f"{page.url} at {size['width']} px"
