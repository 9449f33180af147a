"""What the protocol says of fields that were typed: asked of the models themselves, before anything is sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from holdfast.protocol.codes import RecordKind
from holdfast.protocol.errors import Malformed
from holdfast.protocol.fields import Form
from holdfast.protocol.package import UNDER
from holdfast.protocol.packages import model_of
from holdfast.protocol.parsing import validated


def faults_in(model: type[Form], fields: Mapping[str, Any]) -> Mapping[str, str]:
    """Return what is wrong with fields, by dotted name."""
    try:
        validated(model, fields)
    except Malformed as wrong:
        return wrong.fields
    return {}


def faults_added(step: str, package: str, fields: Mapping[str, Any] | None) -> Mapping[str, str]:
    """Return what is wrong with the fields that a pathway package adds to a record, by dotted name."""
    model = model_of(package, RecordKind(step)) if step in set(RecordKind) else None
    if model is None or fields is None:
        return {}
    return {f"{UNDER}.{name}": why for name, why in faults_in(model, fields).items()}
