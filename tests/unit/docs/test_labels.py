"""Every code says what it is called and what it means, in each language; nothing stale stands beside it."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from holdfast.protocol.codes import Need, Risk, Wish
from holdfast.protocol.commands import CHAPTERS
from holdfast.protocol.labels import CODE_LISTS, LANGUAGES, definition, is_reviewed, label

EVERY_CODE = {(codes.__name__, code.value) for codes in CODE_LISTS for code in codes}


def written(language: str) -> dict[tuple[str, str], list[str]]:
    folder = files("holdfast.protocol").joinpath("labels")
    found: dict[tuple[str, str], list[str]] = {}
    for name in (language, *(f"{chapter.__name__.split('.')[-2]}.{language}" for chapter in CHAPTERS)):
        document = tomllib.loads(folder.joinpath(f"{name}.toml").read_text(encoding="utf-8"))
        tables = {name: table for name, table in document.items() if isinstance(table, dict)}
        found |= {(name, code): words for name, table in tables.items() for code, words in table.items()}
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_of_every_list_is_written_and_no_other(language: str) -> None:
    assert set(written(language)) == EVERY_CODE


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_code_has_a_label_and_a_sentence(language: str) -> None:
    for code, words in written(language).items():
        said, meaning = words
        assert said.strip(), code
        assert meaning.endswith("."), code


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_codes_of_a_list_have_the_same_label(language: str) -> None:
    for codes in CODE_LISTS:
        labels = [label(code, language) for code in codes]
        assert len(set(labels)) == len(labels), codes.__name__


def test_spanish_is_told_from_english() -> None:
    assert (label(Wish.PAUSE, "en"), label(Wish.PAUSE, "es")) == ("Pause", "Pausa")


def test_a_region_hears_its_language() -> None:
    assert definition(Need.STEP_UP, "es-MX") == definition(Need.STEP_UP, "es")


@pytest.mark.parametrize("language", ["fr", "", "nonsense"])
def test_an_unknown_language_hears_english(language: str) -> None:
    assert label(Risk.HIGH, language) == "High"


def test_it_is_said_which_language_nobody_has_reviewed() -> None:
    assert (is_reviewed("en"), is_reviewed("es-MX")) == (True, False)
