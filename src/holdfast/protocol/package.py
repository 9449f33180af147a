"""What a pathway package is made of (section 3.4): added fields of records, controls, and words to say. Values only.

A package is one module with one `PACKAGE`; `packages` finds it. Words are given in each language beside what they name,
so that a further package touches no other file: `{"en": ..., "es": ...}`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, cast

from pydantic import ConfigDict, Field
from pydantic.fields import FieldInfo

from holdfast.protocol.codes import Acceptance, ConsentScope, EscalationLevel, Need, RecordKind, Seat
from holdfast.protocol.fields import Form
from holdfast.protocol.records import ReceivingAcceptance, Record

if TYPE_CHECKING:
    from holdfast.protocol.situation import Situation
    from holdfast.protocol.state import State

A = TypeVar("A", bound="Added")
Said = Mapping[str, str]
"""A text by the tag of its language; English is always there."""
LANGUAGES = ("en", "es")
"""The languages in which a package says everything."""
UNDER = "package"
"""The field of a record under which the added fields stand in what comes in and goes out."""


def said(text: Said, language: str = "en") -> str:
    """Return a text in `language` (a BCP 47 tag); in English where that language is not here."""
    return text.get(language.split("-", maxsplit=1)[0].lower()) or text["en"]


class Added(Form):
    """Base of the fields that a package adds to one kind of record. Declare each with `asked`."""


class Given(Added):
    """Added fields as they came in, before it is known of which package they are; or of one that is not installed."""

    model_config = ConfigDict(extra="allow")


class AddedName(NamedTuple):
    """The name under which the ledger keeps an added field, beside the record's own: `package.CODE.field`."""

    code: str
    field: str

    def __str__(self) -> str:
        """Return it as it is kept."""
        return f"{UNDER}.{self.code}.{self.field}"


def added_name(kept: str) -> AddedName | None:
    """Read the name under which a field is kept; none where no package added it."""
    under, _dot, rest = kept.partition(".")
    code, dot, name = rest.partition(".")
    return AddedName(code, name) if under == UNDER and dot else None


@dataclass(frozen=True, slots=True)
class Asked:
    """What is said of an added field, and the consent that the receiving side needs to see it."""

    label: Said
    hint: Said
    scope: ConsentScope | None
    is_past: bool = False


def asked(
    label: Said,
    *,
    hint: Said | None = None,
    scope: ConsentScope | None,
    is_past: bool = False,
    is_required: bool = True,
) -> Any:
    """Declare an added field: its label and hint, and the consent that the receiving side needs to see it.

    `scope`: none for what says nothing of the person's life. `is_past`: a moment that has come when it is written
    down. What is not required may be `None` when it is left out.
    """
    words = {
        "x-label": dict(label), "x-hint": dict(hint or {}), "x-consent-scope": scope.value if scope else None,
        "x-is-past": is_past,
    }  # fmt: skip
    default = ... if is_required else None
    extra = cast("dict[str, Any]", words)
    return Field(default, title=label["en"], description=label["en"].rstrip(".") + ".", json_schema_extra=extra)


def asked_of_field(info: FieldInfo) -> Asked | None:
    """Return what `asked` declared of a field; none where it was not declared so."""
    words = info.json_schema_extra
    if not isinstance(words, dict) or "x-label" not in words:
        return None
    scope = words["x-consent-scope"]
    label, hint = cast("Said", words["x-label"]), cast("Said", words["x-hint"])
    return Asked(label, hint, ConsentScope(str(scope)) if scope else None, words["x-is-past"] is True)


@dataclass(frozen=True, slots=True)
class Rule:
    """One control of a package, asked only in its transfers. The check says whether the rule holds."""

    id: str
    """`P.` and one word that no other control has."""
    sentence: Said
    mend: Said
    """How to mend it, said to whoever was refused."""
    steps: tuple[str, ...]
    check: Callable[[Situation], bool]
    field: str = ""
    """The field in which it is mended: an added one, or one of the record itself."""
    escalates: EscalationLevel | None = None


class Moment(StrEnum):
    """When something is said."""

    BEFORE = "before"
    """With the person, before the receiver is contacted."""
    CALL = "call"
    """While all three are together."""
    RELEASE = "release"
    """When the originator lets go."""
    AFTER = "after"
    """From then until the first visit."""


@dataclass(frozen=True, slots=True)
class Line:
    """Words to say: when, by whom, and what."""

    moment: Moment
    by: Seat
    text: Said


@dataclass(frozen=True, slots=True)
class Planned:
    """A step that the added fields planned for when nobody answers, and what of it they say already.

    `fields`: of the command, by name; what is left out is asked when it is given. `who`: who does it, where the plan
    says so in words. `is_done`: whether it, or another in its place, was done.
    """

    step: str
    fields: Mapping[str, object]
    is_done: bool
    who: str = ""


def nothing_planned(state: State) -> tuple[Planned, ...]:
    """Return what a package plans that plans nothing."""
    return ()


@dataclass(frozen=True, slots=True)
class Package:
    """One pathway package."""

    code: str
    title: Said
    sentence: Said
    """What it is for."""
    needs: frozenset[Need] = frozenset()
    """The needs it fits; none named: any."""
    added: Mapping[RecordKind, type[Added]] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()
    words: tuple[Line, ...] = ()
    unanswered: Callable[[State], tuple[Planned, ...]] = nothing_planned
    """What its records planned for when nobody answers, in the order in which it is done; `asking.planned` asks."""

    def place_of(self, rule: Rule) -> str:
        """Return the dotted name of the field in which a rule is mended; blank where it is none of the form."""
        is_added = any(rule.field in model.model_fields for model in self.added.values())
        return f"{UNDER}.{rule.field}" if rule.field and is_added else rule.field

    def fits(self, need: Need) -> bool:
        """Say whether the package is offered for a need."""
        return not self.needs or need in self.needs

    def asks(self, record: Record) -> type[Added] | None:
        """Return the fields that must come with a record: an answer that accepts nothing needs none."""
        declines = isinstance(record, ReceivingAcceptance) and record.acceptance is not Acceptance.ACCEPTED
        return None if declines else self.added.get(record.kind)

    def fields_of(self, kind: RecordKind) -> Iterator[tuple[str, Asked]]:
        """Yield the names of the fields added to a kind of record, each with what is said of it."""
        model = self.added.get(kind)
        for name, info in model.model_fields.items() if model else ():
            words = asked_of_field(info)
            assert words is not None, f"{name} of {self.code} is declared without `asked`"
            yield name, words
