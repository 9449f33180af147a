"""What the OpenAPI document says of each address: the models that read the input, the views that are shown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from http import HTTPStatus
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter

from holdfast.api.problems import MEDIA_TYPE, FailedControl, FieldFault
from holdfast.protocol.codes import RecordKind
from holdfast.protocol.commands import COMMANDS, FileRecord, OpenTransfer, Tick
from holdfast.protocol.fields import Form
from holdfast.protocol.package import UNDER
from holdfast.protocol.packages import packages
from holdfast.protocol.records import RECORDS
from holdfast.transfers.giving import KNOWN_FIELDS

Json = dict[str, Any]
REF = "#/components/schemas/{model}"
NOT_OFFERED = frozenset({OpenTransfer.do, FileRecord.do, Tick.do})
"""Commands without an address of their own: opening and records have others, and time is not for a client to pass."""
OFFERED = tuple(model for do, model in COMMANDS.items() if do not in NOT_OFFERED)
READING = (401, 403, 404, 422)
"""What a read may answer beside what it shows."""
WRITING = (*READING, 400, 413, 415)
FILING = (*WRITING, 409, 410, 412)
SOUND_TEXT = r"^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]*$"
"""Text without characters that hide or change text, as `protocol.fields` reads it."""


@dataclass(frozen=True, slots=True)
class ProblemBody:
    """RFC 9457: something is wrong. `detail` says what to do."""

    type: str
    title: str
    status: int
    detail: str


@dataclass(frozen=True, slots=True)
class UnreadableProblem(ProblemBody):
    """The body is no JSON object."""

    line: int | None = None
    column: int | None = None


@dataclass(frozen=True, slots=True)
class MalformedProblem(ProblemBody):
    """Fields are wrong; each is named. Nothing was recorded."""

    errors: tuple[FieldFault, ...] = ()


@dataclass(frozen=True, slots=True)
class RefusedProblem(ProblemBody):
    """Controls do not hold. Nothing was done, and the attempt is on record. Without `controls`: others were faster."""

    transfer_id: UUID | None = None
    seq: int | None = None
    controls: tuple[FailedControl, ...] = ()


@dataclass(frozen=True, slots=True)
class StaleProblem(ProblemBody):
    """The transfer has changed since it was seen; `seq` is its latest event."""

    seq: int = 0


PROBLEMS: dict[int, type[ProblemBody]] = {
    400: UnreadableProblem, 409: RefusedProblem, 412: StaleProblem, 422: MalformedProblem,
}  # fmt: skip
IDEMPOTENCY_KEY: Json = {
    "in": "header", "name": "Idempotency-Key", "required": False,
    "description": "The same key with the same request again gets the same answer, and nothing is filed twice.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 128, "pattern": "^[!-~]+$"},
}  # fmt: skip
IF_MATCH: Json = {
    "in": "header", "name": "If-Match", "required": False,
    "description": "The ETag of the transfer as you saw it; where it has changed since, nothing is done (412).",
    "schema": {"type": "string", "pattern": r'^"[0-9]{1,9}"$'},
}  # fmt: skip
OCCURRED_AT: Json = {
    "in": "header", "name": "Occurred-At", "required": False,
    "description": "When it happened, as the client says: kept beside the server's clock, which alone counts.",
    "schema": {"type": "string", "format": "date-time"},
}  # fmt: skip
ETAG: Json = {"ETag": {"description": "The transfer's latest event.", "schema": {"type": "string"}}}


@dataclass(slots=True)
class Shapes:
    """The schemas that documented addresses refer to, by name; made when the document is asked for."""

    shown: dict[str, Any] = field(default_factory=dict)
    taken: dict[str, type[Form]] = field(default_factory=dict)


SHAPES = Shapes()


def documented(  # noqa: PLR0913 - what is said of an address
    operation_id: str,
    summary: str,
    *,
    gives: Any = None,
    status: int = 200,
    takes: str | type[Form] | None = None,
    may: tuple[int, ...] = READING,
    parameters: tuple[Json, ...] = (),
) -> dict[str, Any]:
    """Return what ninja is told of one address: `gives` is what it shows, `takes` what it reads, `may` its problems."""
    answers: dict[int, Json] = {status: {"description": HTTPStatus(status).phrase}}
    if gives is not None:
        answers[status] |= _content("application/json", _named(gives))
    if IF_MATCH in parameters or (gives is not None and "ETag" in summary):
        answers[status]["headers"] = ETAG
    for wrong in sorted(may):
        problem = _content(MEDIA_TYPE, _named(PROBLEMS.get(wrong, ProblemBody)))
        answers[wrong] = {"description": HTTPStatus(wrong).phrase, **problem}
    extra: Json = {"responses": answers, "parameters": [dict(each) for each in parameters]}
    if takes is not None:
        extra["requestBody"] = {"required": True, **_content("application/json", _taken(takes))}
    return {"operation_id": operation_id, "summary": summary, "openapi_extra": extra}


def _content(media_type: str, name: str) -> Json:
    return {"content": {media_type: {"schema": {"$ref": REF.format(model=name)}}}}


def _named(view: Any) -> str:
    # As pydantic names a generic view: `Page_TransferCard_`.
    name = view.__name__ if isinstance(view, type) else re.sub(r"\W", "_", re.sub(r"\b(?:\w+\.)+", "", str(view)))
    SHAPES.shown[name] = view
    return name


def _taken(takes: str | type[Form]) -> str:
    if isinstance(takes, str):
        return takes
    SHAPES.taken[takes.__name__] = takes
    return takes.__name__


@cache
def schemas() -> Json:
    """Return every schema of the document by its name."""
    models: dict[str, Any] = {model.__name__: model for model in (*RECORDS.values(), *OFFERED)} | SHAPES.taken
    models |= {name: model for kind in RECORDS for name, model in _added(kind)}
    inputs = [(name, "validation", TypeAdapter(model)) for name, model in models.items()]
    outputs = [(name, "serialization", TypeAdapter(view)) for name, view in SHAPES.shown.items()]
    heads, definitions = TypeAdapter.json_schemas([*inputs, *outputs], ref_template=REF)  # type: ignore[list-item]
    found: Json = dict(definitions.get("$defs", {}))
    for (name, _), schema in heads.items():
        if schema.get("$ref") != REF.format(model=name):
            # What a package adds stands under a name that says of which package it is.
            found[str(name)] = found.pop(schema["$ref"].rpartition("/")[2]) if set(schema) == {"$ref"} else schema
    for name in models:
        found[name] = _as_read(found[name])
    return _completed(found)


def _added(kind: RecordKind) -> Iterator[tuple[str, type[Form]]]:
    """Yield what each pathway package adds to a kind of record, by the name of its schema."""
    for code, package in packages().items():
        if kind in package.added:
            yield f"{RECORDS[kind].__name__}_{code}", package.added[kind]


def _as_read(schema: Json) -> Json:
    """Return a form's schema as the form is read: a field that may be left out must not be null."""
    required = schema.get("required", [])
    fields = {
        name: part if name in required else _not_null(part) for name, part in schema.get("properties", {}).items()
    }
    return {**schema, "properties": fields}


def _not_null(part: Json) -> Json:
    kept = {name: value for name, value in part.items() if name != "default"}
    choices = [choice for choice in kept.pop("anyOf", []) if choice != {"type": "null"}]
    if not choices:
        return kept
    return {**choices[0], **kept} if len(choices) == 1 else {**kept, "anyOf": choices}


def _completed(found: Json) -> Json:
    """Add what addresses add to the forms: `supersedes` of records; what the server knows may be left out."""
    supersedes = {
        "type": "string", "pattern": "^[a-z_]{1,60}(-[0-9]{1,9})?$",
        "description": "The record that this one corrects: its name, or its kind.",
    }  # fmt: skip
    for kind, model in RECORDS.items():
        found[model.__name__]["properties"]["supersedes"] = supersedes
        added = [{"$ref": REF.format(model=name)} for name, _ in _added(kind)]
        if added:
            found[model.__name__]["properties"][UNDER] = {
                "description": "What the transfer's pathway package adds; left out where it has none.", "anyOf": added,
            }  # fmt: skip
    for do, names in KNOWN_FIELDS.items():
        form = found[COMMANDS[do].__name__]
        form["required"] = [name for name in form["required"] if name not in names]
        if "measured" in names:
            form["properties"]["measured"] = {"const": False, "description": "Only the live room measures."}
    return {name: _sound(schema) for name, schema in found.items()}


def _sound(schema: Any) -> Any:
    """Return a schema in which bounded free text says which characters it takes."""
    if isinstance(schema, list):
        return [_sound(part) for part in schema]
    if not isinstance(schema, Mapping):
        return schema
    inner = {name: _sound(part) for name, part in schema.items()}
    is_text = inner.get("type") == "string" and "maxLength" in inner and not {"pattern", "format"} & inner.keys()
    return {**inner, "pattern": SOUND_TEXT} if is_text else inner


def address_of(step: str) -> str:
    """Return the last part of a step's address: records and commands each have their own."""
    return f"records/{step}" if step in set(RecordKind) else f"commands/{step}"
