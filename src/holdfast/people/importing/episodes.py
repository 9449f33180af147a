"""Reading episodes of FHIR R4 bundles: EpisodeOfCare and Encounter, each checked; each fault with its JSON path. Pure.

Which of them is of a crisis is said by its class (emergency, or in the field); all others are of care.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from pydantic import ConfigDict, ValidationError

from holdfast.incoming.faults import Faults, Place
from holdfast.people.importing.shapes import CodeableConcept, Coding, DateTime, Element, Key, Text
from holdfast.protocol.codes import EpisodeKind

KINDS = ("EpisodeOfCare", "Encounter")
_CRISIS_CLASSES = frozenset({"EMER", "FLD"})
_NOTHING_HAPPENED = frozenset({"planned", "cancelled", "entered-in-error", "waitlist"})
_OVER = frozenset({"finished"})


class Loose(Element):
    """An element of which only some parts are read; the others are FHIR's business."""

    model_config = ConfigDict(extra="ignore", frozen=True, regex_engine="python-re")


class Reference(Loose):
    """A reference to another resource."""

    reference: Text | None = None


class Stretch(Loose):
    """From when until when."""

    start: DateTime | None = None
    end: DateTime | None = None


class EpisodeOfCare(Loose):
    """A FHIR R4 EpisodeOfCare, as far as we read it."""

    resourceType: Literal["EpisodeOfCare"]  # noqa: N815
    id: Key
    status: Literal["planned", "waitlist", "active", "onhold", "finished", "cancelled", "entered-in-error"]
    type: list[CodeableConcept] = []
    patient: Reference
    period: Stretch | None = None


class Encounter(Loose):
    """A FHIR R4 Encounter, as far as we read it. `class` is called `class_`."""

    resourceType: Literal["Encounter"]  # noqa: N815
    id: Key
    status: Literal[
        "planned", "arrived", "triaged", "in-progress", "onleave", "finished", "cancelled", "entered-in-error",
        "unknown",
    ]  # fmt: skip
    subject: Reference | None = None
    period: Stretch | None = None


@dataclass(frozen=True, slots=True)
class EpisodeEntry:
    """An episode of a bundle: its key, whose it is (as the bundle refers to them), its kind and its span."""

    key: str
    source: str
    refers_to: str
    kind: EpisodeKind
    began_at: datetime
    over_at: datetime | None
    place: Place


def episode_of(resource: dict[str, object], at: Place, faults: Faults) -> EpisodeEntry | None:
    """Return the episode that a resource tells of; none where nothing happened, or its begin is not known.

    A fault is told to `faults`, without any value.
    """
    of: type[EpisodeOfCare] | type[Encounter] = (
        EpisodeOfCare if resource.get("resourceType") == "EpisodeOfCare" else Encounter
    )
    try:
        read = of.model_validate(resource)
    except ValidationError as why:
        for error in why.errors(include_url=False, include_input=False):
            path = ".".join(str(step) for step in error["loc"])
            faults.add(at, path, "has not the form that FHIR R4 gives it.", "what FHIR R4 (4.0.1) says of this element")
        return None
    whom = read.patient if isinstance(read, EpisodeOfCare) else read.subject
    began = _instant(read.period.start if read.period else None)
    if read.status in _NOTHING_HAPPENED or began is None or whom is None or not whom.reference:
        return None
    over = _instant(read.period.end if read.period else None)
    is_over = read.status in _OVER or over is not None
    return EpisodeEntry(
        read.id, read.resourceType, whom.reference, _kind(resource), began, (over or began) if is_over else None, at
    )


def episodes_in(entries: list[object], place: Place, faults: Faults) -> Iterator[EpisodeEntry]:
    """Yield the episodes of the entries of a bundle."""
    for number, entry in enumerate(entries):
        resource = entry.get("resource") if isinstance(entry, dict) else None
        if isinstance(resource, dict) and resource.get("resourceType") in KINDS:
            found = episode_of(resource, place.below("entry").below(number).below("resource"), faults)
            if found is not None:
                yield found


def _kind(resource: dict[str, object]) -> EpisodeKind:
    of = resource.get("class")
    try:
        code = Coding.model_validate(of).code if isinstance(of, dict) else None
    except ValidationError:
        code = None
    return EpisodeKind.CRISIS if code in _CRISIS_CLASSES else EpisodeKind.CARE


def _instant(text: str | None) -> datetime | None:
    """Return an instant; a date stands for its beginning in UTC, a month or a year for nothing."""
    try:
        found = datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
    return found if found is None or found.tzinfo else found.replace(tzinfo=UTC)
