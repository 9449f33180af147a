"""The answers of a handoff that was begun, before they are sent: each with a link to change it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.urls import reverse
from django.utils.translation import gettext

from holdfast.directory.selectors import pathways_pictured
from holdfast.people.selectors import PersonView
from holdfast.protocol.codes import Mode, Need, RiskIndicator, Urgency
from holdfast.protocol.package import UNDER
from holdfast.web.drafts import Draft
from holdfast.web.forms.field_words import naming
from holdfast.web.forms.pages import KEY
from holdfast.web.forms.reading import Clock, read
from holdfast.web.forms.shapes import MOMENTS, Kind, Shape
from holdfast.web.forms.starting import CHECK, PARTS, REQUEST, shapes_in, wrong_with
from holdfast.web.parts import Action, Crumb, ErrorSummary, Look, Problem, Row
from holdfast.web.presenters.handoffs import (
    PART_WORDS,
    AboutPerson,
    Writing,
    about,
    clock_of,
    crumbs_before,
    key_of,
    next_part,
    part_url,
)
from holdfast.web.presenters.names import names_of
from holdfast.web.words import times
from holdfast.web.words.codes import in_words
from holdfast.web.words.packages import package_title
from holdfast.web.words.places import joined, payer_name
from holdfast.web.words.tongues import language_name

_CODES: dict[str, type[StrEnum]] = {
    "need_category": Need, "transfer_trigger": Need, "urgency": Urgency, "risk_indicators": RiskIndicator, "mode": Mode,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class CheckPage:
    """What the page shows. `hidden`: what is sent along, so that a refused request is drawn with what was typed."""

    person: AboutPerson
    rows: tuple[Row, ...]
    hidden: tuple[tuple[str, str], ...]
    errors: ErrorSummary | None
    go_on: Action | None
    """The first part that nobody has answered yet; none where all are."""
    crumbs: tuple[Crumb, ...]
    discard_url: str


def check_page(writing: Writing, problems: Mapping[str, str] | None = None) -> CheckPage:
    """Return the page, by at most four statements. `problems`: what the protocol said of what was sent, by field."""
    draft, found, at = writing.draft, writing.person, writing.at
    clock = clock_of(writing.caller, at)
    given = {part: read(shapes_in(part, draft.typed), draft.typed, clock).fields for part in PARTS}
    names = _names({name: value for fields in given.values() for name, value in fields.items()}, at)
    shapes = [(part, shape) for part in PARTS for shape in shapes_in(part, draft.typed)]
    return CheckPage(
        person=about(found, at),
        rows=tuple(
            _row(draft, part, shape, _told(shape, given[part].get(shape.name), names)) for part, shape in shapes
        ),
        hidden=tuple(_hidden(draft)), errors=_errors(draft, found, clock, problems),
        go_on=_go_on(draft, found), crumbs=crumbs_before(draft),
        discard_url=reverse("handoff_discard", args=[draft.id]),
    )  # fmt: skip


def _row(draft: Draft, part: str, shape: Shape, words: str) -> Row:
    """Return an answer; what nobody was asked yet never reads as if it had been found to be none."""
    label, url = str(naming(shape).label), part_url(draft, part)
    if part not in draft.parts or not words:
        return Row(label, gettext("Not answered yet"), url, gettext("Answer"))
    return Row(label, words, url, gettext("Change"))


def _go_on(draft: Draft, found: PersonView) -> Action | None:
    part = next_part(draft)
    if part == CHECK:
        return None
    return Action(gettext("Go on with: %(part)s") % {"part": _title(part, found)}, part_url(draft, part), Look.FILLED)


def _title(part: str, found: PersonView) -> str:
    return str(PART_WORDS[part][0]).format(person=found.first_name or gettext("the person"))


def _names(values: Mapping[str, object], at: datetime) -> dict[str, str]:
    """Return the names of the route and of the reviewer, by their ids; three statements."""
    route, reviewer = str(values.get("receiving_pathway", "")), str(values.get("reviewer_id", ""))
    found = pathways_pictured([route], at=at).get(route)
    named = {route: joined(found.service, found.name)} if found is not None else {}
    return {**named, **names_of([reviewer]).people}


def _told(shape: Shape, value: object, names: Mapping[str, str]) -> str:
    """Return an answer in words; of a package's group each of its answers on a line of its own."""
    if shape.kind is not Kind.PARTS:
        return package_title(str(value)) if shape.name == UNDER and value else _words(shape.name, value, names)
    given = value if isinstance(value, dict) else {}
    return "\n".join(
        f"{naming(part).label}: {_added_words(part, given[part.name], names)}"
        for part in shape.parts
        if given.get(part.name) not in (None, "")
    )


def _added_words(shape: Shape, value: object, names: Mapping[str, str]) -> str:
    if shape.kind is Kind.YES_NO:
        return gettext("Yes") if value else gettext("No")
    if shape.kind in MOMENTS:
        return _moment(str(value))
    if shape.codes is not None:
        return ", ".join(in_words(shape.codes(each)) for each in (value if isinstance(value, list) else [str(value)]))
    return names.get(str(value), str(value))


def _words(name: str, value: object, names: Mapping[str, str]) -> str:
    """Return an answer in words."""
    if value is None or value == "":
        return ""
    codes = _CODES.get(name)
    if codes is not None:
        chosen = map(str, value if isinstance(value, list) else [value])
        return ", ".join(in_words(codes(each)) for each in chosen if each in set(codes)) or (
            gettext("No signs seen") if name == "risk_indicators" else gettext("None")
        )
    if name == "next_checkpoint_date":
        return _moment(str(value))
    if name == "language":
        return language_name(str(value))
    if name == "payer":
        return payer_name(str(value))
    return names.get(str(value), str(value))


def _moment(text: str) -> str:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return times.when(datetime.fromisoformat(text))
    return gettext("%(day)s, at the close of that day") % {"day": times.day(day)}


def _hidden(draft: Draft) -> Iterator[tuple[str, str]]:
    yield KEY, key_of(draft.id, REQUEST)
    names = [name for part, asked in PARTS.items() if part != "person" for name in asked]
    for key, texts in draft.typed.items():
        if key.partition(".")[0] in names:
            yield from ((key, text) for text in texts)


def _errors(draft: Draft, found: PersonView, clock: Clock, problems: Mapping[str, str] | None) -> ErrorSummary | None:
    """Return what keeps the answers from being sent: who can't be handed over, and parts that are wrong.

    A part that nobody has come to yet is wrong only once the answers were sent.
    """
    why_not = about(found, clock.at).why_not
    said = [Problem(why_not)] if why_not else []
    for part, names in PARTS.items():
        is_refused = any(name.removeprefix("person.") in names for name in problems or {})
        is_missing = part not in draft.parts and problems is not None
        if is_refused or is_missing or (part in draft.parts and wrong_with(part, draft.typed, clock)):
            words = gettext("Fill in: %(what)s") % {"what": _title(part, found)}
            said.append(Problem(words, part_url(draft, part)))
    if problems and not said:
        said.append(Problem(gettext("It could not be sent. Check each answer.")))
    return ErrorSummary(gettext("There is a problem"), tuple(said)) if said else None
