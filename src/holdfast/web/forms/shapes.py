"""What a form asks for, as a tree of shapes read from the types of a record or command model. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from inspect import isclass
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from annotated_types import Ge, Le, MaxLen
from pydantic import StrictBool
from pydantic.fields import FieldInfo

from holdfast.protocol.codes import RecordKind
from holdfast.protocol.commands import COMMANDS, Command, FileRecord
from holdfast.protocol.fields import (
    LINE_LENGTH,
    LIST_LENGTH,
    NOTE_LENGTH,
    Answer,
    Day,
    DayOrInstant,
    Form,
    Instant,
    Line,
    Names,
    Note,
    Text,
)
from holdfast.protocol.package import UNDER, Asked, asked_of_field
from holdfast.protocol.packages import package_of
from holdfast.protocol.records import RECORDS
from holdfast.transfers.giving import KNOWN_FIELDS


class Kind(StrEnum):
    """What is asked for."""

    LINE = "line"
    TEXT = "text"
    NOTE = "note"
    """Text that may be empty: never null."""
    NUMBER = "number"
    YES_NO = "yes_no"
    CODE = "code"
    CODES = "codes"
    ID = "id"
    WORD = "word"
    """A text that must be one of a few, or name something of the transfer."""
    DAY = "day"
    INSTANT = "instant"
    DAY_OR_INSTANT = "day_or_instant"
    PARTS = "parts"
    ROWS = "rows"


LANGUAGE = "language"
"""The field that is typed by a language's name, and kept as its tag."""
MOMENTS = frozenset({Kind.DAY, Kind.INSTANT, Kind.DAY_OR_INSTANT})


@dataclass(frozen=True, slots=True)
class Shape:
    """One field. `name` is its last part; `of` the model it stands in, for its words; blank for a row of a list."""

    kind: Kind
    name: str = ""
    of: str = ""
    is_nullable: bool = False
    """Whether it may be null: then it is, when nothing was typed."""
    is_required: bool = True
    """Whether it must be there; what need not is left out when nothing was typed."""
    codes: type[StrEnum] | None = None
    names: Names | None = None
    least: int = 0
    most: int = 0
    """Of a number, the bounds; of a text, the longest; of a list, the most rows."""
    parts: tuple[Shape, ...] = ()
    row: Shape | None = None
    said: Asked | None = None
    """What a pathway package says of it; none for the protocol's own, whose words stand in the catalogs."""

    @property
    def is_optional(self) -> bool:
        """Whether nothing need be typed, as far as the form alone says."""
        return self.is_nullable or not self.is_required or self.kind is Kind.NOTE or self.is_list

    @property
    def is_list(self) -> bool:
        """Whether it holds any number of values."""
        return self.kind in (Kind.CODES, Kind.ROWS)


_TEXTS: dict[Any, tuple[Kind, int]] = {
    Line: (Kind.LINE, LINE_LENGTH), Answer: (Kind.LINE, LINE_LENGTH), Text: (Kind.TEXT, NOTE_LENGTH),
    Note: (Kind.NOTE, NOTE_LENGTH),
}  # fmt: skip
_PLAIN: dict[Any, Kind] = {
    Day: Kind.DAY, Instant: Kind.INSTANT, DayOrInstant: Kind.DAY_OR_INSTANT, StrictBool: Kind.YES_NO, bool: Kind.YES_NO,
}  # fmt: skip
_WORDS = frozenset({("PersonConfirms", "what"), ("OpenTransfer", "package")})
"""Texts of which only a few are taken, and that are no code list."""
_MATTERS = frozenset(
    {("AcknowledgeEscalation", "control"), ("ResolveEscalation", "control"), ("ReviewException", "exception")}
)


def steps() -> tuple[str, ...]:
    """Return every step that somebody gives to a transfer that is open: the nine records, then the commands."""
    not_given = {FileRecord.do, "open_transfer", "tick"}
    return (*RECORDS, *(do for do in COMMANDS if do not in not_given))


def model_of(step: str) -> type[Form]:
    """Return the model of a step: a record by its kind, a command by its name. Raises KeyError for no step."""
    return RECORDS[RecordKind(step)] if step in set(RecordKind) else COMMANDS[step]


@cache
def shapes_of(step: str, package: str = "") -> tuple[Shape, ...]:
    """Return the fields of a step in their order, without those that the server fills in. Raises KeyError.

    `package`: the code of the transfer's pathway package; what it adds to a record stands last, as one group.
    """
    known = KNOWN_FIELDS.get(step, ())
    own = tuple(shape for shape in form_shapes(model_of(step)) if shape.name not in known)
    return (*own, *added_shapes(step, package))


def added_shapes(step: str, code: str) -> tuple[Shape, ...]:
    """Return what a pathway package adds to a record: one group, or nothing."""
    package = package_of(code)
    model = package.added.get(RecordKind(step)) if package is not None and step in set(RecordKind) else None
    if package is None or model is None:
        return ()
    is_whole = step != RecordKind.RECEIVING_ACCEPTANCE  # an answer that accepts nothing comes without
    words = Asked(package.title, package.sentence, scope=None)
    parts = form_shapes(model)
    return (Shape(Kind.PARTS, UNDER, is_nullable=not is_whole, is_required=is_whole, parts=parts, said=words),)


@cache
def form_shapes(model: type[Form]) -> tuple[Shape, ...]:
    """Return the shapes of a model's fields."""
    hints = get_type_hints(model, include_extras=True)
    return tuple(_field(hints[name], name, model, field) for name, field in model.model_fields.items())


def ids_added(shapes: Iterable[Shape]) -> Iterator[Shape]:
    """Yield the id fields that a pathway package adds."""
    parts = (part for shape in shapes if shape.name == UNDER for part in shape.parts)
    yield from (part for part in parts if part.names is not None)


def walk(shapes: tuple[Shape, ...]) -> Iterator[Shape]:
    """Yield every shape of a tree that has a name."""
    for shape in shapes:
        if shape.name:
            yield shape
        yield from walk(shape.parts)
        if shape.row is not None:
            yield from walk((shape.row,))


def _field(hint: Any, name: str, model: type[Form], field: FieldInfo) -> Shape:
    owner = _owner(model, name)
    shape = replace(
        _shape(hint), name=name, of=owner, is_required=field.is_required(), said=asked_of_field(field)
    )  # fmt: skip
    if (owner, name) in _WORDS | _MATTERS:
        shape = replace(shape, kind=Kind.WORD)
    # `None` as the default of a field that is not required is never sent: the protocol wants it left out.
    return shape if field.is_required() or not issubclass(model, Command) else replace(shape, is_nullable=False)


def _owner(model: type[Form], name: str) -> str:
    """Return the name of the model that says the field: an answer's fields are said once, for B2 and by voice."""
    owners = [base.__name__.lstrip("_") for base in model.__mro__ if name in vars(base).get("__annotations__", {})]
    return owners[0] if owners else model.__name__


def _shape(hint: Any) -> Shape:
    """Return the shape of a type; the field's name is put in by the caller."""
    if hint in _TEXTS:
        kind, longest = _TEXTS[hint]
        return Shape(kind, most=longest)
    if hint in _PLAIN:
        return Shape(_PLAIN[hint])
    if isclass(hint):
        return _of_class(hint)
    if get_origin(hint) is Annotated:
        return _annotated(hint)
    if get_origin(hint) is tuple:
        return _list(hint)
    return _nullable(hint)


def _of_class(hint: type) -> Shape:
    if issubclass(hint, StrEnum):
        return Shape(Kind.CODE, codes=hint)
    if issubclass(hint, Form):
        return Shape(Kind.PARTS, parts=form_shapes(hint))
    assert issubclass(hint, str), hint
    return Shape(Kind.LINE, most=LINE_LENGTH)


def _annotated(hint: Any) -> Shape:
    base, *marks = get_args(hint)
    marks = [each for mark in marks for each in (mark.metadata if isinstance(mark, FieldInfo) else [mark])]
    names = next((mark for mark in marks if isinstance(mark, Names)), None)
    if names is not None:
        return Shape(Kind.ID, names=names)
    if base is int or base is bool:
        bounds = {type(mark): mark for mark in marks}
        return Shape(Kind.NUMBER, least=int(bounds[Ge].ge), most=int(bounds[Le].le))
    most = next((mark.max_length for mark in marks if isinstance(mark, MaxLen)), 0)
    shape = _shape(base)
    return replace(shape, most=most) if most else shape


def _list(hint: Any) -> Shape:
    row = _shape(get_args(hint)[0])
    if row.kind is Kind.CODE:
        return Shape(Kind.CODES, codes=row.codes, most=LIST_LENGTH)
    return Shape(Kind.ROWS, row=row, most=LIST_LENGTH)


def _nullable(hint: Any) -> Shape:
    assert get_origin(hint) in (Union, UnionType), hint
    given = [part for part in get_args(hint) if part is not NoneType]
    # `DayOrInstant | None` is one flat union; put together again it is the type that is known.
    whole = given[0] if len(given) == 1 else Union[tuple(given)]  # noqa: UP007 - made of a tuple
    return replace(_shape(whole), is_nullable=True)
