"""Templates, style sheets, icons and their weight, as the house holds them (ui.md, sections 1, 9 and 11)."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import django_htmx
import pytest

import holdfast.web

WEB = Path(holdfast.web.__path__[0])
STATIC, TEMPLATES = WEB / "static" / "holdfast", WEB / "templates"
SHEETS = ("app.css", "person.css")
KB = 1024
INLINE = re.compile(r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*\ssrc=)|hx-on", re.IGNORECASE)
SIDED = re.compile(
    r"(?<![-\w])(?:(?:margin|padding|border)-(?:left|right|top|bottom)|left|right|float|width|height|"
    r"(?:min|max)-(?:width|height)|text-align:\s*(?:left|right))(?=\s*:|\s*$)",
    re.MULTILINE,
)
ICON = re.compile(r"{%\s*icon\s+\"(\w+)\"")


def templates() -> list[Path]:
    return sorted(TEMPLATES.rglob("*.html"))


def named(path: Path) -> str:
    return str(path.relative_to(TEMPLATES))


def weight(*paths: Path) -> int:
    """The bytes that a browser fetches: text is compressed on the way, type and pictures are as they are."""
    return sum(
        len(content) if path.suffix == ".woff2" else len(gzip.compress(content))
        for path in paths
        for content in [path.read_bytes()]
    )


def symbols() -> set[str]:
    return set(re.findall(r'<symbol id="(\w+)"', (STATIC / "icons.svg").read_text()))


@pytest.mark.parametrize("template", templates(), ids=named)
def test_nothing_is_inline(template: Path) -> None:
    assert not INLINE.search(template.read_text())


@pytest.mark.parametrize(
    "line", ['<p style="color: red">', "<button onclick=go()>", "<script>go()</script>", "<style>"]
)
def test_what_is_inline_is_seen(line: str) -> None:
    assert INLINE.search(line)


@pytest.mark.parametrize("template", templates(), ids=named)
def test_no_template_is_too_long_to_read(template: Path) -> None:
    assert len(template.read_text().splitlines()) <= 120


@pytest.mark.parametrize("template", sorted(TEMPLATES.glob("components/*.html")), ids=named)
def test_a_component_says_at_the_top_what_it_takes(template: Path) -> None:
    assert template.read_text().startswith("{% comment %}")


@pytest.mark.parametrize("template", templates(), ids=named)
def test_every_icon_is_in_the_sprite(template: Path) -> None:
    assert set(ICON.findall(template.read_text())) <= symbols()


@pytest.mark.parametrize("sheet", SHEETS)
def test_our_style_sheets_know_no_left_and_right(sheet: str) -> None:
    rules = re.sub(r"@media[^{]+", "", (STATIC / sheet).read_text())
    assert not SIDED.findall(rules)


def test_left_and_right_are_seen() -> None:
    assert SIDED.search("p{margin-left:1px}")
    assert not SIDED.search("p{margin-inline-start:1px;inline-size:2px}")


@pytest.mark.parametrize("sheet", ["uswds.css", "uswds.rtl.css", *SHEETS])
def test_what_a_style_sheet_names_stands_beside_it(sheet: str) -> None:
    for name in re.findall(r"url\(\"?([^\")]+)", (STATIC / sheet).read_text()):
        assert (STATIC / name).is_file(), name


def test_a_first_visit_of_staff_keeps_its_budget() -> None:
    sheets = [STATIC / "uswds.css", STATIC / "app.css", STATIC / "icons.svg"]
    assert weight(*sheets) <= 20 * KB
    assert weight(*sheets, *STATIC.glob("fonts/*.woff2"), *scripts()) <= 130 * KB, "with 20 KB of HTML, 150 KB"


def test_all_script_keeps_its_budget() -> None:
    assert weight(*scripts()) <= 40 * KB


def test_the_persons_page_keeps_its_budget() -> None:
    assert weight(STATIC / "person.css") <= 4 * KB


def scripts() -> list[Path]:
    """Every script that a page may load."""
    htmx = Path(django_htmx.__file__).parent / "static" / "django_htmx" / "htmx-2.min.js"
    return [htmx, *STATIC.rglob("*.js")]


@pytest.mark.parametrize("sheet", ["uswds.css", "uswds.rtl.css", *SHEETS])
def test_no_style_sheet_has_a_step_between_the_narrowest_two_widths(sheet: str) -> None:
    """So that what is shown at 320 px is what is shown at 390 px (`tests/browser/accessible.py`)."""
    steps = re.findall(r"@media[^{]*width:\s*([\d.]+)em", (STATIC / sheet).read_text())
    assert not [step for step in steps if 320 < float(step) * 16 < 390]
