"""The parts of starting a handoff: which fields each asks for, and what is wrong with what was typed into one.

The fields are those of the commands themselves (`open_transfer`, the authorization request); nothing is listed twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from holdfast.protocol.codes import Need, RecordKind, Urgency
from holdfast.protocol.commands import OpenTransfer, PersonBrief
from holdfast.protocol.package import UNDER, Package
from holdfast.protocol.packages import fitting
from holdfast.protocol.records import AuthorizationRequest
from holdfast.web.forms.faults import faults_added, faults_in
from holdfast.web.forms.reading import Clock, Reading, Typed, last, read
from holdfast.web.forms.shapes import Shape, added_shapes, form_shapes, shapes_of
from holdfast.web.words.tongues import language_tag

REQUEST = RecordKind.AUTHORIZATION_REQUEST
_NOBODY_PAYS = frozenset({"none", "nobody", "ninguno", "ninguna", "nadie"})
"""What is typed for it, in either language."""
PARTS: dict[str, tuple[str, ...]] = {
    "person": ("case_id", "language", "payer"),
    "need": ("need_category", "transfer_trigger"),
    "urgency": ("urgency", UNDER),
    "route": ("receiving_pathway",),
    "risk": ("risk_indicators", "mode", "why_not_live", "reviewer_id", "next_checkpoint_date"),
}
"""The parts in their order, each with its fields; after the last one the answers are checked."""
WITH_PACKAGE = "risk"
"""The part that asks for what the pathway package adds to the request."""
CHECK = "check"
NO_ANSWERS: Typed = {}


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with one part: sentences of the protocol, and words of our own, by field."""

    problems: Mapping[str, str]
    words: Mapping[str, str]

    def __bool__(self) -> bool:
        """Say whether anything is."""
        return bool(self.problems or self.words)


NOTHING_WRONG = Wrong({}, {})


def packages_for(typed: Typed) -> tuple[Package, ...]:
    """Return the pathway packages that fit the need that was answered."""
    need = last(typed, "need_category")
    return fitting(Need(need)) if need in set(Need) else ()


def package_in(typed: Typed) -> str:
    """Return the code of the package that was chosen; blank for none, and where it does not fit the need any more."""
    chosen = last(typed, UNDER)
    return chosen if chosen in {package.code for package in packages_for(typed)} else ""


def shapes_in(part: str, typed: Typed = NO_ANSWERS) -> tuple[Shape, ...]:
    """Return the shapes of a part's fields, in the order in which they are asked; `typed`: all answers so far."""
    shapes = (*form_shapes(PersonBrief), *form_shapes(OpenTransfer), *shapes_of(REQUEST))
    known = {shape.name: shape for shape in shapes}
    own = (known[name] for name in PARTS[part] if name != UNDER or packages_for(typed))
    return (*own, *_added(part, typed))


def _added(part: str, typed: Typed) -> tuple[Shape, ...]:
    return added_shapes(REQUEST, package_in(typed)) if part == WITH_PACKAGE else ()


def typed_in(part: str, typed: Typed, before: Typed = NO_ANSWERS) -> dict[str, list[str]]:
    """Return what was typed into a part: every field of it, blank ones too, so that they replace what stood there.

    `before`: the answers so far.
    """
    kept: dict[str, list[str]] = {}
    added = (f"{UNDER}.{shape.name}" for group in _added(part, before) for shape in group.parts)
    for name in (*PARTS[part], *added):
        own = {key: list(texts) for key, texts in typed.items() if key == name or key.startswith(f"{name}.")}
        kept.update(own or {name: []})
    return _completed(kept)


def _completed(typed: dict[str, list[str]]) -> dict[str, list[str]]:
    """Put answers as the directory has them: the tag of a language, the payer in small letters, the need as reason."""
    if "language" in typed:
        said = last(typed, "language")
        typed["language"] = [language_tag(said) or said]
    if "payer" in typed:
        payer = last(typed, "payer").strip().casefold()
        typed["payer"] = ["none" if payer in _NOBODY_PAYS else payer]
    if "transfer_trigger" in typed and not last(typed, "transfer_trigger"):
        typed["transfer_trigger"] = [last(typed, "need_category")]
    return typed


def wrong_with(part: str, typed: Typed, clock: Clock) -> Wrong:
    """Return what is wrong with what was typed into a part."""
    names = {shape.name for shape in shapes_in(part, typed)}
    reading = read(shapes_in(part, typed), typed, clock)
    problems = {name: why for name, why in _problems(part, reading, typed).items() if name.partition(".")[0] in names}
    words = dict(reading.problems)
    if reading.fields.get("urgency") == Urgency.NOT_RATED:
        words["urgency"] = gettext("Rate how urgent it is. A request without it is refused.")
    if "language" in reading.fields and not language_tag(str(reading.fields["language"])):
        words["language"] = gettext("This language is not known. Choose one of the list, or type its name.")
    return Wrong({name: why for name, why in problems.items() if name not in words}, words)


def _problems(part: str, reading: Reading, typed: Typed) -> Mapping[str, str]:
    if part != "person":
        own = {name: value for name, value in reading.fields.items() if name != UNDER}
        added = reading.fields.get(UNDER) if part == WITH_PACKAGE else None
        return {**faults_in(AuthorizationRequest, own), **faults_added(REQUEST, package_in(typed), added)}
    said = reading.fields
    brief: dict[str, Any] = {"age": 0, **{name: said[name] for name in ("language", "payer") if name in said}}
    opened: dict[str, Any] = {**{name: said[name] for name in ("case_id",) if name in said}, "person": brief}
    return {name.removeprefix("person."): why for name, why in faults_in(OpenTransfer, opened).items()}
