"""The fields of a record or command, in words: their types, what they mean, the codes they accept."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import get_args

from pydantic.fields import FieldInfo

from holdfast.cli.reference.markdown import code, first_sentence, link, table
from holdfast.protocol.fields import Form, Names

Schema = dict[str, object]
_PLAIN = {"boolean": "true or false", "integer": "whole number"}
_FORMATS = {"date": "date", "date-time": "instant"}


def fields_table(model: type[Form]) -> str:
    """Return the table of a form's fields, and below it those of the forms within."""
    whole = _table(model)
    within = (f"`{inner.__name__}`: {first_sentence(inner.__doc__)}\n\n{_table(inner)}" for inner in _forms_in(model))
    return "\n".join([whole, *within])


def _table(model: type[Form]) -> str:
    properties = model.model_json_schema()["properties"]
    rows = (
        (code(name), _type(field, properties[name]), field.description or "")
        for name, field in model.model_fields.items()
    )
    return table(("field", "type", "meaning"), rows)


def _forms_in(model: type[Form]) -> list[type[Form]]:
    found = [part for field in model.model_fields.values() for part in parts_of(field.annotation)]
    return list(dict.fromkeys(part for part in found if isinstance(part, type) and issubclass(part, Form)))


def parts_of(annotation: object) -> Iterator[object]:
    """Yield an annotation and everything within it."""
    yield annotation
    for part in get_args(annotation):
        yield from parts_of(part)


def _type(field: FieldInfo, schema: Schema) -> str:
    said = _id(field) or _said(schema)
    null = " or null" if _id(field) and {"type": "null"} in _options(schema) else ""
    return said + null + ("" if field.is_required() else "; may be left out")


def _id(field: FieldInfo) -> str:
    """Say what an id names; blank where the field is no id."""
    marks = [part for part in (*field.metadata, *parts_of(field.annotation)) if isinstance(part, Names)]
    if not marks:
        return ""
    return f"id of a {marks[0].thing}" + (", or a kind with a colon" if marks[0].or_kind else "")


def _options(schema: Schema) -> list[Schema]:
    options = schema.get("anyOf")
    return options if isinstance(options, list) else []


def _said(schema: Schema) -> str:
    """Say in words what a JSON Schema asks for."""
    if "$ref" in schema:
        name = str(schema["$ref"]).rsplit("/", maxsplit=1)[-1]
        return link(name, name) if _is_code_list(name) else code(name)
    if options := _options(schema):
        return " or ".join("null" if option == {"type": "null"} else _said(option) for option in options)
    if "const" in schema:
        return code(schema["const"])
    if schema.get("type") == "array":
        items = schema.get("items")
        return f"list of at most {schema['maxItems']}: {_said(items) if isinstance(items, dict) else 'anything'}"
    return _said_plain(schema)


def _said_plain(schema: Schema) -> str:
    if schema.get("type") == "string":
        return _FORMATS.get(str(schema.get("format")), "") or _text(schema)
    least, most = schema.get("minimum"), schema.get("maximum")
    between = f" from {least} to {most}" if least is not None else ""
    return _PLAIN[str(schema["type"])] + between


def _text(schema: Schema) -> str:
    if "pattern" in schema:
        return f"text like {code(schema['pattern'])}"
    return f"text, at most {schema['maxLength']} characters" if "maxLength" in schema else "text"


def _is_code_list(name: str) -> bool:
    from holdfast.protocol import codes

    found = getattr(codes, name, None)
    return isinstance(found, type) and issubclass(found, StrEnum)
