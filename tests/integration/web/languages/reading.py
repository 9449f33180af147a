"""What a reader of a page meets, in text and by a screen reader, but for what is marked as another language."""

from __future__ import annotations

import re
from html.parser import HTMLParser

ENGLISH = frozenset(
    """
    about accept accepted account add after again agree all allowed already always and another answer any anybody are
    asked back be been before begin below between both but by call can cannot case change check choose closed colleague
    could day days deadline decision delete did do does done due each edit email empty end every everybody
    file filed find first for found from give given go goes hand handoff have held here hold holds home hour hours
    how if in into is it its keep kept last later leave left level link list live look looks made make message messages
    minute minutes missing more my name need needed needs never new next nobody none not nothing now of off older on
    one only open opened or other our out over own owner owns page pass passed past people phone please question
    read ready receiver receiving record release request review right role route rule safe save search see send sent
    service services set show shown side sign somebody someone start started stay step steps still stop such take taken
    team tell than that the their them then there these they this those time to today told tomorrow too try type until
    upon urgency urgent visit waiting was way week were what when where whether which who whom whose why will with
    within without word words work write written wrong yes yesterday yet you your
    """.split()
)
"""Common English words that are no Spanish ones."""
_WORD = re.compile(r"[^\W\d_]+")
_NAMED = r"\b[A-Z]\d?\.[a-z_]+|\b[A-Z][a-z]+/[\w/]+"
"""A control, and a time zone, by the name that stands in no language."""
_SAID = ("title", "aria-label", "placeholder", "alt", "data-l")
_VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "path", "source", "use", "wbr"}
_UNSEEN = ("script", "style", "template")


class _Reader(HTMLParser):
    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language
        self.passages: list[str] = []
        self._within: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        is_other = tag in _UNSEEN or said.get("lang", self.language) != self.language
        if not (is_other or any(self._within)):
            self.passages.extend(words for name in _SAID if (words := said.get(name)))
        if tag not in _VOID:
            self._within.append(is_other)

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID and self._within:
            self._within.pop()

    def handle_data(self, data: str) -> None:
        if not any(self._within) and data.strip():
            self.passages.append(" ".join(data.split()))


def passages(page: str, language: str) -> list[str]:
    """Return each piece of text of a page in `language`; what is marked as another language is left out."""
    reader = _Reader(language)
    reader.feed(page)
    return reader.passages


def english(found: list[str], told: tuple[str, ...]) -> list[str]:
    """Return the pieces in which a common English word stands; `told`: what people wrote, and it stays as they did."""
    data = re.compile("|".join((_NAMED, *map(re.escape, sorted(told, key=len, reverse=True)))))
    return [said for said in found if ENGLISH & set(_WORD.findall(data.sub(" ", said).lower()))]
