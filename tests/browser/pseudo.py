"""A pseudo-locale: every string of ours with accents and 30 % longer, made from the source when the tests run.

What a page then shows in plain letters was never marked for translation, and what does not fit would not fit in another
language. It is spoken as "en-xa" (left to right) and as "ar" (right to left).
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from unittest.mock import patch

import allauth
import django
from babel.messages.catalog import Catalog
from django.apps import apps
from django.conf import settings
from django.test import override_settings
from playwright.sync_api import Page

from holdfast.ledger.selectors import stream_all
from holdfast.protocol import labels
from holdfast.protocol.package import Said
from holdfast.protocol.package import said as package_said
from holdfast.web.forms import field_words
from holdfast.web.words import controls, packages
from tests.catalogs import compiled, found

PSEUDO, MIRRORED = "en-xa", "ar"
_DJANGO = Path(django.__file__).parent
_THEIRS = (_DJANGO / "conf", _DJANGO / "contrib/auth", Path(allauth.__file__).parent)
_KEPT = re.compile(r"%\(\w+\)[a-z]|%%|%[sd]|\{\w*\}|</?\w+[^<>]*>|&\w+;|https?://\S*")
_ACCENTED = str.maketrans(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", "ÀƁÇĐÉƑĜĤÎĴĶĻḾÑÖƤǪŔŠŢÛṼŴẊÝŽàƀçđéƒĝĥîĵķļḿñöƥǫŕšţûṽŵẋýž"
)
_LONGER = 0.3
_PLAIN = re.compile(r"[A-Za-z]{3,}")
_CODE = re.compile(r"[a-z]+([-_][a-z]+)*|[A-Z]+")
_NAMES = {"name", "display_name", "family", "given"}
_FREE = {
    "who", "means", "contact", "kind", "where", "reference", "how", "what", "unresolved_dependencies",
    "unmet_intake_requirements", "intake_requirements", "contact_method", "note",
}  # fmt: skip
_SEALED = (
    "She rang us in distress, and her own team does not answer.", "Left the ED with no medicine. Housing ends Friday.",
    "Ines came along.", "tulip / Is my prescription ready?", "Ask for the plumber and say sorry.", "Did not wake up.",
    "a call to the number they chose",
)  # fmt: skip
"""What screens type where the database keeps it sealed."""
_NOT_OURS = re.compile(
    r"\b[A-Z]\d?\.[a-z_]+|"
    r"\b(Holdfast|HTTPS?|USWDS|(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Mon|Tue|Wed|Thu|Fri|Sat|Sun|January|February|"
    r"March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Oct|Nov|Dec|"
    r"(Eastern|Central|Mountain|Pacific) Time|(?<=Time \()[\w ]+|Colorado|English|Spanish|French|Vietnamese|UTC|"
    r"Medicaid|Safari|iPhone)\b|"
    r"\S+@\S+|https?://\S*|\b[A-Z2-7]{16,}\b|\w+\.example\b"
)
"""Names; what Babel writes in English, because it does not know the pseudo-locale; addresses and keys."""
_SEEN = """() => {
  const found = [], hidden = e => !e.getClientRects().length || getComputedStyle(e).visibility === 'hidden';
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; node = walker.nextNode();) {
    const at = node.parentElement;
    if (!node.data.trim() || at.closest('script, style, time, bdi, option, [lang]:not(html)') || hidden(at)) continue;
    found.push(node.data.trim());
  }
  for (const e of document.querySelectorAll('body *')) {
    if (e.closest('[lang]:not(html)')) continue;
    for (const name of ['aria-label', 'title', 'alt', 'placeholder']) found.push(e.getAttribute(name) || '');
    if (e.matches('input[type=submit], input[type=button]')) found.push(e.value);
  }
  found.push(document.title);
  return found;
}"""


def pseudo(text: str) -> str:
    """Return a text in the pseudo-locale; placeholders, tags and line ends stay."""
    said = "".join(
        part if _KEPT.fullmatch(part) else part.translate(_ACCENTED) for part in re.split(f"({_KEPT.pattern})", text)
    )
    words = _KEPT.sub("", text).strip()
    body, end = (said[:-1], "\n") if said.endswith("\n") else (said, "")
    return f"{body}{' ' if len(words) > 10 else ''}{'·' * round(len(words) * _LONGER)}{end}"


@contextmanager
def spoken(folder: Path) -> Iterator[None]:
    """Have the application speak the pseudo-locale, left to right and right to left, with the labels of codes."""
    for name in ("en_XA", "ar"):
        kept = folder / name / "LC_MESSAGES"
        kept.mkdir(parents=True)
        (kept / "django.mo").write_bytes(compiled(_catalog(name)))
    languages = [*settings.LANGUAGES, (PSEUDO, "Pseudo"), (MIRRORED, "Mirrored")]
    real = labels._words
    said = {key: (pseudo(label), pseudo(meaning)) for key, (label, meaning) in real("en").items()}
    with ExitStack() as patched:
        patched.enter_context(override_settings(LANGUAGES=languages, LOCALE_PATHS=[folder, *settings.LOCALE_PATHS]))
        patched.enter_context(
            patch.object(labels, "_words", lambda language: said if language in {PSEUDO, MIRRORED} else real(language))
        )
        for place in (packages, controls, field_words):  # a pathway package says its words itself
            patched.enter_context(patch.object(place, "said", _package_said))
        yield


def _package_said(text: Said, language: str = "en") -> str:
    return pseudo(package_said(text)) if language in {PSEUDO, MIRRORED} else package_said(text, language)


def plain_words(page: Page) -> list[str]:
    """Return what the page shows in plain letters, but for names, times, and what somebody typed or imported."""
    typed = re.compile(
        "|".join(rf"(?<!\w){re.escape(text)}(?!\w)" for text in sorted(_typed(), key=len, reverse=True)), re.I
    )
    orders = ((typed, _NOT_OURS), (_NOT_OURS, typed))  # either may tear apart what the other knows
    return [
        text
        for text in page.evaluate(_SEEN)
        if all(_PLAIN.search(second.sub(" ", first.sub(" ", text))) for first, second in orders)
    ]


def _typed() -> set[str]:
    """Return every text of the database and the ledger that is no code, what stands in free fields, and each name."""
    rows = [row for model in apps.get_models() if model._meta.managed for row in model._default_manager.values()]
    filed = [event.payload for history in stream_all() for event in history.events]
    said = {text for text in _texts([*rows, *filed]) if not _CODE.fullmatch(text)}
    names = {word for row in rows for field in _NAMES & row.keys() for word in [row[field], *str(row[field]).split()]}
    return {text for text in (*_SEALED, *said, *names, *_texts(_free([*rows, *filed]))) if len(text) > 1}


def _free(value: object) -> Iterator[object]:
    """Find what stands in the fields in which people write what they like, one word too."""
    if isinstance(value, Mapping):
        yield from (part for name, part in value.items() if name in _FREE)
        yield from (found for part in value.values() for found in _free(part))
    elif isinstance(value, list | tuple):
        yield from (found for part in value for found in _free(part))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield from map(str.strip, (value, *value.splitlines()))
    elif isinstance(value, Mapping):
        yield from _texts(list(value.values()))
    elif isinstance(value, Iterable):
        yield from (text for part in value for text in _texts(part))


def _catalog(name: str) -> Catalog:
    """Return the strings of ours, and those of Django and allauth, in the pseudo-locale."""
    made = Catalog("ar" if name == "ar" else "en", domain="django", fuzzy=False)
    for theirs in _THEIRS:
        with (theirs / "locale/es/LC_MESSAGES/django.mo").open("rb") as file:
            for key in gettext.GNUTranslations(file)._catalog:  # type: ignore[attr-defined]  # it has no other door
                if isinstance(key, tuple):
                    made.add((key[0], key[0]), _many(made, key[0], key[0]))
                elif key:
                    made.add(key, pseudo(key))
    for one in found():
        said = _many(made, one.id, one.plural) if one.plural else pseudo(one.id)
        made.add((one.id, one.plural) if one.plural else one.id, said, context=one.context or None)
    return made


def _many(made: Catalog, one: str, many: str) -> tuple[str, ...]:
    return (pseudo(one), *[pseudo(many)] * (made.num_plurals - 1))
