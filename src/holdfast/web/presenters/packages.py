"""A pathway package on the pages of a handoff: what it asks for, what of that is on record, and words to say.

All of it comes from the package's own definition; nothing of any one package is said here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext

from holdfast.protocol.codes import ConsentScope, RecordKind, Seat
from holdfast.protocol.outlook import is_done
from holdfast.protocol.package import Moment, Package
from holdfast.protocol.packages import package_of
from holdfast.transfers.selectors import Looked, Sight
from holdfast.web.forms.fields import Option
from holdfast.web.parts import Tag, Tone
from holdfast.web.words.codes import in_words
from holdfast.web.words.packages import MOMENTS, in_language


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that the package asks for, with the record it stands on, and whether it is there."""

    label: str
    record: str
    tag: Tag


@dataclass(frozen=True, slots=True)
class ToSay:
    """Words to say at one moment, each with who says them."""

    moment: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PackageCard:
    """What the card shows."""

    title: str
    sentence: str
    items: tuple[Item, ...]
    rules: tuple[str, ...]
    words: tuple[ToSay, ...]


def package_card(looked: Looked) -> PackageCard | None:
    """Return the card of the transfer's package; none where it has none, or may not be known of. No statement.

    The receiving side sees what concerns the live call and what comes after, and no item beyond the consent.
    """
    package = package_of(looked.state.package)
    if package is None or looked.sight is Sight.PERSON or not looked.may_see(ConsentScope.NEED_AND_URGENCY):
        return None
    return PackageCard(
        title=in_language(package.title), sentence=in_language(package.sentence), items=tuple(_items(looked, package)),
        rules=tuple(in_language(rule.sentence) for rule in package.rules), words=tuple(_words(looked, package)),
    )  # fmt: skip


def package_options(packages: Iterable[Package]) -> tuple[Option, ...]:
    """Return the packages to choose from, and that it may be none of them; nothing where there is no package."""
    options = tuple(Option(each.code, in_language(each.title), in_language(each.sentence)) for each in packages)
    none = Option("", gettext("None of these"), gettext("The usual steps, without more questions."))
    return (none, *options) if options else ()


def _items(looked: Looked, package: Package) -> Iterator[Item]:
    for kind in RecordKind:
        for name, asked in package.fields_of(kind):
            if asked.scope is None or looked.may_see(asked.scope):
                yield Item(in_language(asked.label), in_words(kind), _tag(looked, kind, name))


def _tag(looked: Looked, kind: RecordKind, name: str) -> Tag:
    added = looked.state.added(kind)
    if is_done(looked.state, kind) and getattr(added, name, None) is not None:
        return Tag(gettext("On record"), Tone.OK)
    return Tag(gettext("Still to come"), Tone.WAIT)


def _words(looked: Looked, package: Package) -> Iterator[ToSay]:
    is_whole = looked.sight is Sight.WHOLE
    for moment in Moment:
        lines = [line for line in package.words if line.moment is moment]
        if not is_whole:
            lines = [line for line in lines if line.by is Seat.RECEIVER]
        if lines:
            said = tuple((in_words(line.by), in_language(line.text)) for line in lines)
            yield ToSay(str(MOMENTS[moment]), said)
