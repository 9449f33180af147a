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
from holdfast.web.drafts import Draft
from holdfast.web.forms.field_words import FIELDS
from holdfast.web.forms.pages import KEY
from holdfast.web.forms.reading import Clock, read
from holdfast.web.forms.shapes import Shape
from holdfast.web.forms.starting import PARTS, REQUEST, shapes_in, wrong_with
from holdfast.web.parts import Crumb, ErrorSummary, Problem, Row
from holdfast.web.presenters.handoffs import AboutPerson, Writing, about, clock_of, crumbs_before, key_of, part_url
from holdfast.web.presenters.names import names_of
from holdfast.web.words import times
from holdfast.web.words.codes import in_words
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
    crumbs: tuple[Crumb, ...]
    discard_url: str


def check_page(writing: Writing, problems: Mapping[str, str] | None = None) -> CheckPage:
    """Return the page, by at most four statements. `problems`: what the protocol said of what was sent, by field."""
    draft, found, at = writing.draft, writing.person, writing.at
    clock = clock_of(writing.caller, at)
    values = {name: value for part in PARTS for name, value in read(shapes_in(part), draft.typed, clock).fields.items()}
    names = _names(values, at)
    shapes = [(part, shape) for part in PARTS for shape in shapes_in(part)]
    return CheckPage(
        person=about(found, at),
        rows=tuple(
            _row(draft, part, shape, _words(shape.name, values.get(shape.name), names)) for part, shape in shapes
        ),
        hidden=tuple(_hidden(draft)), errors=_errors(draft, found, clock, problems or {}), crumbs=crumbs_before(draft),
        discard_url=reverse("handoff_discard", args=[draft.id]),
    )  # fmt: skip


def _row(draft: Draft, part: str, shape: Shape, words: str) -> Row:
    label = str(FIELDS[f"{shape.of}.{shape.name}"].label)
    return Row(label, words or gettext("Not answered yet"), part_url(draft, part), gettext("Change"))


def _names(values: Mapping[str, object], at: datetime) -> dict[str, str]:
    """Return the names of the route and of the reviewer, by their ids; three statements."""
    route, reviewer = str(values.get("receiving_pathway", "")), str(values.get("reviewer_id", ""))
    found = pathways_pictured([route], at=at).get(route)
    named = {route: joined(found.service, found.name)} if found is not None else {}
    return {**named, **names_of([reviewer]).people}


def _words(name: str, value: object, names: Mapping[str, str]) -> str:
    """Return an answer in words."""
    if value is None or value == "":
        return ""
    codes = _CODES.get(name)
    if codes is not None:
        chosen = map(str, value if isinstance(value, list) else [value])
        return ", ".join(in_words(codes(each)) for each in chosen if each in set(codes)) or gettext("None")
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
    yield KEY, key_of(draft, REQUEST)
    names = [name for part, asked in PARTS.items() if part != "person" for name in asked]
    for key, texts in draft.typed.items():
        if key.partition(".")[0] in names:
            yield from ((key, text) for text in texts)


def _errors(draft: Draft, found: PersonView, clock: Clock, problems: Mapping[str, str]) -> ErrorSummary | None:
    """Return what keeps the answers from being sent: who can't be handed over, and parts that are not filled in."""
    why_not = about(found, clock.at).why_not
    said = [Problem(why_not)] if why_not else []
    for part, names in PARTS.items():
        is_refused = any(name.removeprefix("person.") in names for name in problems)
        if is_refused or part not in draft.parts or wrong_with(part, draft.typed, clock):
            words = gettext("Fill in: %(what)s.") % {"what": ", ".join(_labels(part))}
            said.append(Problem(words, part_url(draft, part)))
    if problems and not said:
        said.append(Problem(gettext("It could not be sent. Check each answer.")))
    return ErrorSummary(gettext("There is a problem"), tuple(said)) if said else None


def _labels(part: str) -> list[str]:
    return [str(FIELDS[f"{shape.of}.{shape.name}"].label) for shape in shapes_in(part)]
