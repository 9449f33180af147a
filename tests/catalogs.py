"""The words of the source and the catalogs that translate them: `make words` renews these, a test judges them.

Nothing here needs the gettext programs: Python is read with `ast`, a template with Django's own `templatize`, and Babel
reads, writes and compiles catalogs. English is the source's language and has no catalog.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

SOURCE = Path(__file__).resolve().parents[1] / "src" / "holdfast"
LANGUAGES = ("es",)
TO_REVIEW = "to-be-reviewed"
"""Nobody who speaks the language and knows the field has read this entry yet."""
REVIEWED_BY = "reviewed-by: "
PERSON_FACING = (
    "web/templates/layouts/person.html", "web/templates/pages/person/*", "web/templates/pages/join/*",
    "web/templates/pages/guest/*", "web/presenters/person*.py", "web/presenters/guest*.py", "web/presenters/join*.py",
    "web/views/person*.py", "web/views/guest*.py", "web/views/join*.py", "web/presenters/room_talk.py", "web/words/*",
    "notify/words.py",
)  # fmt: skip
"""Where the person, and a guest beside them, read."""

_FUNCTIONS = {
    "gettext": ("id",), "gettext_lazy": ("id",), "gettext_noop": ("id",),
    "ngettext": ("id", "plural"), "ngettext_lazy": ("id", "plural"),
    "pgettext": ("context", "id"), "pgettext_lazy": ("context", "id"),
    "npgettext": ("context", "id", "plural"), "npgettext_lazy": ("context", "id", "plural"),
}  # fmt: skip
_STRING = r"""u?(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')"""
_CALL = re.compile(rf"\b(?:_|n?p?gettext)\({_STRING}(?:, {_STRING})*(?:, ?count)?\)")
_PLACE = re.compile(r"%\(\w+\)[a-z]|%%|%[sd]|\{\w*\}|</?\w+[^<>]*>|&\w+;")


@dataclass(frozen=True, slots=True)
class Found:
    """One message where the source says it. `where` is a path within the package."""

    id: str
    plural: str
    context: str
    where: str
    line: int

    @property
    def key(self) -> tuple[str, str]:
        """What a catalog finds it by."""
        return self.id, self.context


def found() -> list[Found]:
    """Return every message of the source, in the order of the files."""
    said = [one for path in sorted(SOURCE.rglob("*.py")) for one in _in_python(path)]
    return said + [one for path in sorted(SOURCE.rglob("templates/**/*.*")) for one in _in_template(path)]


def is_person_facing(where: str) -> bool:
    """Say whether a person reads what this file says."""
    return any(fnmatch(where, pattern) for pattern in PERSON_FACING)


def po_path(language: str) -> Path:
    """Return where a language's catalog stands."""
    return SOURCE / "locale" / language / "LC_MESSAGES" / "django.po"


def catalog(language: str) -> Catalog:
    """Return a language's catalog as it is kept."""
    with po_path(language).open("rb") as file:
        return read_po(file, locale=language, domain="django")


def compiled(kept: Catalog) -> bytes:
    """Return a catalog as Django reads it: the same bytes for the same catalog, without what is not translated."""
    whole = _headed(kept)
    for message in kept:
        if message.id and _strings(message) and all(_strings(message)):
            whole.add(message.id, message.string, flags=message.flags, context=message.context)
    made = BytesIO()
    write_mo(made, whole)
    return made.getvalue()


def renewed(kept: Catalog, said: list[Found]) -> Catalog:
    """Return the catalog with exactly the messages of the source; what is translated already keeps its words."""
    new = _headed(kept)
    for one in said:
        old = kept.get(one.id, context=one.context or None)
        fits = old is not None and bool(one.plural) == old.pluralizable
        new.add(
            (one.id, one.plural) if one.plural else one.id,
            old.string if old is not None and fits else None,
            locations=[(one.where, 0)],
            flags=old.flags if old is not None else (),
            user_comments=old.user_comments if old is not None else (),
            context=one.context or None,
        )
    for message in new:
        _mark(message)
    return new


def faults(kept: Catalog, said: list[Found]) -> Iterator[str]:
    """Say what is wrong with a catalog: a message that is missing, empty, fuzzy, stale, or has lost a placeholder."""
    wanted = {one.key: one for one in said}
    for one in wanted.values():
        message = kept.get(one.id, context=one.context or None)
        if message is None:
            yield f"{one.where}: not in the catalog: {one.id!r}"
        else:
            yield from (f"{one.where}: {fault}: {one.id!r}" for fault in _faults_of(message, one))
    for message in kept:
        key = (_id_of(message), message.context or "")
        if message.id and key not in wanted:
            yield f"nobody says it any more: {key[0]!r}"


def keep(language: str, kept: Catalog) -> None:
    """Write a language's catalog, and compile it."""
    path = po_path(language)
    with path.open("wb") as file:
        write_po(file, kept, width=120, include_lineno=False, sort_by_file=True)
    path.with_suffix(".mo").write_bytes(compiled(kept))


def _in_python(path: Path) -> Iterator[Found]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = {
        name.asname or name.name: name.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for name in node.names
        if name.name in _FUNCTIONS
    }
    yield from _calls(tree, names, path)


def _in_template(path: Path) -> Iterator[Found]:
    names = {"_": "gettext"} | {name: name for name in _FUNCTIONS}
    for number, line in enumerate(templatize(path.read_text(encoding="utf-8")).splitlines(), start=1):
        for call in _CALL.findall(line):
            tree = ast.parse(call)
            yield from _calls(ast.increment_lineno(tree, number - 1), names, path)


def _calls(tree: ast.AST, names: dict[str, str], path: Path) -> Iterator[Found]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            parts = dict(zip(_FUNCTIONS[names[node.func.id]], map(_constant, node.args), strict=False))
            if parts.get("id"):
                where = str(path.relative_to(SOURCE))
                yield Found(parts["id"], parts.get("plural", ""), parts.get("context", ""), where, node.lineno)


def _constant(node: ast.expr) -> str:
    """Return a literal's text; blank where the text is only known when it runs (it is marked where it is written)."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _headed(kept: Catalog) -> Catalog:
    """Return an empty catalog with the head of another, its dates too: what is the same is written the same."""
    return Catalog(
        kept.locale, "django", kept.header_comment, "Holdfast", "", fuzzy=False,
        creation_date=kept.creation_date, revision_date=kept.creation_date,
        msgid_bugs_address="CONTRIBUTING.md", last_translator="reviewed-by, entry by entry", language_team="Holdfast",
    )  # fmt: skip


def _mark(message: Message) -> None:
    """Have an entry that a person reads say whether somebody has reviewed it."""
    marks = [words for words in message.user_comments if words != TO_REVIEW]
    is_reviewed = any(words.startswith(REVIEWED_BY) for words in marks)
    if not is_reviewed and any(is_person_facing(where) for where, _line in message.locations):
        marks.insert(0, TO_REVIEW)
    message.user_comments = marks


def _strings(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string or ())


def _id_of(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _faults_of(message: Message, one: Found) -> Iterator[str]:
    strings = _strings(message)
    if message.fuzzy:
        yield "fuzzy"
    if bool(one.plural) != message.pluralizable:
        yield "with and without a plural in the catalog and the source"
    elif not strings or not all(strings):
        yield "not translated"
    else:
        yield from _lost(one, strings)


def _lost(one: Found, strings: list[str]) -> Iterator[str]:
    """Name placeholders and marks that a translation lost or made up; the singular may leave its number out."""
    wanted = set(_PLACE.findall(one.id)) | set(_PLACE.findall(one.plural))
    for string in strings:
        there = set(_PLACE.findall(string))
        may_lack = wanted if one.plural and string is strings[0] else set()
        if there - wanted or wanted - there - may_lack:
            yield f"placeholders {sorted(there ^ wanted)} differ"
        if one.id[:1].isspace() != string[:1].isspace() or one.id[-1:].isspace() != string[-1:].isspace():
            yield "begins or ends with another space"


if __name__ == "__main__":
    for tag in LANGUAGES:
        keep(tag, renewed(catalog(tag), found()))
