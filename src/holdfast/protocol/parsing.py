"""Outside input to commands: every field that is wrong is named; and the ids that a command names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import TypeVar, get_args

from pydantic import ValidationError

from holdfast.protocol.codes import RecordKind
from holdfast.protocol.commands import COMMANDS, Command, FileRecord, OpenTransfer
from holdfast.protocol.errors import Malformed
from holdfast.protocol.fields import FieldsMissing, Form, NamedThing, Names, names_a_kind
from holdfast.protocol.package import UNDER, Given
from holdfast.protocol.packages import package_of
from holdfast.protocol.records import RECORDS
from holdfast.protocol.state import State

F = TypeVar("F", bound=Form)
_NAME = re.compile(r"[a-z_]{1,60}(-[0-9]{1,9})?")
"""The name of a record: its kind, or that with the step at which it was filed."""
Json = object
"""A value as `json.loads` gives it."""


def parse(do: str, fields: Mapping[str, Json]) -> Command:
    """Read the command `do` with its `fields`; raise `Malformed` naming every field that is wrong."""
    model = COMMANDS.get(do)
    if model is None:
        raise Malformed({"do": f"is not a command; one of {', '.join(COMMANDS)}"})
    if model is FileRecord:
        return _parse_record(fields)
    command = validated(model, fields)
    if isinstance(command, OpenTransfer) and command.package is not None and package_of(command.package) is None:
        raise Malformed({"package": f"{command.package!r} is not a pathway package in force"})
    return command


def _parse_record(fields: Mapping[str, Json]) -> FileRecord:
    given = dict(fields)
    kind, supersedes, added = given.pop("record", None), given.pop("supersedes", None), given.pop(UNDER, None)
    if not isinstance(kind, str) or kind not in RECORDS:
        raise Malformed({"record": f"must be one of {', '.join(RECORDS)}"})
    if "supersedes" in fields and not (isinstance(supersedes, str) and _NAME.fullmatch(supersedes)):
        raise Malformed({"supersedes": "must name the record that this one corrects; leave it out otherwise"})
    if UNDER in fields and not isinstance(added, dict):
        raise Malformed({UNDER: "must be an object with the fields of the transfer's package; leave it out otherwise"})
    return FileRecord.model_construct(
        record=validated(RECORDS[RecordKind(kind)], given), supersedes=supersedes,
        added=None if added is None else Given.model_validate(added),
    )  # fmt: skip


def fitted(state: State, command: Command) -> Command:
    """Return a command as the transfer's pathway package asks for it: the fields added to a record in their form.

    Raises `Malformed` naming each field that is wrong as `package.field`, also where the transfer has no package.
    """
    if not isinstance(command, FileRecord):
        return command
    package, added = package_of(state.package), command.added
    if package is None and state.package:
        raise Malformed({UNDER: f"the package {state.package!r} of this transfer is not installed here"})
    model = package.added.get(command.record.kind) if package else None
    if model is None or isinstance(added, model):
        if added is not None and model is None:
            raise Malformed({UNDER: "this record has no fields of a package; leave it out"})
        return command
    if added is None and package is not None and package.asks(command.record) is None:
        return command
    given = {} if added is None else added.__pydantic_extra__ or {}
    try:
        return command.model_copy(update={"added": validated(model, given)})
    except Malformed as wrong:
        raise Malformed({f"{UNDER}.{name}": why for name, why in wrong.fields.items()}) from None


def validated(model: type[F], fields: Mapping[str, Json]) -> F:
    """Read `fields` as a `model`; raise `Malformed` naming every field that is wrong."""
    nulls = [n for n, f in model.model_fields.items() if not f.is_required() and n in fields and fields[n] is None]
    if nulls:
        raise Malformed(dict.fromkeys(nulls, "must not be null; leave it out"))
    try:
        return model.model_validate(fields)
    except ValidationError as wrong:
        raise Malformed(_named(wrong, model)) from None


def _named(wrong: ValidationError, model: type[Form]) -> dict[str, str]:
    """Return each wrong field's dotted path with one sentence; the parts of a union give one sentence."""
    named: dict[str, str] = {}
    for error in wrong.errors(include_url=False, include_input=False):
        cause = error.get("ctx", {}).get("error")
        if isinstance(cause, FieldsMissing):
            named.update(dict.fromkeys(cause.fields, str(cause)))
            continue
        path = _path(error["loc"], is_extra=error["type"] == "extra_forbidden")
        said = error["msg"].removeprefix("Value error, ")
        named[path] = f"{named[path]}; or {said}" if path in named else said
    return named


def _path(loc: tuple[int | str, ...], *, is_extra: bool) -> str:
    """Return a dotted path without the parts that name the members of a union; an extra field may have any name."""
    last = len(loc) - 1 if is_extra else None
    return ".".join(
        str(part) for place, part in enumerate(loc) if place == last or isinstance(part, int) or part.isidentifier()
    )


def named_ids(command: Command) -> dict[str, tuple[NamedThing, str]]:
    """Return each id field that holds an id (not a kind, where one may stand), as field -> (what it names, the id)."""
    form: Form = command.record if isinstance(command, FileRecord) else command
    found: dict[str, tuple[NamedThing, str]] = {}
    for field, mark in _id_fields(type(form)):
        value = getattr(form, field)
        if value is not None and not (mark.or_kind and names_a_kind(value)):
            found[field] = (mark.thing, value)
    added = command.added if isinstance(command, FileRecord) else None
    for field, mark in _id_fields(type(added)) if added is not None else ():
        value = getattr(added, field)
        if value is not None and not (mark.or_kind and names_a_kind(value)):
            found[f"{UNDER}.{field}"] = (mark.thing, value)
    return found


@cache
def _id_fields(model: type[Form]) -> tuple[tuple[str, Names], ...]:
    found = []
    for name, field in model.model_fields.items():
        marks = [*field.metadata, *(mark for part in get_args(field.annotation) for mark in get_args(part))]
        found += [(name, mark) for mark in marks if isinstance(mark, Names)]
    return tuple(found)
