"""The fields of a record or command, to what somebody would have typed: how a form is filled in beforehand. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from holdfast.web.forms import moments
from holdfast.web.forms.shapes import MOMENTS, Kind, Shape

_LENGTH_OF_DAY = len("2026-11-18")


def filled(shapes: Iterable[Shape], fields: Mapping[str, Any], zone: str) -> dict[str, list[str]]:
    """Return the texts, by dotted name, from which `read` makes these fields again; moments by the clocks of `zone`.

    Values may be those of a model, or their JSON. A field that is not asked for, or null, gives nothing.
    """
    typed: dict[str, list[str]] = {}
    for shape in shapes:
        if fields.get(shape.name) is not None:
            typed.update(_written(shape, shape.name, fields[shape.name], zone))
    return typed


def _written(shape: Shape, name: str, value: Any, zone: str) -> dict[str, list[str]]:
    if shape.kind is Kind.PARTS:
        parts = value if isinstance(value, Mapping) else value.model_dump()
        return {f"{name}.{key}": texts for key, texts in filled(shape.parts, parts, zone).items()}
    if shape.kind is Kind.ROWS:
        assert shape.row is not None
        rows = (_written(shape.row, f"{name}.{number}", row, zone) for number, row in enumerate(value))
        return {key: texts for row in rows for key, texts in row.items()}
    if shape.kind is Kind.CODES:
        return {name: [str(code) for code in value]}
    if shape.kind in MOMENTS:
        return _moment(name, value, zone)
    if shape.kind is Kind.YES_NO:
        return {name: ["yes" if value else "no"]}
    return {name: [str(value)]}


def _moment(name: str, value: date | datetime | str, zone: str) -> dict[str, list[str]]:
    if isinstance(value, str):
        value = date.fromisoformat(value) if len(value) == _LENGTH_OF_DAY else datetime.fromisoformat(value)
    if not isinstance(value, datetime):
        return {f"{name}.{moments.DAY}": [value.isoformat()]}
    local = moments.local_of(value, zone)
    parts = {moments.DAY: local.day, moments.TIME: local.time, moments.OFFSET: local.offset}
    return {f"{name}.{part}": [text] for part, text in parts.items() if text}
