"""Markdown as the reference pages need it: tables, sections, links."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

MADE = "<!-- Made by `holdfast docs-gen` from the code. Change the code, then run `make docs-gen`. -->\n"


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table, with a blank line after it."""
    lines = [_row(headings), _row(["---"] * len(headings)), *(_row(cells) for cells in rows)]
    return "\n".join(lines) + "\n"


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("\n", " ").replace("|", "\\|") for cell in cells) + " |"


def code(text: object) -> str:
    """Return `text` as code."""
    return f"`{text}`"


def codes(texts: Iterable[object]) -> str:
    """Return several texts as code, between commas."""
    return ", ".join(map(code, texts))


def listed(names: Iterable[str]) -> str:
    """Return one line for each of `names`."""
    return "".join(f"- {name}\n" for name in names)


def anchor(heading: str) -> str:
    """Return the anchor that GitHub and most readers give a heading."""
    kept = "".join(sign for sign in heading.lower() if sign.isalnum() or sign in " -_")
    return "#" + kept.replace(" ", "-")


def link(text: str, heading: str) -> str:
    """Return a link to a heading of the same page."""
    return f"[{text}]({anchor(heading)})"


def page(title: str, said: str, parts: Iterable[str]) -> str:
    """Return a whole page: its title, what it is, and its parts with blank lines between."""
    return "\n".join([f"# {title}\n", MADE, said + "\n", *parts])


def first_sentence(text: str | None) -> str:
    """Return what a docstring says first."""
    return " ".join((text or "").split("\n\n")[0].split())
