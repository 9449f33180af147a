"""Languages in words: a BCP 47 tag as the reader's language calls it (CLDR, through Babel)."""

from __future__ import annotations

from babel import Locale, UnknownLocaleError
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

_MORE: dict[str, str | Promise] = {"ase": _("American Sign Language")}
"""What CLDR does not call in every language."""


def language_name(tag: str) -> str:
    """Return what a language is called: "Spanish"; the tag itself where it is not known, blank for none."""
    primary = tag.replace("_", "-").split("-", maxsplit=1)[0].lower()
    name = str(_reader().languages.get(primary) or _MORE.get(primary, ""))
    return name[:1].upper() + name[1:] if name else tag


def language_shown(text: str) -> str:
    """Return how a language that was typed, by its tag or name, is shown again: by the name that means the same."""
    name = language_name(text)
    return name if text and language_tag(name) == text else text


def language_tag(words: str) -> str:
    """Return the tag of a language that somebody typed, by its tag or as it is called; blank for none that is known."""
    text = words.strip().replace("_", "-")
    english = Locale("en").languages
    if text.partition("-")[0].lower() in english:
        return text
    known = (_MORE, english, _reader().languages)
    names = {str(name).casefold(): tag for each in known for tag, name in each.items()}
    found: str = names.get(text.casefold(), "")
    return found.replace("_", "-")


def _reader() -> Locale:
    """Return the reader's locale; English for one that Babel does not know, such as the tests' pseudo-locale."""
    try:
        return Locale.parse((get_language() or "en").partition("-")[0])
    except (UnknownLocaleError, ValueError):
        return Locale("en")
