"""The page of a form: its fields as they were typed, what is wrong with them, and what keeps it from being done.

`page_form` is for whoever draws a form; `posted` and `typed_from` translate between what was typed and what is filed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from holdfast.config.clock import now
from holdfast.config.ids import new_id
from holdfast.protocol.codes import ConsentScope, RecordKind
from holdfast.protocol.controls import asked_of
from holdfast.protocol.decide import counts_as_latest
from holdfast.protocol.errors import HoldfastError
from holdfast.protocol.fields import LINE_LENGTH, UNSAFE
from holdfast.protocol.offers import ROLE
from holdfast.protocol.package import UNDER
from holdfast.transfers.callers import Caller
from holdfast.transfers.errors import AnotherEvent, KeyReused
from holdfast.transfers.giving import barred_for
from holdfast.transfers.selectors import Looked, Sight
from holdfast.web.forms.choices import Around, named_before, offered
from holdfast.web.forms.danger import alert_over
from holdfast.web.forms.drawing import Offered, Paper, draw
from holdfast.web.forms.faults import faults_added, faults_in
from holdfast.web.forms.fields import Failed, FieldView, FormPage, Option, walk
from holdfast.web.forms.filling import filled
from holdfast.web.forms.planned import named_in_words, planned_fields, planned_told
from holdfast.web.forms.quick import quick_choices
from holdfast.web.forms.reading import Clock, Reading, Typed, last, read, rows_of, tidied, under
from holdfast.web.forms.refusals import failures
from holdfast.web.forms.shapes import Kind, Shape, model_of, shapes_of
from holdfast.web.forms.versions import told_last, version_spoken_of
from holdfast.web.parts import ControlNote, ErrorSummary, LogLine, Problem
from holdfast.web.presenters.names import names_of
from holdfast.web.presenters.visits import booked_seen
from holdfast.web.words.steps import STEPS

APPOINTMENT = "appointment_at"
"""The added field of a pathway package that names the appointment."""
KEY, SEEN, SUPERSEDES = "_key", "_seen", "_supersedes"
MORE, FEWER, FIND, WORDS = "_more", "_fewer", "_find", "_words"
"""What is posted beside the fields: the idempotency key of this rendering, the last event that was seen, the record
that is corrected; and the buttons that add a row, take one away, or look for somebody by name: none of them files."""
Data = QueryDict | Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Said:
    """What is told beside a form that was sent and not taken."""

    problems: Mapping[str, str] = field(default_factory=dict)
    """Sentences of `Malformed`, by dotted name."""
    words: Mapping[str, str] = field(default_factory=dict)
    """Sentences in the reader's own words, by dotted name."""
    refused: tuple[Failed, ...] = ()
    news: tuple[LogLine, ...] = ()
    """What others filed since the form was opened."""
    fault: type[HoldfastError] | None = None
    """What kept the write path from taking it."""
    focused: str = ""
    """The row that was just added."""


def page_form(
    step: str, looked: Looked, caller: Caller, data: Data | None = None, problems: Mapping[str, str] | None = None
) -> FormPage:
    """Return the page of a form: empty, or filled in with `data` as it was posted.

    `data`: `request.POST`, or what `typed_from` makes of fields that are known. `problems`: `Malformed.fields`.
    Raises KeyError for what is no step. At most six statements, for the names of what there is to choose.
    """
    return drawn(step, looked, caller, data, Said(problems=problems or {}))


def posted(step: str, data: Data, zone: str, package: str = "") -> dict[str, Any]:
    """Return the fields of `data` (as posted) as `Filing` takes them; times are by the clocks of `zone`.

    What could not be read is left out: `read_posted` names it. Raises KeyError for what is no step.
    """
    return read_posted(step, data, zone, package).fields


def read_posted(step: str, data: Data, zone: str, package: str = "") -> Reading:
    """Return what was posted: fields, and in the reader's words what could not be read, by dotted name."""
    return read(shapes_of(step, package), without_blank_rows(step, data), Clock(zone, now()))


def without_blank_rows(step: str, data: Data) -> dict[str, Sequence[str]]:
    """Return what was posted without rows that are blank, so that what is wrong with a row is drawn at that row."""
    return tidied(shapes_of(step), as_typed(data))


def not_taken(step: str, reading: Reading, package: str = "") -> Said:
    """Return all that is wrong with what was posted, where some of it could not be read."""
    asked = {shape.name for shape in shapes_of(step, package)}
    own = {name: value for name, value in reading.fields.items() if name != UNDER}
    wrong = {**faults_in(model_of(step), own), **faults_added(step, package, reading.fields.get(UNDER))}
    return Said({name: why for name, why in wrong.items() if name.partition(".")[0] in asked}, reading.problems)


def typed_from(step: str, fields: Mapping[str, Any], zone: str, package: str = "") -> dict[str, list[str]]:
    """Return fields that are known as somebody would have typed them: the `data` of `page_form`."""
    return filled(shapes_of(step, package), fields, zone)


def as_typed(data: Data) -> dict[str, Sequence[str]]:
    """Return what was posted as plain texts by name."""
    return dict(data.lists()) if isinstance(data, QueryDict) else dict(data)


def drawn(step: str, looked: Looked, caller: Caller, data: Data | None, said: Said) -> FormPage:
    """Return the page of a form with all that is said beside it."""
    shapes, words = shapes_of(step, looked.state.package), STEPS[step]
    typed = known_already(step, looked) if data is None else as_typed(data)
    typed = {**typed, **typed_from(step, version_spoken_of(step, looked), looked.state.zone)}
    offers, clock = _offered(step, looked, caller, typed), Clock(looked.state.zone, looked.at)
    if data is None:
        typed = {**named_in_words(step, looked, offers.options), **typed}
    marked = {each.field: each.mend for each in said.refused if each.field}
    paper = Paper(typed, clock, offers, said.problems, {**marked, **said.words}, said.focused)
    fields = draw(shapes, paper)
    supersedes = last(typed, SUPERSEDES)
    hidden = {KEY: str(new_id()), SEEN: str(looked.seq), SUPERSEDES: supersedes}
    errors = _errors(fields, said)
    return FormPage(
        step=step, title=str(words.title), intro=f"{words.intro} {planned_told(step, looked)}".strip(),
        submit=_("File the correction") if supersedes else str(words.submit), fields=fields,
        hidden=tuple((name, value) for name, value in hidden.items() if value), errors=errors, refused=said.refused,
        blocked=() if said.refused else _blocked(step, looked, caller), news=said.news,
        controls=tuple(ControlNote.of(c.id) for c in asked_of(step, looked.state.rules.in_force, looked.state.package)),
        is_correction=bool(supersedes), back_url=_back(looked),
        case=_case(looked), alert=alert_over(looked),
        is_wrong=bool(errors or said.refused or said.news), finds=last(typed, WORDS) if offers.has_more else None,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class NotTheirs:
    """The page of a step that is no part of whoever opened it."""

    title: str
    case: str
    failed: Failed
    owner: str
    """Who owns the person's care now, and so can say whose part it is; blank where they have no name here."""
    back_url: str


def not_theirs(step: str, looked: Looked) -> NotTheirs:
    """Return the page that says whose part a step is not, by its rule."""
    owner = names_of([looked.state.owner]).people.get(looked.state.owner, "")
    return NotTheirs(str(STEPS[step].title), _case(looked), failures([ROLE], looked, step)[0], owner, _back(looked))


def known_already(step: str, looked: Looked) -> dict[str, list[str]]:
    """Return what is on record already and would only be typed again: need, authorized service, what was planned."""
    state, sees_need = looked.state, looked.may_see(ConsentScope.NEED_AND_URGENCY)
    known: dict[str, Any] = {**told_last(step, looked), **planned_fields(step, looked)}
    if step == RecordKind.AUTHORIZATION_REQUEST and sees_need:
        known["need_category"] = state.need
    if step == RecordKind.LIVE_CONNECTION and state.route is not None:
        known["receiving_service"] = state.route.service
    if step in (RecordKind.RECEIVING_ACCEPTANCE, "voice_acceptance"):
        known.update(_visit_held(looked))
    return typed_from(step, known, state.zone, state.package)


def _visit_held(looked: Looked) -> dict[str, Any]:
    """Return the visit that is confirmed as the first action of an answer (V.one_time), as far as it may be known."""
    visit = booked_seen(looked)
    if visit is None or not visit.is_confirmed or visit.at < looked.at:
        return {}
    action = {"who": visit.who, "where": visit.place, "at": visit.at}
    return {"first_action": {name: value for name, value in action.items() if value}, UNDER: {APPOINTMENT: visit.at}}


def must_correct(step: str, looked: Looked) -> bool:
    """Say whether a record of this kind stands, so that only its correction can be filed."""
    kinds = {kind.value: kind for kind in RecordKind}
    kind = kinds.get(step)
    return kind is not None and looked.state.stands(kind) and not counts_as_latest(looked.state, kind)


def reshaped(step: str, data: Data) -> tuple[dict[str, Sequence[str]], str] | None:
    """Return what was typed with a row more or less, and the row that is new; none where nothing of that is asked."""
    typed = as_typed(data)
    shapes = {shape.name: shape for shape in shapes_of(step) if shape.kind is Kind.ROWS}
    more, fewer = last(typed, MORE), last(typed, FEWER)
    if FIND in typed:
        return typed, ""
    if more in shapes:
        number = max(rows_of(typed, more), default=0) + 1
        name = f"{more}.{number}"
        return {**typed, **dict.fromkeys(_blank_row(shapes[more], name), ("",))}, name
    if fewer.rpartition(".")[0] in shapes:
        gone = under(typed, fewer)
        return {key: texts for key, texts in typed.items() if key not in gone}, ""
    return None


def _blank_row(shape: Shape, name: str) -> tuple[str, ...]:
    assert shape.row is not None
    return tuple(f"{name}.{part.name}" for part in shape.row.parts) or (name,)


def _offered(step: str, looked: Looked, caller: Caller, typed: Typed) -> Offered:
    shapes = shapes_of(step, looked.state.package)
    found = offered(shapes, Around(looked, caller, UNSAFE.sub("", last(typed, WORDS))[:LINE_LENGTH]))
    quick = quick_choices(shapes, looked.state, Clock(looked.state.zone, looked.at))
    return replace(found, options=_with_chosen(looked, found.options, typed), quick=quick)


def _with_chosen(looked: Looked, options: Mapping[str, Sequence[Option]], typed: Typed) -> dict[str, Sequence[Option]]:
    """Keep whoever was chosen before and is not offered any more among what there is to choose, by their name."""
    missing = {
        name: last(typed, name)
        for name, offers in options.items()
        if last(typed, name) and last(typed, name) not in {option.value for option in offers}
    }
    names = named_before(looked, missing.values()) if missing else {}
    kept = {name: Option(value, names[value]) for name, value in missing.items() if value in names}
    return {name: (*offers, kept[name]) if name in kept else offers for name, offers in options.items()}


def _blocked(step: str, looked: Looked, caller: Caller) -> tuple[Failed, ...]:
    return failures(barred_for(caller, looked, step), looked, step)


def _errors(fields: tuple[FieldView, ...], said: Said) -> ErrorSummary | None:
    """Return what is wrong with fields; a refusal lists its rules itself, and its fields are marked alone."""
    if said.refused:
        return None
    shown = [Problem(each.error, f"#{each.id}") for each in walk(fields) if each.error]
    placed = tuple(each.name for each in walk(fields))
    unplaced = (name for name in (*said.problems, *said.words) if not _is_under(name, placed))
    others = [Problem(_elsewhere(name)) for name in unplaced]
    faults = [Problem(_fault(said.fault))] if said.fault else []
    problems = (*faults, *shown, *others)
    if not problems:
        return None
    return ErrorSummary(_("There is a problem"), problems, _("Nothing was saved. What you typed is still here."))


def _is_under(name: str, placed: tuple[str, ...]) -> bool:
    return any(name == each or name.startswith(f"{each}.") for each in placed)


def _elsewhere(name: str) -> str:
    if name == "supersedes":
        return _("A record of this kind stands already. Open it in the handoff, and correct it there.")
    return _("Something was sent that does not belong to this form. Open the form again.")


def _fault(fault: type[HoldfastError]) -> str:
    if issubclass(fault, KeyReused):
        return _("This form was sent before, with other answers. Check them, and send it again if you mean it.")
    if issubclass(fault, AnotherEvent):
        return _("Your link or code was for another live call. Ask for a new one.")
    return _("Others were filing at the same time. Send it again.")


def _case(looked: Looked) -> str:
    return looked.state.case_id if looked.sight is Sight.WHOLE else ""


def _back(looked: Looked) -> str:
    return reverse("transfer_page", args=[looked.transfer_id]) if looked.asker.only is None else ""
