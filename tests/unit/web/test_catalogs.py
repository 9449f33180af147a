"""Every language is whole: CI fails on a string that is missing, empty, fuzzy or stale, or that lost a placeholder."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from django.conf import settings
from django.utils import translation

from tests import catalogs
from tests.catalogs import LANGUAGES, REVIEWED_BY, TO_REVIEW, Found, catalog, compiled, faults, found, po_path

SAID = found()


def test_every_language_that_is_offered_has_a_catalog_but_the_source_s_own() -> None:
    assert [code for code, _name in settings.LANGUAGES] == [settings.LANGUAGE_CODE, *LANGUAGES]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalog_says_everything_that_the_source_says(language: str) -> None:
    assert list(faults(catalog(language), SAID)) == [], "renew the catalogs with `make words`, then translate"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_django_reads_is_what_the_catalog_says(language: str) -> None:
    assert po_path(language).with_suffix(".mo").read_bytes() == compiled(catalog(language)), "run `make words`"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_person_reads_says_whether_somebody_reviewed_it(language: str) -> None:
    """A translation that the person reads is never machine-only in silence (ui.md 10)."""
    silent = [
        message.id
        for message in catalog(language)
        if any(catalogs.is_person_facing(where) for where, _line in message.locations)
        and not any(words == TO_REVIEW or words.startswith(REVIEWED_BY) for words in message.user_comments)
    ]
    assert silent == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_strings_of_one_name_differ_in_having_a_plural(language: str) -> None:
    singular, plural = ({one.key for one in SAID if bool(one.plural) is wanted} for wanted in (False, True))
    assert singular & plural == set()


def test_the_words_of_python_and_of_templates_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogs, "SOURCE", tmp_path)
    (tmp_path / "one.py").write_text(
        "from django.utils.translation import gettext_lazy as _, ngettext, pgettext as inside\n"
        "_('A ' 'word')\nngettext('%(n)s day', '%(n)s days', 2)\ninside('month', 'May')\n_(unknown)\nelse_('No')\n"
    )
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/page.html").write_text(
        "  {% load i18n %}<p title=\"{% translate 'Title' %}\">'{% include 'x' with a=_('Told') %}</p>\n"
        "{% blocktranslate trimmed count n=n %}\n  {{ n }} dog\n{% plural %}\n  {{ n }} dogs\n{% endblocktranslate %}\n"
    )
    assert found() == [
        Found("A word", "", "", "one.py", 2),
        Found("%(n)s day", "%(n)s days", "", "one.py", 3),
        Found("May", "", "month", "one.py", 4),
        Found("Title", "", "", "templates/page.html", 1),
        Found("Told", "", "", "templates/page.html", 1),
        Found("%(n)s dog", "%(n)s dogs", "", "templates/page.html", 2),
    ]


WANTED = [Found("Hi %(name)s", "", "", "a.py", 1)]


@pytest.mark.parametrize(
    ("message", "flags", "fault"),
    [
        (None, (), "not in the catalog"),
        ("", (), "not translated"),
        ("Hola %(name)s", ("fuzzy",), "fuzzy"),
        ("Hola %(nombre)s", (), "differ"),
        ("Hola", (), "differ"),
        (" Hola %(name)s", (), "another space"),
    ],
)
def test_a_fault_of_a_catalog_is_told(message: str | None, flags: tuple[str, ...], fault: str) -> None:
    kept = Catalog("es")
    if message is not None:
        kept.add("Hi %(name)s", message, flags=flags)
    told = list(faults(kept, WANTED))
    assert len(told) == 1
    assert fault in told[0]


def test_what_nobody_says_any_more_is_told_and_goes() -> None:
    kept = Catalog("es")
    kept.add("Hi %(name)s", "Hola %(name)s")
    kept.add("Old", "Viejo")
    assert list(faults(kept, WANTED)) == ["nobody says it any more: 'Old'"]
    assert list(faults(catalogs.renewed(kept, WANTED), WANTED)) == []


def test_a_review_is_kept_when_the_catalog_is_renewed() -> None:
    kept = Catalog("es")
    kept.add("Hi", "Hola", user_comments=["reviewed-by: Inés"])
    kept.add("Bye", "Adiós")
    said = [Found(words, "", "", "web/templates/pages/person/page.html", 1) for words in ("Hi", "Bye")]
    new = catalogs.renewed(kept, said)
    assert [message.user_comments for message in new if message.id] == [["reviewed-by: Inés"], [TO_REVIEW]]


def test_django_speaks_the_catalog() -> None:
    with translation.override("es"):
        assert translation.gettext("Choose a language") == "Elija un idioma"
        assert translation.ngettext("%(count)s day", "%(count)s days", 2) == "%(count)s días"
