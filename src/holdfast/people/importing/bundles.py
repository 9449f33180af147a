"""Reading FHIR R4 bundles: each Patient checked and turned into a person's values; each fault with its JSON path. Pure.

No value of a person is ever put into a fault: it would name them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from holdfast.incoming.faults import Faults, Place
from holdfast.incoming.files import json_of
from holdfast.incoming.texts import shown
from holdfast.people.importing.shapes import CodeableConcept, Extension, HumanName, Patient

BUNDLE_TYPES = (
    "document", "message", "transaction", "transaction-response", "batch", "batch-response", "history", "searchset",
    "collection",
)  # fmt: skip
LONGEST_PATH = 200
_US_CORE = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-"
_NOT_KEPT = ("SS", "DL", "PPN")
"""Kinds of identifier nobody needs for a transfer: social security, driver's licence, passport."""
_ACCEPTED = {
    "missing": "the element, which FHIR R4 requires",
    "extra_forbidden": "only elements that FHIR R4 (4.0.1) has here",
    "string_type": "a JSON string",
    "list_type": "a JSON list",
    "model_type": "a JSON object",
    "model_attributes_type": "a JSON object",
    "dict_type": "a JSON object",
    "bool_type": "true or false",
    "int_type": "a whole number",
    "string_too_short": "a text that is not empty, or leave the element out",
    "string_pattern_mismatch": "1 to 64 letters, digits, - or .",
    "date": "a date like 1985-03-07, 1985-03 or 1985",
    "date_time": "a date, or an instant with an offset like 1985-03-07T12:00:00-05:00",
    "sound": "text without it",
}


@dataclass(frozen=True, slots=True)
class PersonEntry:
    """A person of a bundle: the key their source gives them, their values by field, and where they stand."""

    key: str
    values: dict[str, object]
    place: Place


def people_of(path: Path, faults: Faults) -> Iterator[PersonEntry]:
    """Yield the people of one bundle; a bundle of organisations or practitioners has none, which is no fault."""
    bundle = json_of(path, faults)
    if bundle is None:
        return
    place = Place(path.name, "$")
    if not isinstance(bundle, dict) or bundle.get("resourceType") != "Bundle":
        faults.add(place, "resourceType", "this is not a FHIR Bundle.", "a JSON object with resourceType “Bundle”")
        return
    if bundle.get("type") not in BUNDLE_TYPES:
        faults.add(place, "type", "is not a type of Bundle.", ", ".join(BUNDLE_TYPES))
    entries = bundle.get("entry", [])
    if not isinstance(entries, list):
        faults.add(place, "entry", "is not a list.", "a JSON list of entries")
        return
    if not any(_kind(entry) == "Patient" for entry in entries):
        kinds = Counter(str(_kind(entry)) for entry in entries)
        held = ", ".join(f"{count} {shown(kind)}" for kind, count in kinds.most_common(5))
        faults.note(Place(path.name), "", f"0 people (it holds {held or 'nothing'}).")
    for number, entry in enumerate(entries):
        yield from _of_entry(entry, place.below("entry").below(number), faults)


def _kind(entry: object) -> object:
    resource = entry.get("resource") if isinstance(entry, dict) else None
    return resource.get("resourceType") if isinstance(resource, dict) else None


def _of_entry(entry: object, at: Place, faults: Faults) -> Iterator[PersonEntry]:
    kind = _kind(entry)
    if not isinstance(kind, str) or not kind.isalpha():
        faults.add(at, "resource.resourceType", "is no kind of resource.", "a resource with its resourceType")
    elif kind == "Patient" and isinstance(entry, dict):
        patient = _patient(entry["resource"], at.below("resource"), faults)
        if patient:
            yield PersonEntry(patient.id, person_values(patient), at.below("resource"))


def _patient(resource: dict[str, object], at: Place, faults: Faults) -> Patient | None:
    try:
        return Patient.model_validate(resource)
    except ValidationError as why:
        for error in why.errors(include_url=False, include_input=False):
            faults.add(at, _path(error["loc"]), _wrong(error), _accepted(error))
        return None


def _path(steps: tuple[int | str, ...]) -> str:
    path = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps).removeprefix(".")
    return shown(path, LONGEST_PATH)


def _wrong(error: ErrorDetails) -> str:
    kind = error["type"]
    if kind in ("date", "date_time", "sound"):
        return f"{error['msg']}."
    words = {
        "missing": "is missing.",
        "extra_forbidden": "is no element of FHIR R4 here.",
        "string_too_long": "is too long.",
        "string_too_short": "is empty.",
    }
    return words.get(kind, "has the wrong form.")


def _accepted(error: ErrorDetails) -> str:
    context = error.get("ctx", {})
    if error["type"] == "literal_error":
        return str(context["expected"]).replace("'", "")
    if error["type"] == "string_too_long":
        return f"at most {context['max_length']} characters"
    if error["type"] == "greater_than_equal":
        return f"a number not lower than {context['ge']}"
    return _ACCEPTED.get(error["type"], "what FHIR R4 (4.0.1) says of this element")


def person_values(patient: Patient) -> dict[str, object]:
    """Return a patient as the values of a person. What the bundle does not say is blank."""
    name = _chosen_name(patient.name)
    spoken = [code for code in (_language(c.language) for c in patient.communication) if code]
    preferred = [code for c in patient.communication if c.preferred and (code := _language(c.language))]
    return {
        "name": _written(name),
        "family": (name.family if name else None) or "",
        "given": " ".join(name.given) if name else "",
        "other_names": [_written(other) for other in patient.name if other is not name],
        "born": patient.birthDate or "",
        "is_deceased": bool(patient.deceasedBoolean or patient.deceasedDateTime),
        "died": patient.deceasedDateTime or "",
        "gender": patient.gender or "",
        "language": preferred[0] if preferred else spoken[0] if len(spoken) == 1 else "",
        "languages": spoken,
        "race": _strata(patient.extension, "race"),
        "ethnicity": _strata(patient.extension, "ethnicity"),
        "telecom": [_given(point, "system", "value", "use", "rank") for point in patient.telecom],
        "addresses": [
            _given(at, "use", "type", "text", "line", "city", "district", "state", "postalCode", "country")
            for at in patient.address
        ],
        "identifiers": _identifiers(patient),
    }


def _chosen_name(names: list[HumanName]) -> HumanName | None:
    order = ("usual", "official", None)
    now = [name for name in names if name.use in order]
    return min(now, key=lambda name: order.index(name.use), default=names[0] if names else None)


def _written(name: HumanName | None) -> str:
    if name is None:
        return ""
    return name.text or " ".join([*name.given, *([name.family] if name.family else []), *name.suffix])


def _language(concept: CodeableConcept) -> str | None:
    return next((coding.code for coding in concept.coding if coding.code), None)


def _strata(extensions: list[Extension], which: str) -> list[dict[str, str]]:
    """Return the codes of a US Core extension as the person reported them; nothing is inferred."""
    found = []
    for part in (p for e in extensions if e.url == _US_CORE + which for p in e.extension):
        coding = part.valueCoding
        if part.url in ("ombCategory", "detailed") and coding:
            found.append({"code": coding.code or "", "display": coding.display or ""})
    return found


def _given(element: object, *names: str) -> dict[str, object]:
    return {name: value for name in names if (value := getattr(element, name))}


def _identifiers(patient: Patient) -> list[dict[str, object]]:
    kept = []
    for identifier in patient.identifier:
        kinds = [coding.code for coding in identifier.type.coding] if identifier.type else []
        if not set(kinds) & set(_NOT_KEPT):
            kept.append(_given(identifier, "use", "system", "value") | ({"type": kinds[0]} if kinds else {}))
    return kept
