"""The forms of a page, as a browser finds them: where each is sent, and what can be typed into it."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin

SPOKEN = frozenset({"text", "search", "tel", "email", "url", "number", "date", "time", "password", "textarea"})
"""Kinds of fields that are typed into."""


@dataclass
class Found:
    """One form. `fields`: what stands in each, by name; `typed`: those that are typed into; `chosen`: among options."""

    action: str
    method: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    typed: set[str] = field(default_factory=set)
    chosen: set[str] = field(default_factory=set)

    def filled(self, text: str, *, choice: str) -> dict[str, list[str] | str]:
        """Return what is sent with `text` typed into every field, and `choice` chosen wherever one chooses.

        Where a day can be chosen from a list it is the other one, that is typed.
        """
        chosen = {name: "other" if name.endswith(".quick") else choice for name in self.chosen}
        return {**self.fields, **chosen, **dict.fromkeys(self.typed, text)}


class _Reader(HTMLParser):
    def __init__(self, at: str) -> None:
        super().__init__()
        self.at = at
        self.forms: list[Found] = []
        self.open: Found | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.open = Found(urljoin(self.at, said.get("action") or self.at), said.get("method", "get").lower())
            self.forms.append(self.open)
        elif self.open is not None and tag in ("input", "textarea", "select", "button") and said.get("name"):
            self.field(said["name"], said.get("type", "text") if tag == "input" else tag, said)

    def field(self, name: str, kind: str, said: dict[str, str]) -> None:
        assert self.open is not None
        if kind in SPOKEN:
            self.open.typed.add(name)
        elif kind in ("radio", "checkbox", "select"):
            self.open.chosen.add(name)
        elif kind == "hidden":
            self.open.fields.setdefault(name, []).append(said.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = None


def forms_of(page: str, at: str) -> list[Found]:
    """Return the forms of a page that stands at an address."""
    reader = _Reader(at)
    reader.feed(page)
    return reader.forms
