"""The parts of starting a handoff: which fields each asks for, and what is wrong with what was typed into one.

The fields are those of the commands themselves (`open_transfer`, the authorization request); nothing is listed twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from holdfast.protocol.codes import RecordKind, Urgency
from holdfast.protocol.commands import OpenTransfer, PersonBrief
from holdfast.protocol.errors import Malformed
from holdfast.protocol.fields import Form
from holdfast.protocol.parsing import validated
from holdfast.protocol.records import AuthorizationRequest
from holdfast.web.forms.reading import Clock, Reading, Typed, last, read
from holdfast.web.forms.shapes import Shape, form_shapes, shapes_of
from holdfast.web.words.tongues import language_tag

REQUEST = RecordKind.AUTHORIZATION_REQUEST
PARTS: dict[str, tuple[str, ...]] = {
    "person": ("case_id", "language", "payer"),
    "need": ("need_category", "transfer_trigger"),
    "urgency": ("urgency",),
    "route": ("receiving_pathway",),
    "risk": ("risk_indicators", "mode", "reviewer_id", "next_checkpoint_date"),
}
"""The parts in their order, each with its fields; after the last one the answers are checked."""
CHECK = "check"


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with one part: sentences of the protocol, and words of our own, by field."""

    problems: Mapping[str, str]
    words: Mapping[str, str]

    def __bool__(self) -> bool:
        """Say whether anything is."""
        return bool(self.problems or self.words)


NOTHING_WRONG = Wrong({}, {})


def shapes_in(part: str) -> tuple[Shape, ...]:
    """Return the shapes of a part's fields, in the order in which they are asked."""
    shapes = (*form_shapes(PersonBrief), *form_shapes(OpenTransfer), *shapes_of(REQUEST))
    known = {shape.name: shape for shape in shapes}
    return tuple(known[name] for name in PARTS[part])


def typed_in(part: str, typed: Typed) -> dict[str, list[str]]:
    """Return what was typed into a part: every field of it, blank ones too, so that they replace what stood there."""
    kept: dict[str, list[str]] = {}
    for name in PARTS[part]:
        own = {key: list(texts) for key, texts in typed.items() if key == name or key.startswith(f"{name}.")}
        kept.update(own or {name: []})
    return _completed(kept)


def _completed(typed: dict[str, list[str]]) -> dict[str, list[str]]:
    """Put answers as the directory has them: the tag of a language, the payer in small letters, the need as reason."""
    if "language" in typed:
        said = last(typed, "language")
        typed["language"] = [language_tag(said) or said]
    if "payer" in typed:
        typed["payer"] = [last(typed, "payer").strip().casefold()]
    if "transfer_trigger" in typed and not last(typed, "transfer_trigger"):
        typed["transfer_trigger"] = [last(typed, "need_category")]
    return typed


def wrong_with(part: str, typed: Typed, clock: Clock) -> Wrong:
    """Return what is wrong with what was typed into a part."""
    names = PARTS[part]
    reading = read(shapes_in(part), typed, clock)
    problems = {name: why for name, why in _problems(part, reading).items() if name.partition(".")[0] in names}
    words = dict(reading.problems)
    if reading.fields.get("urgency") == Urgency.NOT_RATED:
        words["urgency"] = gettext("Rate how urgent it is. A request without it is refused.")
    if "language" in reading.fields and not language_tag(str(reading.fields["language"])):
        words["language"] = gettext("This language is not known. Choose one of the list, or type its name.")
    return Wrong({name: why for name, why in problems.items() if name not in words}, words)


def _problems(part: str, reading: Reading) -> Mapping[str, str]:
    if part != "person":
        return _faults(AuthorizationRequest, reading.fields)
    said = reading.fields
    brief: dict[str, Any] = {"age": 0, **{name: said[name] for name in ("language", "payer") if name in said}}
    opened: dict[str, Any] = {**{name: said[name] for name in ("case_id",) if name in said}, "person": brief}
    return {name.removeprefix("person."): why for name, why in _faults(OpenTransfer, opened).items()}


def _faults(model: type[Form], fields: Mapping[str, Any]) -> Mapping[str, str]:
    try:
        validated(model, fields)
    except Malformed as wrong:
        return wrong.fields
    return {}
