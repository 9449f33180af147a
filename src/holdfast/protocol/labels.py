"""Labels and definitions of every code, in each language. Not codes themselves: those stand in `codes.py`.

The codes of a chapter stand in its `said` module, and their words in `labels/CHAPTER.LANGUAGE.toml`.
"""

from __future__ import annotations

import tomllib
from enum import StrEnum
from functools import cache
from importlib.resources import files
from inspect import isclass

from holdfast.protocol import codes
from holdfast.protocol.commands import CHAPTERS

LANGUAGES = ("en", "es")
FALLBACK = "en"
CODE_LISTS: tuple[type[StrEnum], ...] = tuple(
    dict.fromkeys(
        found
        for module in (codes, *CHAPTERS)
        for found in vars(module).values()
        if isclass(found) and issubclass(found, StrEnum) and found is not StrEnum
    )
)
"""Every code list, in the order in which `codes.py` and the chapters have them."""

Words = tuple[str, str]
"""A code's label and its definition."""


def label(code: StrEnum, language: str = FALLBACK) -> str:
    """Return the short name of `code` in `language` (a BCP 47 tag); in English where that language is not here."""
    return _words(language)[type(code).__name__, code.value][0]


def definition(code: StrEnum, language: str = FALLBACK) -> str:
    """Return the sentence that says what `code` means, in `language`; in English where that language is not here."""
    return _words(language)[type(code).__name__, code.value][1]


def is_reviewed(language: str) -> bool:
    """Say whether somebody who speaks `language` and knows the field has reviewed its words."""
    return _document(_known(language))["reviewed"] is True


def _known(language: str) -> str:
    primary = language.split("-", maxsplit=1)[0].lower()
    return primary if primary in LANGUAGES else FALLBACK


def _words(language: str) -> dict[tuple[str, str], Words]:
    return _read(_known(language))


@cache
def _read(language: str) -> dict[tuple[str, str], Words]:
    """Return the words of one language: (code list, code) -> label and definition."""
    return {
        (table, code): (str(words[0]), str(words[1]))
        for document in (_document(language), *_of_chapters(language))
        for table, entries in document.items()
        if isinstance(entries, dict)
        for code, words in entries.items()
    }


def _of_chapters(language: str) -> list[dict[str, object]]:
    chapters = (chapter.__name__.split(".")[-2] for chapter in CHAPTERS)
    return [_document(f"{chapter}.{language}") for chapter in chapters]


@cache
def _document(name: str) -> dict[str, object]:
    return tomllib.loads(files("holdfast.protocol").joinpath(f"labels/{name}.toml").read_text(encoding="utf-8"))
