"""A record that stands, as a page shows it: what was filed, by whom, what was asked, what may be done with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _

from holdfast.config.ids import new_id
from holdfast.directory.selectors import pathway_card, services_named
from holdfast.protocol.codes import RecordKind
from holdfast.protocol.commands import Countersign
from holdfast.protocol.controls import CONTROLS
from holdfast.protocol.fields import NamedThing
from holdfast.protocol.package import UNDER
from holdfast.transfers.callers import Caller
from holdfast.transfers.giving import barred_for
from holdfast.transfers.selectors import Looked, RecordView, Sight
from holdfast.web.forms.field_words import naming
from holdfast.web.forms.pages import KEY, SEEN
from holdfast.web.forms.shapes import MOMENTS, Kind, Shape, shapes_of, walk
from holdfast.web.parts import ControlNote, PersonBanner, Row, Tag, Tone
from holdfast.web.presenters.banner import banner_of
from holdfast.web.presenters.cases import Case, case_of
from holdfast.web.presenters.names import Names
from holdfast.web.words import times
from holdfast.web.words.codes import explained, in_words
from holdfast.web.words.places import joined


@dataclass(frozen=True, slots=True)
class RecordPage:
    """What the page of a standing record draws. `case` is blank where it may not be shown."""

    title: str
    about: str
    case: str
    banner: PersonBanner | None
    review: Tag | None
    rows: tuple[Row, ...]
    facts: tuple[Row, ...]
    controls: tuple[ControlNote, ...]
    """The rules that were asked when it was filed, and held."""
    back_url: str
    correct_url: str = ""
    """Blank where the reader can't correct it now."""
    countersign_url: str = ""
    """Where its named reviewer countersigns it; blank for everybody else, and once it is done."""
    hidden: tuple[tuple[str, str], ...] = ()
    """What is sent along with the countersign."""


def record_page_of(looked: Looked, view: RecordView, caller: Caller) -> RecordPage:
    """Return the page of a record; at most five statements, for names."""
    shapes = shapes_of(view.kind, looked.state.package)
    case = case_of(looked, also=_people(shapes, view))
    telling = _Telling(_names(case, shapes, view), looked)
    is_whole, transfer = looked.sight is Sight.WHOLE, looked.transfer_id
    may_countersign = view.countersigned_at is None and _passes(looked, caller, view.kind)
    return RecordPage(
        title=in_words(view.kind), about=_about(view.kind),
        case=looked.state.case_id if is_whole else "", banner=banner_of(case), review=_review(view),
        rows=tuple(telling.rows(shapes, view.fields)), facts=tuple(_facts(view, telling)),
        controls=tuple(ControlNote.of(id) for id in view.control_status if id in CONTROLS),
        back_url=reverse("transfer_page", args=[transfer]),
        correct_url=_correct_url(looked, view, caller),
        countersign_url=reverse("command_give", args=[transfer, Countersign.do]) if may_countersign else "",
        hidden=((KEY, str(new_id())), (SEEN, str(looked.seq)), ("record", view.kind.value)),
    )  # fmt: skip


def _about(kind: RecordKind) -> str:
    """Return what a kind of record is, without the id that the protocol's list begins with."""
    head, _colon, rest = explained(kind).partition(": ")
    return rest[:1].upper() + rest[1:] if len(head) == len("A1") else explained(kind)


def _passes(looked: Looked, caller: Caller, kind: RecordKind) -> bool:
    return not barred_for(caller, looked, Countersign.do, command=Countersign(record=kind))


def _correct_url(looked: Looked, view: RecordView, caller: Caller) -> str:
    if barred_for(caller, looked, view.kind):
        return ""
    address = reverse("record_file", args=[looked.transfer_id, view.kind])
    return f"{address}?{urlencode({'correct': 1})}"


def _review(view: RecordView) -> Tag | None:
    if not view.fields.get("reviewer_id"):
        return None
    return Tag(_("Countersigned"), Tone.OK) if view.countersigned_at else Tag(_("Not countersigned yet"), Tone.WAIT)


def _facts(view: RecordView, telling: _Telling) -> Iterator[Row]:
    yield Row(_("Filed by"), telling.names.of(view.filed_by))
    yield Row(_("Filed"), telling.moment(view.filed_at))
    if view.countersigned_at:
        yield Row(_("Countersigned"), telling.moment(view.countersigned_at))
    yield Row(_("Rules, version"), view.policy_version)


def _named(shapes: tuple[Shape, ...], view: RecordView, thing: NamedThing) -> set[str]:
    """Return the ids of one kind that a record names."""
    asked = [shape.name for shape in walk(shapes) if shape.names is not None and shape.names.thing is thing]
    added = view.fields.get(UNDER)
    given = {**view.fields, **(added if isinstance(added, dict) else {})}
    return {str(given[name]) for name in asked if given.get(name)}


def _people(shapes: tuple[Shape, ...], view: RecordView) -> set[str]:
    return _named(shapes, view, NamedThing.PERSON) | {view.filed_by}


def _names(case: Case, shapes: tuple[Shape, ...], view: RecordView) -> Names:
    """Return the names of the case with those of the services and routes that the record names."""
    services = services_named(_named(shapes, view, NamedThing.SERVICE) - case.names.services.keys())
    cards = (pathway_card(each, at=case.at) for each in _named(shapes, view, NamedThing.PATHWAY))
    routes = {card.id: joined(card.service, card.name) for card in cards if card is not None}
    return replace(case.names, services={**case.names.services, **services, **routes})


@dataclass(frozen=True, slots=True)
class _Telling:
    """Puts the fields of a record into words. Moments are told by the clocks of the transfer's zone."""

    names: Names
    looked: Looked

    def rows(self, shapes: Iterable[Shape], fields: Mapping[str, Any]) -> Iterator[Row]:
        for shape in shapes:
            if shape.name in fields:
                yield Row(str(naming(shape).label), self.value(shape, fields[shape.name]))

    def value(self, shape: Shape, value: Any) -> str:
        if value is None or value in ("", [], ()):
            return _("No signs seen") if shape.name == "risk_indicators" else _("None")
        if shape.kind is Kind.PARTS:
            return "\n".join(f"{row.label}: {row.value}" for row in self.rows(shape.parts, _given(value)))
        if shape.kind is Kind.ROWS:
            assert shape.row is not None
            apart = "\n\n" if shape.row.kind is Kind.PARTS else "\n"
            return apart.join(self.value(shape.row, each) for each in value)
        if shape.kind is Kind.CODES:
            return "\n".join(self.code(shape, each) for each in value)
        return self.plain(shape, value)

    def plain(self, shape: Shape, value: Any) -> str:
        if shape.kind in MOMENTS:
            return self.moment(value)
        if shape.kind is Kind.CODE:
            return self.code(shape, value)
        if shape.kind is Kind.YES_NO:
            return _("Yes") if value else _("No")
        if shape.kind is Kind.ID:
            return self.named(shape, str(value))
        return str(value)

    def code(self, shape: Shape, value: Any) -> str:
        assert shape.codes is not None
        return in_words(shape.codes(value))

    def named(self, shape: Shape, value: str) -> str:
        if ":" in value:
            return _("Nobody by name: %(kind)s") % {"kind": value.partition(":")[0]}
        is_person = shape.names is not None and shape.names.thing is NamedThing.PERSON
        return self.names.of(value) if is_person else self.names.service(value)

    def moment(self, value: date | datetime | str) -> str:
        if isinstance(value, str):
            value = datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
        if not isinstance(value, datetime):
            return times.date_in_full(value)
        zone = ZoneInfo(self.looked.state.zone)
        return _("%(when)s, %(zone)s") % {"when": times.when(value, zone), "zone": times.zone_name(zone)}


def _given(parts: Any) -> dict[str, Any]:
    """Return those parts of a nested form that say something."""
    return {name: value for name, value in parts.items() if value not in (None, "")}
